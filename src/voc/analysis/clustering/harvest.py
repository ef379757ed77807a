"""Small themes that no density shows: a handful of texts that are each other's near neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from voc.analysis.clustering.cores import NONE, Labels
from voc.analysis.clustering.neighbours import Neighbours

LARGEST = 1_000
"""Texts that are compared all with all; a chain of more is cut at its weaker links first."""

SURE = 0.95
"""Similarity from which a chain of any length is one group."""


def usual_similarity(neighbours: Neighbours, labels: Labels, dense: npt.NDArray[np.bool_]) -> float:
    """The similarity that the middling core text has with the nearest other core text of its cluster; 1 if none."""
    others = neighbours.indices
    same = (labels[others] == labels[:, None]) & dense[others]
    nearest = np.where(same, neighbours.similarities, 0).max(axis=1)[dense]
    return float(np.median(nearest)) if len(nearest) else 1.0


def harvest(
    neighbours: Neighbours, free: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64], bound: float, least: int
) -> Labels:
    """Labels from 0 of the small groups among the ``free`` texts; ``NONE`` for all others.

    Two texts of a group are as near on average as ``bound`` (average linkage; texts that are not in each other's
    lists share nothing), and a group has ``least`` tickets, copies (``weights``) counted.
    """
    rows = np.flatnonzero(free)
    labels = np.full(len(free), NONE)
    found = (rows[group] for group in _groups(neighbours.among(rows), np.arange(len(rows)), bound))
    for label, group in enumerate(group for group in found if weights[group].sum() >= least):
        labels[group] = label
    return labels


def _groups(
    similarities: sparse.csr_array, texts: npt.NDArray[np.intp], bound: float
) -> Iterator[npt.NDArray[np.intp]]:
    """The groups among ``texts``, which are rows of ``similarities``."""
    inside = similarities[texts][:, texts]
    links = inside.copy()
    links.data = np.where(links.data >= bound, links.data, 0)
    links.eliminate_zeros()
    _, parts = connected_components(links, directed=False)
    order = np.argsort(parts, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(parts[order])) + 1):
        if len(part) <= 1 or bound >= SURE:
            yield texts[part]
        elif len(part) > LARGEST:
            yield from _groups(similarities, texts[part], (1 + bound) / 2)
        else:
            labels = _linked(inside[part][:, part].toarray(), bound)
            yield from (texts[part[labels == label]] for label in range(labels.max() + 1))


def _linked(similarities: npt.NDArray[np.floating], bound: float) -> Labels:
    """Labels from 0 by average linkage of two or more texts, cut at ``bound``."""
    distances = 1 - similarities.astype(np.float64)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels: Labels = np.unique(fcluster(tree, 1 - bound, "distance"), return_inverse=True)[1]
    return labels
