"""Compares the runs over the specimen corpus in its formats.

usage: check_runs.py RUNS_DIR

To the mention: counts of every document and actor are those of the plain text. Page headers and footers are never counted. The
positions of extracted documents lead to the text of each mention in text/ID.txt, and its pages are told by form feeds.
"""

import csv
import os
import sys

FORMATS = ["gz", "html", "docx", "pdf_one", "pdf_two"]
EXTRACTED = ["html", "docx", "pdf_one", "pdf_two"]
RUNNING = {"BOL", "PRY"}  # named by the page headers, and by nothing else


def table(run, name):
    with open(os.path.join(run, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(run):
    return {(r["doc_id"], r["actor"]): int(r["mentions"]) for r in table(run, "counts.csv") if r["mentions"] != "0"}


def check_counts(runs, kind, faults):
    plain, here = counts(os.path.join(runs, "txt")), counts(os.path.join(runs, kind))
    for key in sorted(plain.keys() | here.keys()):
        if plain.get(key, 0) != here.get(key, 0):
            faults.append("%s: %s %s: %d mentions, in plain text %d" % (kind, *key, here.get(key, 0), plain.get(key, 0)))


def check_positions(run, kind, faults):
    texts = {}
    for r in table(run, "mentions.csv"):
        if r["doc_id"] not in texts:
            with open(os.path.join(run, "text", r["doc_id"] + ".txt"), encoding="utf-8", newline="") as file:
                texts[r["doc_id"]] = file.read()
        text, start = texts[r["doc_id"]], int(r["start"])
        if text[start:int(r["end"])] != r["text"]:
            faults.append("%s: %s: %d is not '%s'" % (kind, r["doc_id"], start, r["text"]))
        if text.count("\f", 0, start) + 1 != int(r["page"]):
            faults.append("%s: %s: page %s of %d" % (kind, r["doc_id"], r["page"], start))
        if r["actor"] in RUNNING or r["zone"] == "running":
            faults.append("%s: %s: a page header was counted at %d" % (kind, r["doc_id"], start))


def check_structure(run, kind, faults):
    zones = {r["zone"] for r in table(run, "mentions.csv")}
    for zone in ["body", "heading", "footnote", "table"]:
        if zone not in zones:
            faults.append("%s: no mention in the zone '%s'" % (kind, zone))
    running = {r["would_be"] for r in table(run, "exclusions.csv") if r["reason"] == "running"}
    if kind != "html" and running != RUNNING:
        faults.append("%s: excluded as running: %s" % (kind, sorted(running)))
    if kind.startswith("pdf") and not any(int(r["pages"]) > 1 for r in table(run, "documents.csv")):
        faults.append("%s: no document of several pages" % kind)


def main(runs):
    faults = []
    for kind in FORMATS:
        check_counts(runs, kind, faults)
    for kind in EXTRACTED:
        check_positions(os.path.join(runs, kind), kind, faults)
        check_structure(os.path.join(runs, kind), kind, faults)
    total = sum(counts(os.path.join(runs, "txt")).values())
    print("\n".join(faults) or "%d mentions, the same in %d formats" % (total, len(FORMATS) + 1))
    return 1 if faults or total < 300 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
