#!/usr/bin/env python3
"""The catalogue of published documents as a whole.

usage: catalogue.py PROGRAM CATALOGUE ACTORS
"""

import csv
import datetime
import itertools
import json
import re
import subprocess
import sys
import urllib.parse

PROGRAM, CATALOGUE, ACTORS = sys.argv[1:4]
COLUMNS = "id issuer date series title lang source_url license status link notes".split()
faults = []


def check(condition, row, what):
    if not condition:
        faults.append(f"{row.get('id', '?')}: {what}")


def is_date(text):
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return "1940" < text < "2100"


with open(CATALOGUE, encoding="utf-8", newline="") as file:
    reader = csv.DictReader(file, strict=True)
    rows = list(reader)
    check(reader.fieldnames == COLUMNS, {}, f"columns {reader.fieldnames}")
with open(ACTORS, encoding="utf-8", newline="") as file:
    actors = {row["id"] for row in csv.DictReader(file)}

for row in rows:
    for column in ("id", "issuer", "date", "series", "title", "lang", "status"):
        check(row[column], row, f"no {column}")
    for column, value in row.items():
        check(value is not None and value == value.strip() and "\n" not in value, row, f"{column}: '{value}'")
    check(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", row["id"]), row, "id")
    check(row["id"].startswith(row["issuer"].lower() + "_"), row, "the id does not begin with the issuer")
    check(row["issuer"] in actors, row, f"unknown issuer {row['issuer']}")
    check(is_date(row["date"]), row, f"date {row['date']}")
    check(re.fullmatch(r"[A-Z][A-Z0-9-]*", row["series"]), row, f"series {row['series']}")
    check(row["lang"] in ("en", "zh", "ja", "fr", "de", "ru", "ko"), row, f"language {row['lang']}")
    check(row["status"] in ("checked", "unchecked", "no address"), row, f"status {row['status']}")
    check(row["link"] in ("document", "page", ""), row, f"link {row['link']}")
    address = urllib.parse.urlsplit(row["source_url"])
    if row["source_url"]:
        check(address.scheme == "https" and address.hostname and "." in address.hostname and address.path, row,
              f"address {row['source_url']}")
        check(" " not in row["source_url"] and address.username is None and not address.fragment, row, "address")
    check((row["status"] == "no address") == (not row["source_url"]), row, "status and address")
    check(bool(row["link"]) == bool(row["source_url"]), row, "link and address")

check(len({row["id"] for row in rows}) == len(rows), {}, "ids are not unique")
direct = [row["source_url"] for row in rows if row["link"] == "document"]
check(len(set(direct)) == len(direct), {}, "two rows for one document's address")
# What 'add' would take for one document.
for a, b in itertools.combinations(rows, 2):
    if all(a[column] == b[column] for column in ("issuer", "series", "lang")):
        check(not a["date"].startswith(b["date"]) and not b["date"].startswith(a["date"]), a, f"the same edition as {b['id']}")

check(len(rows) >= 80, {}, f"{len(rows)} rows")
for issuer, wanted in {"USA": 25, "JPN": 12, "AUS": 7, "GBR": 6, "KOR": 6, "IND": 4, "FRA": 6, "DEU": 4, "CAN": 3, "EU": 4,
                       "NATO": 3, "ASEAN": 1, "CHN": 20, "QUAD": 4, "AUKUS": 3, "TWN": 4}.items():
    check(sum(row["issuer"] == issuer for row in rows) >= wanted, {}, f"fewer than {wanted} of {issuer}")

listed = json.loads(subprocess.run([PROGRAM, "fetch", "--list", "--catalogue", CATALOGUE, "--format", "json"], check=True,
                                   capture_output=True, text=True, encoding="utf-8").stdout)
check(listed == rows, {}, "the program lists something else")
of_one = json.loads(subprocess.run([PROGRAM, "fetch", "--list", "--issuer", "kor", "--format", "json"], check=True,
                                   capture_output=True, text=True, encoding="utf-8").stdout)
check(of_one == [row for row in rows if row["issuer"] == "KOR"], {}, "--issuer")

for fault in faults:
    print(fault)
print(f"{len(rows)} documents, {len(faults)} faults")
sys.exit(1 if faults else 0)
