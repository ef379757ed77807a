"""Loose clusters go, pieces of one theme meet, and a quiet text keeps to itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from voc.analysis.clustering.agreement import LOOSE, agreement, loosest, mean_cosine
from voc.analysis.clustering.merge import SAME, merge
from voc.analysis.clustering.rows import unit
from voc.analysis.clustering.smooth import smooth
from voc.model.theme import Vectors

DIMENSIONS = 60


def around(directions: npt.NDArray[np.float64], sizes: list[int], noise: float, seed: int = 0) -> Vectors:
    """``sizes[i]`` unit vectors around each direction, with noise of this length beside it."""
    generator = np.random.default_rng(seed)
    centres = np.repeat(directions, sizes, axis=0)
    beside = generator.normal(size=centres.shape)
    return unit(centres + noise * beside / np.linalg.norm(beside, axis=1, keepdims=True))


def axes(count: int) -> npt.NDArray[np.float64]:
    """``count`` directions at right angles."""
    return np.eye(DIMENSIONS)[:count]


def test_agreement_is_the_mean_over_pairs() -> None:
    """The closed form gives what comparing all pairs gives; a single text has none."""
    vectors = around(axes(1), [7], 1.0)
    labels = np.array([0, 0, 0, 1, 1, 2, 0])
    agreed = agreement(vectors, labels)
    inside = vectors[labels == 0].astype(np.float64)
    pairs = [inside[i] @ inside[j] for i in range(4) for j in range(i)]
    assert agreed[0] == pytest.approx(np.mean(pairs), abs=1e-6)
    assert agreed[1] == pytest.approx(float(vectors[3] @ vectors[4]), abs=1e-6)
    assert np.isnan(agreed[2])


def test_copies_agree_wholly() -> None:
    """Texts that are all the same have the mean cosine one, however many."""
    assert mean_cosine(np.array([9.0, 4.0]), np.array([3, 2])).tolist() == [1, 1]


def test_the_bound_follows_the_middling_core_text() -> None:
    """It is the stated share of the median over core texts, so that many small loose clusters do not lower it."""
    agreed = np.array([0.5, 0.1, 0.1])
    labels = np.array([0] * 6 + [1, 1, 2, 2])
    assert loosest(agreed, labels, np.ones(10, bool)) == pytest.approx(LOOSE * 0.5)
    assert loosest(agreed, labels, labels > 0) == pytest.approx(LOOSE * 0.1)


def test_the_bound_is_never_below_nothing() -> None:
    """Clusters whose texts disagree, or are alone, set a bound of zero: the disagreeing ones go."""
    assert loosest(np.array([-0.2, -0.1]), np.array([0, 1]), np.ones(2, bool)) == 0
    assert loosest(np.array([np.nan]), np.array([0]), np.ones(1, bool)) == 0


def by_centroid(vectors: Vectors, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Merged by the likeness of centroids alone, however loose a union is."""
    return merge(vectors, labels, vectors, -1.0)


@pytest.mark.parametrize("noise", [0.5, 1.0, 1.5])
def test_pieces_of_a_theme_meet(noise: float) -> None:
    """One theme cut in two at random is joined, and other themes stay apart, at any noise about the directions."""
    vectors = around(axes(3), [40, 40, 40], noise)
    pieces = np.repeat([0, 1, 2, 3], [20, 20, 40, 40])
    joined = by_centroid(vectors, pieces)
    assert joined.tolist() == np.repeat([0, 1, 2], 40).tolist()


def at_angles(*degrees: float) -> Vectors:
    """One vector at each angle in a plane."""
    angles = np.radians(degrees)
    return unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))


def test_what_is_more_apart_than_alike_stays_apart() -> None:
    """Centroids with a cosine just below the bound are two themes, just above it one."""
    angle = np.degrees(np.arccos(SAME))
    assert by_centroid(at_angles(0, angle - 1), np.arange(2)).tolist() == [0, 0]
    assert by_centroid(at_angles(0, angle + 1), np.arange(2)).tolist() == [0, 1]


def test_a_cluster_is_judged_by_its_centroid_however_many_it_has() -> None:
    """Neither the size of a cluster nor the noise in it, which its centroid loses, moves the bound."""
    angle = float(np.degrees(np.arccos(SAME)))
    spread = [-30.0, 30.0] * 40
    for away, clusters in ((angle - 1, 1), (angle + 1, 2)):
        vectors = at_angles(*spread, *(away + each for each in (-20.0, 20.0)))
        assert len(set(by_centroid(vectors, np.repeat([0, 1], [80, 2])).tolist())) == clusters


def test_the_likest_two_are_joined_first() -> None:
    """Of two neighbours a cluster joins the nearer one, and the farther stays outside of what they became."""
    assert by_centroid(at_angles(0, 30, 50), np.arange(3)).tolist() == [0, 1, 1]
    assert by_centroid(at_angles(50, 30, 0), np.arange(3)).tolist() == [0, 0, 1]


