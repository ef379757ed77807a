"""Parts of a theme from week to week: who joins which, and when they are cut anew."""

from __future__ import annotations

import math

import numpy as np
import pytest

from voc.analysis.themes.description.parts import STEP, joined, outgrown
from voc.model.theme import Vectors

EAST, NORTH, NOWHERE = (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)
KNOWN = [("a", "b", "c"), ("x", "y", "z")]


def vectors(*rows: tuple[float, float]) -> Vectors:
    return np.array(rows, np.float32)


OLD = (EAST, EAST, EAST, NORTH, NORTH, NORTH)


def test_newcomers_join_the_nearest_part() -> None:
    """Each the one whose middle it is near; nobody else moves."""
    tickets = ["a", "b", "c", "x", "y", "z", "new", "other"]
    assert joined(KNOWN, tickets, vectors(*OLD, (0.8, 0.6), (0.6, 0.8))) == [
        ("a", "b", "c", "new"),
        ("other", "x", "y", "z"),
    ]


def test_who_has_no_words_joins_no_part() -> None:
    """A newcomer without a vector is near to nothing."""
    assert joined(KNOWN, ["a", "b", "c", "x", "y", "z", "mute"], vectors(*OLD, NOWHERE)) == KNOWN


def test_who_left_is_in_no_part() -> None:
    """A part loses what the theme lost, and is none with fewer than three tickets."""
    four = [("a", "b", "c", "d"), ("x", "y", "z")]
    assert joined(four, ["a", "b", "c", "x", "y", "z"], vectors(*OLD)) == KNOWN
    assert joined(KNOWN, ["a", "b", "x", "y", "z"], vectors(EAST, EAST, NORTH, NORTH, NORTH)) is None


@pytest.mark.parametrize(("before", "now", "cut"), [(0, 5, True), (5, 0, True), (100, 100, False), (100, 201, True)])
def test_twice_as_much_is_too_much(before: int, now: int, cut: bool) -> None:
    """New and emptied themes are looked at; a theme of its old size is not; one that doubled is."""
    assert outgrown(before, now) is cut


def test_growing_by_ones_is_growing_too() -> None:
    """Week by week, one ticket at a time, a theme is cut as often as if it had grown in leaps."""
    cuts = sum(outgrown(size, size + 1) for size in range(100, 1000))
    assert abs(cuts - math.log(10, STEP)) <= 1
