#!/usr/bin/env python3
"""Checks dict/relations.csv and dict/groupings.csv as a whole: measure_relations.py DICT

Ids are unique and built as they should be, states exist in actors.csv, dates are dates and in order, a pair has one relation at
a time, alliances and partnerships between two listed hubs are the same from both sides (one may name a rival that does not
name it back), the groupings that members.csv has too agree with it, NATO's members are the allies of its hubs.
"""
import collections
import csv
import os
import re
import sys

KINDS = {"ally", "partner", "rival"}
LABELS = {"", "integrated", "expanding"}
NATO_HUBS = ("USA", "GBR", "FRA", "CAN")


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def day(date, missing="99991231"):
    return "".join((date.split("-") + ["01", "01"])[:3]) if date else missing


def periods(row):
    return row["from"], row["until"]


def check_rows(rows, actors, columns, stem):
    seen = set()
    for row in rows:
        where = row["id"]
        if where in seen:
            yield f"{where}: id twice"
        seen.add(where)
        if not re.fullmatch(re.escape(stem.format(**row)) + r"(\.[2-9])?", where):
            yield f"{where}: id does not fit its row"
        yield from (f"{where}: no actor {row[c]}" for c in columns if row[c] not in actors)
        if not all(re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", d) for d in periods(row)) or not row["from"]:
            yield f"{where}: a date is no date"
        elif day(row["from"]) >= day(row["until"]):
            yield f"{where}: ends before it starts"


def check_overlaps(rows, key):
    groups = collections.defaultdict(list)
    for row in sorted(rows, key=lambda r: day(r["from"])):
        groups[key(row)].append(row)
    for group in groups.values():
        for a, b in zip(group, group[1:]):
            if day(a["until"]) > day(b["from"]):
                yield f"{b['id']}: starts before {a['id']} ends"


def check_sides(relations):
    hubs = {r["hub"] for r in relations}
    stated = {(r["hub"], r["partner"], r["relation"], *periods(r)) for r in relations}
    for hub, partner, kind, *dates in sorted(stated):
        if partner in hubs and kind != "rival" and (partner, hub, kind, *dates) not in stated:
            yield f"{hub} {partner}: {kind} from {dates[0]} is not the same from the other side"


def check_members(relations, groupings, members):
    known = {m["grouping"] for m in members}
    listed = {(m["grouping"], m["member"], *periods(m)) for m in members}
    stated = {(g["grouping"], g["member"], *periods(g)) for g in groupings if g["grouping"] in known}
    names = {g["grouping"] for g in groupings}
    yield from (f"members.csv and groupings.csv differ: {x}" for x in sorted(stated ^ {m for m in listed if m[0] in names}))
    nato = {m["member"] for m in members if m["grouping"] == "NATO"}
    for hub in NATO_HUBS:
        allies = {r["partner"] for r in relations if r["hub"] == hub and r["relation"] == "ally"}
        yield from (f"{hub}: NATO member {m} is no ally" for m in sorted(nato - allies - {hub}))


def main(folder):
    relations, groupings = read(folder, "relations.csv"), read(folder, "groupings.csv")
    actors, members = {a["id"] for a in read(folder, "actors.csv")}, read(folder, "members.csv")
    faults = [f"{r['id']}: relation '{r['relation']}'" for r in relations if r["relation"] not in KINDS]
    faults += [f"{g['id']}: label '{g['label']}'" for g in groupings if g["label"] not in LABELS]
    faults += [f"{r['id']}: no basis" for r in relations if not r["basis"]]
    faults += check_rows(relations, actors, ("hub", "partner"), "rel.{hub}.{partner}")
    faults += check_rows(groupings, actors, ("member",), "g.{grouping}.{member}")
    faults += check_overlaps(relations, lambda r: (r["hub"], r["partner"]))
    faults += check_overlaps(groupings, lambda g: (g["grouping"], g["member"]))
    faults += check_sides(relations)
    faults += check_members(relations, groupings, members)
    print("\n".join(faults) or f"{len(relations)} relations, {len({g['grouping'] for g in groupings})} groupings")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "dict"))
