"""Speed of the program and of what a user would pick instead, on the same texts and forms.

Measuring corpora are the texts of $SPOKES_SHARED/corpora (default ../shared; otherwise the specimen corpus), repeated
to a given size. Every program is run in turn, several times; the table gives medians of MB (10^6 bytes) of text per
second of processor time of the whole process, wall time, and peak memory. Programs that are much slower get a part of
the text only. The ratio is that of MB per processor second: how many times as fast the program's first line is.

Called by run.sh, which builds the program and installs the peers.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

# Debian's own, which has the modules that Debian packages.
PYTHON = "/usr/bin/python3"
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MEGABYTE = 10**6


class Texts:
    """A corpus of copies of some source files, at least `size` bytes."""

    def __init__(self, folder, sources, size):
        self.folder = folder
        self.files = []
        self.bytes = 0
        folder.mkdir(parents=True)
        number = 0
        while self.bytes < size:
            for source in sources:
                if self.bytes >= size:
                    break
                target = folder / f"{source.stem}-r{number:05d}.txt"
                target.symlink_to(source)
                self.files.append(target)
                self.bytes += source.stat().st_size
            number += 1

    def part(self, size):
        """Paths of the first files of at least size bytes, and how many bytes they are."""
        total, chosen = 0, []
        for path in self.files:
            if total >= size:
                break
            chosen.append(str(path))
            total += path.stat().st_size
        return chosen, total


class Bench:
    def __init__(self, work, options):
        self.work = work
        self.options = options
        self.spokes = str(ROOT / "build" / "spokes")
        self.output = work / "output"
        self.results = []
        self.launch = self.compile("launch", [])
        help_text = subprocess.run([self.spokes, "run", "--help"], capture_output=True, text=True, check=True).stdout
        # Every run is a run from nothing.
        self.fresh = ["--no-cache"] if "--no-cache" in help_text else []
        self.no_words = ["--no-words"] if "--no-words" in help_text else None

    def run_command(self, corpus, *more):
        return [self.spokes, "run", str(corpus), "-q", "-o", str(self.work / "out"), *self.fresh, *more]

    def measure(self, command, runs=None):
        """Medians of (processor seconds, wall seconds, peak KiB) over the runs of a command, or None when it failed."""
        figures, samples = self.work / "figures", []
        for _ in range(runs or self.options.runs):
            subprocess.run([self.launch, str(figures), str(self.output), *command], check=True)
            cpu, wall, peak, status = (int(field) for field in figures.read_text().split())
            if status not in (0, 1):
                return None
            samples.append((cpu / 1e6, wall / 1e6, peak))
        return [statistics.median(column) for column in zip(*samples)]

    def line(self, group, name, command, size, ours):
        found = self.measure(command)
        if not found:
            print(f"{name:44} failed")
            return None
        cpu, wall, peak = found
        speed = size / MEGABYTE / cpu
        first = next((r["speed"] for r in self.results if r["group"] == group), speed)
        self.results.append({"group": group, "name": name, "speed": speed, "wall": wall, "peak": peak, "ours": ours,
                             "bytes": size})
        print(f"{name:44} {speed:10.1f} {size / MEGABYTE / wall:10.1f} {peak / 1024:9.0f} {first / speed:9.2f}", flush=True)
        return found

    def heading(self, title):
        print(f"\n{title:44} {'MB/cpu-s':>10} {'MB/s':>10} {'peak MiB':>9} {'1st is x':>9}")

    def compile(self, name, packages):
        """A peer's driver, or None when its library is not there."""
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", *packages], capture_output=True, text=True)
        target = self.work / name
        if packages and flags.returncode:
            return None
        built = subprocess.run(["cc", "-O2", "-o", str(target), str(HERE / f"{name}.c"),
                                *(flags.stdout.split() if packages else [])])
        return str(target) if built.returncode == 0 else None

    def forms(self, lang):
        """The actors' forms of a language as the dictionary has them, one in a line."""
        folder = self.work / f"forms_{lang}"
        subprocess.run([self.spokes, "dict", "export", "--format", "csv", "--lang", lang, str(folder)], check=True,
                       stdout=subprocess.DEVNULL)
        with open(folder / "dictionary.csv", newline="", encoding="utf-8") as rows:
            found = sorted({row["form"] for row in csv.DictReader(rows) if row["type"] == "name"})
        path = self.work / f"forms_{lang}.txt"
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
        return path

    def ours(self, group, texts, lang):
        size, files = texts.bytes, [str(path) for path in texts.files]
        points = ["--resamples", "0"]  # intervals are a cost of their own
        plain = ["--no-mentions", *points]
        if lang == "zh" and self.no_words:
            self.line(group, "spokes run, counts without word totals", self.run_command(texts.folder, "-j", "1", *plain,
                                                                                       *self.no_words), size, True)
        self.line(group, "spokes run, counts, words, salience", self.run_command(texts.folder, "-j", "1", *plain), size, True)
        self.line(group, "spokes run, every mention written", self.run_command(texts.folder, "-j", "1", *points), size, True)
        self.line(group, "spokes run, intervals too", self.run_command(texts.folder, "-j", "1", "--resamples", "2000"), size, True)
        self.line(group, "spokes tag", [self.spokes, "tag", "-j", "1", *files], size, True)
        one = self.measure(self.run_command(texts.folder, "-j", "1", *points))
        two = self.measure(self.run_command(texts.folder, "-j", "2", *points))
        if one and two:
            print(f"{'spokes run: wall speed of two threads':44} {one[1] / two[1]:10.2f} times that of one")

    def peers(self, group, texts, lang):
        forms = self.forms(lang)
        peers = [("sum of the bytes (the limit)", self.sum_bytes, 1000, [])]
        if self.hyperscan:
            peers.append(("Hyperscan: literals, boundaries, longest", self.hyperscan, 1000, [str(forms)]))
        if shutil.which("rg"):
            peers.append(("ripgrep -oF", "rg", 1000, ["-j1", "-oFIN", "-f", str(forms)]))
            peers.append(("ripgrep -owF", "rg", 20, ["-j1", "-owFIN", "-f", str(forms)]))
        peers.append(("GNU grep -owF", "grep", 100, ["-owFh", "-f", str(forms)]))
        if subprocess.run([PYTHON, "-c", "import ahocorasick"], capture_output=True).returncode == 0:
            peers.append(("pyahocorasick", PYTHON, 20, [str(HERE / "peer_ahocorasick.py"), str(forms)]))
        if lang == "zh" and subprocess.run([PYTHON, "-c", "import jieba"], capture_output=True).returncode == 0:
            peers.append(("jieba, words only", PYTHON, 2, [str(HERE / "peer_jieba.py"), str(forms)]))
        if self.icu:
            peers.append(("ICU: decode, fold, word iterator", self.icu, 20, [lang]))
        for name, program, megabytes, arguments in peers:
            files, size = texts.part(min(megabytes, self.options.megabytes) * MEGABYTE)
            self.line(group, name, [program, *arguments, *files], size, False)

    def start_up(self, sources):
        """Median milliseconds of processor and wall time on one document of 100 KB."""
        folder = self.work / "small"
        folder.mkdir()
        small = folder / "USA_2015_NSS.txt"
        small.write_bytes(b"".join(path.read_bytes() for path in sources)[:100_000].decode("utf-8", "ignore").encode())
        forms = self.forms("en")
        commands = [("spokes run", self.run_command(folder)), ("spokes tag", [self.spokes, "tag", str(small)])]
        if self.hyperscan:
            commands.append(("Hyperscan", [self.hyperscan, str(forms), str(small)]))
        if shutil.which("rg"):
            commands.append(("ripgrep -oF", ["rg", "-oFIN", "-f", str(forms), str(small)]))
        commands.append(("GNU grep -owF", ["grep", "-owFh", "-f", str(forms), str(small)]))
        print(f"\n{'one document of 100 KB':44} {'cpu ms':>10} {'wall ms':>10} {'peak MiB':>9}")
        for name, command in commands:
            found = self.measure(command, 20)
            if found:
                print(f"{name:44} {found[0] * 1e3:10.1f} {found[1] * 1e3:10.1f} {found[2] / 1024:9.0f}")
                self.results.append({"group": "start", "name": name, "cpu": found[0], "wall": found[1], "peak": found[2]})

    def growth(self, sources, lang):
        """Time per MB from small to large corpora, and with 17,500 more forms."""
        print(f"\n{'growth (' + lang + '), every mention written':44} {'MB/cpu-s':>10} {'MB/s':>10} {'peak MiB':>9}")
        points = ["-j", "1", "--resamples", "0"]  # by themselves, runs choose intervals for small corpora only
        for megabytes in self.options.growth:
            texts = Texts(self.work / f"growth_{lang}_{megabytes}", sources, megabytes * MEGABYTE)
            self.growth_line(f"{megabytes} MB", self.run_command(texts.folder, *points), texts.bytes)
            if megabytes == 200:
                more = self.more_forms(lang)
                self.growth_line(f"{megabytes} MB, 17,500 more forms",
                                 self.run_command(texts.folder, *points, "--dict", f"+{more}"), texts.bytes)
            shutil.rmtree(texts.folder)

    def growth_line(self, name, command, size):
        found = self.measure(command, 3 if size < 500 * MEGABYTE else 1)
        if found:
            print(f"{name:44} {size / MEGABYTE / found[0]:10.1f} {size / MEGABYTE / found[1]:10.1f} {found[2] / 1024:9.0f}",
                  flush=True)

    def more_forms(self, lang):
        """A dictionary of invented names beside the built-in one, as many as make it six times as large."""
        folder = self.work / f"more_{lang}"
        (folder / "names").mkdir(parents=True, exist_ok=True)
        draw = random.Random(7)
        known = set(self.forms(lang).read_text(encoding="utf-8").splitlines())
        names = set()
        while len(names) < 17_500:
            if lang == "en":
                syllables = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
                name = syllables.capitalize() + draw.choice(["", "ia", "land", " Republic", "stan", " Islands"])
            else:
                name = "".join(chr(0x4E00 + draw.randrange(3000)) for _ in range(draw.randint(3, 5)))
            if name not in known:
                names.add(name)
        with open(folder / "names" / f"{lang}_invented.csv", "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["id", "actor", "lang", "form", "kind", "case", "rules", "default", "from", "until", "note"])
            for number, name in enumerate(sorted(names), 1):
                rows.writerow([f"n.{lang}.invented.{number}", "NZL", lang, name, "name", "", "", "", "", "", ""])
        return folder


def sources_of(shared, lang):
    folder = shared / "corpora" / ("us-nss" if lang == "en" else "zh")
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if found:
        return found
    print(f"no shared corpora: the specimen corpus is used ({lang})")
    with open(ROOT / "corpora" / "specimen" / "manifest.csv", newline="", encoding="utf-8") as rows:
        return [ROOT / "corpora" / "specimen" / row["path"] for row in csv.DictReader(rows) if row["lang"] == lang]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="?", type=int, default=64, help="size of each corpus (default 64)")
    parser.add_argument("--runs", type=int, default=3, help="runs behind each median (default 3)")
    parser.add_argument("--lang", choices=["en", "zh", "both"], default="both")
    parser.add_argument("--no-peers", action="store_true", help="only the program itself")
    parser.add_argument("--growth", type=int, nargs="*", metavar="MB", help="growth over these sizes (such as 2 20 200 2000)")
    parser.add_argument("--json", metavar="FILE", help="write the figures too")
    options = parser.parse_args()
    shared = pathlib.Path(os.environ.get("SPOKES_SHARED", ROOT.parent / "shared")).resolve()
    with tempfile.TemporaryDirectory(prefix="spokes-bench-") as folder:
        bench = Bench(pathlib.Path(folder), options)
        bench.sum_bytes = bench.compile("sum_bytes", [])
        bench.hyperscan = bench.compile("peer_hyperscan", ["libhs"])
        bench.icu = bench.compile("peer_icu", ["icu-uc"])
        for lang in ("en", "zh") if options.lang == "both" else (options.lang,):
            texts = Texts(bench.work / lang, sources_of(shared, lang), options.megabytes * MEGABYTE)
            bench.heading(f"{lang}: {texts.bytes / MEGABYTE:.0f} MB, {len(texts.files)} documents")
            bench.ours(lang, texts, lang)
            if not options.no_peers:
                bench.peers(lang, texts, lang)
            if options.growth:
                bench.growth(sources_of(shared, lang), lang)
        bench.start_up(sources_of(shared, "en"))
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(bench.results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
