#!/usr/bin/env python3
"""The indices of pipeline/measure/ computed a second time, from their definitions (METHODS.md), by other means.

    measure_oracle.py probe PROGRAM [SEED]   runs measure_probe and compares every line (what ctest does)
    measure_oracle.py run OUT_DIR [DICT]     compares a finished run's salience.csv with its documents.csv and counts.csv

Standard library only. Where the C code is quick (selection, one sweep, sums of squares), this is slow and literal: all pairs,
sorted lists, exact fractions. The generator of random numbers is repeated too, so that bootstrap intervals must agree exactly.
Exit status: 0 = all agree, 1 = some value differs, 77 = nothing to compare (a run without salience.csv).
"""
import csv
import itertools
import json
import math
import os
import subprocess
import sys
from fractions import Fraction

TOLERANCE = 1e-9
Z95 = 1.959963984540054
MASK = (1 << 64) - 1


# ---- Random numbers -------------------------------------------------------------------------------------------

def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotated(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


BLOCK = 64  # draws of an issuer's documents that have a stream of their own


class Stream:
    """xoshiro256** seeded from a seed, or from a seed and a key."""

    def __init__(self, seed, key=None):
        if key is None:
            self.s = list(itertools.islice(splitmix(seed), 4))
            return
        hashed = 0xCBF29CE484222325
        for byte in key.encode():
            hashed = ((hashed ^ byte) * 0x100000001B3) & MASK
        self.s = list(itertools.islice(splitmix(next(splitmix(seed)) ^ hashed), 4))

    def next(self):
        s = self.s
        result = (rotated(s[1] * 5 & MASK, 7) * 9) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotated(s[3], 45)
        return result

    def below(self, bound):
        while True:
            product = (self.next() >> 32) * bound
            if product % 2**32 >= 2**32 % bound:
                return product >> 32


class Picks:
    """Even picks below a bound: numbers of 16 bits, 512 of them at once, or one of 32 bits each above 8192."""

    def __init__(self, stream, bound):
        self.stream, self.bound, self.left = stream, bound, []

    def take(self, count):
        if self.bound > 8192:
            return [self.stream.below(self.bound) for _ in range(count)]
        taken = []
        while len(taken) < count:
            if not self.left:
                words = [self.stream.next() for _ in range(128)]
                products = [(word >> shift) % 2**16 * self.bound for word in words for shift in (0, 16, 32, 48)]
                self.left = [p >> 16 for p in products if p % 2**16 >= 2**16 % self.bound]
            taken.append(self.left.pop(0))
        return taken


# ---- Indices: None stands for "not available" ------------------------------------------------------------------

def ratio(part, whole):
    return part / whole if whole else None


def mean(values):
    values = [v for v in values if v is not None]
    return sum(values) / len(values) if values else None


def quantile(values, p):
    if not values:
        return None
    values = sorted(values)
    h = (len(values) - 1) * p
    low = math.floor(h)
    high = min(low + 1, len(values) - 1)
    return values[low] + (h - low) * (values[high] - values[low])


def interval(values, level):
    return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)]


def rank(n, i):
    return 1 + sum(m > n[i] for m in n) if n[i] else 0


def hhi(n):
    return float(sum(Fraction(m, sum(n)) ** 2 for m in n)) if sum(n) else None


def wilson(hits, trials):
    """The two p at which the observed proportion lies z standard errors away: roots of (n+z2)p^2 - (2k+z2)p + k^2/n."""
    if not trials:
        return [None, None]
    a, b, c = trials + Z95**2, 2 * hits + Z95**2, hits**2 / trials
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return [(b - root) / (2 * a), (b + root) / (2 * a)]


def dispersion(places, tokens, parts=10):
    bounds = [k * tokens // parts for k in range(parts + 1)]
    pieces = [(lo, hi) for lo, hi in zip(bounds, bounds[1:]) if hi > lo]
    if not places or not pieces:
        return None, None
    size = [Fraction(hi - lo, tokens) for lo, hi in pieces]
    seen = [Fraction(sum(lo <= p < hi for p in places), len(places)) for lo, hi in pieces]
    dp = sum(abs(s - v) for s, v in zip(size, seen)) / 2
    return float(dp), float(dp / (1 - min(size))) if min(size) < 1 else None


def g2(observed, expected):
    return 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected) if o)


