#!/usr/bin/env bash
# Every level of vector instructions and every number of threads writes the same tables, byte for byte, also where
# several threads work on one document together.
# usage: run.sh SPOKES CORPUS...; the corpora of $SPOKES_SHARED are added where it is set.
set -eu
spokes=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

corpora=("$@")
if [ -n "${SPOKES_SHARED:-}" ]; then
  for corpus in us-nss un-debates statements zh; do
    [ -d "$SPOKES_SHARED/corpora/$corpus" ] && corpora+=("$SPOKES_SHARED/corpora/$corpus")
  done
fi

# Two documents of some megabytes, whose every part is cut and put together again: all texts of a language in turn.
long_document() { # LANGUAGE TEXT...
  local document=$work/long/USA_2001_$1.txt text
  shift
  while [ "$(stat -c %s "$document" 2>/dev/null || echo 0)" -lt 4000000 ]; do
    for text; do
      cat "$text"
      printf '\n\n'
    done >>"$document"
  done
}

run() { # OUT SIMD THREADS TOGETHER OPTIONS...
  local out=$work/$1 simd=$2 threads=$3 together=$4
  shift 4
  SPOKES_SIMD=$simd SPOKES_TOGETHER_BYTES=$together "$spokes" run "$corpus" -j "$threads" --resamples 0 --no-cache "$@" \
    -o "$out" >/dev/null 2>&1 || { echo "$corpus: the run with $simd and $threads threads failed"; exit 1; }
}

same() {
  diff -rq -x run.json "$work/portable" "$work/other" || faults=$((faults + 1))
  rm -rf "$work/other"
}

faults=0
alone=1000000000
mkdir "$work/long"
long_document en "$1"/us*.txt "$1"/gbr*.txt
long_document zh "$1"/chn*.txt
for corpus in "${corpora[@]}" "$work/long"; do
  run portable portable 1 $alone
  [ -s "$work/portable/mentions.csv" ] || { echo "$corpus: no mentions"; exit 1; }
  run other sse2 2 $alone
  same
  run other avx2 8 $alone
  same
  run other avx512 2 1
  same
  rm -rf "$work/portable"
done

# Together, with what the search otherwise does not ask for, and without words.
corpus=$work/long
run portable portable 1 $alone --dedupe --no-words --zones body,heading
run other avx512 8 1 --dedupe --no-words --zones body,heading
same
run other sse2 3 1 --dedupe --no-words --zones body,heading
same

# The same of `tag`, which cuts its input into pieces; broken bytes are told of in their lines.
cat "$work"/long/*.txt >"$work/mixed.txt"
printf 'China \xff and\n\nJapan \xfe\n' >>"$work/mixed.txt"
tag() { # OUT SIMD THREADS
  SPOKES_SIMD=$2 "$spokes" tag -j "$3" "$work/mixed.txt" >"$work/$1" 2>"$work/$1.told" && { echo "tag: the broken bytes were not told of"; exit 1; }
  [ -s "$work/$1" ] || { echo "tag: no mentions"; exit 1; }
}
tag lines portable 1
for threads in 1 2 8; do
  tag other_lines avx512 "$threads"
  cmp "$work/lines" "$work/other_lines" || faults=$((faults + 1))
  cmp "$work/lines.told" "$work/other_lines.told" || faults=$((faults + 1))
done

# Compressed by a thread of its own, and by the one that has the rows.
rm -rf "$work/portable"
run portable avx2 1 $alone --gzip
run other avx2 2 1 --gzip
same
[ "$faults" -eq 0 ] || { echo "$faults runs differ"; exit 1; }
