#!/usr/bin/env python3
"""What must hold for every corpus, over seeded random corpora: properties.py PROGRAM DICT [ROUNDS]

Shares of a document sum to 1, ranks follow mentions, any number of threads gives the same bytes, a document compared with itself
differs in nothing, and the two halves of a corpus, added up, are the whole: salience rows, network, and pooled groups.
"""
import csv
import os
import random
import subprocess
import sys
import tempfile

WORDS = ["Japan", "India", "China", "Turkey", "Australia", "the United States", "Japanese", "Tokyo", "the Quad", "security", "order",
         "trade", "and", "of"]
FILES = ("salience.csv", "comentions.csv", "network.csv", "typology.csv", "comentions.graphml", "counts.csv", "documents.csv")


def text(source):
    passages = [" ".join(source.choices(WORDS, k=source.randint(1, 25))) + "." for _ in range(source.randint(0, 12))]
    return "\n\n".join(p[0].upper() + p[1:] for p in passages) + "\n"


def rows(*parts):
    with open(os.path.join(*parts), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def write(folder, documents):
    os.makedirs(folder)
    for name, body in documents.items():
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as f:
            f.write(body)


def counts(table, *keys):
    total = {}
    for r in table:
        key = tuple(r[k] for k in keys)
        total[key] = total.get(key, 0) + int(r.get("mentions") or r["passages"])
    return total


class Check:
    def __init__(self, program, dictionary, work):
        self.program, self.dictionary, self.work, self.faults = program, dictionary, work, 0

    def spokes(self, *args):
        done = subprocess.run([self.program, *args, "--dict", self.dictionary], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(args)}: {done.stderr}")
        return done.stdout

    def run(self, corpus, out, threads):
        path = os.path.join(self.work, out)
        self.spokes("run", corpus, "-q", "-j", threads, "-o", path, "--resamples", "50")
        return path

    def hold(self, holds, what):
        if not holds:
            self.faults += 1
            print(what, file=sys.stderr)

    def document(self, own):
        self.hold(abs(sum(float(r["share"]) for r in own) - 1) < 1e-5, f"shares of {own[0]['doc_id']} do not sum to 1")
        n = [int(r["mentions"]) for r in own]
        for r in own:
            self.hold(int(r["rank"]) == 1 + sum(m > int(r["mentions"]) for m in n), f"rank: {r}")
            for low, value, high in (("share_lo", "share", "share_hi"), ("coverage_lo", "coverage", "coverage_hi")):
                self.hold(0 <= float(r[low]) <= float(r[high]) <= 1 and 0 <= float(r[value]) <= 1, f"range: {r}")

    def itself(self, run, name):
        diff = csv.DictReader(self.spokes("diff", name, name, "--run", run, "--format", "csv").splitlines())
        for r in diff:
            zero = [float(r[k] or 0) for k in ("n_diff", "rate_diff", "share_diff", "rank_diff", "g2_two", "g2_four", "log_odds",
                                              "log2_ratio")]
            self.hold(r["status"] == "same" and not any(zero), f"{name} against itself: {r}")

    def round(self, number, source):
        names = [f"{i}_{y}_nss" for i in ("us", "jp", "au", "in") for y in (2015, 2018, 2022)]
        documents = {n: text(source) for n in names}
        base = os.path.join(self.work, str(number))
        halves = [{n: documents[n] for n in names[k::2]} for k in (0, 1)]
        for folder, part in (("all", documents), ("a", halves[0]), ("b", halves[1])):
            write(os.path.join(base, folder), part)
        whole, again = (self.run(os.path.join(base, "all"), f"{number}/out{t}", t) for t in "13")
        parts = [self.run(os.path.join(base, p), f"{number}/out-{p}", "2") for p in "ab"]
        for f in FILES:
            with open(os.path.join(whole, f), "rb") as x, open(os.path.join(again, f), "rb") as y:
                self.hold(x.read() == y.read(), f"{f} depends on the number of threads")
        salience = rows(whole, "salience.csv")
        for name in names:
            own = [r for r in salience if r["doc_id"] == name]
            if own:
                self.document(own)
                self.itself(whole, name)
        together = sorted((tuple(r.values()) for p in parts for r in rows(p, "salience.csv")))
        self.hold(together == sorted(tuple(r.values()) for r in salience), "the halves' rows are not those of the whole")
        network = counts([r for p in parts for r in rows(p, "network.csv")], "actor_a", "actor_b")
        self.hold(network == counts(rows(whole, "network.csv"), "actor_a", "actor_b"), "the halves' networks do not add up")
        pooled = csv.DictReader(self.spokes("salience", "--by", "issuer", "--run", whole, "--format", "csv").splitlines())
        issuers = {r["doc_id"]: r["issuer"] for r in rows(whole, "documents.csv")}
        expected = counts([r | {"issuer": issuers[r["doc_id"]]} for r in salience], "issuer", "actor")
        self.hold(counts(list(pooled), "group", "actor") == expected, "pooled groups do not add up")


def main(program, dictionary, rounds="5"):
    with tempfile.TemporaryDirectory() as work:
        check = Check(program, dictionary, work)
        for number in range(int(rounds)):
            check.round(number, random.Random(number))
    print(f"{rounds} corpora, {check.faults} faults")
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
