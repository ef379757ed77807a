"""A clustering against the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering


def against_labels(clustering: Clustering, truth: Sequence[str]) -> dict[str, float]:
    """Agreement with ``truth``, every unclustered text a theme of its own unless the name says otherwise."""
    labels = np.array([each.label for each in clustering.nearest])
    nearest = [UNCLUSTERED if each.nearest_label is None else each.nearest_label for each in clustering.nearest]
    alone, inside = own_themes(labels), labels != UNCLUSTERED
    covered = np.array(truth)[inside]
    return {
        "ARI": adjusted_rand_score(truth, alone),
        "cover": float(inside.mean()),
        "ARI covered": adjusted_rand_score(covered, labels[inside]) if len(covered) else 0.0,
        "ARI all nearest": adjusted_rand_score(truth, nearest),
        "NMI": normalized_mutual_info_score(truth, alone),
        "B-cubed F1": b_cubed(truth, alone),
        "themes": len(clustering.clusters),
    }


def against_themes(clustering: Clustering, truth: Sequence[str | None]) -> dict[str, float]:
    """Agreement with ``truth`` where a text without a label belongs to no theme.

    "ARI themed" looks at texts that have a theme only; in "ARI" every stranger is a theme of its own.
    """
    labels = np.array([each.label for each in clustering.nearest])
    alone, themed = own_themes(labels), np.array([label is not None for label in truth])
    right = [label or f"stranger {position}" for position, label in enumerate(truth)]
    return {
        "ARI themed": adjusted_rand_score(np.array(right)[themed], alone[themed]),
        "ARI": adjusted_rand_score(right, alone),
        "cover themed": float((labels[themed] != UNCLUSTERED).mean()),
        "strangers in themes": float((labels[~themed] != UNCLUSTERED).mean()) if not themed.all() else 0.0,
        "themes": len(clustering.clusters),
    }


def against_duplicates(clustering: Clustering, groups: Sequence[str | None]) -> dict[str, float]:
    """Share of the known duplicate pairs that lie in one theme, beside how large themes are."""
    members = defaultdict(list)
    for group, each in zip(groups, clustering.nearest, strict=True):
        if group is not None:
            members[group].append(each.label)
    pairs = [pair for labels in members.values() for pair in combinations(labels, 2)]
    sizes = [len(each.ticket_ids) for each in clustering.clusters]
    return {
        "pairs together": float(np.mean([first == second != UNCLUSTERED for first, second in pairs])),
        "cover": sum(sizes) / len(clustering.nearest),
        "themes": len(sizes),
        "mean theme size": float(np.mean(sizes)) if sizes else 0.0,
    }


def own_themes(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """``labels`` with a fresh label for each unclustered text."""
    alone = labels.copy()
    outside = np.flatnonzero(labels == UNCLUSTERED)
    alone[outside] = labels.max(initial=UNCLUSTERED) + 1 + np.arange(len(outside))
    return alone


def b_cubed(truth: Sequence[str], labels: Sequence[int] | npt.NDArray[np.int64]) -> float:
    """F1 of B-cubed precision and recall (Bagga & Baldwin 1998; Amigó et al. 2009)."""
    table = contingency_matrix(truth, labels, sparse=True).astype(np.float64)
    squares, n = table.multiply(table), len(truth)
    precision = squares.multiply(1 / np.maximum(table.sum(axis=0), 1)).sum() / n
    recall = squares.multiply(1 / np.maximum(table.sum(axis=1), 1)).sum() / n
    return float(2 * precision * recall / (precision + recall))


def kinds_of(labels: Sequence[str | None]) -> int:
    """How many different answers there are."""
    return len(Counter(label for label in labels if label is not None))
