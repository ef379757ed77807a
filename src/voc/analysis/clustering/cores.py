"""Dense regions: the texts that make a cluster beyond doubt."""

from __future__ import annotations

import hdbscan
import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.axes import along_main_axes
from voc.analysis.clustering.scale import Scale
from voc.model.theme import Vectors

Labels = npt.NDArray[np.int64]
"""One a text; ``NONE`` where it has none."""

NONE = -1

NEAREST = 5
"""Neighbours by which density is judged: more would blur the small clusters."""


def cores(vectors: Vectors, weights: npt.NDArray[np.int64], sizes: Scale) -> Labels:
    """Labels of the densest regions of ``vectors`` (n x d, unit rows); about half of the texts lie in none.

    The leaves of the HDBSCAN tree are taken: many small tight clusters, of which the merge step joins what belongs
    together. A text outside of all with enough copies (``weights``) is a cluster by itself.
    """
    labels: Labels = (
        hdbscan.HDBSCAN(
            min_cluster_size=sizes.minimum,
            min_samples=min(NEAREST, sizes.minimum),
            cluster_selection_method="leaf",
            core_dist_n_jobs=1,
        )
        .fit_predict(along_main_axes(vectors, sizes.dimensions))
        .astype(np.int64)
    )
    alone = np.flatnonzero((labels == NONE) & (weights >= sizes.minimum))
    labels[alone] = labels.max() + 1 + np.arange(len(alone))
    return labels
