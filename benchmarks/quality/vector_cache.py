"""Vectors kept on disk, so that a model which takes minutes reads each text once."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voc.model.theme import Vectors

FOLDER = Path(os.environ.get("VOC_BENCH_CACHE", Path(__file__).parents[1] / ".cache"))
"""Never in version control: it is made from texts that are not ours."""

CHUNK = 2_048
"""Texts that are encoded, timed and written together: what an interrupted run loses at most."""

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, eq=False)
class TimedVectors:
    """Unit ``vectors`` (n x d) and the ``seconds`` it took to make them, now or when they were first made."""

    vectors: Vectors
    seconds: float


def remember(space: str, texts: Sequence[str], encode: Encode, folder: Path = FOLDER) -> TimedVectors:
    """Vectors of ``texts``; ``encode`` is called for those only that were never seen in ``space`` (a file name)."""
    home = folder / space
    home.mkdir(parents=True, exist_ok=True)
    kept: dict[str, tuple[Vectors, float]] = {}
    for path in sorted(home.glob("*.npz")):
        kept |= _read(path)
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    order = sorted(missing, key=lambda key: (len(missing[key]), key))  # texts of one length waste no padding
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        path = home / f"{hashlib.sha256(''.join(chunk).encode()).hexdigest()[:16]}.npz"
        _write(path, chunk, [missing[key] for key in chunk], encode)
        kept |= _read(path)
    return TimedVectors(np.array([kept[key][0] for key in keys], np.float32), sum(kept[key][1] for key in keys))


def _write(path: Path, keys: Sequence[str], texts: Sequence[str], encode: Encode) -> None:
    start = time.perf_counter()
    vectors = encode(texts)
    each = (time.perf_counter() - start) / len(texts)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez(file, keys=np.array(keys), vectors=vectors.astype(np.float16), seconds=np.full(len(keys), each))
    unfinished.replace(path)


def _read(path: Path) -> dict[str, tuple[Vectors, float]]:
    with np.load(path, allow_pickle=False) as kept:
        entries = zip(kept["vectors"], kept["seconds"].tolist(), strict=True)
        return dict(zip(kept["keys"].tolist(), entries, strict=True))
