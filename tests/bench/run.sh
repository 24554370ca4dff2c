#!/usr/bin/env bash
# Speed of build/spokes and of its peers; see bench.py. usage: tests/bench/run.sh [MEGABYTES] [OPTIONS of bench.py]
set -eu
exec /usr/bin/python3 "$(dirname "$0")/bench.py" "$@"
