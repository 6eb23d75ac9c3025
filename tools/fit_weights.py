#!/usr/bin/env python3
"""Fit the numbers in src/matching/weights.rs: the weights of the signals, and those of certainty.

    cargo build --release && python3 tools/fit_weights.py          (needs numpy, scipy; prints the constants, changes nothing)

With --ibid another program is asked, such as one built with `LARGEST` in src/matching/linear.rs set to 0: what is printed then,
with --anew, are the weights where there is no linear model.
What other bases say joins in as predictions that `ibid eval --knowledge DIR --predictions FILE` wrote: --intents, --few, --sentences.

Learns from three kinds of questions, all asked through `ibid eval --predictions`:
- the sample questions in tests/questions;
- the phrasings of the built-in base, an eighth left out at a time, with an eighth of its gaps left out whole: what is
  asked then is new to the base, and what a left-out gap asks for is silence nobody prepared; the near misses of those that
  are answered rightly (another name, another year, another kind of answer asked for) join in;
- generic questions that have nothing to do with the document (tools/templates.txt holds their patterns).
Signals that speak for a candidate may not get a negative weight, nor the other way round.
"""
import argparse, json, pathlib, random, re, shutil, subprocess, sys, tempfile, tomllib
import numpy as np
from scipy.optimize import minimize

ROOT = pathlib.Path(__file__).resolve().parent.parent
IBID = ROOT / "target/release/ibid"
FOLDS = 8
OTHERS = ("de", "es", "fr", "ru", "zh")
# How much a left-out phrasing and a generic question count beside a sample question. Phrasings of one fact are often
# answered as well by a neighbouring one, so what they say about right and wrong is noisy.
LEFT_OUT, GENERIC, INTENTS, NEAR_MISS = 0.03, 0.2, 0.1, 0.1
# Where phrasings stand for things to be done: how much a question to a base with few of them counts beside one to a base with
# many, and a wrong answer beside a right one.
FEW, WRONG = 0.1, 0.9
SIGNS = {"names": -1, "denied": -1, "unexplained": -1, "open_names": -1, "over_next": 0, "paragraph": 0, "foreign": -1, "kind_missing": -1, "degree": -1}
# What tells of intents: there are no gaps, and words that are not in a phrasing mean little.
OF_INTENTS = ("words", "vector", "nearest_words", "nearest_vector", "fitted", "over_next", "rare_covered")
# What a question asks for must count even though few sample questions turn on it.
LEAST = {"asked": 1.3}
# What an earlier fit found when the built-in base had fewer phrasings; with all numbers fitted anew to many, bases with a few
# fall silent (tests/it/documents.rs).
KEPT = {"words": 1.67, "vector": 0.27, "nearest_words": 0, "nearest_vector": 0, "covered": 2.32, "asked": 1.30, "fitted": 2.65,
        "over_gaps": 1.16, "unexplained": -1.04, "open_names": -1.39, "weight": 3.98, "rare_covered": 0, "paragraph": 0,
        "denied": 0, "foreign": -1.90, "kind_missing": -4.17, "focus": 0.3, "degree": -3.5}