def test_a_join_is_judged_as_a_whole() -> None:
    """What is like one piece of a theme, but not like the theme, does not join it."""
    assert by_centroid(at_angles(0, 20, -30), np.arange(3)).tolist() == [0, 0, 1]
    assert by_centroid(at_angles(0, -30), np.arange(2)).tolist() == [0, 0]


def test_a_union_weighs_as_many_texts_as_it_has() -> None:
    """Nine texts and one are one theme where the nine are; the next cluster is compared with that middle."""
    vectors = at_angles(*[0] * 9, 20, -28)
    assert by_centroid(vectors, np.repeat([0, 1, 2], [9, 1, 1])).tolist() == [0] * 11
    assert set(by_centroid(vectors[8:], np.arange(3)).tolist()) == {0, 1}


def test_no_union_is_looser_than_a_cluster_may_be() -> None:
    """Two clusters with one centroid stay two where their texts, as the encoder says, would have too little in common;
    where the bound is passed just so, they are one.
    """
    smoothed, plain = at_angles(0, 0, 5, 5), at_angles(0, 10, 100, 110)
    labels = np.array([0, 0, 1, 1])
    usual = float(agreement(plain, np.zeros(4, np.int64))[0])
    assert merge(smoothed, labels, plain, usual - 0.001).tolist() == [0, 0, 0, 0]
    assert merge(smoothed, labels, plain, usual + 0.001).tolist() == [0, 0, 1, 1]


def test_a_forbidden_union_does_not_hinder_others() -> None:
    """The likest two may be too loose together; each still joins what it may."""
    smoothed, plain = at_angles(0, 0, 1, 1, 12, 12), at_angles(0, 5, 120, 125, 2, 7)
    found = merge(smoothed, np.repeat([0, 1, 2], 2), plain, 0.9)
    assert found.tolist() == [0, 0, 1, 1, 0, 0]


def test_a_chain_does_not_swallow_what_it_meets() -> None:
    """Directions each a little on from the last are joined in stretches, not in one heap from end to end."""
    angles = np.linspace(0, np.pi * 0.9, 10)
    directions = np.zeros((10, DIMENSIONS))
    directions[:, 0], directions[:, 1] = np.cos(angles), np.sin(angles)
    joined = by_centroid(around(directions, [20] * 10, 0.6), np.repeat(np.arange(10), 20))
    assert 1 < len(set(joined.tolist())) < 10
    assert joined[0] != joined[-1]


def test_opposite_texts_of_a_cluster_do_no_harm() -> None:
    """A cluster whose texts cancel out has no direction, and joins nothing."""
    assert by_centroid(at_angles(0, 180, 10), np.array([0, 0, 1])).tolist() == [0, 0, 1]


def test_merging_numbers_from_zero_without_gaps() -> None:
    """Whatever is joined, labels run from 0 and texts of one piece stay together."""
    vectors = around(axes(4), [10] * 4, 0.5)
    pieces = np.array([0, 4] * 5 + [1] * 10 + [2] * 10 + [3, 5] * 5)
    joined = by_centroid(vectors, pieces)
    assert sorted(set(joined.tolist())) == [0, 1, 2, 3]
    for piece in range(6):
        assert len(set(joined[pieces == piece].tolist())) == 1


def test_single_texts_can_be_merged_too() -> None:
    """A text alone is its own centroid, and a cluster alone has nothing to join."""
    vectors = around(axes(2), [3, 3], 0.1)
    assert by_centroid(vectors, np.arange(6)).tolist() == [0, 0, 0, 1, 1, 1]
    assert by_centroid(vectors[:1], np.array([0])).tolist() == [0]


def test_a_quiet_text_keeps_to_itself() -> None:
    """Of two texts drawn to the same neighbour, the one that is only faintly like it moves less."""
    vectors = unit(np.array([[1, 0, 0]] * 20 + [[0, 1, 0], [0, 0, 1]], dtype=float))
    graph = sparse.lil_array((22, 22))
    for text in range(20):
        graph[text, (text + 1) % 20] = graph[text, (text + 2) % 20] = 1.0
    graph[20, 0], graph[21, 0] = 1.0, 0.1
    smoothed = smooth(vectors, sparse.csr_array(graph), 1)
    centre = smoothed[5]
    assert smoothed[20] @ centre > smoothed[21] @ centre


def test_without_edges_nothing_moves() -> None:
    """An empty graph leaves the vectors as they were, but centred."""
    vectors = unit(np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]]))
    np.testing.assert_allclose(smooth(vectors, sparse.csr_array((4, 4)), 3), vectors, atol=1e-6)
