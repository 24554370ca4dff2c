#!/usr/bin/env bash
# Every level of vector instructions writes the same tables, byte for byte, with one thread and with several.
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

faults=0
for corpus in "${corpora[@]}"; do
  SPOKES_SIMD=portable "$spokes" run "$corpus" --no-cache -j 1 --resamples 0 -o "$work/portable" >/dev/null 2>&1 ||
    { echo "$corpus: the run failed"; exit 1; }
  [ -s "$work/portable/mentions.csv" ] || { echo "$corpus: no mentions"; exit 1; }
  for level in sse2 avx2 avx512; do
    SPOKES_SIMD=$level "$spokes" run "$corpus" --no-cache -j 3 --resamples 0 -o "$work/$level" >/dev/null 2>&1 ||
      { echo "$corpus: the run with $level failed"; exit 1; }
    diff -rq -x run.json "$work/portable" "$work/$level" || faults=$((faults + 1))
  done
  rm -rf "$work"/*
done
[ "$faults" -eq 0 ] || { echo "$faults levels differ"; exit 1; }
