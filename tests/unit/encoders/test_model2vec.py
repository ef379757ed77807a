"""Static models of the user's choice: loaded from a folder, told apart by their files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.made_up_model import save_model

from voc.encoders.model2vec import model2vec_encoder
from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState

WORDS = {"camera": (1, 0), "kamera": (1, 0), "invoice": (0, 1), "lasku": (0, 1)}


@pytest.fixture
def model(tmp_path: Path) -> str:
    """Four words, two meanings."""
    return save_model(tmp_path / "tiny", WORDS)


def test_words_of_two_languages_meet(model: str) -> None:
    """What means the same has the same vector, of length one."""
    vectors = model2vec_encoder(model).fit([]).encode(["Camera", "kamera", "lasku camera", "lasku"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [[1, 0], [1, 0], [0.5**0.5] * 2, [0, 1]], atol=1e-6)


def test_nothing_known_is_zero(model: str) -> None:
    """Zeros for unknown words, no rows for no texts."""
    fitted = model2vec_encoder(model).fit([])
    assert not fitted.encode(["", "zzz"]).any()
    assert fitted.encode([]).shape == (0, 2)


def test_a_vector_does_not_depend_on_its_company(model: str) -> None:
    """Alone or among others, to the bit."""
    fitted = model2vec_encoder(model).fit([])
    texts = ["camera invoice", "lasku", "", "camera camera lasku zzz"]
    assert np.concatenate([fitted.encode([text]) for text in texts]).tobytes() == fitted.encode(texts).tobytes()


def test_many_texts_at_once(model: str) -> None:
    """More than the library would spread over processes; a long text is read at its beginning."""
    fitted = model2vec_encoder(model).fit([])
    texts = ["camera", "lasku"] * 6000
    assert fitted.encode(texts).sum(axis=0).tolist() == [6000, 6000]
    assert fitted.encode(["camera " * 90 + "lasku " * 900])[0].tolist() == [1, 0]


def test_the_state_names_the_model_and_holds_no_weights(model: str) -> None:
    """A few JSON values restore it."""
    encoder = model2vec_encoder(model)
    state = encoder.fit([]).state()
    assert encoder.name == f"model2vec:{model}" == state.meta["encoder"]
    assert state.arrays == {}
    again = EncoderState(state.space, {}, json.loads(json.dumps(state.meta)))
    assert encoder.restore(again).space == state.space


def test_the_space_is_the_files_wherever_they_lie(model: str, tmp_path: Path) -> None:
    """A copy elsewhere gives the same space; another vector gives another one."""
    copy = Path(model).rename(tmp_path / "moved")
    state = model2vec_encoder(str(copy)).fit([]).state()
    save_model(tmp_path / "tiny", WORDS)
    assert model2vec_encoder(model).restore(state).space == state.space
    save_model(tmp_path / "tiny", WORDS | {"camera": (1, 0.5)})
    with pytest.raises(StoreError, match=r"the model of the last run \(model2vec-1-\w+\) is now model2vec-1-"):
        model2vec_encoder(model).restore(state)


def test_a_damaged_model_is_told(model: str) -> None:
    """Half a file of weights is one line, no traceback of the library's."""
    weights = Path(model) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:40])
    with pytest.raises(EncoderError, match="cannot be loaded") as failed:
        model2vec_encoder(model).fit([])
    assert failed.value.exit_code == 2
    assert "\n" not in str(failed.value)


def test_a_model_is_taken_to_know_the_language(model: str) -> None:
    """Which languages it should know is the user's choice: every text means something, none is weighed down."""
    fitted = model2vec_encoder(model).fit([])
    meaning = fitted.meaning(["camera", "lasku", ""])
    assert meaning.dtype == np.float32
    assert meaning.tolist() == [1, 1, 1]
    assert fitted.meaning([]).shape == (0,)
