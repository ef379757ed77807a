"""A look at what customers write now: new tickets beside known ones, clustered together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.cluster import Clustering, divide_by_kind, survey
from voc.analysis.clustering.novelty import Novelty
from voc.analysis.themes.identity.texts import NOWHERE, Indexes, Roll, Rows, Texts
from voc.model.settings import ClusterSettings
from voc.model.ticket import Feedback

KNOWN = 8_000
"""Tickets of known themes that are looked at again beside the new ones: enough to see a theme fall into two, and few
enough that the cost of a week follows what is new and not what is stored."""

LOOSE = 2_000
"""Tickets of no theme that get another chance in one look."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Some tickets in clusters.

    Attributes:
        rows: which tickets were looked at, ascending.
        cluster: beside ``rows``, in which cluster each is, from 0, the largest first; ``NOWHERE`` where in none.
        nearest: beside ``rows``, the cluster nearest to it, its own where it has one; ``NOWHERE`` where there is none.
        confidence: beside ``rows``, how surely it is in its cluster (0..1).
        novelty: beside ``rows``, how new the company of those is that no earlier run looked at.
        clusters: how many there are.
    """

    rows: Rows
    cluster: Indexes
    nearest: Indexes
    confidence: npt.NDArray[np.float64]
    novelty: Novelty
    clusters: int


def look(texts: Texts, roll: Roll, rows: Rows, settings: ClusterSettings) -> Look:
    """Cluster these tickets, of two kinds apart unless the settings say otherwise."""
    chosen = [texts.feedback[row] for row in rows]
    seen = survey([item.ticket_id for item in chosen], texts.corpus(rows), roll.fresh[rows])
    found = kept_apart(seen.clustering, chosen, settings)
    cluster, nearest, confidence = _arrays(found)
    return Look(rows, cluster, nearest, confidence, seen.novelty, len(found.clusters))


def kept_apart(found: Clustering, chosen: Iterable[Feedback], settings: ClusterSettings) -> Clustering:
    """Clusters of the ``chosen`` tickets with those of two kinds divided, unless kinds play no part."""
    return found if settings.ignore_kinds else divide_by_kind(found, {item.ticket_id: item.kind for item in chosen})


def _arrays(found: Clustering) -> tuple[Indexes, Indexes, npt.NDArray[np.float64]]:
    near = [NOWHERE if each.nearest_label is None else each.nearest_label for each in found.nearest]
    return (
        np.array([each.label for each in found.nearest], np.int64),
        np.array(near, np.int64),
        np.array([each.confidence for each in found.nearest], np.float64),
    )


def sample(roll: Roll, week: int) -> Rows:
    """Which tickets are looked at: all new ones, and of the others as many as ``KNOWN`` and ``LOOSE`` allow.

    Every theme gives the same number, or all it has, and one at least. Whom it gives does not change from week to week,
    so that two looks can agree; those in no theme are drawn anew each week.
    """
    groups = defaultdict(list)
    for row in np.flatnonzero(roll.seen).tolist():
        groups[int(roll.theme[row])].append(row)
    loose = _drawn(groups.pop(NOWHERE, []), roll.ids, f"{week} ")[:LOOSE]
    share = _share([len(rows) for rows in groups.values()])
    known = [row for rows in groups.values() for row in (_drawn(rows, roll.ids)[:share] if len(rows) > share else rows)]
    return np.array(sorted([*np.flatnonzero(roll.fresh).tolist(), *loose, *known]), np.intp)


def _drawn(rows: Sequence[int], ids: Sequence[str], salt: str = "") -> list[int]:
    """``rows`` in the order of the digests of their ids: at random, but always the same."""
    return sorted(rows, key=lambda row: hashlib.sha256((salt + ids[row]).encode("utf-8", "surrogatepass")).digest())


def _share(sizes: Sequence[int]) -> int:
    """How many each group may give at most, so that all give ``KNOWN`` or fewer together; one at least."""
    if sum(sizes) <= KNOWN:
        return max(sizes, default=0)
    low, high = 1, max(sizes)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(size, middle) for size in sizes) <= KNOWN else (low, middle - 1)
    return low
