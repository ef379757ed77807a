"""Who hears whom: by words, by meaning, and by both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from voc.analysis.clustering import graph as module
from voc.analysis.clustering.graph import BACKGROUND, two_way_graph
from voc.analysis.clustering.neighbours import Neighbours, nearest_vectors
from voc.analysis.clustering.rows import unit
from voc.model.theme import Vectors

N, K = 60, 3
NOTHING, EVERYTHING = np.zeros(N, np.float32), np.ones(N, np.float32)


def directions(seed: int) -> Vectors:
    """N random unit rows."""
    return unit(np.random.default_rng(seed).normal(size=(N, 8)))


WORDS: Neighbours = nearest_vectors(directions(1), BACKGROUND * K)
"""Lists of one kind of evidence, which knows nothing of the other."""
VECTORS = directions(2)


def plain(found: Neighbours) -> npt.NDArray[np.float64]:
    """What the nearest K of each row have above its farthest kept one, over the mean of the rows' sums."""
    table = np.zeros((N, N))
    for row in range(N):
        for place in range(K):
            table[row, found.indices[row, place]] = found.similarities[row, place] - found.similarities[row, -1]
    return table / table.sum(axis=1).mean()


BY_WORDS, BY_MEANING = plain(WORDS), plain(nearest_vectors(VECTORS, BACKGROUND * K))


def made(meaning: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The graph of WORDS and VECTORS, written out."""
    return two_way_graph(WORDS, VECTORS, meaning, K).toarray()


def test_without_meaning_there_are_words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neighbours by words as they are, and vectors that say nothing more are not even searched."""
    monkeypatch.setattr(module, "nearest_vectors", lambda *_: pytest.fail("a search for nothing"))
    np.testing.assert_allclose(made(NOTHING), BY_WORDS, atol=1e-6)


def test_with_all_meaning_it_is_half_and_half() -> None:
    """Both ways weigh the same in all: each is scaled to the same mean before they are added."""
    np.testing.assert_allclose(made(EVERYTHING), (BY_WORDS + BY_MEANING) / 2, atol=1e-5)


def test_a_text_hears_by_meaning_as_much_as_it_means_something() -> None:
    """Row by row: one that is not understood by its words alone, one half understood with a quarter of meaning."""
    meaning = np.resize(np.array([0, 0.5, 1], np.float32), N)
    expected = (1 - meaning[:, None] / 2) * BY_WORDS + meaning[:, None] / 2 * BY_MEANING
    found = made(meaning)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(found[::3], BY_WORDS[::3], atol=1e-5)


@pytest.mark.parametrize("meaning", [NOTHING, EVERYTHING, EVERYTHING / 3])
def test_rows_weigh_one_on_average(meaning: npt.NDArray[np.float32]) -> None:
    """However much the texts mean, as long as they all mean as much; no weight is negative, nobody hears themselves."""
    found = made(meaning)
    assert found.sum(axis=1).mean() == pytest.approx(1, abs=1e-5)
    assert (found >= 0).all()
    assert not found.diagonal().any()


@pytest.mark.parametrize("scale", [0.01, 0.5])
def test_neither_way_is_the_louder_for_its_similarities(scale: float) -> None:
    """Cosines of words are small where texts are long; that changes nothing."""
    quiet = Neighbours(WORDS.indices, WORDS.similarities * np.float32(scale))
    found = two_way_graph(quiet, VECTORS, EVERYTHING, K).toarray()
    np.testing.assert_allclose(found, made(EVERYTHING), atol=1e-4)


def test_texts_without_a_word_in_common_meet_by_meaning() -> None:
    """No neighbour by words is no harm; without meaning as well nobody hears anyone."""
    strangers = Neighbours(np.tile(np.arange(N, dtype=np.int32)[:, None], (1, K)), np.zeros((N, K), np.float32))
    np.testing.assert_allclose(two_way_graph(strangers, VECTORS, EVERYTHING, K).toarray(), BY_MEANING / 2, atol=1e-5)
    assert two_way_graph(strangers, VECTORS, NOTHING, K).nnz == 0


def test_vectors_that_are_all_the_same_say_nothing() -> None:
    """No text stands out, so that words are all there is, without a division by nothing."""
    found = two_way_graph(WORDS, np.ones((N, 1), np.float32), EVERYTHING, K).toarray()
    np.testing.assert_allclose(found, BY_WORDS / 2, atol=1e-6)


def test_few_texts_are_searched_as_far_as_they_go() -> None:
    """Three texts have two neighbours each, whatever the background would be."""
    few = nearest_vectors(VECTORS[:3], 2)
    found = two_way_graph(few, VECTORS[:3], EVERYTHING[:3], 2)
    assert found.shape == (3, 3)
    assert np.isfinite(found.toarray()).all()
