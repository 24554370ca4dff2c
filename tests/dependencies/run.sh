#!/usr/bin/env bash
# The direction of dependencies between the modules, read from the #include lines, and where libraries may be used.
# usage: run.sh PIPELINE_DIR
set -eu
cd "$1"

# module: the modules it may include, beside itself
declare -A may=(
  [base]=""
  [corpus]="base"
  [ingest]="base"
  [text]="base"
  [lexicon]="base text"
  [match]="base text lexicon"
  [measure]="base match"
  [report]="base measure"
  [dictionary]="base corpus text lexicon match report"
  [run]="base corpus ingest text lexicon match measure report dictionary"
  [cli]=""
)
# library header: the files it may be used in
declare -A only=(
  [unicode/]="^(text/.*|ingest/charset\.c)$"
  [zlib.h]="^(ingest/gz_read\.c|report/gz_write\.c)$"
  [pcre2.h]="^lexicon/pattern\.c$"
  [jansson.h]="^run/(finished_facts|gold_read|tag_jsonl)\.c$"
  [csv.h]="^base/csv_read\.c$"
  [yaml.h]="^dictionary/import_yaml\.c$"
  [libxml/]="^ingest/xml_read\.c$"
  [zip.h]="^ingest/zip_read\.c$"
  [curl/]="^corpus/(curl_load\.h|download\.c)$"
  [openssl/]="^base/sha256\.c$"
  [xxhash.h]="^base/checksum\.c$"
)

faults=0
fault() {
  echo "$1"
  faults=$((faults + 1))
}

check_module() { # file module included
  local file=$1 module=$2 target=$3
  [ "$target" = "$module" ] && return 0
  case " ${may[$module]} " in *" $target "*) return 0 ;; esac
  fault "$file: module '$module' may not include '$target'"
}

while IFS= read -r file; do
  module=${file%%/*}
  [ -n "${may[$module]+x}" ] || { fault "$file: unknown module '$module'"; continue; }
  while IFS= read -r included; do
    case "$included" in
      spokes.h) ;;
      lexicon_code.h) ;;  # made by the build
      */*) check_module "$file" "$module" "${included%%/*}" ;;
      *) [ -e "$module/$included" ] || fault "$file: cannot find '$included'" ;;
    esac
  done < <(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file")
  while IFS= read -r included; do
    for library in "${!only[@]}"; do
      case "$included" in
        "$library"*) [[ $file =~ ${only[$library]} ]] || fault "$file: <$included> may not be used here" ;;
      esac
    done
  done < <(sed -n 's/^ *# *include *<\([^>]*\)>.*/\1/p' "$file")
done < <(find . -name '*.[ch]' ! -path './include/*' | sed 's|^\./||' | sort)

[ "$faults" -eq 0 ] || { echo "$faults faults"; exit 1; }
