#!/usr/bin/env python3
"""Read table.bin and vocab.txt with nothing but the standard library and compare with check.json.

    python3 check_reader.py out      The shortest full description of what a reader in another language must do.
"""
import json, math, pathlib, struct, sys, unicodedata

folder = pathlib.Path(sys.argv[1])
vocab = {t: i for i, t in enumerate(folder.joinpath("vocab.txt").read_text(encoding="utf8").split("\n")[:-1])}
data = folder.joinpath("table.bin").read_bytes()
rows, dims = struct.unpack_from("<II", data, 8)
assert data[:8] == b"ibidvec1" and len(vocab) == rows and len(data) == 16 + rows * (4 + dims)
assert list(vocab) == sorted(vocab, key=str.encode)
scales = struct.unpack_from(f"<{rows}f", data, 16)


def punctuation(c):  # all ASCII that is neither letter nor digit, and Unicode's categories P*; not £, €, °
    return (c.isascii() and 32 < ord(c) < 127 and not c.isalnum()) or unicodedata.category(c)[0] == "P"


def words(text):
    spaced = ""
    for c in text:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            spaced += " "
        elif c in "\0\ufffd" or unicodedata.category(c)[0] == "C":
            continue
        elif 0x4E00 <= ord(c) <= 0x9FFF or 0x3400 <= ord(c) <= 0x4DBF or 0xF900 <= ord(c) <= 0xFAFF or 0x20000 <= ord(c) <= 0x2CEAF:
            spaced += f" {c} "  # Chinese characters stand alone (and are in no row)
        else:
            spaced += c
    bare = "".join(c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn").lower()
    return "".join(f" {c} " if punctuation(c) else c for c in bare).split()


def tokens(text):
    found = []
    for word in words(text):
        start, pieces = 0, []
        while start < len(word) <= 100:
            end = len(word)
            while end > start and ("##" * (start > 0) + word[start:end]) not in vocab:
                end -= 1
            if end == start:
                pieces = []  # one part unknown: the whole word gives nothing
                break
            pieces.append("##" * (start > 0) + word[start:end])
            start = end
        found += pieces
    return found


def vector(text):
    v = [0.0] * dims
    for t in tokens(text):
        i = vocab[t]
        row = struct.unpack_from(f"<{dims}b", data, 16 + 4 * rows + i * dims)
        v = [x + scales[i] * y for x, y in zip(v, row)]
    n = math.sqrt(sum(x * x for x in v)) or 1.0
    return [x / n for x in v]


check, worst = json.loads(folder.joinpath("check.json").read_text(encoding="utf8")), 0.0
vectors = [vector(s["text"]) for s in check["sentences"]]
for s, v in zip(check["sentences"], vectors):
    assert s["tokens"] == tokens(s["text"]), (s["tokens"], tokens(s["text"]))
    worst = max([worst] + [abs(x - y) for x, y in zip(s["first"], v)])
for p in check["pairs"]:
    worst = max(worst, abs(p["cosine"] - sum(x * y for x, y in zip(vectors[p["a"]], vectors[p["b"]]))))
print(f"{len(vectors)} sentences, {len(check['pairs'])} pairs, {rows} rows x {dims}: largest difference {worst:.1e}")
assert worst < 1e-5