def ask(files, knowledge=None, near_misses=False):
    out = pathlib.Path(tempfile.mkdtemp()) / "predictions.jsonl"
    base = ["--knowledge", str(knowledge)] if knowledge else []
    subprocess.run([IBID, "eval", *base, *(["--mutate"] if near_misses else []), "--predictions", out, *files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
        # The files of other languages name gaps that are left out here.
        shutil.copytree(ROOT / "knowledge", where / "knowledge", ignore=shutil.ignore_patterns(*(f"*.{tag}.toml" for tag in OTHERS)))
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
        rows += ask([sample_file(where / "left_out.toml", asked)], where / "knowledge", near_misses=True)
    return rows


def apart(rows):
    """Left-out phrasings, and their near misses. What is denied is corrected beside the answer, which is no business of the
    weights."""
    near_misses = [row for row in rows if row["category"].startswith("near_miss:")]
    told = lambda row: row["category"] != "near_miss:negation" and not row["corrections"]
    return [row for row in rows if not row["category"].startswith("near_miss:")], [row for row in near_misses if told(row)]


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


def fit_ranking(parts, free=()):
    """Softmax over the candidates: one of the right ones must come first. What is `free` may weigh for or against."""
    names = [part["signal"] for part in parts[0][0][0]["why"]["candidates"][0]["contributions"]]
    X, Y, M, W, most = [], [], [], [], 13
    for rows, share in parts:
        for row in rows:
            candidates, rivals = row["why"]["candidates"][:10], row["why"]["rivals"][:3]
            silent = row["expect"] == "abstain"
            good = [not silent and is_right(row, c) for c in candidates] + [silent] * len(rivals)
            if 0 < sum(good) < len(good):
                pad = most - len(good)
                X.append([values(c["contributions"]) for c in candidates + rivals] + [[0] * len(names)] * pad)
                Y.append(good + [False] * pad)
                M.append([True] * len(good) + [False] * pad)
                W.append(share)
    X, Y, M, W = np.array(X, float), np.array(Y), np.array(M), np.array(W) / sum(W)

    def loss(w):
        s = np.where(M, X @ w, -1e9)
        e = np.exp(s - s.max(1, keepdims=True))
        all_, good = e.sum(1), (e * Y).sum(1) + 1e-300
        p, q = e / all_[:, None], e * Y / good[:, None]
        return (W * (np.log(all_) - np.log(good))).sum() + 0.00025 * w @ w, np.einsum("n,nck,nc->k", W, X, p - q) + 0.0005 * w

    bounds = [(None, None) if name in free else (None, 0) if SIGNS.get(name, 1) < 0 else (LEAST.get(name, 0), None) for name in names]
    return dict(zip(names, minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x))


def fit_certainty(parts, answered=False, only=None):
    """Logistic regression: whether the best candidate is right, or whether the question is answered at all; with `only`
    these numbers, and questions without an answer count as much as those with one, wrong answers `WRONG` times what right ones do."""
    names = [part["signal"] for part in parts[0][0][0]["why"]["certainty"]]
    rows = [(row, share) for part, share in parts for row in part if row["why"] and row["why"]["candidates"]]
    right = lambda row: row["expect"] == "answer" and (answered or is_right(row, row["why"]["candidates"][0]))
    # A left-out phrasing whose neighbour answers says nothing about certainty.
    rows = [(row, share) for row, share in rows if share != LEFT_OUT or row["expect"] == "abstain" or right(row)]
    X, y = np.array([values(r["why"]["certainty"]) for r, _ in rows], float), np.array([right(r) for r, _ in rows], float)
    W = np.array([share for _, share in rows], float)
    if only:
        asked = np.array([r["expect"] == "answer" for r, _ in rows])
        W *= np.where(asked, np.where(y > 0, 1.0, WRONG), asked.sum() / max((~asked).sum(), 1))
    W /= W.sum()
    mean, spread = X.mean(0), X.std(0) + 1e-6
    Z = (X - mean) / spread

    def loss(w):
        t = Z @ w[:-1] + w[-1]
        error = W * (1 / (1 + np.exp(-t)) - y)
        value = (W * (np.logaddexp(0, t) - y * t)).sum() + 0.0005 * w[:-1] @ w[:-1]
        return value, np.append(Z.T @ error + 0.001 * w[:-1], error.sum())

    sign = lambda name: SIGNS.get(name, 1)
    least, kept = ({}, {}) if answered or only else (LEAST, KEPT)
    bounds = [(0, 0) if only and n not in only else (kept[n] * s, kept[n] * s) if n in kept else (None, 0) if sign(n) < 0 else (None, None) if sign(n) == 0 else (least.get(n, 0) * s, None)
              for n, s in zip(names, spread)] + [(None, None)]
    w = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return w[-1] - (w[:-1] / spread) @ mean, dict(zip(names, w[:-1] / spread))


def show(title, ranking, bias, certainty):
    print(title)
    print("    signals:", ", ".join(f"{name} {weight:.1f}" for name, weight in ranking.items()))
    print("    certainty:", ", ".join(f"{name} {weight:.2f}" for name, weight in certainty.items()))
    print(f"    bias: {bias:.2f}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ibid", type=pathlib.Path, default=IBID, help="the program to ask")
    arguments.add_argument("--anew", action="store_true", help="fit all numbers of certainty; for a program without a linear model")
    arguments.add_argument("--intents", nargs="*", default=[], help="predictions of bases whose phrasings stand for things to be done")
    arguments.add_argument("--few", nargs="*", default=[], help="the same of bases with few phrasings for each")
    arguments.add_argument("--sentences", nargs="*", default=[], help="predictions of documents without facts")
    arguments = arguments.parse_args()
    IBID = arguments.ibid.resolve()
    if arguments.anew:
        KEPT.clear()
    if not IBID.exists():
        sys.exit("build it first: cargo build --release")
    read = lambda files: [row for file in files for row in map(json.loads, open(file, encoding="utf8")) if row["why"] and row["why"]["candidates"]]
    english = [path for path in sorted((ROOT / "tests/questions").glob("*.toml")) if not path.name.startswith(("lang", "conv", "odd"))]
    samples = [row for row in ask(english) if row["confidence"] < 1 and row["why"]]
    phrasings, near_misses = apart(left_out())
    parts, intents, sentences = [(samples, 1.0), (phrasings, LEFT_OUT)], read(arguments.intents), read(arguments.sentences)
    few = read(arguments.few)
    show("CURATED", fit_ranking(parts + [(intents + few, INTENTS)]), *fit_certainty(parts + [(generic(), GENERIC), (near_misses, NEAR_MISS)]))
    answerable = lambda rows: [row for row in rows if row["expect"] == "answer"]
    if intents:
        show("INTENTS", fit_ranking([(answerable(intents + few), 1.0)]), *fit_certainty([(intents, 1.0), (few, FEW)], only=OF_INTENTS))
    if sentences:
        show("SENTENCES", fit_ranking([(answerable(sentences), 1.0)], free=("first_covered",)), *fit_certainty([(sentences, 1.0)], answered=True))
