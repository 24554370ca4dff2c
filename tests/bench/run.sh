#!/usr/bin/env bash
# Speed of build/spokes on texts made by repeating a corpus: MB of text per second of processor time, by one and by all threads.
# The corpus is $SPOKES_SHARED/corpora/us-nss (default ../shared), or else the specimen corpus.
# usage: tests/bench/run.sh [MEGABYTES]
set -eu
cd "$(dirname "$0")/../.."
megabytes=${1:-64}
shared=${SPOKES_SHARED:-../shared}
source=$shared/corpora/us-nss
[ -d "$source" ] || { source=corpora/specimen; echo "no shared corpora: the specimen corpus is used"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
cat "$source"/*.txt >"$work/one"
# Eight documents, so that there is work for several threads.
copies=$((megabytes * 1000000 / 8 / $(stat -c %s "$work/one") + 1))
for number in 1 2 3 4 5 6 7 8; do
  for _ in $(seq "$copies"); do cat "$work/one"; done >"$work/corpus/us_200${number}_bench.txt"
done
bytes=$(cat "$work"/corpus/*.txt | wc -c)

field() { sed -n "s/^ *\"$1\": \([0-9.]*\),*$/\1/p" "$work/out/run.json"; }
speed() { awk -v bytes="$bytes" -v seconds="$1" 'BEGIN { printf "%.0f", bytes / 1e6 / seconds }'; }

printf '%-36s %12s %12s\n' "$((bytes / 1000000)) MB" 'MB/cpu-s' 'MB/s'
for threads in 1 "$(nproc)"; do
  for mentions in --no-mentions '' '--resamples 2000'; do
    # shellcheck disable=SC2086
    build/spokes run "$work/corpus" -q -j "$threads" -o "$work/out" $mentions
    printf '%-36s %12s %12s\n' "-j $threads ${mentions:-(mentions too)}" "$(speed "$(field cpu)")" "$(speed "$(field wall)")"
  done
done
