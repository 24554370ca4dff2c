#!/usr/bin/env bash
# Scores the program against the human coding in $SPOKES_SHARED/gold (../shared beside the repository when the variable is
# not set) with the scorer that comes with it. Exit status 77: there is nothing to score with, and it says so.
#
# usage: run.sh PROGRAM
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
SPOKES=$(realpath "$1")
shared=${SPOKES_SHARED:-$root/../shared}
score=$shared/tools/score.py

skip() { echo "skipped: $1"; exit 77; }
[ -d "$shared/gold" ] || skip "no folder '$shared/gold'"
[ -e "$score" ] || skip "no scorer '$score'"
command -v python3 >/dev/null || skip "no python3"

predicted=$(mktemp)
trap 'rm -f "$predicted"' EXIT
faults=0
scored=0
while read -r set minimum; do
  gold=$shared/gold/$set.jsonl
  [ -e "$gold" ] || { echo "$set: not there"; continue; }
  "$SPOKES" tag --jsonl --dict "$root/dict" <"$gold" >"$predicted" || { echo "$set: the program failed"; faults=1; continue; }
  echo "$set (F1 at least $minimum):"
  python3 "$score" "$gold" "$predicted" --show 20 --min-f1 "$minimum" || faults=1
  scored=$((scored + 1))
done <<'SETS'
en_dev 0.99
seed_zh 0.985
tricky 0.98
zh_dev 0.96
SETS
[ "$scored" -gt 0 ] || skip "no gold file in '$shared/gold'"
exit "$faults"
