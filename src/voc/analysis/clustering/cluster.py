"""Tickets to clusters: copies are collapsed, the rest is grouped, and every ticket is told where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from voc.analysis.clustering.collapse import collapse
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.division import divide_by_kind
from voc.analysis.clustering.partition import partition
from voc.analysis.clustering.result import UNCLUSTERED, Clustering, Nearest, build

__all__ = ["UNCLUSTERED", "Clustering", "Corpus", "Nearest", "cluster", "divide_by_kind"]


def cluster(ids: Sequence[str], corpus: Corpus) -> Clustering:
    """Group tickets that say the same; the order they come in changes nothing but that of ``nearest``.

    Args:
        ids: the tickets, each one once.
        corpus: what they say, beside ``ids``.
    """
    ranked = sorted(range(len(ids)), key=ids.__getitem__)
    order = np.array(ranked, np.int64)
    copies = collapse([corpus.texts[i] for i in ranked])
    first = order[copies.first]
    with threadpool_limits(limits=1, user_api="blas"):  # sums in one order, whatever the machine
        found = partition(corpus.take(first), copies.weights)
    group = np.empty(len(ids), np.int64)
    group[order] = copies.group
    nearest = [
        Nearest(
            ticket_id,
            int(found.labels[of]),
            float(found.confidence[of]) if found.labels[of] != UNCLUSTERED else 0.0,
            int(found.nearest[of]) if found.nearest[of] != UNCLUSTERED else None,
        )
        for ticket_id, of in zip(ids, group, strict=True)
    ]
    return build(ids, corpus.vectors, nearest)
