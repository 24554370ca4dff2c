#!/usr/bin/env bash
# The specimen corpus with the dictionary of this repository: every mention and every count as marked by hand, and the
# figures that corpora/README.md pins. known_misses.csv lists the marked mentions that the program does not find yet: a row
# leaves it when the program has learned it, and the check says so.
#
# usage: check.sh PROGRAM
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
SPOKES=$(realpath "$1")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$SPOKES" run "$root/corpora/specimen" --dict "$root/dict" -o "$out" -q || { echo "the run failed"; exit 1; }

python3 - "$here" "$out" <<'PYTHON'
import csv, sys

here, out = sys.argv[1:]
faults = 0

def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))

def compare(what, expected, found):
    global faults
    for row in sorted(set(expected) - set(found)):
        faults += 1
        print(f"{what}: expected, but not there: {','.join(row)!r}")
    for row in sorted(set(found) - set(expected)):
        faults += 1
        print(f"{what}: there, but not expected: {','.join(row)!r}")
    if len(found) != len(set(found)):
        faults += 1
        print(f"{what}: a row is there twice")

def pick(table, columns):
    return [tuple(row[c] for c in columns) for row in table]

def pin(what, found, expected):
    global faults
    if found != expected:
        faults += 1
        print(f"pinned figure: {what} is {found}, not {expected}")

columns = ["doc_id", "start", "end", "text", "actor", "kind"]
found = pick(rows(f"{out}/mentions.csv"), columns)
known = pick(rows(f"{here}/known_misses.csv"), columns)
for row in known:
    if row in found:
        faults += 1
        print(f"found now, so take it out of known_misses.csv: {','.join(row)!r}")
expected = [row for row in pick(rows(f"{here}/expected_mentions.csv"), columns) if row not in known]
compare("mentions.csv", expected, found)

columns = ["doc_id", "actor", "mentions", "passages"]
counts = rows(f"{out}/counts.csv")
compare("counts.csv", pick(rows(f"{here}/expected_counts.csv"), columns),
        pick([r for r in counts if r["mentions"] != "0"], columns))

documents = {r["doc_id"]: r for r in rows(f"{out}/documents.csv")}
count = {(r["doc_id"], r["actor"]): (r["mentions"], r["passages"]) for r in counts}
framework = documents["usa_2018_framework"]
pin("partners of usa_2018_framework", framework["partners_named"], "9")
pin("naming passages of usa_2018_framework", framework["naming_passages"], "22")
pin("passages of usa_2018_framework", framework["passages"], "46")
pin("India in usa_2018_framework", count["usa_2018_framework", "IND"], ("14", "14"))
pin("India in jpn_2022_nss", count["jpn_2022_nss", "IND"], ("2", "2"))
pin("Republic of Korea in jpn_2022_nss", count["jpn_2022_nss", "KOR"], ("5", "5"))
pin("documents that failed", [d for d, r in documents.items() if r["status"] != "ok"], [])
sys.exit(1 if faults else 0)
PYTHON
