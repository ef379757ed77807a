"""Word vectors of a few pieces given by hand, as a folder that can be loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

PIECES = ("[PAD]", "[UNK]", "camera", "crash", "##es", "invoice", "wrong", "the", "!", "lens")
CODES = np.array(
    [[0, 0], [0, 0], [127, 0], [64, 0], [0, 0], [0, 127], [0, 64], [1, 1], [0, 0], [127, 10]], dtype=np.int8
)
SCALES = np.full(len(PIECES), 0.01, np.float32)


def lay(folder: Path, pieces: Sequence[str] = PIECES, **changes: object) -> Path:
    """Write these pieces and ``changes`` to their arrays into ``folder``, which is returned."""
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in pieces), encoding="utf-8")
    np.savez(folder / "vectors.npz", **{"codes": CODES, "scales": SCALES} | changes)  # type: ignore[arg-type]
    return folder


def lay_words(folder: Path, words: Mapping[str, npt.NDArray[np.float64]]) -> Path:
    """Write whole words with these directions, as exact as int8 can tell them, into ``folder``, which is returned."""
    directions = np.array(list(words.values()))
    scales = (np.abs(directions).max(axis=1) / 127).astype(np.float32)
    codes = (directions / scales[:, None]).round().astype(np.int8)
    return lay(folder, tuple(words), codes=codes, scales=scales)
