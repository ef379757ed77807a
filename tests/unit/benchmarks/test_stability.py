"""Themes that outlive new texts, by hand and on invented texts."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.quality import stability
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.stability import share_kept


def kept(before: list[int], after: list[int]) -> float:
    return share_kept(np.array(before), np.array(after))


def test_the_same_themes_are_kept() -> None:
    """Themes with other numbers are the same themes."""
    assert kept([0, 0, 1, 1, -1], [5, 5, 2, 2, -1]) == 1.0


def test_a_theme_cut_in_three_is_gone() -> None:
    """Where no piece holds half of a theme, the theme is not kept; its neighbour is."""
    assert kept([0] * 6 + [1, 1], [0, 0, 1, 1, 2, 2, 3, 3]) == 0.5


def test_only_one_of_two_joined_themes_is_kept() -> None:
    """Two themes that became one: the larger one lives on in it, if it is at least half of it."""
    assert kept([0, 0, 0, 1, 1], [0, 0, 0, 0, 0]) == 0.5
    assert kept([0, 0, 1, 1, 2, 2], [0] * 6) == 0.0


def test_texts_of_no_theme_count_against_what_takes_them() -> None:
    """A theme that swallows as many texts of no theme as it had, and one more, is another theme."""
    assert kept([0, 0, -1, -1], [0, 0, 0, 0]) == 1.0
    assert kept([0, 0, -1, -1, -1], [0] * 5) == 0.0


def test_without_themes_nothing_is_kept() -> None:
    """No theme before, or none after, is a share of nought."""
    assert kept([-1, -1], [0, 0]) == kept([0, 0], [-1, -1]) == 0.0


def test_voc_gives_the_same_themes_in_any_order() -> None:
    """The row of voc says that two runs agree, though the second gets the texts shuffled."""
    things = ("the calendar does not sync", "please add a dark mode", "the invoice shows a wrong sum")
    texts = tuple(f"{thing} {word}" for thing in things for word in ("today", "again", "on my phone", "since Monday"))
    data = Dataset("made up", texts, tuple(text.split()[1] for text in texts))
    (row,) = stability.stability(lambda: data, "lexical")
    assert row["two runs agree"] == "in all"
    assert row["ARI of two runs"] == pytest.approx(1.0)
    assert 0.0 <= float(row["themes kept"]) <= 1.0
