"""Transformers of the user's choice: a tiny random one, loaded from a folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voc.encoders.sentence_transformers import sentence_transformers_encoder
from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState

pytest.importorskip("torch", reason="the extra sentence_transformers is not installed (it is large)")
pytest.importorskip("sentence_transformers", reason="the extra sentence_transformers is not installed (it is large)")

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "app", "camera", "invoice", "crashes", "is", "wrong"]
TEXTS = ["the app crashes", "the invoice is wrong", "camera", "the camera app is wrong and crashes the app"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One layer of eight dimensions, with random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    bert = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[bert, Pooling(8)], device="cpu").save(str(folder / "model"))
    return str(folder / "model")


def test_vectors_have_unit_length(model: str) -> None:
    """float32 rows of length one, the same every time; no rows for no texts."""
    fitted = sentence_transformers_encoder(model).fit([])
    vectors = fitted.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 8)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert fitted.encode(TEXTS).tobytes() == vectors.tobytes()
    assert fitted.encode([]).shape == (0, 8)


def test_a_vector_hardly_depends_on_its_company(model: str) -> None:
    """Padding changes the order of sums, nothing else."""
    fitted = sentence_transformers_encoder(model).fit([])
    alone = np.concatenate([fitted.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, fitted.encode(TEXTS), atol=1e-5)


def test_a_long_text_is_read_at_its_beginning(model: str) -> None:
    """Logs behind the first characters change nothing, and a text longer than the model reads is no failure."""
    fitted = sentence_transformers_encoder(model).fit([])
    head = "the app crashes " * 25
    assert fitted.encode([head]).tobytes() == fitted.encode([head + "invoice " * 900]).tobytes()


def test_the_state_names_the_model_and_holds_no_weights(model: str) -> None:
    """A few JSON values restore it; another model's state is refused."""
    encoder = sentence_transformers_encoder(model)
    state = encoder.fit([]).state()
    assert encoder.name == f"sentence_transformers:{model}" == state.meta["encoder"]
    assert state.space.startswith("sentence-transformers-1-")
    assert state.arrays == {}
    again = EncoderState(state.space, {}, json.loads(json.dumps(state.meta)))
    assert encoder.restore(again).space == state.space
    with pytest.raises(StoreError, match="the model of the last run"):
        encoder.restore(EncoderState("lexical-1-0", {}, {"encoder": "lexical"}))


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    """One line, whatever the library stumbles over."""
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="cannot be loaded") as failed:
        sentence_transformers_encoder(str(tmp_path)).fit([])
    assert failed.value.exit_code == 2
    assert "\n" not in str(failed.value)


def test_loading_says_nothing(model: str) -> None:
    """No bars and no warnings of the libraries among voc's own messages."""
    code = (
        "import sys; from voc.encoders.sentence_transformers import sentence_transformers_encoder as E; "
        "E(sys.argv[1]).fit([]).encode(['app'])"
    )
    done = subprocess.run([sys.executable, "-c", code, model], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_model_is_taken_to_know_the_language(model: str) -> None:
    """Which languages it should know is the user's choice: every text means something, none is weighed down."""
    fitted = sentence_transformers_encoder(model).fit([])
    meaning = fitted.meaning(["camera", "lasku", ""])
    assert meaning.dtype == np.float32
    assert meaning.tolist() == [1, 1, 1]
    assert fitted.meaning([]).shape == (0,)
