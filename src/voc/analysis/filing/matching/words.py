"""Words in common, by BM25F: rare ones count most, and those of a title more than those of a body.

Robertson, Zaragoza & Taylor 2004 (*Simple BM25 extension to multiple weighted fields*); that the query's words are
weighed by field too is from Sun, Lo, Khoo & Jiang 2011 (*Towards more accurate retrieval of duplicate bug reports*).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.filing.matching.described import READ, Described

TITLE, BODY = 3.0, 1.0
"""How much a word counts there."""
TITLE_LENGTH, BODY_LENGTH = 0.5, 1.0
"""How far the length of a title or a body discounts its words: 0 not at all, 1 fully."""
SATURATION = 3.0
"""The weight in a text at which a word reaches half of what it can count (``k1``)."""
QUERY_SATURATION = 5.0
"""The same of the text that is looked for (``k3``)."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[^\W\dA-Z_])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\dA-Z_])")


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case; the parts of a name in camel case follow the whole."""
    found = []
    for word in _WORD.findall(text):
        parts = _HUMP.split(word)
        found += [word.casefold(), *(part.casefold() for part in parts if len(parts) > 1)]
    return found


def plain_words(text: str) -> list[str]:
    """The words of ``text`` in lower case, as they stand there."""
    return [word.casefold() for word in _WORD.findall(text)]


def rarity_of(having: npt.ArrayLike, texts: int) -> npt.NDArray[np.float32]:
    """How much words tell that stand in so many of ``texts`` texts: their inverse document frequency."""
    count = np.asarray(having)
    return np.log1p((texts - count + 0.5) / (count + 0.5)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """Which word counts how much in each of n texts: ``weights``, n x words, in the order of ``vocabulary``.

    ``idf`` stands beside the words and ends with that of a word that no text has; ``lengths`` are the mean numbers
    of words of titles and bodies.
    """

    vocabulary: dict[str, int]
    weights: sparse.csr_array
    idf: npt.NDArray[np.float32]
    lengths: tuple[float, float]

    @classmethod
    def of(cls, texts: Sequence[Described]) -> WordIndex:
        """Index ``texts``."""
        vocabulary: dict[str, int] = {}
        titles, bodies = _counts(texts, vocabulary)
        both = titles + bodies
        having = np.append(np.bincount(both.indices, minlength=both.shape[1]), 0)
        idf = rarity_of(having, len(texts))
        lengths = (_mean_length(titles), _mean_length(bodies))
        return cls(vocabulary, _weighed(titles, bodies, lengths, idf), idf, lengths)

    def rarity(self, word: str) -> float:
        """How much a word tells: its inverse document frequency."""
        return float(self.idf[self.vocabulary.get(word, -1)])

    def alike(self, queries: Sequence[Described]) -> npt.NDArray[np.float32]:
        """Queries x texts: what is in common, in parts of what a query has in common with itself (0..1)."""
        known, vocabulary = len(self.vocabulary), dict(self.vocabulary)
        titles, bodies = _counts(queries, vocabulary)
        idf = np.concatenate([self.idf[:-1], np.full(len(vocabulary) - known, self.idf[-1], np.float32)])
        wanted = sparse.csr_array(TITLE * titles + BODY * bodies)
        wanted.data = (QUERY_SATURATION + 1) * wanted.data / (QUERY_SATURATION + wanted.data)
        own = np.asarray(wanted.multiply(_weighed(titles, bodies, self.lengths, idf)).sum(axis=1)).ravel()
        shared = (wanted[:, :known] @ self.weights.T).toarray()
        alike: npt.NDArray[np.float32] = (shared / np.where(own > 0, own, 1)[:, None]).astype(np.float32)
        return alike


def _counts(texts: Sequence[Described], vocabulary: dict[str, int]) -> tuple[sparse.csr_array, sparse.csr_array]:
    """How often each word stands in each title, and in each body; new words are added to ``vocabulary``."""
    fields = [[text.title for text in texts], [text.body[:READ] for text in texts]]
    found = [
        [[vocabulary.setdefault(word, len(vocabulary)) for word in words_of(each)] for each in field]
        for field in fields
    ]
    titles, bodies = (_matrix(rows, len(vocabulary)) for rows in found)
    return titles, bodies


def _matrix(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_array:
    bounds = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    flat = np.fromiter((word for row in rows for word in row), np.int64, int(bounds[-1]))
    matrix = sparse.csr_array((np.ones(len(flat), np.float32), flat, bounds), shape=(len(rows), width))
    matrix.sum_duplicates()
    return matrix


def _mean_length(counts: sparse.csr_array) -> float:
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    return float(lengths[lengths > 0].mean()) if lengths.any() else 1.0


def _weighed(
    titles: sparse.csr_array, bodies: sparse.csr_array, lengths: tuple[float, float], idf: npt.NDArray[np.float32]
) -> sparse.csr_array:
    fields = ((titles, TITLE, TITLE_LENGTH), (bodies, BODY, BODY_LENGTH))
    scaled = [
        _scaled(counts, weight, discount, mean)
        for (counts, weight, discount), mean in zip(fields, lengths, strict=True)
    ]
    both = sparse.csr_array(scaled[0] + scaled[1])
    both.data = (both.data / (both.data + SATURATION) * idf[both.indices]).astype(np.float32)
    return both


def _scaled(counts: sparse.csr_array, weight: float, discount: float, mean: float) -> sparse.csr_array:
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    factors = weight / np.maximum(1 - discount + discount * lengths / mean, np.finfo(np.float32).tiny)
    data = counts.data * np.repeat(factors, np.diff(counts.indptr))
    return sparse.csr_array((data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
