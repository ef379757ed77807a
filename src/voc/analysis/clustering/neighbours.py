"""Each text's nearest texts, by exact blocked products."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.rows import unit_sparse
from voc.model.theme import Vectors

BLOCK = 256
"""Rows of one product: at 60,000 texts a block of similarities takes at most 120 MB."""

DECIMALS = 5
"""Similarities are rounded before they are ranked, so that the last bits of a sum decide nothing."""

FEATURES = 2_500_000
"""Features that all texts keep together, which bounds the work of many or long texts."""

FREQUENT = 256
"""Features that are multiplied as dense columns."""

ABOVE = np.float32(2)
"""Added to cosines while they are ranked, so that every text is nearer than the text itself, which stands at 0."""

TINY = np.float32(10.0**-DECIMALS / 2)
"""Less than the smallest similarity there is after rounding."""

STRETCHES = 4
"""Stretches of a row of similarities for each neighbour that is looked for."""

FEWEST, MOST = 64, 256
"""Features that one text keeps at least and at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The ``k`` nearest rows of each of n rows, nearest first: indices (int32) and cosine similarities, n x k.

    A row that shares features with fewer than ``k`` others is filled up with itself at similarity 0.
    """

    indices: npt.NDArray[np.int32]
    similarities: npt.NDArray[np.float32]

    def contrast(self, k: int) -> sparse.csr_array:
        """How far the nearest ``k`` of each row stand out from its farthest kept one: a sparse n x n matrix.

        What a text has in common with its farther neighbours is its background: a greeting, a language, a long text.
        """
        return self._graph(self.similarities[:, :k] - self.similarities[:, -1:])

    def among(self, rows: npt.NDArray[np.intp]) -> sparse.csr_array:
        """Similarities between ``rows`` (ascending), whichever of two lists the other: symmetrical, in their order."""
        graph = self._graph(self.similarities)[rows][:, rows]
        return sparse.csr_array(graph.maximum(graph.T))

    def _graph(self, values: npt.NDArray[np.float32]) -> sparse.csr_array:
        """``values`` (n x k) of the edges to the nearest k as an n x n matrix; a row a text."""
        n, k = values.shape
        rows = np.repeat(np.arange(n), k)
        graph = sparse.csr_array((values.ravel(), (rows, self.indices[:, :k].ravel())), shape=(n, n))
        graph.eliminate_zeros()
        return graph


def heaviest(features: sparse.csr_array) -> sparse.csr_array:
    """Unit rows of each row's heaviest features only (ties by column), fewer the more rows there are."""
    n = features.shape[0]
    limit = int(np.clip(FEATURES // max(n, 1), FEWEST, MOST))
    features = features.sorted_indices()
    rows = np.repeat(np.arange(n), np.diff(features.indptr))
    order = np.argsort(rows - features.data.astype(np.float64), kind="stable")  # weights lie in 0..1
    kept = order[np.arange(len(order)) - features.indptr[rows] < limit]
    chosen = sparse.csr_array((features.data[kept], (rows[kept], features.indices[kept])), shape=features.shape)
    return unit_sparse(chosen)


def nearest_neighbours(features: sparse.csr_array, k: int) -> Neighbours:
    """The ``k`` nearest other rows of each row of ``features`` (n x anything, unit rows); ties by row number.

    What a feature costs a sparse product is the square of the number of texts that have it, so that the few hundred
    most frequent ones would be most of the work: they are multiplied as dense columns, which is many times faster.
    """
    n = features.shape[0]
    found = Neighbours(np.tile(np.arange(n, dtype=np.int32)[:, None], (1, k)), np.zeros((n, k), np.float32))
    frequent, rare = _by_frequency(features)
    transposed = rare.T.tocsr()

    def search(start: int) -> None:
        similarities = frequent[start : start + BLOCK] @ frequent.T
        block = sparse.csr_array(rare[start : start + BLOCK] @ transposed)
        for offset, (low, high) in enumerate(zip(block.indptr[:-1], block.indptr[1:], strict=True)):
            similarities[offset, block.indices[low:high]] += block.data[low:high]
        _keep(found, start, similarities)

    _in_blocks(search, n)
    return found


def _by_frequency(features: sparse.csr_array) -> tuple[npt.NDArray[np.float32], sparse.csr_array]:
    """The columns of the ``FREQUENT`` features that most rows have, dense, and ``features`` without them."""
    texts = np.bincount(features.indices, minlength=features.shape[1])
    place = np.full(features.shape[1], -1)
    place[np.argsort(-texts, kind="stable")[:FREQUENT]] = np.arange(min(FREQUENT, features.shape[1]))
    rows, columns = np.repeat(np.arange(features.shape[0]), np.diff(features.indptr)), place[features.indices]
    often = columns >= 0
    dense = np.zeros((features.shape[0], FREQUENT), np.float32)
    dense[rows[often], columns[often]] = features.data[often]
    kept = features.data[~often], (rows[~often], features.indices[~often])
    return dense, sparse.csr_array(kept, shape=features.shape)


def nearest_vectors(vectors: Vectors, k: int, languages: npt.NDArray[np.intp] | None = None) -> Neighbours:
    """The ``k`` nearest other rows of each row of ``vectors`` (n x d, unit rows), k < n; ties by row number.

    With ``languages`` (n numbers), the nearest of those in another one; a row that has fewer is filled up with itself
    at similarity 0.
    """
    n = len(vectors)
    found = Neighbours(np.tile(np.arange(n, dtype=np.int32)[:, None], (1, k)), np.full((n, k), ABOVE))

    def search(start: int) -> None:
        block = vectors[start : start + BLOCK] @ vectors.T + ABOVE
        if languages is not None:
            block[languages[start : start + BLOCK, None] == languages] = 0
        _keep(found, start, block)

    _in_blocks(search, n)
    return replace(found, similarities=found.similarities - ABOVE)


def _in_blocks(search: Callable[[int], None], n: int) -> None:
    """Call ``search`` with the first row of every block; products let go of the interpreter, so that cores share them,
    and each block fills rows of its own.
    """
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        list(threads.map(search, range(0, n, BLOCK)))


def _keep(found: Neighbours, start: int, block: npt.NDArray[np.float32]) -> None:
    """Write the best of each row of ``block`` (similarities to all n texts, of the texts from ``start`` on), nearest
    first; those at 0 share nothing and are left out.
    """
    np.round(block, DECIMALS, out=block)
    block[np.arange(len(block)), np.arange(start, start + len(block))] = 0
    k = found.indices.shape[1]
    bounds = np.maximum(_reached(block, k), TINY)
    for row, (similarities, bound) in enumerate(zip(block, bounds, strict=True), start):
        others = np.flatnonzero(similarities >= bound)
        order = others[np.lexsort((others, -similarities[others]))[:k]]
        found.indices[row, : len(order)] = order
        found.similarities[row, : len(order)] = similarities[order]


def _reached(block: npt.NDArray[np.float32], k: int) -> npt.NDArray[np.float32]:
    """A number that ``k`` or more of each row reach, and not many more: the k-th largest of the greatest of some
    ``STRETCHES`` times as many stretches. The k-th largest of all takes twenty times as long where most are 0.
    """
    step = max(1, block.shape[1] // (STRETCHES * k))
    whole = block.shape[1] // step
    greatest = block[:, : whole * step].reshape(len(block), whole, step).max(axis=2)
    return np.partition(greatest, -k, axis=1)[:, -k]
