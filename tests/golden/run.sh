#!/usr/bin/env bash
# Runs golden cases: tests/golden/<case>/cmd is a shell script that calls "$SPOKES"; its standard output must be stdout.exact, its
# standard error must fit stderr.glob (a shell pattern over the whole text), its exit status must be the number in exit.
# A missing file means nothing there, and 0. The script runs in an empty folder; $CASE is the case's folder, $FIXTURES the fixtures.
#
# usage: run.sh PROGRAM [--bless] [CASE...]
set -u
here=$(cd "$(dirname "$0")" && pwd)
SPOKES=$(realpath "$1")
shift
bless=no
[ "${1:-}" != --bless ] || { bless=yes; shift; }
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */cmd | sed 's|/cmd||')
export SPOKES FIXTURES="$here/../fixtures" LC_ALL=C.UTF-8
export SPOKES_CACHE=${SPOKES_CACHE:-$(mktemp -d)}
faults=0

[ -x "$SPOKES" ] || { echo "no program '$SPOKES'"; exit 1; }

bless_file() { # file content
  if [ -s "$2" ]; then cp "$2" "$1"; else rm -f "$1"; fi
}

# The text as a pattern that fits only itself.
escape() { sed 's/[][*?\\]/\\&/g' "$1" >"$1.escaped" && mv "$1.escaped" "$1"; }

for case; do
  export CASE="$here/$case"
  dir=$(mktemp -d)
  (mkdir "$dir/work" && cd "$dir/work" && bash "$CASE/cmd" >"$dir/stdout" 2>"$dir/stderr" </dev/null)
  status=$?
  if [ "$bless" = yes ]; then
    bless_file "$CASE/stdout.exact" "$dir/stdout"
    escape "$dir/stderr"
    bless_file "$CASE/stderr.glob" "$dir/stderr"
    [ "$status" -eq 0 ] && rm -f "$CASE/exit" || echo "$status" >"$CASE/exit"
    rm -rf "$dir"
    continue
  fi
  touch "$dir/empty"
  expected=$CASE/stdout.exact
  [ -e "$expected" ] || expected=$dir/empty
  diff -u "$expected" "$dir/stdout" || { echo "$case: standard output differs"; faults=$((faults + 1)); }
  pattern=$(cat "$CASE/stderr.glob" 2>/dev/null)
  # shellcheck disable=SC2053
  if [[ $(cat "$dir/stderr") != $pattern ]]; then
    echo "$case: standard error does not fit stderr.glob:"
    cat "$dir/stderr"
    faults=$((faults + 1))
  fi
  wanted=$(cat "$CASE/exit" 2>/dev/null || echo 0)
  [ "$status" = "$wanted" ] || { echo "$case: exit status $status instead of $wanted"; faults=$((faults + 1)); }
  rm -rf "$dir"
done
[ "$faults" -eq 0 ]