def keyness(a, c, b, d):
    names = ("g2_two", "g2_four", "g2_williams", "chi2", "ratio", "log2_ratio", "p")
    if not c or not d or not a + b:
        return dict.fromkeys(names) | {"interval": [None, None]}
    n, hits = c + d, a + b
    cells = [a, b, c - a, d - b]
    expected = [c * hits / n, d * hits / n, c * (n - hits) / n, d * (n - hits) / n]
    q = 1 + (n / hits + n / (n - hits) - 1) * (n / c + n / d - 1) / (6 * n)
    four = g2(cells, expected)
    x, y = (a, b) if a and b else (a + 0.5, b + 0.5)
    relative, error = (x / c) / (y / d), Z95 * math.sqrt(1 / x + 1 / y)
    return {"g2_two": g2(cells[:2], expected[:2]), "g2_four": four, "g2_williams": four / q,
            "chi2": n * (a * (d - b) - b * (c - a)) ** 2 / (hits * (n - hits) * c * d),
            "ratio": relative, "log2_ratio": math.log(relative) / math.log(2),
            "interval": [math.exp(math.log(relative) - error), math.exp(math.log(relative) + error)],
            "p": 2 * (1 - normal(math.sqrt(max(0.0, four))))}


def normal(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


def log_odds(a, c, b, d, prior, total):
    if not prior or not c or not d or c + total - a - prior <= 0 or d + total - b - prior <= 0:
        return {"delta": None, "variance": None, "z": None}
    delta = math.log((a + prior) * (d + total - b - prior) / ((c + total - a - prior) * (b + prior)))
    variance = 1 / (a + prior) + 1 / (b + prior)
    return {"delta": delta, "variance": variance, "z": delta / variance**0.5}


def adjusted(p):
    tests = [x for x in p if x is not None]
    m = len(tests)

    def raised(x):
        return min([1.0] + [y * m / sum(z <= y for z in tests) for y in tests if y >= x])

    return [None if x is None else raised(x) for x in p]


def pair_signs(x):
    return [(a < b) - (a > b) for a, b in itertools.combinations(x, 2)]


def tau(x, y):
    xs, ys = pair_signs(x), pair_signs(y)
    scale = math.sqrt(sum(map(abs, xs)) * sum(map(abs, ys)))
    return sum(a * b for a, b in zip(xs, ys)) / scale if scale else None


def slope(x, y):
    pairs = itertools.combinations(zip(x, y), 2)
    return quantile([(q[1] - p[1]) / (q[0] - p[0]) for p, q in pairs if p[0] != q[0]], 0.5)


def mean_ranks(x):
    return [Fraction(2 * sum(b < a for b in x) + sum(b == a for b in x) + 1, 2) for a in x]


def spearman(x, y):
    if len(x) < 2:
        return None
    xr, yr = mean_ranks(x), mean_ranks(y)
    mx, my = sum(xr) / len(xr), sum(yr) / len(yr)
    xx, yy = sum((a - mx) ** 2 for a in xr), sum((b - my) ** 2 for b in yr)
    return float(sum((a - mx) * (b - my) for a, b in zip(xr, yr))) / math.sqrt(xx * yy) if xx * yy else None


def krippendorff(rows, delta):
    units = [[Fraction(v) for v in unit if v is not None] for unit in zip(*rows)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [v for unit in units for v in unit]
    expected = sum(delta(a, b) for a, b in itertools.permutations(pool, 2))
    if not expected:
        return None
    observed = sum(sum(delta(a, b) for a, b in itertools.permutations(u, 2)) / Fraction(len(u) - 1) for u in units)
    return float(1 - (len(pool) - 1) * observed / expected)


def resample(tokens, rows, draws, level, stream):
    """rows: mentions of each partner, one row for each passage."""
    partners, picks = range(len(rows[0])), Picks(stream, len(rows))
    share, rate, cover, top = ([[] for _ in partners] for _ in range(4))
    for _ in range(draws):
        drawn = picks.take(len(rows))
        n = [sum(rows[p][a] for p in drawn) for a in partners]
        words = sum(tokens[p] for p in drawn)
        naming = sum(any(rows[p]) for p in drawn)
        for a in partners:
            if sum(n):
                share[a].append(n[a] / sum(n))
                cover[a].append(sum(rows[p][a] > 0 for p in drawn) / naming)
            if words:
                rate[a].append(1000 * n[a] / words)
            top[a].append(n[a] > 0 and n[a] == max(n))
    return [interval(share[a], level) + interval(rate[a], level) + interval(cover[a], level) + [sum(top[a]) / draws]
            for a in partners]


def npmi(both, a, b, units):
    if not a or not b or both == units:
        return None
    if not both:
        return -1
    return math.log(both * units / (a * b)) / -math.log(both / units)


def counted_kinds(rule):
    return {0: {0, 1, 2}, 1: {0, 1, 2, 3}, 2: {0, 1, 2, 3, 4}}[rule]


def overlap(p, g):
    return p[:2] == g[:2] and p[2] < g[3] and g[2] < p[3]


def agreement(predicted, gold, rule):
    kinds = counted_kinds(rule)
    order = lambda m: (m[0], m[2], m[3])
    free = sorted((m for m in gold if m[4] in kinds), key=order)
    rest = [m for m in gold if m[4] not in kinds]
    right, wrong = [], []
    for p in sorted((m for m in predicted if m[4] in kinds), key=order):
        hit = next((g for g in free if overlap(p, g)), None)
        if hit is not None:
            free.remove(hit)
            right.append((p, hit))
        elif not any(overlap(p, g) for g in rest):
            wrong.append(p)
    return right, wrong, free


def scores(right, wrong, missed):
    return [ratio(right, right + wrong), ratio(right, right + missed), ratio(2 * right, 2 * right + wrong + missed)]


def tallies(right, wrong, missed, field, values):
    return [scores(sum(g[field] == v for _, g in right), sum(p[field] == v for p in wrong),
                   sum(g[field] == v for g in missed)) for v in values]


HUB, ALLY, EXTERNAL = 0, 1, 2
CELLS = ["hub-and-spokes", "integrated", "expanding", "loose"]


def properties(roles, documents):
    """U, C and what was left out; documents: (issuer, mentions of the hub, mentions of each member)."""
    members = range(len(roles))
    us, cs, pairs, absent, silent = [], [], 0, 0, 0
    for s in members:
        mine = [d for d in documents if d[0] == s]
        if not mine:
            continue
        hub = sum(d[1] for d in mine)
        n = [sum(d[2][a] for d in mine) for a in members]
        if roles[s] != HUB:
            doms = [ratio(hub, hub + n[a]) for a in members if a != s and roles[a] != HUB]
            pairs, absent = pairs + len(doms), absent + doms.count(None)
            us.append(mean(doms))
        inside = sum(n[a] for a in members if a != s and roles[a] != EXTERNAL)
        outside = sum(n[a] for a in members if a != s and roles[a] == EXTERNAL)
        cs.append(ratio(inside, inside + outside) if EXTERNAL in roles else 1)
        silent += cs[-1] is None
    return mean(us), mean(cs), [pairs, absent, silent]


def cell(u, c, u_strong, c_strong):
    if u is None or c is None:
        return "not enough documents"
    return CELLS[(1 if u < u_strong else 0) if c >= c_strong else (3 if u < u_strong else 2)]


def typology(case):
    roles, width = case["roles"], len(case["roles"])
    documents = [(s, case["hub"][i], case["mentions"][i * width:(i + 1) * width]) for i, s in enumerate(case["issuers"])]
    u, c, notes = properties(roles, documents)
    owned = [[d for d in documents if d[0] == s] for s in range(width)]
    thresholds = case["u_strong"], case["c_strong"]
    even = mean([ratio(sum(r != EXTERNAL for r in others), len(others))
                 for others in (roles[:s] + roles[s + 1:] for s in range(width))]) if EXTERNAL in roles else 1
    out = {"u": None, "c": None, "even": even, "u_interval": [None, None], "c_interval": [None, None],
           "p_cells": [None] * 4, "cell": "not enough documents", "notes": notes + [sum(len(o) == 1 for o in owned)]}
    present = sum(map(bool, owned))
    if present < (case["needed"] or width) or u is None or c is None:
        return out
    out |= {"u": u, "c": c, "cell": cell(u, c, *thresholds)}
    if max(map(len, owned)) < 2:
        return out
    us, cs, found = [], [], []
    for draw in range(case["draws"]):
        if draw % BLOCK == 0:
            picks = [Picks(Stream(case["seed"] + 1000 * s + draw // BLOCK), len(own)) if own else None
                     for s, own in enumerate(owned)]
        drawn = [own[i] for own, p in zip(owned, picks) if own for i in p.take(len(own))]
        du, dc, _ = properties(roles, drawn)
        us += [du] * (du is not None)
        cs += [dc] * (dc is not None)
        found += [cell(du, dc, *thresholds)] * (du is not None and dc is not None)
    out["u_interval"], out["c_interval"] = interval(us, case["level"]), interval(cs, case["level"])
    if found:
        out["p_cells"] = [found.count(name) / len(found) for name in CELLS]
    return out


# ---- What a line of the probe must say ----------------------------------------------------------------------------

def expect_shares(case):
    n, total = case["n"], sum(case["n"])
    h = hhi(n)
    return {"share": [ratio(m, total) for m in n], "rate": [ratio(1000 * m, case["tokens"]) for m in n],
            "relative": [math.log((2 * m + 1) / (2 * case["reference"] + 1), 2) for m in n],
            "rank": [rank(n, i) for i in range(len(n))], "hhi": h, "effective": None if h is None else 1 / h,
            "wilson": wilson(case["hits"], case["trials"])}


def expect_dispersion(case):
    dp, dp_norm = dispersion(case["places"], int(case["tokens"]))
    parts = None if dp_norm is None else max(0.0, case["share"] * case["coverage"] * (1 - dp_norm))
    psi = 0 if not case["places"] else None if parts is None else 100 * parts ** (1 / 3)
    return {"dp": dp, "dp_norm": dp_norm, "psi": psi}


def expect_keyness(case):
    a, c, b, d, hits, tokens = case["cells"]
    prior = ratio(case["total"] * hits, tokens)
    return keyness(a, c, b, d) | log_odds(a, c, b, d, prior, case["total"])


def expect_trend(case):
    x, y = case["x"], case["y"]
    return {"tau": tau(x, y), "slope": slope(x, y), "rho": spearman(x, y),
            "error": mean([abs(a - b) for a, b in zip(x, y)])}


def expect_krippendorff(case):
    width = int(case["units"])
    rows = [case["values"][i:i + width] for i in range(0, len(case["values"]), width)]
    return {"nominal": krippendorff(rows, lambda a, b: int(a != b)),
            "interval": krippendorff(rows, lambda a, b: (a - b) ** 2)}


def expect_resample(case):
    rows = [case["table"][i:i + 3] for i in range(0, len(case["table"]), 3)]
    out = resample(case["tokens"], rows, case["draws"], case["level"], Stream(case["seed"], case["key"]))
    return dict(zip(("first", "second", "third"), out))


def expect_comentions(case):
    names = lambda m, *actors: all(m >> a & 1 for a in actors)
    pairs = [(a, b) for a in range(4) for b in range(a)]
    count = lambda *actors: sum(names(m, *actors) for m in case["masks"])
    return {"pairs": [count(a, b) for a, b in pairs],
            "jaccard": [ratio(count(a, b), sum(names(m, a) or names(m, b) for m in case["masks"])) for a, b in pairs],
            "npmi": [npmi(count(a, b), count(a), count(b), len(case["masks"])) for a, b in pairs]}


def expect_agreement(case):
    right, wrong, missed = agreement(case["predicted"], case["gold"], case["rule"])
    average = lambda rows: [mean(column) for column in zip(*rows)]
    return {"all": [len(right), len(wrong), len(missed), sum(p[4] == g[4] for p, g in right),
                    sum(p[2:4] == g[2:4] for p, g in right)],
            "micro": scores(len(right), len(wrong), len(missed)),
            "macro": average(tallies(right, wrong, missed, 1, range(3))),
            "kinds": average(tallies(right, wrong, missed, 4, range(5)))}


EXPECT = {"shares": expect_shares, "dispersion": expect_dispersion, "keyness": expect_keyness,
          "adjusting": lambda case: {"adjusted": adjusted(case["p"])}, "trend": expect_trend,
          "krippendorff": expect_krippendorff, "resample": expect_resample, "comentions": expect_comentions,
          "agreement": expect_agreement, "typology": typology}


def same(actual, expected):
    if isinstance(expected, (list, tuple)):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if actual is None or expected is None or isinstance(expected, str):
        return actual == expected
    return abs(actual - expected) <= TOLERANCE * max(1.0, abs(expected))


def compare_probe(program, seed):
    lines = subprocess.run([program, seed], check=True, capture_output=True, text=True).stdout.splitlines()
    values = faults = 0
    for line in lines:
        case = json.loads(line)
        for name, expected in EXPECT[case["index"]](case).items():
            values += 1
            if same(case[name], expected):
                continue
            faults += 1
            if faults <= 10:
                print(f"{case['index']}.{name}: {case[name]} where {expected} is expected, for {line}", file=sys.stderr)
    print(f"{len(lines)} cases, {values} values, {faults} differ")
    return 1 if faults or len(lines) < len(EXPECT) else 0


# ---- A finished run ---------------------------------------------------------------------------------------------------

def read_csv(*parts):
    with open(os.path.join(*parts), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def close(text, expected, decimals=6):
    if expected is None:
        return text == ""
    return text != "" and abs(float(text) - expected) <= 0.51 * 10.0**-decimals + TOLERANCE * abs(expected)


def compare_run(folder, dictionary):
    """Share, rate, coverage, rank and psi of every row, with the partners taken as all states but the issuer."""
    if not os.path.exists(os.path.join(folder, "salience.csv")):
        print("no salience.csv")
        return 77
    states = {r["id"] for r in read_csv(dictionary, "actors.csv") if r["type"] == "state"}
    documents = {r["doc_id"]: r for r in read_csv(folder, "documents.csv")}
    counts = {}
    for r in read_csv(folder, "counts.csv"):
        if r["actor"] in states and r["actor"] != r["issuer"] and int(r["mentions"]):
            counts.setdefault(r["doc_id"], {})[r["actor"]] = (int(r["mentions"]), int(r["passages"]))
    rows = faults = 0
    for r in read_csv(folder, "salience.csv"):
        rows += 1
        partners, document = counts.get(r["doc_id"], {}), documents[r["doc_id"]]
        n, passages = partners.get(r["actor"], (0, 0))
        actors, dp = list(partners), float(r["dp_norm"]) if r["dp_norm"] else None
        share = ratio(n, sum(m for m, _ in partners.values()))
        cover = ratio(passages, int(document["naming_passages"]))
        place = rank([partners[a][0] for a in actors], actors.index(r["actor"])) if n else 0
        checks = [close(r["share"], share), close(r["rate_1000"], ratio(1000 * n, int(document["tokens"]))),
                  close(r["coverage"], cover), int(r["rank"] or 0) == place, int(r["mentions"]) == n]
        if n and dp is not None and dp < 0.999:  # near 1 the printed DPnorm is too short for a cube root
            checks.append(abs(float(r["psi"]) - 100 * (share * cover * (1 - dp)) ** (1 / 3)) < 0.02)
        if not all(checks):
            faults += 1
            if faults <= 10:
                print(f"{r['doc_id']} {r['actor']}: {checks} {dict(r)}", file=sys.stderr)
    print(f"{rows} rows, {faults} differ")
    return 1 if faults else 0


def main(args):
    if len(args) >= 2 and args[0] == "probe":
        return compare_probe(args[1], args[2] if len(args) > 2 else "1")
    if len(args) >= 2 and args[0] == "run":
        here = os.path.dirname(os.path.abspath(__file__))
        return compare_run(args[1], args[2] if len(args) > 2 else os.path.join(here, "..", "..", "dict"))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
