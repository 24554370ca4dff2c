#!/usr/bin/env bash
# The public header compiles by itself, as C11 and as C++, without a warning.
# usage: run.sh INCLUDE_DIR C_COMPILER
set -eu
include=$1 cc=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
flags=(-I"$include" -Wall -Wextra -pedantic -Werror -fsyntax-only)
printf '#include "spokes.h"\n#include "spokes.h"\nint main(void) { return 0; }\n' >"$dir/header.c"
"$cc" -std=c11 -Wstrict-prototypes "${flags[@]}" "$dir/header.c"
cxx=$(command -v c++ || command -v g++ || command -v clang++ || true)
if [ -z "$cxx" ]; then
  echo "no C++ compiler: C++ left out"
  exit 0
fi
printf '#include "spokes.h"\nint main() { return 0; }\n' >"$dir/header.cc"
"$cxx" -std=c++11 "${flags[@]}" "$dir/header.cc"
