#!/usr/bin/env python3
"""Fit the numbers in src/matching/weights.rs: the weights of the signals, and those of certainty.

    cargo build --release && python3 tools/fit_weights.py          (needs numpy; prints the constants, changes nothing)

Learns from three kinds of questions, all asked through `ibid eval --predictions`:
- the sample questions in tests/questions;
- the phrasings of the built-in base, an eighth left out at a time, with an eighth of its gaps left out whole: what is
  asked then is new to the base, and what a left-out gap asks for is silence nobody prepared;
- generic questions that have nothing to do with the document (tools/templates.txt holds their patterns).
Signals that speak for a candidate may not get a negative weight, nor the other way round.
"""
import json, pathlib, random, re, shutil, subprocess, sys, tempfile, tomllib
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
IBID = ROOT / "target/release/ibid"
FOLDS = 8
# How much a left-out phrasing and a generic question count beside a sample question. Phrasings of one fact are often
# answered as well by a neighbouring one, so what they say about right and wrong is noisy.
LEFT_OUT, GENERIC = 0.03, 0.2
# Share of a silent question beside an answerable one when the ranking is fitted.
SILENT = 0.4
SIGNS = {"names": -1, "unexplained": -1, "open_names": -1, "over_next": 0}
# What a question asks for must count even though few sample questions turn on it.
LEAST = {"asked": 1.3}


def ask(files, knowledge=None):
    out = pathlib.Path(tempfile.mkdtemp()) / "predictions.jsonl"
    base = ["--knowledge", str(knowledge)] if knowledge else []
    subprocess.run([IBID, "eval", *base, "--predictions", out, *files], check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in out.open(encoding="utf8")]


def sample_file(path, rows):
    with path.open("w", encoding="utf8") as f:
        for text, accept in rows:
            expected = f"accept = {json.dumps(accept)}" if accept else "silent = true"
            f.write(f"[[question]]\nask = {json.dumps(text, ensure_ascii=False)}\n{expected}\n")
    return path


def left_out():
    """Predictions for every phrasing by a base that lacks it."""
    source, rows, rng = ROOT / "knowledge/china-russia", [], random.Random(1)
    table = tomllib.loads((source / "facts.toml").read_text(encoding="utf8"))
    lines = (source / "document.md").read_text(encoding="utf8").split("+++")[2].splitlines()
    sentences = [line for line in lines if line.strip() and not line.startswith("#")]
    gap_fold = {gap["id"]: i % FOLDS for i, gap in enumerate(rng.sample(table["gap"], len(table["gap"])))}
    folds = {f["id"]: rng.sample([i % FOLDS for i in range(len(f["questions"]))], len(f["questions"])) for f in table["fact"]}
    for fold in range(FOLDS):
        where = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(ROOT / "knowledge", where / "knowledge")
        asked = []
        with (where / "knowledge/china-russia/facts.toml").open("w", encoding="utf8") as out:
            for fact in table["fact"]:
                held = folds[fact["id"]]
                accept = sorted({n for q in fact["quotes"] for n, s in enumerate(sentences, 1) if q in s})
                asked += [(q, accept) for q, at in zip(fact["questions"], held) if at == fold]
                kept = [q for q, at in zip(fact["questions"], held) if at != fold]
                out.write(f"[[fact]]\nid = {json.dumps(fact['id'])}\nquestions = {json.dumps(kept, ensure_ascii=False)}\n"
                          f"quotes = {json.dumps(fact['quotes'], ensure_ascii=False)}\n")
            for gap in table["gap"]:
                if gap_fold[gap["id"]] == fold:
                    asked += [(q, []) for q in gap["questions"]]
                    continue
                out.write(f"[[gap]]\nid = {json.dumps(gap['id'])}\nmissing = {json.dumps(gap['missing'], ensure_ascii=False)}\n"
                          f"questions = {json.dumps(gap['questions'], ensure_ascii=False)}\n")
        rows += ask([sample_file(where / "left_out.toml", asked)], where / "knowledge")
    return rows


