"""Small groups of near texts are found among those that no cluster took."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from voc.analysis.clustering import harvest as module
from voc.analysis.clustering.assign import Partition, nowhere
from voc.analysis.clustering.harvest import NONE, harvest, usual_similarity
from voc.analysis.clustering.neighbours import Neighbours, nearest_neighbours
from voc.analysis.clustering.rows import unit, unit_sparse


def listed(similarities: npt.NDArray[np.float64]) -> Neighbours:
    """Everyone's list of everyone else, nearest first, from a symmetrical matrix."""
    n = len(similarities)
    apart = np.where(np.eye(n, dtype=bool), -1.0, similarities)
    order = np.argsort(-apart, axis=1, kind="stable")[:, : n - 1]
    return Neighbours(order.astype(np.int32), np.take_along_axis(apart, order, axis=1).astype(np.float32))


def blocks(*sizes: int, inside: float = 0.6, outside: float = 0.1) -> npt.NDArray[np.float64]:
    """Texts in groups of these sizes that are ``inside`` alike within and ``outside`` across."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    return np.where(group[:, None] == group, inside, outside)


def ones(n: int) -> npt.NDArray[np.int64]:
    """No copies."""
    return np.ones(n, np.int64)


def test_groups_large_enough_are_found() -> None:
    """Four and three near texts are a group each; two and one are not."""
    labels = harvest(listed(blocks(4, 3, 2, 1)), np.ones(10, bool), ones(10), 0.5, 3)
    assert labels.tolist() == [0] * 4 + [1] * 3 + [NONE] * 3


def test_only_free_texts_are_harvested() -> None:
    """A text that has a cluster already is neither taken nor counted."""
    free = np.array([True, True, True, False, True, True, False])
    labels = harvest(listed(blocks(4, 3)), free, ones(7), 0.5, 3)
    assert labels.tolist() == [0, 0, 0, NONE, NONE, NONE, NONE]


def test_copies_count() -> None:
    """Two near texts of which one was sent three times are four tickets."""
    weights = np.array([3, 1, 1, 1])
    assert harvest(listed(blocks(2, 2)), np.ones(4, bool), weights, 0.5, 3).tolist() == [0, 0, NONE, NONE]


def test_a_chain_is_no_group() -> None:
    """Texts each like the next but not like the one after are not one group of all."""
    n = 12
    chain = np.array([[0.6 if abs(i - j) == 1 else 0.0 for j in range(n)] for i in range(n)])
    labels = harvest(listed(chain), np.ones(n, bool), ones(n), 0.5, 3)
    assert (labels == NONE).all()


def test_long_chains_are_cut_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a chain is too long to compare all with all, its weaker links go, and the groups in it are found."""
    monkeypatch.setattr(module, "LARGEST", 5)
    similarities = blocks(4, 4, 4, inside=0.9, outside=0.55)
    assert (
        harvest(listed(similarities), np.ones(12, bool), ones(12), 0.5, 3).tolist() == np.repeat([0, 1, 2], 4).tolist()
    )


def test_a_long_chain_of_equals_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that no bound can divide are one group, and the search for one ends."""
    monkeypatch.setattr(module, "LARGEST", 3)
    labels = harvest(listed(blocks(8, inside=1.0)), np.ones(8, bool), ones(8), 0.5, 3)
    assert labels.tolist() == [0] * 8


def test_nothing_free_nothing_found() -> None:
    """Without free texts there is no group."""
    assert (harvest(listed(blocks(3)), np.zeros(3, bool), ones(3), 0.5, 2) == NONE).all()


def test_the_usual_similarity_is_between_core_texts_of_one_cluster() -> None:
    """Other clusters and texts outside the cores do not count; without cores no group would be near enough."""
    similarities = blocks(3, 3, inside=0.4, outside=0.3)
    similarities[0, 1] = similarities[1, 0] = 0.9
    labels, dense = np.array([0, 0, 0, 1, 1, 1]), np.array([False, True, True, True, True, True])
    assert usual_similarity(listed(similarities), labels, dense) == pytest.approx(0.4)
    assert usual_similarity(listed(similarities), labels, np.zeros(6, bool)) == 1


def test_groups_get_fresh_labels() -> None:
    """A partition with small groups keeps what it had; the groups come after, and are surely near themselves."""
    vectors = unit(np.array([[1, 0.0], [1, 0.1], [0, 1.0], [0.1, 1.0], [1, 1]]))
    found = Partition(np.array([0, 0, NONE, NONE, NONE]), np.zeros(5, np.int64), np.full(5, 0.5))
    wider = found.with_groups(np.array([NONE, NONE, 0, 0, NONE]), vectors, ones(5))
    assert wider.labels.tolist() == [0, 0, 1, 1, NONE]
    assert wider.nearest.tolist() == [0, 0, 1, 1, 0]
    assert (wider.confidence[2:4] > 0.9).all()
    assert wider.confidence[4] == 0.5


def test_where_there_was_no_cluster_the_groups_are_the_nearest() -> None:
    """A text outside names the group nearest to it when there is nothing else."""
    vectors = unit(np.array([[1, 0.0], [1, 0.1], [0, 1.0], [0.1, 1.0], [0.2, 1]]))
    found = nowhere(5).with_groups(np.array([0, 0, 1, 1, NONE]), vectors, ones(5))
    assert found.labels.tolist() == [0, 0, 1, 1, NONE]
    assert found.nearest.tolist() == [0, 0, 1, 1, 1]
    assert found.confidence[4] == 0


def test_no_groups_change_nothing() -> None:
    """A partition without small groups is the same one."""
    empty = nowhere(3)
    assert empty.with_groups(np.full(3, NONE), unit(np.eye(3)), ones(3)) is empty


def test_a_theme_of_four_is_found_among_hundreds() -> None:
    """Four near rows among 400 random ones are a group of exactly these four."""
    generator = np.random.default_rng(1)
    random = generator.random((400, 300)) * (generator.random((400, 300)) < 0.03)
    random[100:104, :6] = 3.0
    features = unit_sparse(sparse.csr_array(random.astype(np.float32)))
    labels = harvest(nearest_neighbours(features, 10), np.ones(400, bool), ones(400), 0.6, 3)
    assert np.flatnonzero(labels == labels[100]).tolist() == [100, 101, 102, 103]
