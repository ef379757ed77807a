"""New tickets into known themes: inside a theme's own radius, with a margin over the next theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int64]

NOWHERE = -1

RADIUS_QUANTILE = 0.05
"""Share of a theme's members that may lie farther out than its radius: one that held them all would be that of the
member that does not belong. Banking77 dealt out in 8 parts ends at ARI .235 with .25, .289 with .1, .30 with .05."""

MARGIN = 0.03
"""How much nearer than the next one the theme must be, as cosine similarity."""

CLOSENESS = 0.8
"""Share of the similarity expected of a part of a theme from which a new cluster is taken for a part of it."""

LOOSEST = 0.3
"""No radius is wider than this similarity, however loose the members are."""

TYPICAL_SIZE = 4
"""A theme of fewer tickets is judged more by what is usual among all themes than by its own."""

_UNKNOWN_RADIUS = 0.6
"""The radius where no theme has two members yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Where themes lie in the vector space: unit ``centroids`` (k x d), and as cosine similarity to the centroid the
    ``radii`` (k) and how near a ``typical`` member is (k).
    """

    theme_ids: tuple[str, ...]
    centroids: Vectors
    radii: Floats
    typical: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """For each ticket the index of the theme it joins or ``NOWHERE``, how surely (0.5..1, 0 when nowhere), and the
    index of the theme nearest to it (``NOWHERE`` when there is none).
    """

    theme: Indexes
    confidence: Floats
    nearest: Indexes


def regions(members: Mapping[str, Sequence[int]], vectors: Vectors) -> Regions:
    """The regions of themes from the rows of ``vectors`` (n x d) that are their members, in the order of theme ids.

    A member's similarity is taken to the mean of the *other* members, so that the few members of a small theme do not
    look nearer than a newcomer can be. The radius of a small theme is shrunk towards the median radius of all.
    """
    theme_ids = tuple(sorted(theme for theme in members if len(members[theme])))
    near = [_similarities(vectors[np.asarray(members[theme])]) for theme in theme_ids]
    sizes = np.array([len(similarities) for similarities in near], np.float64)
    own = np.array([_quantile(similarities, RADIUS_QUANTILE) for similarities in near])
    usual = np.array([_quantile(similarities, 0.5) for similarities in near])
    return Regions(
        theme_ids,
        centroids([vectors[np.asarray(members[theme])] for theme in theme_ids], vectors.shape[1]),
        np.maximum(_shrunk(own, sizes), LOOSEST).astype(np.float32),
        np.maximum(_shrunk(usual, sizes), LOOSEST).astype(np.float32),
    )


def centroids(groups: Sequence[Vectors], dimensions: int) -> Vectors:
    """The unit mean of each group's vectors, k x d."""
    means = [group.mean(axis=0, dtype=np.float64) for group in groups]
    stacked = np.array(means).reshape(len(groups), dimensions)
    return np.asarray(stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-12), np.float32)


def _similarities(members: Vectors) -> npt.NDArray[np.float64]:
    """Cosine similarity of each member to the mean of the others; empty for a single member."""
    rows = members.astype(np.float64)
    if len(rows) < 2:
        return np.zeros(0)
    others = rows.sum(axis=0) - rows
    lengths = np.maximum(np.linalg.norm(others, axis=1), 1e-12)
    return np.asarray(np.einsum("nd,nd->n", rows, others) / lengths)


def _quantile(similarities: npt.NDArray[np.float64], share: float) -> float:
    return float(np.quantile(similarities, share)) if len(similarities) else np.nan


def _shrunk(own: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Each theme's own figure drawn towards the median of all, as if ``TYPICAL_SIZE`` more members were usual."""
    known = own[~np.isnan(own)]
    usual = float(np.median(known)) if len(known) else _UNKNOWN_RADIUS
    drawn = (sizes * np.nan_to_num(own) + TYPICAL_SIZE * usual) / (sizes + TYPICAL_SIZE)
    return np.where(np.isnan(own), usual, drawn)


def place(vectors: Vectors, themes: Regions, allowed: Flags) -> Placing:
    """Find the theme of each ticket.

    Args:
        vectors: n x d, the tickets.
        themes: the k known themes.
        allowed: n x k, whether a ticket's kind may join a theme; the nearest theme is named in any case.
    """
    rows, count = len(vectors), len(themes.theme_ids)
    if not count or not rows:
        nowhere = np.full(rows, NOWHERE, np.int64)
        return Placing(nowhere, np.zeros(rows, np.float32), nowhere)
    similarities = vectors @ themes.centroids.T
    nearest = similarities.argmax(axis=1)
    similarities[~allowed] = -1.0
    best = similarities.argmax(axis=1)
    top = similarities[np.arange(rows), best]
    similarities[np.arange(rows), best] = -1.0
    radii, typical = themes.radii[best], themes.typical[best]
    inside = (top >= radii) & (top - similarities.max(axis=1) >= MARGIN)
    depth = np.clip((top - radii) / np.maximum(typical - radii, 1e-6), 0.0, 1.0)
    confidence = np.where(inside, 0.5 + 0.5 * depth, 0.0).astype(np.float32)
    return Placing(np.where(inside, best, NOWHERE), confidence, nearest)


def absorb(centroid: Vectors, size: int, themes: Regions, allowed: Flags) -> int:
    """The index of the theme that a new cluster (its unit ``centroid`` and ``size``) is a part of, or ``NOWHERE``.

    The mean of ``m`` tickets that each have similarity ``r`` to a theme and nothing else in common has similarity
    ``r / sqrt(r^2 + (1 - r^2) / m)`` to it: their differences cancel out. With the theme's radius as ``r`` that is
    how near a part of the theme is expected to lie; a cluster much farther out is something else.

    Args:
        centroid: d.
        size: tickets in the cluster, at least 1.
        themes: the k known themes.
        allowed: k, whether the cluster's kind may join a theme.
    """
    if not allowed.any():
        return NOWHERE
    similarities = np.where(allowed, themes.centroids @ centroid, -1.0)
    best = int(similarities.argmax())
    square = float(themes.radii[best]) ** 2
    expected = np.sqrt(square / (square + (1.0 - square) / size))
    return best if similarities[best] >= CLOSENESS * expected else NOWHERE