def generic(count=500):
    """Patterns of everyday questions with their slots filled by words of the general list."""
    rng = random.Random(2)
    words = [line.split() for line in (ROOT / "src/text/lists/english.txt").read_text().splitlines()]
    nouns = [word for word, size in words if size in ("10n", "20n") and not word.endswith("s")]
    patterns = [pattern for line in (ROOT / "tools/templates.txt").read_text(encoding="utf8").splitlines()
                if line and not line.startswith("#") for pattern in line.split(" | ")]
    fill = lambda pattern: re.sub(r"\{[^}]*\}", lambda _: rng.choice(nouns), pattern)
    rows = sorted({fill(rng.choice(patterns)) for _ in range(count)})
    return ask([sample_file(pathlib.Path(tempfile.mkdtemp()) / "generic.toml", [(row, []) for row in rows])])


def values(parts):
    return [part["value"] for part in parts]


def is_right(row, candidate):
    citation = candidate["citation"]
    return f"{citation['document']}:{citation['sentence']}" in row["accept"]


def fit_ranking(parts):
    names = [part["signal"] for part in parts[0][0][0]["why"]["candidates"][0]["contributions"]]
    X, Y, W = [], [], []
    for rows, share in parts:
        for row in rows:
            candidates, rivals = row["why"]["candidates"], row["why"]["rivals"]
            silent = row["expect"] == "abstain"
            good = [not silent and is_right(row, c) for c in candidates] + [silent] * len(rivals)
            if len(candidates) == 5 and len(rivals) == 3 and 0 < sum(good) < 8:
                X.append([values(c["contributions"]) for c in candidates + rivals])
                Y.append(good)
                W.append(share * (SILENT if silent else 1))
    X, Y, W = np.array(X), np.array(Y, float), np.array(W) / sum(W)
    sign, w = np.array([SIGNS.get(name, 1) for name in names]), np.zeros(len(names))
    for _ in range(1500):
        s = X @ w
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        q = p * Y
        q /= q.sum(1, keepdims=True)
        w -= 0.5 * (0.002 * w + np.einsum("n,nck,nc->k", W, X, p - q))
        w = np.where(w * sign < 0, 0, w)
    return dict(zip(names, w))


def fit_certainty(parts):
    names = [part["signal"] for part in parts[0][0][0]["why"]["certainty"]]
    rows = [(row, share) for part, share in parts for row in part if row["why"] and row["why"]["candidates"]]
    right = lambda row: row["expect"] == "answer" and is_right(row, row["why"]["candidates"][0])
    # A left-out phrasing whose neighbour answers says nothing about certainty.
    rows = [(row, share) for row, share in rows if share != LEFT_OUT or row["expect"] == "abstain" or right(row)]
    X, y = np.array([values(r["why"]["certainty"]) for r, _ in rows]), np.array([right(r) for r, _ in rows], float)
    W = np.array([share for _, share in rows])
    W /= W.sum()
    mean, spread = X.mean(0), X.std(0) + 1e-6
    Z, w, bias = (X - mean) / spread, np.zeros(len(names)), 0.0
    sign = np.array([SIGNS.get(name, 1) for name in names])
    least = np.array([LEAST.get(name, 0) for name in names]) * spread
    for _ in range(4000):
        e = W * (1 / (1 + np.exp(-(Z @ w + bias))) - y)
        w, bias = w - (Z.T @ e + 0.002 * w), bias - e.sum()
        w = np.maximum(np.where(w * sign < 0, 0, w), np.where(sign > 0, least, -np.inf))
    w /= spread
    return bias - w @ mean, dict(zip(names, w))


if __name__ == "__main__":
    if not IBID.exists():
        sys.exit("build it first: cargo build --release")
    samples = [row for row in ask(sorted((ROOT / "tests/questions").glob("*.toml"))) if row["confidence"] < 1]
    parts = [(samples, 1.0), (left_out(), LEFT_OUT), (generic(), GENERIC)]
    for name, weight in fit_ranking(parts[:2]).items():
        print(f'    ("{name}", {weight:.1f}),')
    bias, certainty = fit_certainty(parts)
    print(f"const CERTAINTY_BIAS: f32 = {bias:.1f};")
    for name, weight in certainty.items():
        print(f'    ("{name}", {weight:.2f}),')
