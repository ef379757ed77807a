"""What the matcher is set beside: TF-IDF cosine and BM25 over title and body, as textbooks have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

Ranked = Iterator[npt.NDArray[np.float32]]
"""The likeness of one query after the other to every text."""

K1, B = 1.2, 0.75
BLOCK = 100
_WORD = re.compile(r"[^\W_]+")


def tfidf(texts: Sequence[str], places: Sequence[int]) -> Ranked:
    """Cosines of TF-IDF vectors with sublinear term frequency."""
    rows = sparse.csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(_counts(texts)))
    return _products(rows, rows, places)


def bm25(texts: Sequence[str], places: Sequence[int]) -> Ranked:
    """Okapi BM25, each word of the query once."""
    counts = _counts(texts)
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log1p((len(texts) - having + 0.5) / (having + 0.5))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norms = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(counts.indptr))
    weights = sparse.csr_array(
        (counts.data * (K1 + 1) / (counts.data + norms) * idf[counts.indices], counts.indices, counts.indptr),
        shape=counts.shape,
    )
    once = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    return _products(once, weights, places)


BASELINES: dict[str, Callable[[Sequence[str], Sequence[int]], Ranked]] = {"TF-IDF cosine": tfidf, "BM25": bm25}


def _counts(texts: Sequence[str]) -> sparse.csr_array:
    counted = CountVectorizer(tokenizer=_WORD.findall, token_pattern=None, dtype=np.float32).fit_transform(texts)
    return sparse.csr_array(counted)


def _products(queries: sparse.csr_array, texts: sparse.csr_array, places: Sequence[int]) -> Ranked:
    transposed = sparse.csr_array(texts.T)
    for start in range(0, len(places), BLOCK):
        yield from (queries[np.asarray(places[start : start + BLOCK])] @ transposed).toarray()
