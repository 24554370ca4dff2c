#!/usr/bin/env bash
# The specimen corpus typeset in every format: the counts have to be the same in all of them.
# usage: run.sh PROGRAM SPECIMEN_DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
SPOKES=$(realpath "$1")
specimen=$(realpath "$2")
font=/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf

skip() {
  echo "skipped: $1"
  exit 77
}
python=
for candidate in python3 /usr/bin/python3; do
  if "$candidate" -c 'import reportlab' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || skip "reportlab is not there (python3-reportlab)"
[ -e "$font" ] || skip "no Chinese font (fonts-droid-fallback)"
command -v pdftotext >/dev/null || skip "pdftotext is not there (poppler-utils)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
"$python" "$here/build_documents.py" "$specimen" "$font" "$work/corpora"
for corpus in "$work"/corpora/*/; do
  "$SPOKES" run -q "$corpus" -o "$work/runs/$(basename "$corpus")" 2>"$work/messages" || { cat "$work/messages"; exit 1; }
done
"$python" "$here/check_runs.py" "$work/runs"
