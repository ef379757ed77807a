"""Themes that may be one, and the space they are compared in."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.deciding_world import STOPWORDS

from voc.analysis.themes.description.words import Tokenizer
from voc.analysis.themes.review.alike import alike
from voc.analysis.themes.review.space import Space, middles
from voc.model.theme import Theme
from voc.model.ticket import Kind


def theme(name: str, title: str, *, kind: Kind = Kind.BUG, size: int = 3, phrases: tuple[str, ...] = ()) -> Theme:
    tickets = tuple(f"t:{name}{number}" for number in range(size))
    return Theme(name, title, kind, phrases, (), tickets, None, None, "en")


def at(degrees: float) -> np.ndarray:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], np.float32)


def pairs(themes: list[Theme], angles: dict[str, float]) -> list[tuple[str, str]]:
    near = {name: at(angle) for name, angle in angles.items()}
    return [(each.theme_id, each.into) for each in alike(themes, near, Tokenizer(STOPWORDS))]


@pytest.mark.parametrize(
    ("titles", "degrees", "found"),
    [
        (("Export is empty", "The exports are empty"), 30, True),
        (("Export is empty", "The exports are empty"), 80, False),
        (("Export is empty", "Login fails"), 10, False),
        (("", ""), 10, False),
        (("Why?", "What?"), 10, False),
    ],
)
def test_titles_of_near_themes_that_say_the_same(titles: tuple[str, str], degrees: float, found: bool) -> None:
    """The words that carry meaning count, in any form; far themes may be called the same."""
    themes = [theme("th-a", titles[0], size=5), theme("th-b", titles[1])]
    assert pairs(themes, {"th-a": 0, "th-b": degrees}) == ([("th-b", "th-a")] if found else [])


def test_without_vectors_titles_decide() -> None:
    """Also where only one of both has them; each pair once."""
    themes = [theme("th-a", "Export is empty"), theme("th-b", "Export empty"), theme("th-c", "Exports are empty")]
    assert len(pairs(themes, {})) == len(pairs(themes, {"th-b": 0})) == 3


def test_tickets_that_hardly_differ_need_words_in_common_too() -> None:
    """Vectors alone say nothing of a language that the encoder does not know."""
    same = ("login page", "password reset")
    themes = [theme("th-a", "Cannot enter", phrases=same), theme("th-b", "Locked out", phrases=same)]
    assert pairs(themes, {"th-a": 0, "th-b": 10}) == [("th-a", "th-b")]
    other = [themes[0], theme("th-b", "Locked out", phrases=("printer",))]
    assert pairs(other, {"th-a": 0, "th-b": 10}) == []


def test_a_problem_is_never_like_a_wish() -> None:
    """They are kept apart on purpose."""
    themes = [theme("th-a", "Dark mode"), theme("th-b", "Dark mode", kind=Kind.FEATURE_REQUEST)]
    assert pairs(themes, {"th-a": 0, "th-b": 1}) == []


def test_the_smaller_goes_into_the_larger_in_any_order() -> None:
    """Shuffled themes give the same pairs in the same order, the likest titles first."""
    themes = [theme("th-a", "Export is empty", size=9), theme("th-b", "Export empty Monday", size=4)]
    themes += [theme("th-c", "Empty export", size=4), theme("th-d", "Login fails")]
    angles = {"th-a": 0, "th-b": 5, "th-c": 9, "th-d": 3}
    wanted = pairs(themes, angles)
    assert wanted[0] == ("th-c", "th-a")
    assert {("th-b", "th-a"), ("th-b", "th-c")} == set(wanted[1:])
    for seed in range(5):
        shuffled = random.Random(seed).sample(themes, len(themes))
        assert pairs(shuffled, angles) == wanted


def test_the_space_leaves_out_what_has_no_vector() -> None:
    """A ticket without one, or with an empty one, is like nothing; equal likenesses come by id."""
    space = Space(("t:1", "t:2", "t:3"), np.array([[1, 0], [1, 0], [0, 0]], np.float32))
    assert space.vector("t:3") is None and space.vector("t:9") is None
    assert space.middle(["t:3", "t:9"]) is None
    assert list(middles(space, {"one": ["t:1"], "none": []})) == ["one"]
    assert space.nearest(at(0), ["t:2", "t:9", "t:1"]) == [("t:1", 1.0), ("t:2", 1.0)]
    assert space.nearest(at(0), []) == []
