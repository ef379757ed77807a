"""Vectors that are made once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from benchmarks.quality import vector_cache
from benchmarks.quality.vector_cache import remember

from voc.model.theme import Vectors


class Model:
    """Tells a text by its length, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    """Texts that come again, in one call or a later one, are not encoded again; rows follow the order asked for."""
    model = Model()
    first = remember("space", ["aa", "b", "aa"], model, tmp_path)
    again = remember("space", ["b", "cccc", "aa"], model, tmp_path)
    assert first.vectors.tolist() == [[2, 1], [1, 1], [2, 1]]
    assert again.vectors.tolist() == [[1, 1], [4, 1], [2, 1]]
    assert model.asked == ["b", "aa", "cccc"]


def test_the_seconds_are_those_of_the_first_time(tmp_path: Path) -> None:
    """What is read from disk is told with the seconds that it took to make; another space knows nothing of it."""
    first = remember("one", ["a", "b"], Model(), tmp_path)
    assert remember("one", ["a", "b"], Model(), tmp_path).seconds == pytest.approx(first.seconds)
    other = Model()
    remember("other", ["a"], other, tmp_path)
    assert other.asked == ["a"]


def test_an_interruption_loses_one_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was encoded before the model failed is not encoded again."""
    monkeypatch.setattr(vector_cache, "CHUNK", 1)

    def failing(texts: Sequence[str]) -> Vectors:
        if texts == ["bb"]:
            raise KeyboardInterrupt
        return Model()(texts)

    with pytest.raises(KeyboardInterrupt):
        remember("space", ["a", "bb"], failing, tmp_path)
    model = Model()
    remember("space", ["a", "bb"], model, tmp_path)
    assert model.asked == ["bb"]
