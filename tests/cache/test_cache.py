#!/usr/bin/env python3
"""Results that are kept for the next run: the output must be that of a run from nothing, byte for byte, whatever is in
the cache, and nothing may be read again that did not change.

usage: test_cache.py PROGRAM DICTIONARY CORPUS"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, DICT, CORPUS = (os.path.abspath(path) for path in sys.argv[1:4])
WORK = tempfile.mkdtemp(prefix="spokes-cache-")
CACHE = os.path.join(WORK, "cache")
faults = 0
runs = 0


def fault(what):
    global faults
    faults += 1
    print("FAULT:", what)


def start(out, *options, corpus=None, cache=CACHE, dictionary=None):
    environment = dict(os.environ, SPOKES_CACHE=cache, LC_ALL="C.UTF-8")
    command = [PROGRAM, "run", corpus or os.path.join(WORK, "corpus"), "--dict", dictionary or os.path.join(WORK, "dict"),
               "-q", "-o", out, *options]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def contents(folder):
    """Every file of a run's folder; run.json without what may differ."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                data = file.read()
            if name == "run.json":
                facts = json.loads(data)
                facts.pop("timing")
                data = json.dumps(facts).encode()
            found[os.path.relpath(path, folder)] = data
    return found


def run(*options, **where):
    """One run into a folder of its own: its files, its timing, what it said."""
    global runs
    runs += 1
    out = os.path.join(WORK, "out%d" % runs)
    process = start(out, *options, **where)
    said = process.communicate()[1]
    if process.returncode not in (0, 1):
        fault("run %s ended with %d: %s" % (options, process.returncode, said))
        return {}, {"documents_read": -1, "documents_kept": -1}, said
    with open(os.path.join(out, "run.json")) as file:
        timing = json.load(file)["timing"]
    files = contents(out)
    shutil.rmtree(out)
    return files, timing, said


def same(what, got, want):
    for name in sorted(set(got) | set(want)):
        if got.get(name) != want.get(name):
            fault("%s: %s differs" % (what, name))


def expect(what, read, *options, **where):
    """A run that must read that many documents, with the output of a run without cache. Returns the output."""
    files, timing, said = run(*options, **where)
    fresh = run("--no-cache", *options, **where)[0]
    same(what, files, fresh)
    if read is not None and timing["documents_read"] != read:
        fault("%s: %d documents read instead of %d" % (what, timing["documents_read"], read))
    if "nothing is kept" in said:
        fault("%s: %s" % (what, said))
    return files


def settle():
    """Files that were changed just now are read again: their times could hide another change."""
    time.sleep(2.1)


def documents():
    with open(os.path.join(WORK, "corpus", "manifest.csv")) as file:
        return len(file.readlines()) - 1


def edit(path, old, new):
    path = os.path.join(WORK, path)
    with open(path) as file:
        text = file.read()
    if old not in text:
        raise SystemExit("the test is out of date: no %r in %s" % (old, path))
    with open(path, "w") as file:
        file.write(text.replace(old, new, 1))


def stored():
    return [os.path.join(parent, name) for parent, _, names in os.walk(CACHE) for name in names]


def prepare():
    shutil.copytree(DICT, os.path.join(WORK, "dict"))
    shutil.copytree(CORPUS, os.path.join(WORK, "corpus"))
    # Documents of issuers that the dictionary does not have would be faults of the manifest.
    with open(os.path.join(DICT, "actors.csv")) as file:
        actors = {line.split(",")[0] for line in file}
    manifest = os.path.join(WORK, "corpus", "manifest.csv")
    with open(manifest) as file:
        header, *rows = file.readlines()
    issuer = header.rstrip("\n").split(",").index("issuer")
    with open(manifest, "w") as file:
        file.writelines([header] + [row for row in rows if row.split(",")[issuer] in actors])
    with open(os.path.join(WORK, "corpus", "page.html"), "w") as file:
        file.write("<html><head><title>x</title></head><body><h1>Report</h1><p>Japan met India.</p></body></html>")
    with open(os.path.join(WORK, "corpus", "manifest.csv"), "a") as file:
        file.write("page,page.html" + "," * (len(open(os.path.join(CORPUS, "manifest.csv")).readline().split(",")) - 2) + "\n")
    settle()


