"""The only process that opens Chroma. Run as `python -m retrieval.search.vectors_child build|probe|serve|forget …`.

A Chroma folder that was hurt can end the process that opens it (SIGSEGV, chroma-core/chroma#7238), hang it, or
quietly lose rows; so it is opened in a child, on a copy, and only after every byte was compared with the manifest.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

QUESTIONS = "questions.npy"
_BATCH = 250
_EF = 200
_EVERY = 15
_SAMPLE = 50
_AGREE = 0.99
_SPARE_BYTES = 16 << 20

Floats = npt.NDArray[np.float32]


def client(target: str) -> Any:
    """A Chroma folder, or a server where `target` is a URL."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if "://" not in target:
        return chromadb.PersistentClient(target, settings=quiet)
    url = urlsplit(target)
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 8000)
    return chromadb.HttpClient(host=url.hostname or "", port=port, ssl=secure, settings=quiet)


def build(target: str, name: str, vectors: Floats) -> None:
    """Fill a new collection; the id of a vector is its row. A row of zeros (no vector yet) is left out."""
    if np.isnan(vectors).any():
        raise ValueError("a vector holds NaN")
    space = {"hnsw": {"space": "cosine", "ef_search": _EF, "ef_construction": _EF}}
    to = client(target)
    if any(c.name == name for c in to.list_collections()):  # left on a server by a build that did not end
        to.delete_collection(name)
    made = to.create_collection(name, embedding_function=None, configuration=space)
    rows = np.flatnonzero(vectors.any(axis=1))
    for at in range(0, len(rows), _BATCH):
        part = rows[at : at + _BATCH]
        made.upsert(ids=[str(i) for i in part], embeddings=np.ascontiguousarray(vectors[part]))


def probe(target: str, name: str, vectors: Floats, questions: Floats, every: int = _EVERY) -> str:
    """What is wrong with a collection, "" where nothing is: its ids, reachability, agreement with exact search.

    Agreement is asked over a sample of its own vectors and over `questions`, as people will ask.
    """
    found = client(target).get_collection(name, embedding_function=None)
    rows = np.flatnonzero(vectors.any(axis=1))
    ids = set(found.get(include=[])["ids"])
    if ids != {str(i) for i in rows}:
        return f"{len(ids)} ids, {len(rows)} expected"
    for row in rows[::every]:
        near = _near(found, vectors[row], 3)
        if row not in near and not any(np.allclose(vectors[i], vectors[row], atol=1e-5) for i in near):
            return f"vector {row} does not find itself"
    sample = vectors[rows[:: max(1, len(rows) // _SAMPLE)]]
    for kind, asked in (("vectors", sample), ("questions", questions)):
        agree = _agreement(found, vectors, asked, min(20, len(rows)))
        if agree < _AGREE:
            return f"{kind}: agrees with exact search on {agree:.3f} of neighbours"
    return ""


def _agreement(collection: Any, vectors: Floats, asked: Floats, k: int) -> float:
    if not k or not len(asked):
        return 1.0
    scores = asked @ vectors.T
    floor = -np.partition(-scores, k - 1, axis=1)[:, k - 1]
    rows = zip(scores, floor, asked, strict=True)
    hits = sum(int(row[j] >= low - 1e-4) for row, low, v in rows for j in _near(collection, v, k))
    return hits / (k * len(asked))


def oversized(folder: Path, vectors: Floats) -> str:
    """A crash can leave a sparse file of hundreds of gigabytes: name one, "" where none is."""
    limit = 4 * max(1, vectors.size) * 4 + _SPARE_BYTES
    return next((p.name for p in folder.rglob("*") if p.is_file() and p.stat().st_size > limit), "")


def serve(target: str, name: str, vectors: Floats, questions: Floats) -> None:
    """Answer neighbours over stdin/stdout: a line {"k"} and the vector's bytes in, a line {"rows"} out."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    wrong = probe(target, name, vectors, questions, every=max(_EVERY, len(vectors) // 100))
    _say(out, {"ready": not wrong, "why": wrong})
    if wrong:
        return
    found = client(target).get_collection(name, embedding_function=None)
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        vector = np.frombuffer(sys.stdin.buffer.read(4 * vectors.shape[1]), np.float32)
        _say(out, {"rows": _near(found, vector, min(asked["k"], len(vectors)))})


def _near(collection: Any, vector: Floats, k: int) -> list[int]:
    found = collection.query(query_embeddings=[np.ascontiguousarray(vector)], n_results=k, include=[])
    return [int(i) for i in found["ids"][0]]


def _say(out: Any, value: dict[str, Any]) -> None:
    out.write(json.dumps(value).encode() + b"\n")
    out.flush()


def _limit_files(vectors: Floats) -> None:
    try:
        import resource
    except ImportError:
        return
    limit = 8 * max(1, vectors.size) * 4 + 16 * _SPARE_BYTES
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def _questions(vectors_file: str, vectors: Floats) -> Floats:
    """The questions saved beside the vectors; none where the generation was built without."""
    beside = Path(vectors_file).with_name(QUESTIONS)
    if not beside.is_file():
        return np.empty((0, vectors.shape[1]), np.float32)
    made: Floats = np.load(beside, allow_pickle=False)
    return made


def forget(target: str, prefix: str, keep: str) -> None:
    """Drop the collections called `prefix`…, but those called `keep`…"""
    server = client(target)
    for name in [c.name for c in server.list_collections()]:
        if name.startswith(prefix) and not (keep and name.startswith(keep)):
            server.delete_collection(name)


def main(verb: str, target: str, name: str, vectors_file: str, scratch: str = "") -> int:
    """One verb; a folder is opened as it is to build, and as a copy to probe or serve."""
    os.umask(0o077)
    if verb == "forget":
        forget(target, name, vectors_file)
        return 0
    vectors = np.load(vectors_file, mmap_mode="r", allow_pickle=False)
    questions = _questions(vectors_file, vectors)
    if verb == "build":
        _limit_files(vectors)
        build(target, name, vectors)
        return 0
    if scratch:
        if wrong := oversized(Path(target), vectors):
            sys.stderr.write(f"{wrong} is too large\n")
            return 1
        shutil.copytree(target, scratch)
        target = scratch
    try:
        if verb == "serve":
            serve(target, name, vectors, questions)
            return 0
        wrong = probe(target, name, vectors, questions)
        sys.stderr.write(f"{wrong}\n")
        return 1 if wrong else 0
    finally:
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
