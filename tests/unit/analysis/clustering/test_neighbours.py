"""Nearest neighbours against the plain definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import normalize

from voc.analysis.clustering import neighbours
from voc.analysis.clustering.neighbours import BLOCK, Neighbours, heaviest, nearest_neighbours, nearest_vectors
from voc.analysis.clustering.rows import unit
from voc.model.theme import Vectors


def _rows(n: int, columns: int = 40, density: float = 0.2, seed: int = 0) -> sparse.csr_array:
    generator = np.random.default_rng(seed)
    dense = generator.random((n, columns)) * (generator.random((n, columns)) < density)
    return sparse.csr_array(normalize(dense).astype(np.float32))


def _plain(features: sparse.csr_array, k: int) -> tuple[np.ndarray, np.ndarray]:
    similarities = np.round((features @ features.T).toarray(), neighbours.DECIMALS)
    np.fill_diagonal(similarities, -1)
    order = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    return order, np.take_along_axis(similarities, order, axis=1)


@pytest.mark.parametrize(("n", "k"), [(2, 1), (10, 3), (300, 7), (600, 15)])
def test_the_nearest_are_found(n: int, k: int) -> None:
    """The blocked search gives what sorting all similarities gives, across block borders too."""
    features = _rows(n)
    found, (order, similarities) = nearest_neighbours(features, k), _plain(features, k)
    last_place = 2 * 10.0**-neighbours.DECIMALS  # a sum in another order may be rounded the other way
    np.testing.assert_allclose(found.similarities, similarities.clip(0), atol=last_place)
    real = similarities > 0
    told = np.take_along_axis((features @ features.T).toarray(), found.indices, axis=1)
    np.testing.assert_allclose(told[real], found.similarities[real], atol=last_place)
    assert np.mean(found.indices[real] == order[real]) > 0.99


def test_nobody_is_their_own_neighbour() -> None:
    """The graph has no loops even where rows are copies of one another."""
    features = sparse.csr_array(np.ones((5, 1), np.float32))
    found = nearest_neighbours(features, 2)
    assert (found.indices != np.arange(5)[:, None]).all()
    assert found.indices[4].tolist() == [0, 1]
    assert found.among(np.arange(5)).diagonal().sum() == 0


def test_rows_without_company_have_no_edges() -> None:
    """A row that shares nothing is filled up with nothing: its row of the graph is empty."""
    features = sparse.csr_array(np.array([[1, 0], [1, 0], [0, 1], [0, 0]], np.float32))
    found = nearest_neighbours(features, 2)
    graph = found.among(np.arange(4))
    assert graph.nnz == 2
    assert graph[[2, 3]].nnz == 0
    assert found.similarities[0].tolist() == [1, 0]


def test_the_heaviest_features_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row keeps its largest features, the first of equals, and is made unit length again."""
    monkeypatch.setattr(neighbours, "FEWEST", 2)
    monkeypatch.setattr(neighbours, "MOST", 2)
    features = sparse.csr_array(np.array([[0.5, 0.5, 0.1, 0.5], [0, 0.1, 0.9, 0]], np.float32))
    kept = heaviest(features).toarray()
    assert (kept > 0).tolist() == [[True, True, False, False], [False, True, True, False]]
    np.testing.assert_allclose(np.linalg.norm(kept, axis=1), 1, atol=1e-6)