def test_plain():
    count = documents()
    first = expect("cold", count)
    if not first.get("text/page.txt"):
        fault("no text of the web page")
    expect("warm", 0)
    for threads in ("1", "2", "8"):
        same("warm with %s threads" % threads, run("-j", threads)[0], first)
        same("without cache with %s threads" % threads, run("--no-cache", "-j", threads)[0], first)
    expect("gzip is made of the same rows", 0, "--gzip")
    again = os.path.join(WORK, "moved")
    shutil.copytree(os.path.join(WORK, "corpus"), again)
    files, timing, _ = run(corpus=again)
    if timing["documents_kept"] != count or timing["match"] > 0:
        fault("a copy of the corpus was not recognised by its bytes")
    for name in files:
        if name != "run.json" and files[name] != first[name]:
            fault("copied corpus: %s differs" % name)


# An option with the documents that must be read after a warm run without it; None: no results depend on it.
OPTIONS = {
    "--out": None, "--jobs": None, "--dict": None, "--no-cache": None, "--timing": None, "--format": None,
    "--quiet": None, "--help": None, "--gzip": None,
    "--zones": ["--zones", "body"], "--dedupe": ["--dedupe"],
    "--count": ["--count", "all"], "--no-mentions": ["--no-mentions"], "--no-words": ["--no-words"], "--partners": ["--partners", "allies"],
    "--hub": ["--hub", "CHN"], "--resamples": ["--resamples", "50"], "--seed": ["--resamples", "50", "--seed", "7"],
}


def test_options():
    text = subprocess.run([PROGRAM, "run", "--help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", text, re.M))
    for option in sorted(known - set(OPTIONS)):
        fault("option %s is new: do results of documents depend on it? (pipeline/run/group.c, and this test)" % option)
    for option, arguments in OPTIONS.items():
        if arguments and option in known:
            expect("first run with %s" % option, documents(), *arguments)
            expect("second run with %s" % option, 0, *arguments)
    expect("back to no options", 0)


def test_changes():
    manifest = "corpus/manifest.csv"
    with open(os.path.join(WORK, manifest)) as file:
        header, row = file.readline().rstrip("\n").split(","), file.readline().rstrip("\n")
    fields = row.split(",")
    changes = {"id": "other", "issuer": "IND", "date": "1999", "series": "other", "title": "Another title",
               "lang": "zh", "sha256": "0" * 64}
    for name, value in changes.items():
        changed = list(fields)
        changed[header.index(name)] = value
        edit(manifest, row, ",".join(changed))
        # What was read is known by its bytes under another key: it is read once for its hash or not at all.
        expect("another %s" % name, None)
        expect("another %s, again" % name, 0 if name != "sha256" else None)
        edit(manifest, ",".join(changed), row)
        expect("the old %s" % name, 0)
    changed = list(fields)
    changed[header.index("notes")] = "nothing depends on this"
    edit(manifest, row, ",".join(changed))
    expect("other notes", 0)
    edit(manifest, ",".join(changed), row)

    path = os.path.join(WORK, "corpus", fields[header.index("path")])
    with open(path, "a") as file:
        file.write("\nJapan and India.\n")
    expect("a longer document", 1)
    size, stat = os.path.getsize(path), os.stat(path)
    with open(path, "r+") as file:
        file.seek(size - 14)
        file.write("China")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    expect("the same size and time of change, other bytes", 1)
    settle()
    expect("settled", None)
    expect("settled, again", 0)
    shutil.copy(os.path.join(CORPUS, fields[header.index("path")]), path)
    shutil.copy(path, os.path.join(WORK, "corpus", "new.txt"))
    with open(os.path.join(WORK, manifest), "a") as file:
        file.write("new,new.txt,JPN,2024" + "," * (len(header) - 4) + "\n")
    expect("a new document and the old one", 2)
    settle()
    expect("before the dictionary", None)
    with open(os.path.join(WORK, "dict", "nonmentions", os.listdir(os.path.join(WORK, "dict", "nonmentions"))[0]), "a") as file:
        file.write("\n")
    expect("another dictionary", documents())


