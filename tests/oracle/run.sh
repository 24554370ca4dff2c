#!/usr/bin/env bash
# Runs the specimen corpus, and the real ones where they are at hand ($SPOKES_SHARED, default ../shared beside the repository), and
# compares salience.csv with what measure_oracle.py makes of documents.csv and counts.csv.
# usage: run.sh PROGRAM PYTHON
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${SPOKES_SHARED:-$root/../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for corpus in "$root/corpora/specimen" "$shared/corpora/us-nss" "$shared/corpora/un-debates"; do
  [ -d "$corpus" ] || continue
  "$1" run "$corpus" -q --no-mentions --resamples 20 -o "$work/out" 2>/dev/null
  "$2" "$root/tests/oracle/measure_oracle.py" run "$work/out"
done
