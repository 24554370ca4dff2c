#!/usr/bin/env python3
"""'add' and 'fetch' against a web server on loopback.

usage: download.py PROGRAM DICT
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import server as web  # noqa: E402

PROGRAM, DICT = (os.path.abspath(path) for path in sys.argv[1:3])
SERVER = web.Server()
faults = []


def call(folder, command, *arguments, private=True, environment=None):
    allowed = ["--allow-private"] if private else []
    return subprocess.run([PROGRAM, command, *arguments, *allowed, "--dict", DICT, "--format", "csv"], cwd=folder,
                          env=dict(os.environ, **(environment or {})), capture_output=True, text=True, timeout=60)


def add(folder, *arguments, **options):
    return call(folder, "add", *arguments, "--corpus", "corpus", **options)


def rows(folder):
    path = folder / "corpus" / "manifest.csv"
    return list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def check(condition, place, what):
    if not condition:
        faults.append(f"{place}: {what}")


def good(name, wanted, *arguments, body=web.TEXT):
    """The document enters with these cells, and its file has these bytes."""
    with tempfile.TemporaryDirectory(prefix="spokes-get-") as top:
        folder = pathlib.Path(top)
        result = add(folder, SERVER.url(name), *arguments)
        check(result.returncode == 0, name, f"exit {result.returncode}: {result.stderr}")
        entered = rows(folder)
        check(len(entered) == 1, name, f"{len(entered)} rows")
        for column, value in wanted.items():
            check(entered and entered[0][column] == value, name, f"{column} is '{entered and entered[0][column]}'")
        if entered:
            check((folder / "corpus" / entered[0]["path"]).read_bytes() == body, name, "other bytes")
            check(entered[0]["source_url"] == SERVER.url(name), name, f"source_url is {entered[0]['source_url']}")
        check(not (folder / "corpus" / ".spokes").exists(), name, "a work folder is left")


def bad(name, message, *arguments, private=True, status=1, within=10):
    """Nothing enters, and the reason is told."""
    with tempfile.TemporaryDirectory(prefix="spokes-get-") as top:
        folder = pathlib.Path(top)
        start = time.monotonic()
        url = name if "://" in name else SERVER.url(name)
        result = add(folder, url, "--issuer", "JPN", "--year", "2020", "--lang", "en", *arguments, private=private)
        check(result.returncode == status, name, f"exit {result.returncode}: {result.stderr}")
        check(message in result.stderr, name, f"says: {result.stderr}")
        check(time.monotonic() - start < within, name, f"took {time.monotonic() - start:.1f} s")
        check(not files(folder), name, f"left behind: {files(folder)}")


JAPAN = {"issuer": "JPN", "series": "NSS", "lang": "en"}
good("jpn_2022_nss.txt", dict(JAPAN, id="jpn_2022_nss", date="2022", path="documents/JPN/jpn_2022_nss.txt"))
good("silent", dict(JAPAN, id="jpn_2022-12-16_nss", date="2022-12-16"))
good("octets.txt", dict(JAPAN, date="2022-12-16"))
good("chunked", dict(JAPAN, date="2022-12-16"))
good("moved", dict(JAPAN, date="2022-12-16"))
good("gzip", dict(JAPAN, date="2022-12-16", path="documents/JPN/jpn_2022-12-16_nss.txt.gz"), body=web.gzip.compress(web.TEXT, mtime=0))
good("page", {"date": "2020-05-01", "title": "Strategy", "lang": "en"}, "--issuer", "AUS", body=web.PAGE)
good("word", dict(JAPAN, date="2022-12-16", path="documents/JPN/jpn_2022-12-16_nss.docx"), body=web.DOCUMENT)
good("latin.txt", {"lang": "de"}, "--issuer", "JPN", "--year", "2020", body=web.LATIN)
good("shift-jis.txt", {"lang": "ja"}, "--issuer", "JPN", "--year", "2020", body=web.JAPANESE.encode())
good("shift-jis-page", {"lang": "ja"}, "--issuer", "JPN", "--year", "2020",
     body=f"\ufeff<html><body><p>{web.JAPANESE}</p></body></html>".encode())
good("jpn_2022_nss.txt?%2e%2e%2f..%2fescaped", {"path": "documents/JPN/jpn_2022_nss.txt"})
good("jpn_2022_nss/..%2f..%2fus_2015_nss.txt", dict(JAPAN, path="documents/JPN/jpn_2015_nss.txt"))

bad("loop", "more than 5 redirects")
bad("to-file", "neither http nor https")
bad("to-ftp", "neither http nor https")
bad("file:///etc/hostname", "only http and https")
bad("gopher://127.0.0.1/", "only http and https")
bad("nowhere", "status 404")
bad("broken", "status 500")
bad("forbidden", "status 403")
bad("part", "status 206")
bad("nothing", "the server sends nothing")
bad("image", "a PNG image")
bad("liar", "the server calls it 'application/pdf', but its bytes are not (HTML)")
bad("called-text", "the server calls it 'text/plain', but its bytes are not (PDF)")
bad("error-page", "the server calls it 'text/plain', but its bytes are not (HTML)")
bad("cut-off", "cut off")
bad("cut-chunk", "cut off")
bad("large", "larger than the limit of 1048576 bytes", "--max-size", "1")
bad("large-unsaid", "larger than the limit of 1048576 bytes", "--max-size", "1")
bad("slow", "too slow", "--stall-timeout", "1", within=8)
bad("slow", "too slow", "--timeout", "1", within=8)
bad("never", "too slow", "--timeout", "1", within=8)
bad("jpn_2022_nss.txt", "private network", private=False)
bad(f"http://localhost:{SERVER.server_address[1]}/jpn_2022_nss.txt", "private network", private=False)
bad(f"http://[::ffff:127.0.0.1]:{SERVER.server_address[1]}/jpn_2022_nss.txt", "private network", private=False)
bad(f"http://0x7f.1:{SERVER.server_address[1]}/jpn_2022_nss.txt", "private network", private=False)
bad("http://user:secret@127.0.0.1/x", "user names or passwords")
bad("http://127.0.0.1:1/x.txt", "cannot be downloaded")


def test_private_asks_nobody():
    before = len(SERVER.seen)
    with tempfile.TemporaryDirectory() as top:
        add(pathlib.Path(top), SERVER.url("jpn_2022_nss.txt"), private=False)
    check(len(SERVER.seen) == before, "private", "the server was asked all the same")


def test_no_proxy():
    """A proxy in the environment could lead anywhere."""
    with tempfile.TemporaryDirectory() as top:
        result = add(pathlib.Path(top), SERVER.url("jpn_2022_nss.txt"), environment={"http_proxy": "http://127.0.0.1:1"})
        check(result.returncode == 0, "proxy", result.stderr)


def test_several():
    """One that fails does not keep out the others; the same one twice enters once."""
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        result = add(folder, SERVER.url("jpn_2022_nss.txt"), SERVER.url("nowhere"), SERVER.url("silent"))
        check(result.returncode == 1, "several", f"exit {result.returncode}")
        check([row["id"] for row in rows(folder)] == ["jpn_2022_nss"], "several", f"{rows(folder)}")
        for text in ("status 404", "the same bytes", "2 of 3 documents were not added"):
            check(text in result.stderr, "several", result.stderr)
        result = add(folder, SERVER.url("jpn_2022_nss.txt"), "--replace", "--title", "Again")
        check(result.returncode == 0 and rows(folder)[0]["title"] == "Again", "several", f"--replace: {result.stderr}")


def test_two_at_once():
    """Two programs that add to one corpus: the second waits, and both documents enter."""
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        slow = subprocess.Popen([PROGRAM, "add", SERVER.url("never"), "--timeout", "3", "--allow-private", "--corpus",
                                 "corpus", "--dict", DICT], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (folder / "corpus" / ".spokes" / "1.part").exists() and slow.poll() is None:
            time.sleep(0.02)
        result = add(folder, SERVER.url("jpn_2022_nss.txt"))
        check("waiting" in result.stderr and result.returncode == 0, "two at once", result.stderr)
        check(slow.wait() == 1, "two at once", "the first")
        check(files(folder) == ["corpus/documents/JPN/jpn_2022_nss.txt", "corpus/manifest.csv"], "two at once", f"{files(folder)}")
        many = [subprocess.Popen([PROGRAM, "add", f"{number}.txt", "--corpus", "corpus", "--dict", DICT, "--issuer", "USA",
                                  "--year", str(2000 + number), "--lang", "en"], cwd=folder, stdout=subprocess.DEVNULL)
                for number in range(8) if (folder / f"{number}.txt").write_text(f"This is text number {number} of it.\n")]
        check([program.wait() for program in many] == [0] * 8, "many at once", "one failed")
        check(len(rows(folder)) == 9, "many at once", f"{len(rows(folder))} rows")
        check(not (folder / "corpus" / ".spokes").exists(), "many at once", "a work folder is left")


def test_fetch():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        header = "id,issuer,date,series,title,lang,source_url,license,status,link,notes\n"
        (folder / "list.csv").write_text(
            header + f"jpn_x,JPN,2022-12-16,NSS,\"A title, with comma\",en,{SERVER.url('silent')},free,checked,document,note\n"
            + f"aus_x,AUS,2020,NSS,Page,en,{SERVER.url('page')},,unchecked,page,\n"
            + "ind_x,IND,2019,NSS,None,en,,,no address,,\n"
            + f"usa_x,USA,2019,NSS,Gone,en,{SERVER.url('nowhere')},,unchecked,document,\n")

        def fetch(*arguments):
            return call(folder, "fetch", *arguments, "--corpus", "corpus", "--catalogue", "list.csv")

        result = fetch("jpn_x", "aus_x", "ind_x", "usa_x")
        check(result.returncode == 1, "fetch", f"exit {result.returncode}: {result.stderr}")
        for text in (f"of a page about it: {SERVER.url('page')}", "cannot add 'ind_x': the catalogue knows no address",
                     "status 404", "3 of 4"):
            check(text in result.stderr, "fetch", result.stderr)
        wanted = {"id": "jpn_x", "path": "documents/JPN/jpn_x.txt", "issuer": "JPN", "date": "2022-12-16", "series": "NSS",
                  "title": "A title, with comma", "lang": "en", "source_url": SERVER.url("silent"), "license": "free",
                  "notes": "note"}
        check(len(rows(folder)) == 1, "fetch", f"{rows(folder)}")
        for column, value in wanted.items():
            check(rows(folder)[0][column] == value, "fetch", f"{column} is '{rows(folder)[0][column]}'")
        check(fetch("jpn_x").returncode == 1, "fetch", "a second time")
        check(fetch("jpn_x", "--replace").returncode == 0, "fetch", "--replace")
        result = fetch("jpn_x", "no-such-id")
        check(result.returncode == 2 and "no document 'no-such-id'" in result.stderr, "fetch", result.stderr)
        (folder / "list.csv").write_text(header + "a/b,,15,NSS,T,xx,ftp://x,,good,document,\nc,USA\n")
        result = fetch("c")
        check(result.returncode == 3 and result.stderr.count("list.csv:") == 8, "fetch", result.stderr)


for test in (test_private_asks_nobody, test_no_proxy, test_several, test_two_at_once, test_fetch):
    test()
for fault in faults:
    print(fault)
print(f"{len(SERVER.seen)} requests, {len(faults)} faults")
sys.exit(1 if faults else 0)
