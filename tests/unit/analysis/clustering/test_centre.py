"""Vectors around what all texts share, and around what all texts of a language share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.clustering.rows import unit
from voc.analysis.clustering.smooth import SETTLED, centre
from voc.model.theme import Vectors

DIMENSIONS = 16
ENGLISH, FINNISH = np.eye(DIMENSIONS)[-2:]
"""The directions that tell the languages."""


def said(topics: list[int], language: np.ndarray, strength: float, seed: int = 0) -> Vectors:
    """A unit row a text, near the axis of its topic and drawn to that of its language."""
    noise = 0.1 * np.random.default_rng(seed).normal(size=(len(topics), DIMENSIONS))
    return unit(np.eye(DIMENSIONS)[topics] + strength * language + noise)


def test_without_languages_it_is_the_common_mean() -> None:
    """By hand: (1, 0), (0, 1) and (1, 1) less their mean, at length one; unknown languages are no language."""
    rows = np.array([[1, 0], [0, 1], [1, 1]], np.float32)
    expected = unit(rows - rows.mean(axis=0))
    np.testing.assert_array_equal(centre(rows), expected)
    np.testing.assert_array_equal(centre(rows, ["", "", ""]), expected)
    assert centre(rows).dtype == np.float32


def test_what_is_given_is_not_changed() -> None:
    """The vectors of the encoder serve others after this."""
    rows = said([0, 1, 2], ENGLISH, 1.0)
    kept = rows.copy()
    centre(rows, ["en", "en", "fi"])
    np.testing.assert_array_equal(rows, kept)


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0, 4.0])
def test_two_languages_with_an_offset_each_meet(strength: float) -> None:
    """Texts of one topic in two languages lie nearer than two topics in one, however strong the languages are: around
    the common mean they would not where the languages are stronger than the topics.
    """
    topics = [number % 4 for number in range(400)]
    rows = np.concatenate([said(topics, ENGLISH, strength, 1), said(topics, FINNISH, strength, 2)])
    languages = ["en"] * 400 + ["fi"] * 400

    def across_and_inside(vectors: Vectors) -> tuple[float, float]:
        cosines = vectors[:400] @ vectors[400:].T
        inside = vectors[:400] @ vectors[:400].T
        same = np.equal.outer(topics, topics)
        return float(cosines[same].mean()), float(inside[~same].mean())

    across, inside = across_and_inside(centre(rows, languages))
    assert across > inside + 0.5
    across, inside = across_and_inside(centre(rows))
    assert strength <= 1 or across < inside


@pytest.mark.parametrize("count", [1, 5, SETTLED, 10 * SETTLED])
def test_few_texts_of_a_language_are_drawn_less(count: int) -> None:
    """Of the way from the common mean to its own, a language goes the share n / (n + SETTLED): two texts in Swedish
    are about something as well as in Swedish, and what they are about must not go with the language.
    """
    axis = np.tile([1.0, 0, 0], (count, 1)) + 0.0
    others = np.tile([0, 1.0, 0], (count, 1))
    rows = np.concatenate([axis, others]).astype(np.float32)
    common = rows.mean(axis=0)
    left = (axis[0] - common) * (1 - count / (count + SETTLED))
    found = centre(rows, ["fi"] * count + [""] * count)
    np.testing.assert_allclose(found[0], left / np.linalg.norm(left), atol=1e-4)
    np.testing.assert_array_equal(found[count:], centre(rows)[count:])


def test_the_share_of_a_language_is_by_hand() -> None:
    """Two texts: their mean goes by 2 / 52, read before length one hides it from texts that differ."""
    rows = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, -1]], np.float32)
    centred = rows - rows.mean(axis=0)
    expected = unit(centred[:2] - centred[:2].mean(axis=0) * 2 / (2 + SETTLED))
    np.testing.assert_allclose(centre(rows, ["sv", "sv", "", ""])[:2], expected, atol=1e-6)


def test_unknown_languages_keep_the_common_mean() -> None:
    """A text whose language is not known is moved by no language, and counts in the common mean as before."""
    rows = np.concatenate([said([0, 1] * 50, ENGLISH, 1.0), said([0, 1] * 50, FINNISH, 1.0, 5)])
    mixed = centre(rows, ["en"] * 100 + [""] * 100)
    np.testing.assert_array_equal(mixed[100:], centre(rows)[100:])
    assert np.abs(mixed[:100] - centre(rows)[:100]).max() > 0.1


def test_one_language_alone_is_the_common_mean() -> None:
    """Texts all in one language lie around their mean already."""
    rows = said([0, 1, 2, 3] * 20, ENGLISH, 1.0)
    np.testing.assert_allclose(centre(rows, ["en"] * 80), centre(rows), atol=1e-5)


@given(st.lists(st.sampled_from(["", "en", "fi", "sv"]), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_nothing(languages: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    """Each text has the same place in any order, but for the last digits of a sum, and all of them have length one."""
    rows = unit(np.random.default_rng(len(languages)).normal(size=(len(languages), 5)))
    order = chance.sample(range(len(languages)), len(languages))
    found = centre(rows, languages)
    np.testing.assert_allclose(centre(rows[order], [languages[i] for i in order]), found[order], atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
