#!/usr/bin/env python3
"""A finished run computed a second time from its lists of mentions, counts, relations and texts.

    run_oracle.py PROGRAM OUT_DIR CORPUS_DIR [DICT]

 - salience.csv: intervals of share and coverage and P(rank = 1), from the passages of mentions.csv and the generator of
   random numbers; DP and PSI, from words counted in the text, where this simple count finds the document's words;
 - comentions.csv: sentences, passages, Jaccard and NPMI, from mentions.csv;
 - spokes diff, between documents and over every series, and its trends, from documents.csv and counts.csv;
 - typology.csv: U and C, from counts.csv, relations.csv and groupings.csv.

Exit status: 0 = all agree, 1 = some value differs.
"""
import bisect
import collections
import csv
import functools
import itertools
import os
import re
import subprocess
import sys

import measure_oracle as m

COUNTED = {"name", "acronym", "abbrev", "demonym"}
PARTS = 10


class Run:
    def __init__(self, program, out, corpus, dictionary):
        self.program, self.out, self.corpus, self.dictionary, self.faults = program, out, corpus, dictionary, 0
        self.checked = collections.Counter()
        self.states = {r["id"] for r in m.read_csv(dictionary, "actors.csv") if r["type"] == "state"}
        self.relations, self.groupings = m.read_csv(dictionary, "relations.csv"), m.read_csv(dictionary, "groupings.csv")
        self.documents = {r["doc_id"]: r for r in m.read_csv(out, "documents.csv")}
        self.salience = collections.defaultdict(dict)
        for r in m.read_csv(out, "salience.csv"):
            self.salience[r["doc_id"]][r["actor"]] = r
        self.mentions = collections.defaultdict(list)
        for r in m.read_csv(out, "mentions.csv"):
            if r["kind"] in COUNTED and r["actor"] in self.states and r["actor"] != self.documents[r["doc_id"]]["issuer"]:
                self.mentions[r["doc_id"]].append(r)
        self.counts = collections.defaultdict(dict)
        for r in m.read_csv(out, "counts.csv"):
            if int(r["mentions"]):
                self.counts[r["doc_id"]][r["actor"]] = (int(r["mentions"]), int(r["passages"]))

    def hold(self, what, text, expected, where, decimals=6):
        self.checked[what] += 1
        if m.close(text, expected, decimals):
            return
        self.faults += 1
        if self.faults <= 10:
            print(f"{what} of {where}: {text!r} where {expected} is expected", file=sys.stderr)

    def show(self, *args):
        done = subprocess.run([self.program, *args, "--dict", self.dictionary, "--run", self.out, "--format", "csv"], capture_output=True, text=True)
        return list(csv.DictReader(done.stdout.splitlines())) if not done.returncode else []


# ---- salience.csv ------------------------------------------------------------------------------------------------

def intervals(run, doc, draws, seed):
    """Draws of passages; only those that name somebody matter for shares and coverage."""
    passages = collections.defaultdict(collections.Counter)
    for r in run.mentions[doc]:
        passages[int(r["passage"]) - 1][r["actor"]] += 1
    count, partners = int(run.documents[doc]["passages"]), list(run.salience[doc])
    if count > 4096 or not partners:
        return
    picks, share, cover, top = m.Picks(m.Stream(seed, doc), count), {}, {}, collections.Counter()
    for _ in range(draws):
        n, c, naming = collections.Counter(), collections.Counter(), 0
        for p in picks.take(count):
            if p in passages:
                n.update(passages[p])
                c.update(passages[p].keys())
                naming += 1
        for a in partners:
            top[a] += n[a] > 0 and n[a] == max(n.values())
            if n:
                share.setdefault(a, []).append(n[a] / sum(n.values()))
                cover.setdefault(a, []).append(c[a] / naming)
    for a, row in run.salience[doc].items():
        lows = m.interval(share.get(a, []), 0.95) + m.interval(cover.get(a, []), 0.95)
        for column, value in zip(("share_lo", "share_hi", "coverage_lo", "coverage_hi"), lows):
            run.hold("interval", row[column], value, f"{doc} {a} {column}")
        run.hold("p_top", row["p_top"], top[a] / draws, f"{doc} {a}")


# Words of plain English text; where their number is not the program's the document is passed over.
WORD = re.compile(r"[^\W_](?:[\w]|(?<=[^\W\d_])['’.:](?=[^\W\d_])|(?<=\d)[.,;'’](?=\d))*")


