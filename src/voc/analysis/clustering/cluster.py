"""Tickets to clusters: copies are collapsed, the rest is grouped, and every ticket is told where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits

from voc.analysis.clustering.assign import Partition
from voc.analysis.clustering.collapse import Copies, collapse
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.division import divide_by_kind
from voc.analysis.clustering.novelty import Novelty, novelty
from voc.analysis.clustering.partition import partition
from voc.analysis.clustering.result import UNCLUSTERED, Clustering, Nearest, build

__all__ = ["UNCLUSTERED", "Clustering", "Corpus", "Nearest", "Survey", "cluster", "divide_by_kind", "survey"]


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Tickets in clusters, and how new the company of each is (beside ``clustering.nearest``)."""

    clustering: Clustering
    novelty: Novelty


def cluster(ids: Sequence[str], corpus: Corpus) -> Clustering:
    """Group tickets that say the same; the order they come in changes nothing but that of ``nearest``.

    Args:
        ids: the tickets, each one once.
        corpus: what they say, beside ``ids``.
    """
    copies, found, _ = _partition(ids, corpus)
    return _clustering(ids, corpus, copies, found)


def survey(ids: Sequence[str], corpus: Corpus, fresh: npt.NDArray[np.bool_]) -> Survey:
    """``cluster``, and how new the company is of the tickets that are ``fresh`` (a flag beside each of ``ids``).

    A copy of what was written before is not fresh.
    """
    copies, found, graph = _partition(ids, corpus)
    stale = np.bincount(copies.group, ~fresh, minlength=len(copies.weights)) > 0
    company = novelty(graph, ~stale)
    return Survey(_clustering(ids, corpus, copies, found), company.spread(copies.group))


def _partition(ids: Sequence[str], corpus: Corpus) -> tuple[Copies, Partition, sparse.csr_array]:
    """Which tickets are copies, with ``group`` beside ``ids``; where the distinct texts belong; whom they hear."""
    ranked = sorted(range(len(ids)), key=ids.__getitem__)
    order = np.array(ranked, np.int64)
    copies = collapse([corpus.texts[i] for i in ranked])
    with threadpool_limits(limits=1, user_api="blas"):  # sums in one order, whatever the machine
        found, graph = partition(corpus.take(order[copies.first]), copies.weights)
    group = np.empty(len(ids), np.int64)
    group[order] = copies.group
    return Copies(order[copies.first], group, copies.weights), found, graph


def _clustering(ids: Sequence[str], corpus: Corpus, copies: Copies, found: Partition) -> Clustering:
    nearest = [
        Nearest(
            ticket_id,
            int(found.labels[of]),
            float(found.confidence[of]) if found.labels[of] != UNCLUSTERED else 0.0,
            int(found.nearest[of]) if found.nearest[of] != UNCLUSTERED else None,
        )
        for ticket_id, of in zip(ids, copies.group, strict=True)
    ]
    return build(ids, corpus.vectors, nearest)
