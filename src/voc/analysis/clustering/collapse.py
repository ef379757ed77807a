"""Near-duplicate texts as one text with a weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.ngrams import tokens

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """Which texts are copies of which.

    ``first`` holds the position of each distinct text's first copy; ``group`` the number of the distinct text each
    text is a copy of; ``weights`` how many copies each distinct text has.
    """

    first: npt.NDArray[np.int64]
    group: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]


def collapse(texts: Sequence[str]) -> Copies:
    """Texts are copies when their words agree, in order, whatever their case, punctuation and numbers."""
    numbers: dict[str, int] = {}
    group = np.empty(len(texts), np.int64)
    first: list[int] = []
    for position, text in enumerate(texts):
        key = _DIGITS.sub("0", " ".join(tokens(text)))
        group[position] = numbers.setdefault(key, len(numbers))
        if group[position] == len(first):
            first.append(position)
    return Copies(np.array(first, np.int64), group, np.bincount(group, minlength=len(first)))