def dispersion(run, doc):
    path = os.path.join(run.corpus, run.documents[doc]["path"])
    if run.documents[doc]["lang"] != "en" or not path.endswith(".txt"):
        return
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as f:
        text = f.read()
    starts = [match.start() for match in WORD.finditer(text)]
    words = int(run.documents[doc]["tokens"])
    if len(starts) != words or len(text) != int(run.documents[doc]["chars"]):
        return
    total = sum(int(r["mentions"]) for r in run.salience[doc].values())
    for a, row in run.salience[doc].items():
        places = [bisect.bisect_right(starts, int(r["start"])) - 1 for r in run.mentions[doc] if r["actor"] == a]
        dp, dp_norm = m.dispersion(places, words, PARTS)
        run.hold("dp", row["dp"], dp, f"{doc} {a}")
        run.hold("dp_norm", row["dp_norm"], dp_norm, f"{doc} {a}")
        cover = int(row["passages"]) / int(run.documents[doc]["naming_passages"])
        psi = None if dp_norm is None else 100 * max(0.0, len(places) / total * cover * (1 - dp_norm)) ** (1 / 3)
        run.hold("psi", row["psi"], psi, f"{doc} {a}", 2)


# ---- comentions.csv ----------------------------------------------------------------------------------------------

def comentions(run):
    rows = collections.defaultdict(dict)
    for r in m.read_csv(run.out, "comentions.csv"):
        rows[r["doc_id"]][frozenset((r["actor_a"], r["actor_b"]))] = r
    for doc in run.documents:
        units = {kind: collections.defaultdict(set) for kind in ("sentence", "passage")}
        for r in run.mentions[doc]:
            for kind in units:
                units[kind][r[kind]].add(r["actor"])
        both = {kind: collections.Counter(frozenset(p) for names in units[kind].values() for p in itertools.combinations(names, 2))
                for kind in units}
        single = collections.Counter(a for names in units["passage"].values() for a in names)
        if set(both["passage"]) != set(rows[doc]):
            run.hold("pairs", "", 0, doc)
        for pair, r in rows[doc].items():
            a, b = pair
            n = both["passage"][pair]
            run.hold("sentences", r["sentences"], both["sentence"][pair], doc)
            run.hold("passages", r["passages"], n, doc)
            run.hold("jaccard", r["jaccard"], n / (single[a] + single[b] - n), f"{doc} {a} {b}")
            run.hold("npmi", r["npmi"], m.npmi(n, single[a], single[b], int(run.documents[doc]["passages"])), f"{doc} {a} {b}")


# ---- spokes diff -------------------------------------------------------------------------------------------------

def partners(run, docs):
    total = collections.Counter()
    for doc in docs:
        for a, (n, _) in run.counts[doc].items():
            total[a] += n if a in run.states and a != run.documents[doc]["issuer"] else 0
    return +total


@functools.lru_cache(maxsize=None)
def of_language(run, lang):
    docs = [d for d, r in run.documents.items() if r["lang"] == lang]
    return partners(run, docs), sum(int(run.documents[d]["tokens"] or 0) for d in docs)


def step(run, old, new, rows):
    """Every row of one comparison; old and new are lists of documents."""
    x, y = partners(run, old), partners(run, new)
    words = [sum(int(run.documents[d]["tokens"]) for d in side) for side in (old, new)]
    hits, corpus_words = of_language(run, run.documents[new[0]]["lang"])
    keys = {r["actor"]: m.keyness(y[r["actor"]], words[1], x[r["actor"]], words[0]) for r in rows}
    tail = lambda g: None if g is None else 2 * (1 - m.normal(max(0.0, g) ** 0.5))
    q = {form: dict(zip(keys, m.adjusted([tail(k[form]) for k in keys.values()]))) for form in ("g2_two", "g2_four")}
    for r in rows:
        a, key, where = r["actor"], keys[r["actor"]], f"{old} {new} {r['actor']}"
        odds = m.log_odds(y[a], words[1], x[a], words[0], 500 * hits[a] / corpus_words, 500)
        expected = {"rate_ratio": key["ratio"], "ratio_lo": key["interval"][0], "ratio_hi": key["interval"][1],
                    "log2_ratio": key["log2_ratio"], "g2_two": key["g2_two"], "g2_four": key["g2_four"],
                    "q_two": q["g2_two"][a], "q_four": q["g2_four"][a], "log_odds": odds["delta"], "z": odds["z"],
                    "share_old": m.ratio(x[a], sum(x.values())), "share_new": m.ratio(y[a], sum(y.values())),
                    "n_old": x[a], "n_new": y[a], "rank_new": m.rank(list(y.values()), list(y).index(a)) if a in y else None}
        for column, value in expected.items():
            run.hold(f"diff {column}", r[column], value, where)


