"""The lexical encoder: stable, storable, and blind to the order of texts."""

from __future__ import annotations

import json

import numpy as np
import pytest

from voc.encoders.lexical import LexicalEncoder
from voc.errors import StoreError
from voc.model.theme import EncoderState

TEXTS = [
    "The app crashes when I open the camera",
    "App crashed again while opening the camera",
    "Camera opens and the app crashes at once",
    "My invoice shows the wrong amount",
    "Wrong amount on the invoice of October",
    "The invoice amount is wrong again",
    "Sovellus kaatuu kun avaan kameran",
    "Kameran avaaminen kaataa sovelluksen",
    "Laskussa on väärä summa",
    "Väärä summa laskulla",
]


def test_vectors_have_unit_length() -> None:
    """A text with known words gets a float32 vector of length one."""
    vectors = LexicalEncoder().fit(TEXTS).encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", "   \n", "!?…", "🙂", "zzqqxx"])
def test_a_text_without_known_features_is_zero(text: str) -> None:
    """Nothing known gives zeros, never NaN and never a direction made up."""
    vectors = LexicalEncoder().fit(TEXTS).encode([text])
    assert not vectors.any()
    assert np.isfinite(vectors).all()


def test_the_fit_does_not_depend_on_the_order() -> None:
    """Reversed texts give the same space and the same bytes."""
    forwards, backwards = LexicalEncoder().fit(TEXTS), LexicalEncoder().fit(TEXTS[::-1])
    assert forwards.space == backwards.space
    assert forwards.encode(TEXTS).tobytes() == backwards.encode(TEXTS).tobytes()


def test_a_vector_does_not_depend_on_its_company() -> None:
    """A text encoded alone has the vector it has among others, so that vectors can be kept."""
    encoder = LexicalEncoder().fit(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert alone.tobytes() == encoder.encode(TEXTS).tobytes()


def test_what_is_alike_lies_near() -> None:
    """A camera ticket lies nearer to the other camera tickets than to invoices; the same in Finnish."""
    vectors = LexicalEncoder().fit(TEXTS).encode(TEXTS)
    similarity = vectors @ vectors.T
    assert similarity[0, 1] > similarity[0, 3]
    assert similarity[6, 7] > similarity[6, 8]


def test_inflected_words_meet() -> None:
    """A form that was never seen shares n-grams with those that were."""
    encoder = LexicalEncoder().fit(TEXTS)
    unseen, camera, invoice = encoder.encode(["kamerasta", TEXTS[6], TEXTS[8]])
    assert unseen @ camera > unseen @ invoice


def test_the_state_restores_the_encoder() -> None:
    """Arrays and JSON values are enough to give the same vectors in the same space."""
    fitted = LexicalEncoder().fit(TEXTS)
    state = fitted.state()
    restored = LexicalEncoder().restore(
        EncoderState(state.space, dict(state.arrays), json.loads(json.dumps(dict(state.meta))))
    )
    assert restored.space == fitted.space == state.space
    assert restored.encode(TEXTS).tobytes() == fitted.encode(TEXTS).tobytes()


def test_the_state_needs_no_pickle(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Every array can be written and read without objects."""
    for name, array in LexicalEncoder().fit(TEXTS).state().arrays.items():
        np.save(tmp_path / name, array, allow_pickle=False)
        assert np.array_equal(np.load(tmp_path / f"{name}.npy", allow_pickle=False), array)


@pytest.mark.parametrize("meta", [{}, {"encoder": "other", "version": 1}, {"encoder": "lexical", "version": 0}])
def test_a_foreign_state_is_refused(meta: dict[str, object]) -> None:
    """Another encoder's or version's state raises a StoreError that says what to do."""
    with pytest.raises(StoreError, match="fit a new one"):
        LexicalEncoder().restore(EncoderState("x", {}, meta))


def test_the_space_names_the_corpus() -> None:
    """Another corpus is another space, and its name says which encoder made it."""
    one, other = LexicalEncoder().fit(TEXTS).space, LexicalEncoder().fit(TEXTS[:-1]).space
    assert one != other
    assert one.startswith("lexical-")


@pytest.mark.parametrize("texts", [[], [""], ["hello"], ["hello", "hello"], ["", "hello world"]])
def test_tiny_corpora_can_be_fitted(texts: list[str]) -> None:
    """Nothing, one text or copies give vectors of the right number of rows."""
    encoder = LexicalEncoder().fit(texts)
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), vectors.shape[1])
    assert np.isfinite(vectors).all()
    assert encoder.space == LexicalEncoder().restore(encoder.state()).space


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    """Logs behind the first characters change nothing."""
    encoder = LexicalEncoder().fit(TEXTS)
    report = "Camera crash\n" + "The app crashes when I open the camera. " * 20
    assert encoder.encode([report]).tobytes() == encoder.encode([report + "at java.lang " * 500]).tobytes()


def test_words_mean_nothing_beyond_themselves() -> None:
    """The share of meaning is zero for every text, so that neighbours are sought by words alone."""
    meaning = LexicalEncoder().fit(TEXTS).meaning([*TEXTS, ""])
    assert meaning.dtype == np.float32
    assert meaning.tolist() == [0] * (len(TEXTS) + 1)
