"""What a clustering is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.model.theme import Cluster, Vectors

UNCLUSTERED = -1
"""The label of a ticket that is in no cluster."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Where a ticket belongs: its cluster's label or ``UNCLUSTERED``, how surely (0..1, 0 when unclustered), and the
    label of the cluster nearest to it (its own when it has one; None when there is no cluster).
    """

    ticket_id: str
    label: int
    confidence: float
    nearest_label: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """Clusters, largest first (ties by smallest ticket id), numbered from 0; and every ticket in input order.

    ``vectors`` stand beside ``nearest``; dividing a clustering needs them.
    """

    clusters: tuple[Cluster, ...]
    nearest: tuple[Nearest, ...]
    vectors: Vectors | None = None


def number(ids: Sequence[str], labels: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], list[list[int]]]:
    """Labels in any order as labels in order of size, and each one's members by position, in the order of ``ids``.

    Returns:
        ``renamed``, so that ``renamed[old]`` is the new label of the old one (``UNCLUSTERED`` where it is empty), and
        the members of each new label.
    """
    members: list[list[int]] = [[] for _ in range(int(labels.max(initial=UNCLUSTERED)) + 1)]
    for position in sorted(np.flatnonzero(labels != UNCLUSTERED).tolist(), key=ids.__getitem__):
        members[labels[position]].append(position)
    order = sorted(
        (old for old, inside in enumerate(members) if inside),
        key=lambda old: (-len(members[old]), ids[members[old][0]]),
    )
    renamed = np.full(len(members), UNCLUSTERED)
    renamed[order] = np.arange(len(order))
    return renamed, [members[old] for old in order]


def build(ids: Sequence[str], vectors: Vectors, nearest: Sequence[Nearest]) -> Clustering:
    """A clustering from each ticket's whereabouts (beside ``ids`` and ``vectors``), labelled in any order."""
    renamed, members = number(ids, np.array([each.label for each in nearest], np.int64))
    names = renamed.tolist()
    where = tuple(_renamed(each, names) for each in nearest)
    clusters = (_cluster(label, inside, where, vectors) for label, inside in enumerate(members))
    return Clustering(tuple(clusters), where, vectors)


def _renamed(each: Nearest, names: Sequence[int]) -> Nearest:
    label = UNCLUSTERED if each.label == UNCLUSTERED else names[each.label]
    near = None if each.nearest_label is None else names[each.nearest_label]
    return Nearest(each.ticket_id, label, each.confidence, None if near == UNCLUSTERED else near)


def _cluster(label: int, members: Sequence[int], nearest: Sequence[Nearest], vectors: Vectors) -> Cluster:
    mean = vectors[members].mean(axis=0, dtype=np.float64)
    centroid = mean / max(float(np.linalg.norm(mean)), np.finfo(np.float32).tiny)
    return Cluster(
        label,
        tuple(nearest[i].ticket_id for i in members),
        tuple(nearest[i].confidence for i in members),
        centroid.astype(np.float32),
    )
