"""Clusters about one thing but of two kinds, such as a bug and a wish, as two clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.analysis.clustering.result import UNCLUSTERED, Clustering, Nearest, build
from voc.analysis.clustering.scale import scale
from voc.model.theme import Cluster
from voc.model.ticket import Kind

SHARE = 0.3
"""Share of a cluster's tickets that a second kind needs: less may be the error of the kinds."""

_SAME = {Kind.HARD_TO_USE: Kind.BUG}
"""A thing that is hard to use and a thing that is broken are one problem to the customer."""


def divide_by_kind(clustering: Clustering, kinds: Mapping[str, Kind]) -> Clustering:
    """``clustering`` with each cluster of two strong kinds divided into one cluster a kind.

    A kind is strong that holds at least ``SHARE`` of the cluster's tickets and as many as a cluster needs; tickets of
    the other kinds stay with the strongest. Bugs and what is hard to use count as one kind; a ticket that ``kinds``
    does not know is of the kind other.

    Raises:
        ValueError: ``clustering`` came without its vectors.
    """
    if not clustering.clusters:
        return clustering
    if clustering.vectors is None:
        raise ValueError("a clustering is divided by its vectors, but has none")
    minimum = scale(len(clustering.nearest)).minimum
    groups = [_groups(cluster, kinds, minimum) for cluster in clustering.clusters]
    # The strongest group keeps the label; the others get fresh ones, in the order of clusters and of their size.
    fresh = iter(range(len(groups), len(groups) + sum(map(len, groups))))
    labels = [
        {kind: label if rank == 0 else next(fresh) for rank, kind in enumerate(strong)}
        for label, strong in enumerate(groups)
    ]
    nearest = [_moved(each, labels, _kind(each.ticket_id, kinds)) for each in clustering.nearest]
    return build([each.ticket_id for each in nearest], clustering.vectors, nearest)


def _moved(each: Nearest, labels: Sequence[Mapping[Kind, int]], kind: Kind) -> Nearest:
    """The same ticket, in or near the part of its kind; in or near the strongest part where its kind has none."""
    if each.nearest_label is None:
        return each
    part = labels[each.nearest_label].get(kind, each.nearest_label)
    return replace(each, label=UNCLUSTERED if each.label == UNCLUSTERED else part, nearest_label=part)


def _kind(ticket_id: str, kinds: Mapping[str, Kind]) -> Kind:
    kind = kinds.get(ticket_id, Kind.OTHER)
    return _SAME.get(kind, kind)


def _groups(cluster: Cluster, kinds: Mapping[str, Kind], minimum: int) -> list[Kind]:
    """The strong kinds of a cluster, the strongest first (ties by name); at least one."""
    counts = Counter(_kind(ticket_id, kinds) for ticket_id in cluster.ticket_ids)
    ranked = sorted(counts, key=lambda kind: (-counts[kind], kind))
    needed = max(minimum, SHARE * len(cluster.ticket_ids))
    return ranked[:1] + [kind for kind in ranked[1:] if counts[kind] >= needed]