def editions(run, issuer):
    years = collections.defaultdict(list)
    for doc, r in run.documents.items():
        if r["issuer"] == issuer and r["date"] and int(r["tokens"] or 0):
            years[r["date"][:4]].append(doc)
    return dict(sorted(years.items()))


def differences(run):
    for issuer in sorted({r["issuer"] for r in run.documents.values() if r["issuer"]}):
        years = editions(run, issuer)
        langs = {run.documents[d]["lang"] for docs in years.values() for d in docs}
        if len(years) < 2 or len(langs) != 1:
            continue
        rows = run.show("diff", "--issuer", issuer)
        for old, new in zip(years, list(years)[1:]):
            step(run, years[old], years[new], [r for r in rows if (r["old"], r["new"]) == (old, new)])
        if any(len(r["date"]) > 4 for docs in years.values() for r in [run.documents[docs[0]]]):
            continue
        times = [float(y) + 0.5 if len(years[y]) == 1 else float(y) for y in years]
        for r in run.show("diff", "--issuer", issuer, "--show", "trend"):
            rates = [1000 * partners(run, docs)[r["actor"]] / sum(int(run.documents[d]["tokens"]) for d in docs)
                     for docs in years.values()]
            run.hold("tau", r["tau"], m.tau(times, rates) if len(years) > 2 else None, f"{issuer} {r['actor']}")
            run.hold("slope", r["slope_year"], m.slope(times, rates) if len(years) > 2 else None, f"{issuer} {r['actor']}")


# ---- typology.csv ------------------------------------------------------------------------------------------------

def day(date, missing=99991231):
    """A date without a day stands for the middle of its year or month."""
    return int((date.replace("-", "") + {4: "0701", 7: "15", 10: ""}[len(date)])) if date else missing


def role(run, hub, member, when):
    if member == hub:
        return m.HUB
    kinds = {r["relation"] for r in run.relations if {r["hub"], r["partner"]} == {hub, member}
             and day(r["from"], 0) <= when < day(r["until"])}
    return m.ALLY if "ally" in kinds else m.EXTERNAL


def typology(run):
    dated = {d: day(r["date"]) for d, r in run.documents.items() if r["date"] and r["issuer"]}
    if not dated:
        return
    last = max(dated.values())
    for row in m.read_csv(run.out, "typology.csv"):
        members, hub = row["members"].split(), row["hub"]
        if row["grouping"].startswith("SYSTEM") or not row["unidirectionality"]:
            continue
        listed = {g["member"] for g in run.groupings if g["grouping"] == row["grouping"]}
        if not set(members) <= listed:
            run.hold("members", "", 0, row["grouping"])
        documents = [(members.index(run.documents[d]["issuer"]), run.counts[d].get(hub, (0, 0))[0],
                      [run.counts[d].get(a, (0, 0))[0] if a != run.documents[d]["issuer"] else 0 for a in members])
                     for d in dated if run.documents[d]["issuer"] in members]
        u, c, notes = m.properties([role(run, hub, a, last) for a in members], documents)
        run.hold("U", row["unidirectionality"], u, row["grouping"])
        run.hold("C", row["closure"], c, row["grouping"])
        run.hold("pairs_absent", row["pairs_absent"], notes[1], row["grouping"])


def main(program, out, corpus, dictionary=None):
    here = os.path.dirname(os.path.abspath(__file__))
    run = Run(program, out, corpus, dictionary or os.path.join(here, "..", "..", "dict"))
    options = m.json.load(open(os.path.join(out, "run.json"), encoding="utf-8"))
    for doc in list(run.salience):
        intervals(run, doc, options["options"]["resamples"], options["seed"])
        dispersion(run, doc)
    comentions(run)
    differences(run)
    typology(run)
    print(f"{sum(run.checked.values())} values, {run.faults} differ: " + ", ".join(f"{k} {v}" for k, v in sorted(run.checked.items())))
    return 1 if run.faults or not run.checked else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
