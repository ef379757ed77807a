"""What a method found, against the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

from benchmarks.quality.found import Found


def against_labels(found: Found, truth: Sequence[str]) -> dict[str, float]:
    """Agreement with ``truth``, every unclustered text a theme of its own unless the name says otherwise."""
    alone, inside = found.alone, found.inside
    covered = np.array(truth)[inside]
    return {
        "ARI": adjusted_rand_score(truth, alone),
        "cover": float(inside.mean()),
        "ARI covered": adjusted_rand_score(covered, found.labels[inside]) if len(covered) else 0.0,
        "ARI all nearest": adjusted_rand_score(truth, found.nearest),
        "NMI": normalized_mutual_info_score(truth, alone),
        "B-cubed F1": b_cubed(truth, alone),
        "themes": len(found.sizes),
    }


def against_themes(found: Found, truth: Sequence[str | None]) -> dict[str, float]:
    """Agreement with ``truth`` where a text without a label belongs to no theme.

    "ARI themed" looks at texts that have a theme only; in "ARI" every stranger is a theme of its own.
    """
    alone, inside = found.alone, found.inside
    themed = np.array([label is not None for label in truth])
    right = [label or f"stranger {position}" for position, label in enumerate(truth)]
    return {
        "ARI themed": adjusted_rand_score(np.array(right)[themed], alone[themed]),
        "ARI": adjusted_rand_score(right, alone),
        "cover themed": float(inside[themed].mean()),
        "strangers in themes": float(inside[~themed].mean()) if not themed.all() else 0.0,
        "themes": len(found.sizes),
    }


def against_duplicates(found: Found, groups: Sequence[str | None]) -> dict[str, float]:
    """Share of the known duplicate pairs that lie in one theme, beside how large themes are.

    A pair with an unclustered member is apart. A mean of sizes hides one heap among many small themes; the size of
    the theme that a text finds itself in ("size seen", the mean weighted by size) does not.
    """
    members = defaultdict(list)
    for group, label in zip(groups, found.alone.tolist(), strict=True):
        if group is not None:
            members[group].append(label)
    pairs = [pair for labels in members.values() for pair in combinations(labels, 2)]
    sizes = found.sizes
    return {
        "pairs together": float(np.mean([first == second for first, second in pairs])),
        "cover": float(found.inside.mean()),
        "themes": len(sizes),
        "mean theme size": mean_size(found),
        "size seen": float((sizes**2).sum() / max(sizes.sum(), 1)),
    }


def mean_size(found: Found) -> float:
    """Texts of a theme, on average."""
    return float(found.sizes.mean()) if len(found.sizes) else 0.0


def b_cubed(truth: Sequence[str], labels: Sequence[int] | npt.NDArray[np.int64]) -> float:
    """F1 of B-cubed precision and recall (Bagga & Baldwin 1998; Amigó et al. 2009)."""
    table = contingency_matrix(truth, labels, sparse=True).astype(np.float64)
    squares, n = table.multiply(table), len(truth)
    precision = squares.multiply(1 / np.maximum(table.sum(axis=0), 1)).sum() / n
    recall = squares.multiply(1 / np.maximum(table.sum(axis=1), 1)).sum() / n
    return float(2 * precision * recall / (precision + recall))


def kinds_of(labels: Sequence[str | None]) -> int:
    """How many different answers there are."""
    return len(set(labels) - {None})
