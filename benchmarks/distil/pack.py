"""Trained vectors made small, fewer dimensions and a byte a number, as ``voc.encoders.word_vectors`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voc.encoders.word_vectors import WordVectors
from voc.encoders.wordpiece import WordPiece
from voc.model.theme import Vectors

DIMENSIONS = 256

POWER = 0.65
"""Learned weights fit the trackers' trade too closely; weights to this power serve other trades better (decision 9)."""


def pack(vocabulary: Sequence[str], vectors: Vectors, sample: Sequence[str], folder: Path) -> None:
    """Write ``vectors`` (pieces x d, rows as in ``vocabulary``) to ``folder`` as ``vocab.txt`` and ``vectors.npz``;
    ``sample`` are the texts whose main directions are kept.
    """
    tempered = temper(vectors)
    texts = WordVectors(WordPiece(vocabulary), tempered, digest="").encode(sample)
    codes, scales = quantise(tempered @ directions(texts))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8", newline="\n")
    np.savez_compressed(folder / "vectors.npz", codes=codes, scales=scales)


def temper(vectors: Vectors, power: float = POWER) -> Vectors:
    """The same directions, row by row, at lengths to ``power``; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors * np.where(lengths > 0, lengths, 1) ** (power - 1), np.float32)


def directions(texts: Vectors, number: int = DIMENSIONS) -> Vectors:
    """The ``number`` main directions (d x number, orthonormal) of the vectors of texts (n x d), the first the largest:
    principal component analysis.
    """
    centred = texts - texts.mean(axis=0)
    _, found = np.linalg.eigh(centred.T @ centred)
    main: Vectors = found[:, ::-1][:, :number].astype(np.float32)
    return main


def quantise(vectors: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """``codes`` (int8, -127..127) and ``scales`` (float32, one a row), whose product is near ``vectors``."""
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    codes = np.round(vectors / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
    return codes, scales
