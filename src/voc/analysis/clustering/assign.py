"""Every text in its nearest cluster, and the doubtful ones in none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.centroids import centroids, nearest_centroid
from voc.analysis.clustering.cores import NONE, Labels
from voc.model.theme import Vectors

DOUBTFUL = 0.015
"""Share of the core texts that lie farther from their centroid than a text may that is to be clustered.

Giving texts to their nearest cluster by falling similarity, the adjusted Rand index peaks at a cover of .75 to .95 on
labelled sets. This bound stops a point or so before the peak, since real exports hold much that belongs to no theme:
each hundredth of this share keeps out three to five of a hundred strangers.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Where each of n texts belongs: ``labels`` and ``nearest`` are the same for those inside a cluster, else the
    label is ``NONE`` (and so is the nearest when there is no cluster); ``confidence`` in 0..1 is the similarity to
    the nearest centroid.
    """

    labels: Labels
    nearest: Labels
    confidence: npt.NDArray[np.float64]

    def spread(self, rows: npt.NDArray[np.intp], n: int) -> Partition:
        """The same as a partition of ``n`` texts, of which it covers ``rows``; the others belong nowhere."""
        whole = nowhere(n)
        whole.labels[rows], whole.nearest[rows], whole.confidence[rows] = self.labels, self.nearest, self.confidence
        return whole

    def with_groups(self, groups: Labels, vectors: Vectors, weights: npt.NDArray[np.int64]) -> Partition:
        """The same with texts that were in no cluster in clusters of their own, and those the nearest of the others
        where there was none.

        Args:
            groups: n, labels from 0 of these texts and ``NONE`` for all others; vectors: n x d, unit rows.
            weights: copies of each text.
        """
        inside = groups != NONE
        if not inside.any():
            return self
        fresh = int(self.labels.max()) + 1
        among_groups, similarity = nearest_centroid(vectors, centroids(vectors, groups, weights))
        own = np.where(inside, groups, among_groups) + fresh
        return Partition(
            np.where(inside, own, self.labels),
            np.where(inside | (self.nearest == NONE), own, self.nearest),
            np.where(inside, similarity.clip(0, 1), self.confidence),
        )


def nowhere(n: int) -> Partition:
    """``n`` texts without any cluster."""
    return Partition(np.full(n, NONE), np.full(n, NONE), np.zeros(n))


def assign(
    vectors: Vectors, means: Vectors, dense: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64], minimum: int
) -> Partition:
    """Each text's place among the clusters around ``means``.

    Args:
        vectors: n x d, unit rows; means: one a cluster; dense: which texts were found in a dense region.
        weights: copies of each text; one with ``minimum`` copies is clustered however doubtful.
    """
    nearest, similarity = nearest_centroid(vectors, means)
    bound = np.quantile(similarity[dense], DOUBTFUL)
    enough = weights >= minimum
    left = np.bincount(nearest, weights * (enough | (similarity >= bound)), minlength=len(means))
    lasting = np.flatnonzero(left > 1)  # one ticket alone is no cluster
    if not len(lasting):
        return nowhere(len(vectors))
    nearest, similarity = nearest_centroid(vectors, means[lasting])
    return Partition(np.where(enough | (similarity >= bound), nearest, NONE), nearest, similarity.clip(0, 1))
