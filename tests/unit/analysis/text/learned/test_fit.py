"""Fitting, scores, and the vectors below them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.svm import LinearSVC
from tests.made_up_labels import labelled

from voc.analysis.text.feedback import passage_of
from voc.analysis.text.learned.features import FAMILIES, features
from voc.analysis.text.learned.fit import FOLDS, best_temperature, fit, held_out_scores
from voc.analysis.text.learned.model import probabilities
from voc.analysis.text.learned.vectors import LEAST_ROWS, Hashed, hashed, vocabulary
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Kind

LEXICON = load_lexicon()
ROWS = labelled()
KINDS = [row.kind for row in ROWS]


def read(texts: list[str]) -> list[Hashed]:
    """Hashed words, each text its words' counts in one family."""
    return [
        hashed(
            {**{family: {} for family in FAMILIES}, "body": {word: text.split().count(word) for word in text.split()}}
        )
        for text in texts
    ]


@pytest.fixture(scope="module")
def texts() -> list[Hashed]:
    """The made-up texts as a model sees them."""
    return [hashed(features(passage_of(row.ticket, LEXICON), LEXICON)) for row in ROWS]


def test_only_what_several_texts_share_is_kept() -> None:
    """A word of one text alone, such as a name, leaves no trace in the vocabulary."""
    alone, shared = read(["ada printer", "printer"]), read(["printer"])
    assert LEAST_ROWS == 2
    assert vocabulary(alone).hashes.tolist() == shared[0].hashes.tolist()


def test_a_word_has_another_hash_in_each_family() -> None:
    """The subject's words and the body's are different features."""
    counts = {family: {"printer": 1} for family in FAMILIES}
    assert len(set(hashed(counts).hashes.tolist())) == len(FAMILIES)


def test_rows_have_the_length_of_their_families() -> None:
    """A text's part in a family is as long as the family's weight, whatever the text's length."""
    known = vocabulary(read(["a b c", "a b c"]))
    rows = known.rows(read(["a", "a b b b c c", "z"]))
    assert np.allclose(np.sqrt(rows.multiply(rows).sum(axis=1)), [FAMILIES["body"], FAMILIES["body"], 0])


def test_rare_words_weigh_more() -> None:
    """Inverse document frequency: what is in every text tells least."""
    texts = read(["every rare", "every rare", "every", "every"])
    known = vocabulary(texts)
    every, rare = (known.idf[known.hashes == code][0] for code in texts[0].hashes)
    assert every == pytest.approx(1.0)
    assert rare == pytest.approx(np.log(5 / 3) + 1)


def test_a_fitted_model_knows_its_texts(texts: list[Hashed]) -> None:
    """Texts that are easy to tell apart are told apart; kinds keep the order of ``Kind``."""
    model = fit(texts, KINDS)
    assert model.kinds == (Kind.BUG, Kind.FEATURE_REQUEST, Kind.QUESTION)
    assert [model.kinds[best] for best in model.scores(texts).argmax(axis=1)] == KINDS


def test_one_text_is_scored_as_many_are(texts: list[Hashed]) -> None:
    """A verdict's way to a score and the table's agree."""
    model = fit(texts, KINDS)
    for row, text in zip(ROWS[::20], texts[::20], strict=True):
        best = model.scores([text])[0]
        assert model.verdict(passage_of(row.ticket, LEXICON), LEXICON).kind is model.kinds[int(best.argmax())]


def test_scores_do_not_depend_on_company(texts: list[Hashed]) -> None:
    """A text has the same scores alone as among others, to the last bit."""
    model = fit(texts, KINDS)
    together = model.scores(texts)
    for number in (0, 30, 70):
        assert np.array_equal(model.scores([texts[number]])[0], together[number])


def test_held_out_texts_were_not_seen(texts: list[Hashed]) -> None:
    """With labels that mean nothing, held-out scores are right by chance only; with true ones nearly always."""
    numbers = np.array([list(SENTENCE_KINDS).index(kind) for kind in KINDS])
    assert (held_out_scores(texts, KINDS, 0).argmax(axis=1) == numbers).mean() > 0.95
    shuffled = [KINDS[i] for i in np.random.default_rng(0).permutation(len(KINDS))]
    truth = np.array([list(SENTENCE_KINDS).index(kind) for kind in shuffled])
    assert (held_out_scores(texts, shuffled, 0).argmax(axis=1) == truth).mean() < 0.6


SENTENCE_KINDS = dict.fromkeys(KINDS)


def test_folds_are_drawn_by_the_seed(texts: list[Hashed]) -> None:
    """The same seed gives the same figures, another one other folds."""
    first = held_out_scores(texts, KINDS, 1)
    assert FOLDS == 5
    assert np.array_equal(first, held_out_scores(texts, KINDS, 1))
    assert not np.array_equal(first, held_out_scores(texts, KINDS, 2))


def test_probabilities_sum_to_one_and_sharpen() -> None:
    """A lower temperature is surer; huge scores do not overflow."""
    scores = np.array([[1.0, 0.0, -1.0], [9e9, 0.0, 1.0]], np.float32)
    for temperature in (0.1, 1.0, 5.0):
        assert np.allclose(probabilities(scores, temperature).sum(axis=1), 1)
    assert probabilities(scores, 0.1)[0, 0] > probabilities(scores, 1.0)[0, 0] > probabilities(scores, 5.0)[0, 0]


def test_the_temperature_follows_how_often_scores_are_right() -> None:
    """Scores that are wrong as often as right are cooled down, scores that are always right are not."""
    scores = np.tile(np.array([[1.0, -1.0]], np.float32), (100, 1))
    right = np.zeros(100, np.int64)
    half = np.arange(100) % 2
    assert best_temperature(scores, right) < best_temperature(scores, half)
    assert probabilities(scores, best_temperature(scores, half))[0, 0] < 0.65


def test_a_rare_kind_is_not_learned_by_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text costs more than one of two equally common kinds does, however rare its kind is."""
    costs = []

    def machine(**given: float) -> LinearSVC:
        costs.append(given["C"])
        return LinearSVC(**given)

    monkeypatch.setattr("sklearn.svm.LinearSVC", machine)
    words = read(["a b", "a c", "b c", "a b c", "d e", "d f", "e f", "d e f"])
    for rare in (4, 1):
        kinds = [Kind.QUESTION if number < rare else Kind.BUG for number in range(8)]
        fit(words, kinds)
    balanced, rarer = costs[0], costs[2]
    assert rarer * 8 / (2 * 1) == pytest.approx(balanced)
