"""New tickets into known themes."""

from __future__ import annotations

import numpy as np
import pytest

from voc.analysis.themes.placing import LOOSEST, MARGIN, NOWHERE, absorb, centroids, place, regions
from voc.model.theme import Vectors


def cloud(axis: int, count: int, *, spread: float = 0.3, seed: int = 0) -> Vectors:
    """Unit vectors around an axis of eight dimensions."""
    rows = np.random.default_rng(seed).normal(size=(count, 8)) * spread / np.sqrt(8)
    rows[:, axis] += 1.0
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def allowed(rows: int, columns: int) -> np.ndarray:
    """Every kind fits."""
    return np.ones((rows, columns), bool)


def test_a_member_looks_no_nearer_than_a_newcomer() -> None:
    """A member is compared with the others only: two opposite tickets give the loosest radius, not a tight one."""
    vectors = np.array([[1, 0], [0, 1]], np.float32)
    assert regions({"a": [0, 1]}, vectors).radii[0] == pytest.approx(LOOSEST)


def test_radii_follow_the_theme() -> None:
    """A tight theme has a narrow radius, a loose one a wide radius."""
    vectors = np.concatenate([cloud(0, 30, spread=0.1), cloud(1, 30, spread=1.0)])
    lands = regions({"tight": range(30), "wide": range(30, 60)}, vectors)
    assert lands.theme_ids == ("tight", "wide")
    assert lands.radii[0] > lands.radii[1] >= LOOSEST
    assert (lands.typical >= lands.radii).all()


def test_a_tiny_theme_is_judged_by_what_is_usual() -> None:
    """Two nearly equal tickets do not make a radius that nothing else can enter."""
    vectors = np.concatenate([cloud(0, 30, spread=0.6), cloud(1, 2, spread=0.01, seed=1)])
    lands = regions({"large": range(30), "tiny": [30, 31]}, vectors)
    assert lands.radii[1] < 0.99


def test_empty_themes_have_no_region() -> None:
    """Where no ticket is left there is nothing to be near to."""
    assert regions({"gone": [], "here": [0]}, cloud(0, 1)).theme_ids == ("here",)


def test_inside_with_a_margin_is_placed() -> None:
    """A ticket within one theme joins it, with a confidence of at least one half; one beside all joins none."""
    vectors = np.concatenate([cloud(0, 20), cloud(1, 20, seed=1)])
    lands = regions({"a": range(20), "b": range(20, 40)}, vectors)
    new = np.concatenate([cloud(0, 3, spread=0.1, seed=2), cloud(1, 1, spread=0.1, seed=3), cloud(5, 1, seed=4)])
    placing = place(new, lands, allowed(5, 2))
    assert placing.theme.tolist() == [0, 0, 0, 1, NOWHERE]
    assert (placing.confidence[:4] >= 0.5).all()
    assert (placing.confidence <= 1.0).all()
    assert placing.confidence[4] == 0.0
    assert placing.nearest[4] in (0, 1)


def test_between_two_themes_is_nowhere() -> None:
    """A ticket as near to one theme as to another is not guessed."""
    vectors = np.concatenate([cloud(0, 20, spread=1.0), cloud(1, 20, spread=1.0, seed=1)])
    lands = regions({"a": range(20), "b": range(20, 40)}, vectors)
    middle = lands.centroids.sum(axis=0, keepdims=True)
    middle /= np.linalg.norm(middle)
    assert np.ptp(middle @ lands.centroids.T) < MARGIN
    assert place(middle, lands, allowed(1, 2)).theme.tolist() == [NOWHERE]


def test_a_kind_that_does_not_fit_is_not_placed() -> None:
    """A theme that is not allowed is not joined, but still named as the nearest."""
    vectors = np.concatenate([cloud(0, 20), cloud(1, 20, seed=1)])
    lands = regions({"a": range(20), "b": range(20, 40)}, vectors)
    placing = place(cloud(0, 1, seed=2), lands, np.array([[False, True]]))
    assert placing.theme.tolist() == [NOWHERE]
    assert placing.nearest.tolist() == [0]


def test_a_text_without_known_words_is_nowhere() -> None:
    """A row of zeros is inside no radius."""
    lands = regions({"a": range(20)}, cloud(0, 20))
    assert place(np.zeros((1, 8), np.float32), lands, allowed(1, 1)).theme.tolist() == [NOWHERE]


def test_without_themes_or_tickets_nothing_is_placed() -> None:
    """Empty inputs give empty answers."""
    none = regions({}, np.zeros((0, 8), np.float32))
    assert place(cloud(0, 2), none, allowed(2, 0)).nearest.tolist() == [NOWHERE, NOWHERE]
    lands = regions({"a": range(5)}, cloud(0, 5))
    assert place(np.zeros((0, 8), np.float32), lands, allowed(0, 1)).theme.tolist() == []
    assert absorb(cloud(0, 1)[0], 3, none, np.zeros(0, bool)) == NOWHERE


def test_a_part_of_a_theme_is_absorbed() -> None:
    """More tickets of the same kind belong to the theme; a cluster elsewhere does not; nor does one of another kind."""
    lands = regions({"a": range(30)}, cloud(0, 30, spread=0.8))
    more, other = cloud(0, 10, spread=0.8, seed=1), cloud(4, 10, spread=0.8, seed=2)
    same, apart = centroids([more, other], 8)
    assert absorb(same, 10, lands, np.array([True])) == 0
    assert absorb(same, 10, lands, np.array([False])) == NOWHERE
    assert absorb(apart, 10, lands, np.array([True])) == NOWHERE


def test_a_larger_part_must_lie_nearer() -> None:
    """The mean of many tickets is less blurred than that of few, so more is asked of it."""
    lands = regions({"a": range(30)}, cloud(0, 30, spread=2.0))
    towards = lands.centroids[0] + 1.6 * np.eye(8, dtype=np.float32)[7]
    towards = np.asarray(towards / np.linalg.norm(towards), np.float32)
    assert absorb(towards, 1, lands, np.array([True])) == 0
    assert absorb(towards, 200, lands, np.array([True])) == NOWHERE
