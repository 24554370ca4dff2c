#!/usr/bin/env bash
# Faulty dictionaries: tests/fixtures/dict_faults/NAME is a small dictionary with one kind of fault, and NAME/expected what the program
# must say on standard error, word for word (DIR stands for the folder's path). The exit status must be 3, and nothing may be on
# standard output.
#
# usage: run.sh PROGRAM
set -u
here=$(cd "$(dirname "$0")" && pwd)
SPOKES=$(realpath "$1")
cases=$here/../fixtures/dict_faults
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0
count=0

for dir in "$cases"/*/; do
  dir=${dir%/}
  name=$(basename "$dir")
  count=$((count + 1))
  echo "Japan and the Quad. 日本" | "$SPOKES" tag --dict "$dir" >"$work/stdout" 2>"$work/stderr"
  status=$?
  sed "s|DIR|$dir|" "$dir/expected" >"$work/expected"
  diff -u "$work/expected" "$work/stderr" || { echo "$name: standard error differs"; faults=$((faults + 1)); }
  [ "$status" -eq 3 ] || { echo "$name: exit status $status instead of 3"; faults=$((faults + 1)); }
  [ ! -s "$work/stdout" ] || { echo "$name: something on standard output"; faults=$((faults + 1)); }
done
echo "$count faulty dictionaries"
[ "$count" -ge 27 ] && [ "$faults" -eq 0 ]
