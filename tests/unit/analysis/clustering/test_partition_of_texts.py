"""Where each text belongs, on axes where every cosine is known."""

from __future__ import annotations

import numpy as np
import pytest

from voc.analysis.clustering.assign import Partition, assign, nowhere
from voc.analysis.clustering.cores import NONE

HALF = np.sqrt(0.5)
FIVE = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [HALF, HALF]], np.float32)
"""Two texts on each axis and one between them."""
MEANS = np.eye(2, dtype=np.float32)
CORE = np.array([True, True, True, True, False])


def test_a_text_between_the_clusters_is_in_none() -> None:
    """All core texts lie on their centroid, so that a cosine of .707 is too little; the nearest is named."""
    found = assign(FIVE, MEANS, CORE, np.ones(5, np.int64), 3)
    assert found.labels.tolist() == [0, 0, 1, 1, NONE]
    assert found.nearest.tolist() == [0, 0, 1, 1, 0]
    assert found.confidence == pytest.approx([1, 1, 1, 1, HALF], abs=1e-6)


@pytest.mark.parametrize(("copies", "label"), [(1, NONE), (2, NONE), (3, 0), (4, 0)])
def test_enough_copies_are_clustered_however_doubtful(copies: int, label: int) -> None:
    """A text that as many customers sent as make a cluster belongs to the nearest one."""
    found = assign(FIVE, MEANS, CORE, np.array([1, 1, 1, 1, copies]), 3)
    assert found.labels[4] == label


def test_one_ticket_alone_is_no_cluster() -> None:
    """A centroid that keeps a single text goes, and its text is in none; the others are numbered anew."""
    found = assign(FIVE[1:4], MEANS, np.ones(3, bool), np.ones(3, np.int64), 5)
    assert found.labels.tolist() == [NONE, 0, 0]
    assert found.nearest.tolist() == [0, 0, 0]
    assert found.confidence[0] == 0.0


def test_two_copies_of_one_text_are_a_cluster() -> None:
    """Copies count as tickets do."""
    found = assign(FIVE[1:4], MEANS, np.ones(3, bool), np.array([2, 1, 1]), 5)
    assert found.labels.tolist() == [0, 1, 1]


def test_without_lasting_clusters_all_are_nowhere() -> None:
    """Two centroids of one ticket each leave no cluster, nor a nearest one."""
    found = assign(FIVE[1:3], MEANS, np.ones(2, bool), np.ones(2, np.int64), 5)
    assert (found.labels == NONE).all()
    assert (found.nearest == NONE).all()
    assert found.confidence.tolist() == [0.0, 0.0]


def test_confidence_is_never_below_zero() -> None:
    """A text opposite to the only cluster has confidence 0, not -1."""
    rows = np.array([[1, 0], [1, 0], [-1, 0]], np.float32)
    found = assign(rows, MEANS[:1], np.array([True, True, False]), np.ones(3, np.int64), 5)
    assert found.labels.tolist() == [0, 0, NONE]
    assert found.confidence[2] == 0.0


def test_a_partition_spreads_over_all_texts() -> None:
    """Those that it does not cover belong nowhere; those that it covers keep their place."""
    part = Partition(np.array([1, NONE]), np.array([1, 0]), np.array([0.9, 0.2]))
    whole = part.spread(np.array([3, 1]), 4)
    assert whole.labels.tolist() == [NONE, NONE, NONE, 1]
    assert whole.nearest.tolist() == [NONE, 0, NONE, 1]
    assert whole.confidence.tolist() == [0.0, 0.2, 0.0, 0.9]


def test_groups_become_clusters_behind_the_others() -> None:
    """New groups are numbered on; texts inside them know how near they lie; the others keep place and nearest."""
    before = Partition(
        np.array([0, 0, NONE, NONE, NONE]), np.array([0, 0, 0, 0, 0]), np.array([0.9, 0.8, 0.1, 0.1, 0.7])
    )
    after = before.with_groups(np.array([NONE, NONE, 0, 0, NONE]), FIVE, np.ones(5, np.int64))
    assert after.labels.tolist() == [0, 0, 1, 1, NONE]
    assert after.nearest.tolist() == [0, 0, 1, 1, 0]
    assert after.confidence == pytest.approx([0.9, 0.8, 1.0, 1.0, 0.7])


def test_where_no_cluster_was_the_groups_are_the_nearest() -> None:
    """Texts without any nearest cluster get the nearest of the groups, but no label."""
    after = nowhere(5).with_groups(np.array([0, 0, 1, 1, NONE]), FIVE, np.ones(5, np.int64))
    assert after.labels.tolist() == [0, 0, 1, 1, NONE]
    assert after.nearest.tolist() == [0, 0, 1, 1, 0]
    assert after.confidence[4] == 0.0


def test_no_groups_change_nothing() -> None:
    """The same partition comes back where every text is outside of all groups."""
    before = nowhere(5)
    assert before.with_groups(np.full(5, NONE), FIVE, np.ones(5, np.int64)) is before
