"""The arithmetic under the clusters, against values worked by hand: copies, unit rows, weights, means, agreement."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import pdist

from voc.analysis.clustering.agreement import LOOSE, agreement, loosest, mean_cosine
from voc.analysis.clustering.axes import along_main_axes
from voc.analysis.clustering.centroids import centroids, members, nearest_centroid
from voc.analysis.clustering.collapse import collapse
from voc.analysis.clustering.cores import NONE
from voc.analysis.clustering.rows import unit, unit_sparse
from voc.analysis.clustering.scale import SMALL, Scale, scale
from voc.analysis.clustering.weighting import tfidf, weigh

AXES = np.eye(3, dtype=np.float32)


def counted(rows: list[list[int]]) -> sparse.csr_array:
    """Counts of features, texts x features."""
    return sparse.csr_array(np.array(rows, np.float32))


def test_copies_agree_but_for_case_marks_and_numbers() -> None:
    """The first copy stands for the others, and its weight is how many there are."""
    copies = collapse(["App crashed 12 times!", "Invoice is wrong", "app crashed 7 times", "APP, crashed: 3 times?"])
    assert copies.first.tolist() == [0, 1]
    assert copies.group.tolist() == [0, 1, 0, 0]
    assert copies.weights.tolist() == [3, 1]


def test_another_order_of_words_is_no_copy() -> None:
    """Texts of the same words in another order stay two texts."""
    assert collapse(["export crashes", "crashes export"]).weights.tolist() == [1, 1]


def test_a_number_is_not_nothing() -> None:
    """A text with a number is no copy of the text without it."""
    assert collapse(["error 500", "error"]).group.tolist() == [0, 1]


def test_finnish_letters_are_not_folded_away() -> None:
    """Two Finnish words that differ by the dots alone are two words."""
    assert collapse(["näin väärin", "nain vaarin"]).group.tolist() == [0, 1]


def test_no_texts_have_no_copies() -> None:
    """An empty list gives three empty arrays."""
    copies = collapse([])
    assert (len(copies.first), len(copies.group), len(copies.weights)) == (0, 0, 0)


def test_texts_without_words_are_copies_of_each_other() -> None:
    """Marks alone say nothing, so all such texts are one."""
    assert collapse(["!!!", "", "..."]).weights.tolist() == [3]


def test_unit_rows() -> None:
    """A row is divided by its length (3, 4 -> 5); a row of zeros stays; the type is float32."""
    scaled = unit(np.array([[3.0, 4.0], [0.0, 0.0], [0.0, -2.0]]))
    assert scaled == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0], [0.0, -1.0]]))
    assert scaled.dtype == np.float32


def test_unit_rows_of_half_precision() -> None:
    """A length that half precision cannot hold is no infinity, in the last of many rows as in the first."""
    rows = np.full((3000, 4), 60_000, np.float16)
    assert unit(rows) == pytest.approx(np.full((3000, 4), 0.5))


@pytest.mark.parametrize("n", [1, 5, 7, 8, 20])
def test_main_axes_keep_the_distances(n: int) -> None:
    """Vectors stay as far apart as they were, the widest axis first, fewer of them than dimensions or more."""
    vectors = unit(np.random.default_rng(n).normal(size=(n, 8)))
    vectors[-1] = vectors[0]
    along = along_main_axes(vectors, 8)
    assert along.shape == (n, min(n, 8))
    assert pdist(along) == pytest.approx(pdist(vectors), abs=1e-5)
    assert np.diff(along.var(axis=0)).max(initial=0) <= 1e-9
    assert along[-1] == pytest.approx(along[0], abs=1e-6)
    assert (along_main_axes(vectors, 3) == along[:, :3]).all()


def test_no_rows_have_unit_length() -> None:
    """A matrix without rows keeps its width."""
    assert unit(np.zeros((0, 4))).shape == (0, 4)


def test_sparse_unit_rows_are_those_of_the_dense_matrix() -> None:
    """Both give the same rows, and an empty row of a sparse matrix stays empty."""
    dense = np.array([[3.0, 0.0, 4.0], [0.0, 0.0, 0.0], [0.0, 5.0, 12.0]])
    scaled = unit_sparse(sparse.csr_array(dense))
    assert scaled.toarray() == pytest.approx(unit(dense))
    assert scaled.toarray()[2, 1] == pytest.approx(5 / 13)
    assert np.diff(scaled.indptr).tolist() == [2, 0, 2]
    assert scaled.dtype == np.float32


def test_idf_of_features_by_hand() -> None:
    """In three of three texts: ln(4/4) + 1 = 1; in two: ln(4/3) + 1 = 1.2877; of a single text: left out."""
    weights = weigh(counted([[1, 1, 1, 0], [2, 0, 0, 0], [1, 3, 0, 0]]))
    assert weights.columns.tolist() == [0, 1]
    assert weights.idf == pytest.approx([1.0, 1.287682], abs=1e-6)


def test_a_single_text_keeps_its_features() -> None:
    """Where there is one text alone, nothing can be in two."""
    weights = weigh(counted([[1, 0, 2]]))
    assert weights.columns.tolist() == [0, 2]
    assert weights.idf == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(("limit", "kept"), [(1, [1]), (2, [0, 1]), (3, [0, 1, 2]), (None, [0, 1, 2])])
def test_only_the_most_frequent_features_are_kept(limit: int | None, kept: list[int]) -> None:
    """The commonest go first, of equals the smaller bucket; the kept ones stand in the order of buckets."""
    weights = weigh(counted([[1, 1, 1], [1, 1, 1], [0, 1, 0]]), limit)
    assert weights.columns.tolist() == kept


def test_weighted_rows_by_hand() -> None:
    """A count of 1 at idf 1 is 1; one of 3 at idf 1.2877 is (1 + ln 3) * 1.2877 = 2.7023; over the length 2.8814."""
    counts = counted([[1, 1, 1, 0], [2, 0, 0, 0], [1, 3, 0, 0]])
    row = weigh(counts).apply(counts).toarray()[2]
    assert row == pytest.approx([0.34706, 0.93785], abs=1e-4)


def test_a_row_of_unknown_features_is_empty() -> None:
    """A later text that has none of the features in use is a row of zeros of the same width."""
    weights = weigh(counted([[1, 0, 0], [1, 0, 0]]))
    assert weights.apply(counted([[0, 4, 1]])).toarray().tolist() == [[0.0]]


def test_texts_of_shared_words_are_nearer() -> None:
    """Equal texts have cosine 1, related ones less, those of other letters none; every row has length 1."""
    rows = tfidf(["export crashes", "export crashes", "export freezes", "wxyz", "wxyz"]).toarray()
    cosine = rows @ rows.T
    assert cosine[0, 1] == pytest.approx(1.0, abs=1e-6)
    assert 0.0 < cosine[0, 2] < 1.0
    assert cosine[0, 3] == 0.0
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(5), abs=1e-6)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (3, Scale(2, 2, 2, 2, 1)),
        (60, Scale(3, 3, 2, 2, 15)),
        (1_000, Scale(7, 7, 5, SMALL, 15)),
        (13_083, Scale(16, 16, 39, SMALL, 15)),
    ],
)
def test_sizes_by_hand(texts: int, expected: Scale) -> None:
    """n**0.29 neighbours and rounds, n**0.82 / 62 texts in a dense region, a third as many dimensions up to 15."""
    assert scale(texts) == expected


def test_sizes_never_shrink_as_texts_come() -> None:
    """More texts never mean fewer neighbours, smaller groups or fewer dimensions, nor more neighbours than others."""
    sizes = [scale(n) for n in range(3, 3_000, 7)]
    for one, other in pairwise(sizes):
        assert one.neighbours <= other.neighbours
        assert one.minimum <= other.minimum
        assert one.group <= other.group <= SMALL
        assert one.dimensions <= other.dimensions
    assert all(size.neighbours < n for n, size in zip(range(3, 3_000, 7), sizes, strict=True))


def test_members_hold_the_weights_in_the_rows_of_their_labels() -> None:
    """A text without a label is in no row; a label that nobody has is a row of zeros."""
    table = members(np.array([0, NONE, 2, 0]), np.array([5, 7, 1, 2]))
    assert table.toarray().tolist() == [[5, 0, 0, 2], [0, 0, 0, 0], [0, 0, 1, 0]]


def test_centroids_count_copies() -> None:
    """Three copies on one axis and one on another: (3, 1) / sqrt(10)."""
    means = centroids(AXES, np.array([0, 0, NONE]), np.array([3, 1, 9]))
    assert means == pytest.approx(np.array([[3, 1, 0]]) / np.sqrt(10), abs=1e-6)


def test_opposite_texts_have_no_middle() -> None:
    """The mean of two opposite rows is nothing, not a division by zero."""
    means = centroids(np.array([[1, 0], [-1, 0]], np.float32), np.array([0, 0]), np.array([1, 1]))
    assert means.tolist() == [[0.0, 0.0]]


def test_the_nearest_centroid_and_its_similarity() -> None:
    """Each text has the centroid of the highest cosine; ties go to the smaller label."""
    texts = unit(np.array([[1.0, 0.0, 0.0], [1.0, 2.0, 0.0], [1.0, 1.0, 0.0]]))
    nearest, similarity = nearest_centroid(texts, AXES[:2])
    assert nearest.tolist() == [0, 1, 0]
    assert similarity == pytest.approx([1.0, 0.894427, 0.707107], abs=2e-6)


def test_the_last_bits_decide_nothing() -> None:
    """Similarities that differ by less than a millionth are a tie, so that no machine decides otherwise."""
    means = np.array([[0.5, 0.0], [0.50000012, 0.0]], np.float32)
    assert nearest_centroid(np.array([[1.0, 0.0]], np.float32), means)[0].tolist() == [0]


def test_mean_cosine_by_hand() -> None:
    """Two equal rows: (4 - 2) / 2 = 1; two at right angles: 0; opposite: -1; one alone has none."""
    found = mean_cosine(np.array([4.0, 2.0, 0.0, 1.0]), np.array([2, 2, 2, 1]))
    assert found[:3].tolist() == [1.0, 0.0, -1.0]
    assert np.isnan(found[3])


def test_agreement_is_the_mean_over_pairs() -> None:
    """Two equal texts and one at right angles: pairs of cosine 1, 0 and 0, a third in the mean."""
    rows = np.stack([AXES[0], AXES[0], AXES[1], AXES[2], AXES[2], AXES[0]])
    found = agreement(rows, np.array([0, 0, 0, 1, 1, 2]))
    assert found[0] == pytest.approx(1 / 3)
    assert found[1] == pytest.approx(1.0)
    assert np.isnan(found[2])


def test_agreement_equals_the_pairs_taken_one_by_one() -> None:
    """The sum of vectors gives what all pairs of different texts give."""
    rows = unit(np.random.RandomState(3).normal(size=(7, 5)))
    cosine = (rows @ rows.T)[~np.eye(7, dtype=bool)]
    assert agreement(rows, np.zeros(7, np.int64))[0] == pytest.approx(cosine.mean(), abs=1e-6)


def test_the_bound_follows_the_middling_core_text() -> None:
    """Core texts in clusters of .5, .5, .1 and .1: the median .3, times .6; a cluster of one text is passed over."""
    agreed, labels = np.array([0.5, np.nan, 0.1]), np.array([0, 0, 1, 2, 2])
    assert loosest(agreed, labels, np.ones(5, bool)) == pytest.approx(LOOSE * 0.3)
    assert loosest(agreed, labels, np.array([True, True, False, False, True])) == pytest.approx(LOOSE * 0.5)


def test_there_is_no_bound_without_agreement() -> None:
    """Nothing known, or a negative median, asks nothing of anyone."""
    labels = np.array([0, 1])
    assert loosest(np.array([np.nan, np.nan]), labels, np.ones(2, bool)) == 0.0
    assert loosest(np.array([0.4, 0.4]), labels, np.zeros(2, bool)) == 0.0
    assert loosest(np.array([-0.4, -0.2]), labels, np.ones(2, bool)) == 0.0
