"""Encoders of the benchmark by name."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.quality import encoders
from benchmarks.quality.vector_cache import TimedVectors

from voc.encoders.lexical import LexicalEncoder
from voc.errors import VocError

TEXTS = ("the calendar does not sync", "please add a dark mode", "the calendar never syncs")


def test_vocs_encoders_are_those_of_its_configuration() -> None:
    """A name means what it means in voc.yaml, and the default what voc takes without one."""
    made = encoders.encode("lexical", TEXTS)
    assert np.array_equal(made.corpus.vectors, LexicalEncoder().fit(TEXTS).encode(TEXTS))
    assert made.corpus.texts == TEXTS
    assert not made.corpus.meaning.any()
    assert made.seconds > 0
    assert len(encoders.encode(encoders.DEFAULT, TEXTS).corpus.vectors) == len(TEXTS)


def test_an_unknown_encoder_is_told() -> None:
    """A name that voc does not know is refused in voc's own words."""
    with pytest.raises(VocError, match="lexicl"):
        encoders.encode("lexicl", TEXTS)


def test_the_sentence_model_is_not_loaded_for_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all vectors are on disk nothing heavy is imported."""
    known = TimedVectors(np.eye(3, dtype=np.float32), 7.0)
    monkeypatch.setattr(encoders, "remember", lambda space, texts, encode: known)
    made = encoders.encode(encoders.MINILM, TEXTS)
    assert made.corpus.vectors is known.vectors
    assert made.corpus.meaning.tolist() == [1, 1, 1]
    assert made.seconds == known.seconds
