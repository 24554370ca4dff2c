#!/usr/bin/env bash
# Fuzzes every target for some seconds, starting from its corpus; new inputs stay in the build folder.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-30}
for source in tests/fuzz/fuzz_*.c; do
  target=${source##*/fuzz_}
  target=${target%.c}
  grown=build-fuzz/corpus-$target
  mkdir -p "$grown"
  echo "== $target"
  build-fuzz/tests/fuzz/fuzz_$target -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 \
    -artifact_prefix="build-fuzz/$target-" "$grown" "tests/fuzz/corpus/$target"
done