def test_many_rows_keep_fewer_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is bounded: with a small allowance each row keeps its fewest."""
    monkeypatch.setattr(neighbours, "FEATURES", 1)
    monkeypatch.setattr(neighbours, "FEWEST", 3)
    assert np.diff(heaviest(_rows(20, density=0.9)).indptr).max() == 3


def test_contrast_is_what_stands_out() -> None:
    """An edge weighs what it has above the farthest kept neighbour; one that only equals it is no edge."""
    found = Neighbours(
        np.array([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]], np.int32),
        np.array([[0.9, 0.5, 0.2], [0.9, 0.4, 0.4], [0.5, 0.4, 0.3], [0.2, 0.2, 0.2]], np.float32),
    )
    graph = found.contrast(2).toarray()
    np.testing.assert_allclose(graph[0], [0, 0.7, 0.3, 0], atol=1e-6)
    np.testing.assert_allclose(graph[1], [0.5, 0, 0, 0], atol=1e-6)
    assert not graph[3].any()


def test_among_is_symmetrical() -> None:
    """Whoever lists whom, both are as near to each other, and only the rows asked for are there."""
    found = nearest_neighbours(_rows(50), 3)
    rows = np.array([3, 4, 10, 30, 31])
    graph = found.among(rows).toarray()
    assert graph.shape == (5, 5)
    np.testing.assert_array_equal(graph, graph.T)
    everyone = found.among(np.arange(50)).toarray()
    np.testing.assert_array_equal(graph, everyone[np.ix_(rows, rows)])


def _dense(n: int, dimensions: int = 24, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(n, dimensions)))


@pytest.mark.parametrize(("n", "k"), [(2, 1), (10, 9), (BLOCK, 7), (BLOCK + 1, 7), (2 * BLOCK + 88, 15)])
def test_the_nearest_vectors_are_found(n: int, k: int) -> None:
    """The blocked search gives what sorting all cosines gives, in the last block and at its borders too."""
    vectors = _dense(n)
    found = nearest_vectors(vectors, k)
    order, similarities = _plain(sparse.csr_array(vectors), k)
    assert (found.indices.dtype, found.similarities.dtype) == (np.int32, np.float32)
    np.testing.assert_allclose(found.similarities, similarities, atol=2e-5)
    exact = np.take_along_axis(vectors.astype(np.float64) @ vectors.T.astype(np.float64), found.indices, axis=1)
    np.testing.assert_allclose(found.similarities, exact, atol=2e-5)
    assert (np.sort(found.indices, axis=1)[:, 1:] != np.sort(found.indices, axis=1)[:, :-1]).all()
    assert (found.indices == order).mean() > 0.999  # equal to five digits may come out as equal or not


def test_the_nearest_vectors_of_another_language_are_found() -> None:
    """Only those, as sorting all cosines gives them; where there are too few, the text itself fills the list up."""
    languages = np.resize(np.array([0, 1, 1]), BLOCK + 30)
    vectors = _dense(len(languages))
    found = nearest_vectors(vectors, 7, languages)
    cosines = np.where(languages[:, None] == languages, -9, (vectors @ vectors.T).round(5))
    np.testing.assert_allclose(found.similarities, -np.sort(-cosines, axis=1)[:, :7], atol=2e-5)
    assert (languages[found.indices] != languages[:, None]).all()
    few = nearest_vectors(vectors[:4], 3, languages[:4])
    assert sorted(few.indices[0].tolist()) == [0, 1, 2]
    assert few.similarities[0, -1] == 0


def test_equal_vectors_stand_in_the_order_of_rows() -> None:
    """Copies of few directions, in several blocks: every tie goes to the smaller row number, also the last place."""
    vectors = np.eye(5, dtype=np.float32)[np.random.default_rng(1).integers(5, size=2 * BLOCK + 30)]
    found = nearest_vectors(vectors, 40)
    order, similarities = _plain(sparse.csr_array(vectors), 40)
    assert np.array_equal(found.indices, order)
    assert np.array_equal(found.similarities, similarities)


def test_what_differs_in_the_last_digits_is_equal() -> None:
    """A sum that another machine adds up otherwise changes no neighbour: the smaller row comes first."""
    angles = np.array([0.0, 0.5 + 1e-7, 0.5, 0.5 - 1e-7])
    vectors = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    assert nearest_vectors(vectors, 3).indices[0].tolist() == [1, 2, 3]


def test_a_vector_is_not_its_own_neighbour() -> None:
    """Not among copies of itself, and not where all others are its opposite: those are listed as what they are."""
    assert nearest_vectors(np.ones((4, 1), np.float32), 2).indices.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]
    found = nearest_vectors(np.array([[1], [-1], [-1]], np.float32), 2)
    assert found.indices[0].tolist() == [1, 2]
    assert found.similarities[0].tolist() == [-1, -1]


@pytest.mark.parametrize("cores", [None, 1, 2, 64])
def test_the_number_of_cores_changes_nothing(monkeypatch: pytest.MonkeyPatch, cores: int | None) -> None:
    """Blocks searched one after the other or side by side give the same bytes, by vectors and by features."""
    vectors, features = _dense(3 * BLOCK + 5), _rows(3 * BLOCK + 5)
    before = nearest_vectors(vectors, 9), nearest_neighbours(features, 9)
    monkeypatch.setattr(neighbours.os, "cpu_count", lambda: cores)
    for one, other in zip(before, (nearest_vectors(vectors, 9), nearest_neighbours(features, 9)), strict=True):
        assert one.indices.tobytes() == other.indices.tobytes()
        assert one.similarities.tobytes() == other.similarities.tobytes()


def test_an_error_in_a_block_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that fails stops the search instead of leaving rows of nothing."""

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(neighbours, "_keep", fail)
    with pytest.raises(MemoryError):
        nearest_vectors(_dense(BLOCK + 1), 3)
