"""Texts to counts: what is read, how words are cut, and what is counted."""

from __future__ import annotations

import numpy as np
import pytest

from voc.analysis.clustering import ngrams
from voc.analysis.clustering.weighting import tfidf, weigh


def test_tokens_are_folded_words() -> None:
    """Case, punctuation and compatibility forms do not tell words apart; letters of every language are kept."""
    assert ngrams.tokens("ﬁle NOT Found!! Väärä-summa 12€") == ["file", "not", "found", "väärä", "summa", "12"]


def test_the_subject_is_read_twice() -> None:
    """The first of several lines stands twice in what is read, a lone line once."""
    assert ngrams.tokens("Crash\nIt broke") == ["crash", "crash", "it", "broke"]
    assert ngrams.tokens("It broke") == ["it", "broke"]


def test_only_the_focus_is_read() -> None:
    """Characters behind the focus are not read at all."""
    assert "tail" not in ngrams.tokens("x " * ngrams.FOCUS + "tail")


def test_words_and_pairs_are_counted() -> None:
    """Three words make three words and two pairs; a repeated word counts twice in one cell."""
    counts = ngrams.count(["red green red"])
    assert counts.words.sum() == 5
    assert counts.words.max() == 2


def test_pairs_know_their_order() -> None:
    """Two words the other way round are another pair."""
    counts = ngrams.count(["card payment", "payment card"]).words
    shared = counts[[0]].multiply(counts[[1]]).sum()
    assert shared == 2


def test_pairs_do_not_reach_across_texts() -> None:
    """The last word of one text and the first of the next are no pair."""
    assert ngrams.count(["one", "two"]).words.sum() == 2


def test_ngrams_stay_within_words() -> None:
    """`` ab `` has two 3-grams and one 4-gram; a second word adds only its own."""
    assert ngrams.count(["ab"]).characters.sum() == 3
    assert ngrams.count(["ab ab"]).characters.sum() == 6


@pytest.mark.parametrize("texts", [[], [""], ["", "!!"]])
def test_nothing_to_count(texts: list[str]) -> None:
    """No texts and empty texts give empty rows, not an error."""
    counts = ngrams.count(texts)
    assert counts.words.shape == counts.characters.shape == (len(texts), ngrams.BUCKETS)
    assert counts.words.nnz == counts.characters.nnz == 0


def test_rare_features_weigh_more() -> None:
    """The fewer texts a feature stands in, the larger its inverse document frequency; a lone one is dropped."""
    counts = ngrams.count(["a b", "a b", "a", "a zzz"]).words
    weights = weigh(counts)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])[weights.columns]
    assert set(frequency) == {2, 4}
    assert weights.idf[frequency == 2].min() > weights.idf[frequency == 4].max()


def test_the_limit_keeps_the_most_frequent() -> None:
    """Of more features than allowed the most frequent stay, in ascending order."""
    weights = weigh(ngrams.count(["a b c", "a b", "a c", "a"]).words, limit=1)
    everything = weigh(ngrams.count(["a b c", "a b", "a c", "a"]).words)
    assert len(weights.columns) == 1
    assert weights.idf[0] == everything.idf.min()


def test_rows_have_unit_length() -> None:
    """Rows of shared features have length one; a row of none is empty."""
    rows = tfidf(["the card is lost", "my card is lost", "qqq"])
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    np.testing.assert_allclose(lengths, [1, 1, 0], atol=1e-6)