def test_damage():
    count = documents()
    want = run("--no-cache")[0]
    dice = random.Random(4711)
    run()
    for turn in range(60):
        paths = stored()
        path = dice.choice(paths)
        size = os.path.getsize(path)
        kind = turn % 4
        with open(path, "r+b") as file:
            if kind == 0:  # a byte
                at = dice.randrange(size)
                file.seek(at)
                old = file.read(1)[0]
                file.seek(at)
                file.write(bytes([old ^ (1 << dice.randrange(8))]))
            elif kind == 1:  # cut off
                file.truncate(dice.randrange(size))
            elif kind == 2:  # a stretch
                at = dice.randrange(size)
                file.seek(at)
                file.write(bytes(dice.randrange(256) for _ in range(min(200, size - at))))
            else:  # the end, where index and footer are
                at = max(0, size - 1 - dice.randrange(min(size, 400)))
                file.seek(at)
                old = file.read(1)[0]
                file.seek(at)
                file.write(bytes([old ^ 0x55]))
        files, timing, _ = run("-j", dice.choice("12"))
        same("damage %d of kind %d" % (turn, kind), files, want)
        if timing["documents_read"] + timing["documents_kept"] < count:
            fault("damage %d: documents are missing" % turn)
        if turn % 10 == 9:
            run()
    for path in stored():
        with open(path, "wb") as file:
            file.write(b"spkpack1" * 100)
    same("files of nonsense", run()[0], want)
    files, timing, _ = run()
    same("after nonsense", files, want)
    if timing["documents_read"]:
        fault("the cache did not recover")


def test_many_packs():
    """Every run adds a document, so that packs are put together at some time."""
    for turn in range(24):
        with open(os.path.join(WORK, "corpus", "extra%d.txt" % turn), "w") as file:
            file.write("Japan and China, %d.\n" % turn)
        with open(os.path.join(WORK, "corpus", "manifest.csv"), "a") as file:
            file.write("extra%d,extra%d.txt" % (turn, turn) + ",," * 4 + ",\n")
        run()
    groups = [os.path.dirname(path) for path in stored() if path.endswith(".pack")]
    most = max(groups.count(group) for group in groups)
    if most > 17:
        fault("%d packs of one group were left lying about" % most)
    settle()
    expect("after many packs", None)
    expect("after many packs, again", 0)


def test_together():
    want = run("--no-cache")[0]
    shutil.rmtree(CACHE)
    for turn in range(3):
        outs = [os.path.join(WORK, "both%d" % i) for i in range(3)]
        processes = [start(out, "-j", "2") for out in outs]
        for process, out in zip(processes, outs):
            process.communicate()
            same("runs at once, turn %d" % turn, contents(out), want)
            shutil.rmtree(out)
    for turn in range(12):
        shutil.rmtree(CACHE, ignore_errors=True)
        out = os.path.join(WORK, "killed")
        process = start(out)
        time.sleep(0.002 * turn)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        files, _, _ = run()
        same("after a kill, turn %d" % turn, files, want)
        same("after a kill, turn %d, again" % turn, run()[0], want)
        same("the folder of the killed run", run("-j", "2")[0], want)
    left = [path for path in stored() if ".unfinished" in path]
    with open(os.path.join(WORK, "corpus", "extra0.txt"), "a") as file:
        file.write("India.\n")
    run()
    if [path for path in stored() if ".unfinished" in path]:
        fault("an unfinished pack was left: %s" % left)


def test_unusable():
    want = run("--no-cache")[0]
    for place, note in (("/dev/null/cache", True), (os.path.join(WORK, "corpus", "manifest.csv"), True)):
        files, _, said = run(cache=place)
        same("no cache at %s" % place, files, want)
        if note != ("nothing is kept for the next run" in said):
            fault("no note of %s: %s" % (place, said))
    os.chmod(CACHE, 0o777)
    files, timing, said = run()
    same("a folder that all may write", files, want)
    if timing["documents_kept"] or "another user" not in said:
        fault("a folder that all may write was trusted")
    os.chmod(CACHE, 0o700)
    for path in stored():
        os.chmod(path, 0o666)
    files, timing, _ = run()
    same("packs that all may write", files, want)
    if timing["documents_kept"]:
        fault("a pack that all may write was trusted")
    shutil.rmtree(CACHE)
    run("--no-cache")
    if os.path.exists(os.path.join(CACHE, "results")):
        fault("--no-cache kept results")


prepare()
for test in (test_plain, test_options, test_changes, test_damage, test_many_packs, test_together, test_unusable):
    before = faults
    test()
    print("%-18s %s" % (test.__name__, "ok" if faults == before else "%d faults" % (faults - before)))
shutil.rmtree(WORK)
print("%d runs" % runs)
sys.exit(faults > 0)
