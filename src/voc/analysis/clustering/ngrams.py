"""Texts to sparse rows of weighted words, word pairs and character n-grams.

Stop words stay and nothing is stemmed: character n-grams carry inflection (Finnish above all), and both were
measured to be worth more than any list. Features are hashed, so there is no vocabulary to fit, store or merge.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

BUCKETS = 1 << 20
"""Hash buckets of each family of features; some hundred thousand distinct n-grams seldom meet in one."""

FOCUS = 400
"""Characters of a long text that are read: what a report is about stands at its beginning, logs behind it."""

NGRAM_SIZES = (3, 4, 5)

_WORD = re.compile(r"\w+")
_PAIR_MULTIPLIER = 0x9E3779B1
"""Fibonacci hashing's odd constant (Knuth, TAOCP 3, 6.4): makes a pair of hashes depend on their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often each feature stands in each text: two n x ``BUCKETS`` matrices, float32."""

    words: sparse.csr_array
    characters: sparse.csr_array


def focus(text: str) -> str:
    """The part of ``text`` that is read; the first line of several, the subject, stands in it twice."""
    head = text[:FOCUS]
    line, newline, _ = head.partition("\n")
    return f"{line}\n{head}" if newline else head


def tokens(text: str) -> list[str]:
    """The words of ``text``'s focus, case-folded, in order."""
    return _WORD.findall(unicodedata.normalize("NFKC", focus(text)).casefold())


def count(texts: Sequence[str]) -> Counts:
    """Counts of words and word pairs, and of character 3- to 5-grams within words, text by text."""
    index: dict[str, int] = {}
    word_ids = [[index.setdefault(word, len(index)) for word in tokens(text)] for text in texts]
    lengths = np.fromiter(map(len, word_ids), np.int64, len(texts))
    flat = np.fromiter((word for row in word_ids for word in row), np.int64, int(lengths.sum()))
    rows = np.repeat(np.arange(len(texts)), lengths)
    hashes = _hashes(index)
    together = rows[1:] == rows[:-1]
    first, second = hashes[flat[:-1]][together], hashes[flat[1:]][together]
    pairs = (first * _PAIR_MULTIPLIER + second) & 0xFFFFFFFF
    words = _matrix(
        np.concatenate([rows, rows[1:][together]]),
        np.concatenate([hashes[flat], pairs]) % BUCKETS,
        (len(texts), BUCKETS),
    )
    per_text = _matrix(rows, flat, (len(texts), len(index)))
    characters = sparse.csr_array(per_text @ _word_ngrams(index))
    characters.sort_indices()  # a text's features in one order, whatever its company
    return Counts(words, characters)


def _hashes(strings: Iterable[str]) -> npt.NDArray[np.int64]:
    return np.array([zlib.crc32(string.encode()) for string in strings], dtype=np.int64)


def _word_ngrams(words: Iterable[str]) -> sparse.csr_array:
    """One row a word: the n-grams of the word between two spaces."""
    grams = [
        [padded[i : i + size] for size in NGRAM_SIZES for i in range(len(padded) - size + 1)]
        for padded in (f" {word} " for word in words)
    ]
    rows = np.repeat(np.arange(len(grams)), [len(row) for row in grams])
    hashes = _hashes(gram for row in grams for gram in row)
    return _matrix(rows, hashes % BUCKETS, (len(grams), BUCKETS))


def _matrix(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    matrix = sparse.csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    return matrix
