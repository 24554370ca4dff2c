#!/usr/bin/env python3
"""Adding that is killed, or whose disk is full, at every single call that changes files.

After each of them the manifest is the old one or the new one, every document that it lists is there with its bytes, and the next
add leaves no file that the manifest does not list and no work folder.

usage: interrupted.py PROGRAM DICT KILL_AT_LIBRARY
"""

import csv
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM, DICT, LIBRARY = (os.path.abspath(path) for path in sys.argv[1:4])
# In memory where there is such a place: every step is synced.
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None
faults = []


def add(folder, *arguments, **injection):
    environment = dict(os.environ, **{name: str(number) for name, number in injection.items()})
    if injection:
        environment["LD_PRELOAD"] = LIBRARY
    return subprocess.run([PROGRAM, "add", *arguments, "--corpus", "corpus", "--dict", DICT, "--format", "csv"],
                          cwd=folder, env=environment, capture_output=True, timeout=60)


def manifest(folder):
    path = folder / "corpus" / "manifest.csv"
    return path.read_text() if path.exists() else None


def listed(folder):
    text = manifest(folder)
    return list(csv.DictReader(text.splitlines())) if text else []


def strays(folder):
    """Files of the corpus that nobody lists: in documents/, and in the work folder."""
    corpus = folder / "corpus"
    known = {row["path"] for row in listed(folder)} | {"manifest.csv"}
    found = [str(path.relative_to(corpus)) for path in corpus.rglob("*") if path.is_file()] if corpus.exists() else []
    return [path for path in found if path not in known and (path.startswith("documents/") or path.startswith(".spokes"))]


def check(condition, place, what):
    if not condition:
        faults.append(f"{place}: {what}")


def check_state(folder, place, allowed):
    check(manifest(folder) in allowed, place, f"a manifest that is neither old nor new:\n{manifest(folder)}")
    for row in listed(folder):
        path = folder / "corpus" / row["path"]
        if not path.is_file():
            check(False, place, f"'{row['path']}' is listed but not there")
        elif row.get("sha256"):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            check(digest == row["sha256"], place, f"'{row['path']}' is another file")


def try_scenario(name, make, arguments):
    with tempfile.TemporaryDirectory(prefix="spokes-add-", dir=SCRATCH) as top:
        base = pathlib.Path(top) / "base"
        base.mkdir()
        make(base)
        (base / "last").mkdir()
        (base / "last" / "chn_2019_defence.txt").write_text("This is what comes last, and it is of China.\n")
        old = manifest(base)
        whole = pathlib.Path(top) / "whole"
        shutil.copytree(base, whole)
        result = add(whole, *arguments)
        check(result.returncode == 0, name, f"without injection: {result.stderr.decode()}")
        new = manifest(whole)
        check(old != new, name, "nothing changed")
        # A corpus without a manifest gets one of its names first.
        allowed = {old, new} if old else {old, new, base_manifest(whole, base)}
        calls = 0
        while inject(top, base, f"{name}, KILL_AT={calls + 1}", arguments, allowed, new, KILL_AT=calls + 1):
            calls += 1
        for number in range(1, calls + 1):
            inject(top, base, f"{name}, FAIL_AT={number}", arguments, allowed, new, FAIL_AT=number)
        check(calls > 12, name, "too few calls to be true")
        print(f"{name}: killed and failed at {calls} calls")


def inject(top, base, place, arguments, allowed, new, **injection):
    """Returns whether the program was stopped."""
    folder = pathlib.Path(top) / "injected"
    shutil.copytree(base, folder)
    result = add(folder, *arguments, **injection)
    check_state(folder, place, allowed)
    good = {-9, 0} if "KILL_AT" in injection else {0, 4}
    check(result.returncode in good, place, f"exit {result.returncode}: {result.stderr.decode()}")
    if result.returncode == 0:
        check(manifest(folder) == new, place, "said to be done, but the new state is not there")
    elif result.returncode > 0:
        check(manifest(folder) != new, place, "failed, but the new state is there")
        check(not strays(folder), place, f"failed, and left behind: {strays(folder)}")
    after = add(folder, "last")
    check(after.returncode == 0, place, f"the next add fails: {after.stderr.decode()}")
    check_state(folder, place, {manifest(folder)})
    check(not strays(folder), place, f"left behind: {strays(folder)}")
    check(not (folder / "corpus" / ".spokes").exists(), place, "the work folder is left behind")
    shutil.rmtree(folder)
    return result.returncode == -9


def base_manifest(whole, base):
    """The manifest as it is before the new documents: the rows of files that were there."""
    lines = manifest(whole).splitlines(keepends=True)
    return lines[0] + "".join(line for line in lines[1:] if (base / "corpus" / line.split(",")[1]).exists())


def documents(folder):
    (folder / "new").mkdir()
    (folder / "new" / "jpn_2013_nss.txt").write_text("This is the first strategy, and it is of Japan.\n")
    (folder / "new" / "jpn_2022_nss.txt").write_text("This is the second strategy, and it is of Japan.\n")


def nothing(folder):
    documents(folder)


def names_only(folder):
    documents(folder)
    (folder / "corpus").mkdir()
    (folder / "corpus" / "us_2015_nss.txt").write_text("This is of the United States and of Japan.\n")


def with_manifest(folder):
    documents(folder)
    (folder / "more").mkdir()
    (folder / "more" / "us_2015_nss.txt").write_text("This is of the United States and of Japan.\n")
    assert add(folder, "more").returncode == 0


def to_replace(folder):
    with_manifest(folder)
    (folder / "new" / "us_2015_nss.txt").write_text("This is of the United States and of Japan, corrected.\n")


try_scenario("a new corpus", nothing, ["new"])
try_scenario("names only", names_only, ["new"])
try_scenario("one more", with_manifest, ["new/jpn_2022_nss.txt"])
try_scenario("replace", to_replace, ["new", "--replace"])
for fault in faults[:20]:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
