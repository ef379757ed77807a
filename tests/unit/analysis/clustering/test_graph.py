"""Who hears whom: by words, by meaning, and by both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from voc.analysis.clustering import graph as module
from voc.analysis.clustering.corpus import Corpus
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


def corpus(vectors: Vectors, meaning: npt.NDArray[np.float32], languages: Sequence[str] = ()) -> Corpus:
    """Texts of these vectors, which say nothing else, of no known language unless it is given."""
    return Corpus([""] * len(vectors), vectors, meaning, languages or [""] * len(vectors))


def made(meaning: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The graph of WORDS and VECTORS, written out."""
    return two_way_graph(WORDS, corpus(VECTORS, meaning), K).toarray()


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
    found = two_way_graph(quiet, corpus(VECTORS, EVERYTHING), K).toarray()
    np.testing.assert_allclose(found, made(EVERYTHING), atol=1e-4)


def test_texts_without_a_word_in_common_meet_by_meaning() -> None:
    """No neighbour by words is no harm; without meaning as well nobody hears anyone."""
    strangers = Neighbours(np.tile(np.arange(N, dtype=np.int32)[:, None], (1, K)), np.zeros((N, K), np.float32))
    np.testing.assert_allclose(
        two_way_graph(strangers, corpus(VECTORS, EVERYTHING), K).toarray(), BY_MEANING / 2, atol=1e-5
    )
    assert two_way_graph(strangers, corpus(VECTORS, NOTHING), K).nnz == 0


def test_vectors_that_are_all_the_same_say_nothing() -> None:
    """No text stands out, so that words are all there is, without a division by nothing."""
    found = two_way_graph(WORDS, corpus(np.ones((N, 1), np.float32), EVERYTHING), K).toarray()
    np.testing.assert_allclose(found, BY_WORDS / 2, atol=1e-6)


def test_few_texts_are_searched_as_far_as_they_go() -> None:
    """Three texts have two neighbours each, whatever the background would be."""
    few = nearest_vectors(VECTORS[:3], 2)
    found = two_way_graph(few, corpus(VECTORS[:3], EVERYTHING[:3]), 2)
    assert found.shape == (3, 3)
    assert np.isfinite(found.toarray()).all()


HALVES = ["en", "fi"] * (N // 2)


def edges(meaning: npt.NDArray[np.float32], languages: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Who hears whom by meaning, of texts without any word in common."""
    strangers = Neighbours(np.tile(np.arange(N, dtype=np.int32)[:, None], (1, K)), np.zeros((N, K), np.float32))
    loud = VECTORS + 3 * np.eye(8, dtype=np.float32)[[int(code == "fi") for code in languages]]
    return two_way_graph(strangers, corpus(unit(loud), meaning, languages), K).toarray() > 0


def test_two_languages_meet_however_loud_they_are() -> None:
    """The nearest of all are of a text's own language; every text hears as many of the other one as well."""
    abroad = np.array(HALVES)[:, None] != np.array(HALVES)
    found = edges(EVERYTHING, HALVES)
    assert (found & abroad).sum(axis=1).tolist() == [K] * N
    assert (found & ~abroad).sum(axis=1).tolist() == [K] * N
    assert not edges(EVERYTHING, [""] * N)[abroad].all()


@pytest.mark.parametrize("silent", ["fi", ""])
def test_only_what_is_understood_is_compared_across_languages(silent: str) -> None:
    """Texts without a known language, and those the encoder does not understand, add nobody."""
    known = np.array(HALVES) == "en"
    meaning = known.astype(np.float32) if silent else EVERYTHING
    codes = HALVES if silent else ["en" if here else "" for here in known]
    assert (edges(meaning, codes)[known].sum(axis=1) == K).all()


def test_a_handful_in_another_language_is_heard_by_nobody_but_hears_others() -> None:
    """Fewer texts than a background takes do not tell who stands out; they themselves have enough to choose from."""
    few = np.arange(N) < BACKGROUND * K - 1
    found = edges(EVERYTHING, ["fi" if rare else "en" for rare in few])
    assert not found[~few][:, few].any()
    assert (found[few][:, ~few].sum(axis=1) == K).all()
