#!/usr/bin/env bash
# Runs the specimen corpus, and the real ones where they are at hand ($SPOKES_SHARED, default ../shared beside the repository), and
# computes their tables a second time: salience.csv from documents.csv and counts.csv (measure_oracle.py), intervals, dispersion,
# co-mentions, differences, trends and the typology from mentions, texts and relations (run_oracle.py). The typology of the finished
# run must be the one that the run wrote.
# usage: run.sh PROGRAM PYTHON
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${SPOKES_SHARED:-$root/../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for corpus in "$root/corpora/specimen" "$shared/corpora/us-nss" "$shared/corpora/un-debates"; do
  [ -d "$corpus" ] || { echo "skipped: there is no corpus '$(basename "$corpus")'"; continue; }
  echo "$(basename "$corpus"):"
  "$1" run "$corpus" --dict "$root/dict" -q --resamples 20 -o "$work/out" 2>/dev/null
  "$2" "$root/tests/oracle/measure_oracle.py" run "$work/out"
  "$2" "$root/tests/oracle/run_oracle.py" "$1" "$work/out" "$corpus"
  "$1" typology --run "$work/out" --dict "$root/dict" --resamples 20 --format csv | cmp - "$work/out/typology.csv"
done
