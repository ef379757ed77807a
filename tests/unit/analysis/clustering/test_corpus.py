"""What is clustered, and some of it."""

from __future__ import annotations

import numpy as np

from voc.analysis.clustering.corpus import Corpus

WHOLE = Corpus(
    ["one", "two", "three"], np.eye(3, dtype=np.float32), np.array([0, 0.5, 1], np.float32), ["en", "", "fi"]
)


def test_some_texts_keep_what_is_known_of_them() -> None:
    """Text, vector, meaning and language stay together in the order asked for, twice where asked for twice."""
    part = WHOLE.take(np.array([2, 0, 2]))
    assert part.texts == ["three", "one", "three"]
    assert part.vectors.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1]]
    assert part.meaning.tolist() == [1, 0, 1]
    assert part.languages == ["fi", "en", "fi"]
    assert (part.vectors.dtype, part.meaning.dtype) == (np.float32, np.float32)


def test_taking_nothing_leaves_the_dimensions() -> None:
    """No rows, but the space is the same."""
    part = WHOLE.take(np.array([], np.intp))
    assert (len(part.texts), part.vectors.shape, part.meaning.shape, len(part.languages)) == (0, (0, 3), (0,), 0)


def test_taking_copies() -> None:
    """What is done to a part does not reach the whole."""
    part = WHOLE.take(np.arange(3))
    part.vectors[0], part.meaning[0] = 9, 9
    assert WHOLE.vectors[0].tolist() == [1, 0, 0]
    assert WHOLE.meaning[0] == 0
