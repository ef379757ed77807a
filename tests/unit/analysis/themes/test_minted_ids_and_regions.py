"""Ids of new themes, and the regions of known ones on axes where every cosine is known."""

from __future__ import annotations

import re

import numpy as np
import pytest

from voc.analysis.themes.identity import mint
from voc.analysis.themes.placing import LOOSEST, NOWHERE, Regions, absorb, centroids, place, regions

AXES = np.eye(3, dtype=np.float32)
LANDS = Regions(("a", "b"), AXES[:2], np.array([0.6, 0.6], np.float32), np.array([0.9, 0.9], np.float32))
"""Two themes on two axes: inside from a cosine of .6, quite sure from .9."""
ANY = np.ones((1, 2), bool)


def at(*cosines: float) -> np.ndarray:
    """One unit row with these cosines to the first two axes."""
    rest = np.sqrt(1 - sum(cosine**2 for cosine in cosines))
    return np.array([[*cosines, rest]], np.float32)


def test_ids_are_ten_hex_digits_and_differ() -> None:
    """As many ids as were asked for, each ``th-`` and ten hex digits, none twice."""
    ids = mint(50, ["t:1", "t:2"], (), 0)
    assert len(set(ids)) == 50
    assert all(re.fullmatch(r"th-[0-9a-f]{10}", id_) for id_ in ids)


def test_ids_do_not_depend_on_the_order_of_tickets() -> None:
    """Two fresh stores with the same tickets agree; another seed or another ticket gives other ids."""
    ids = mint(3, ["t:1", "t:2"], (), 0)
    assert mint(3, ["t:2", "t:1"], (), 0) == ids
    assert not set(mint(3, ["t:1", "t:2"], (), 1)) & set(ids)
    assert not set(mint(3, ["t:1", "t:2", "t:3"], (), 0)) & set(ids)


def test_a_taken_id_is_never_minted_again() -> None:
    """Ids that are in use are passed over, and the count is still full."""
    first = mint(4, ["t:1"], (), 0)
    more = mint(4, ["t:1"], first[1:], 0)
    assert len(more) == 4
    assert not set(more) & set(first[1:])


def test_fewer_ids_are_the_first_of_more() -> None:
    """Asking for more does not change those that come first; asking for none gives none."""
    assert mint(5, ["t:1"], (), 0)[:2] == mint(2, ["t:1"], (), 0)
    assert mint(0, ["t:1"], (), 0) == ()


def test_broken_ids_of_tickets_are_no_obstacle() -> None:
    """A lone surrogate in a ticket id is hashed like any other character."""
    assert len(mint(1, ["t:\ud800"], (), 0)) == 1


def test_unit_means_by_hand() -> None:
    """Two axes in the middle: 1 / sqrt(2) each; opposite rows have no middle; no groups, no rows."""
    found = centroids([AXES[:2], np.array([[1, 0, 0], [-1, 0, 0]], np.float32)], 3)
    assert found == pytest.approx(np.array([[np.sqrt(0.5), np.sqrt(0.5), 0], [0, 0, 0]]), abs=1e-6)
    assert centroids([], 3).shape == (0, 3)


def test_a_lone_ticket_has_the_usual_radius() -> None:
    """Where no theme has two members the radius is .6; beside others a lone ticket takes their median."""
    assert regions({"a": [0]}, AXES).radii == pytest.approx([0.6])
    lands = regions({"a": [0, 1], "b": [2]}, np.stack([AXES[0], AXES[0], AXES[1]]))
    assert lands.radii == pytest.approx([1.0, 1.0])


def test_a_radius_is_drawn_towards_the_usual_one() -> None:
    """Two members count as two against four usual ones: (2 * 1 + 4 * .5) / 6 = 2/3, and (2 * 0 + 4 * .5) / 6 = 1/3."""
    lands = regions({"a": [0, 1], "b": [2, 3]}, np.stack([AXES[0], AXES[0], AXES[1], AXES[2]]))
    assert lands.radii == pytest.approx([2 / 3, 1 / 3])
    assert (lands.radii >= LOOSEST).all()


@pytest.mark.parametrize(
    ("cosine", "theme", "confidence"), [(0.55, NOWHERE, 0.0), (0.65, 0, 0.5833), (0.75, 0, 0.75), (0.95, 0, 1.0)]
)
def test_confidence_by_hand(cosine: float, theme: int, confidence: float) -> None:
    """From .5 at the radius of .6 to 1 at the typical .9; nothing outside."""
    found = place(at(cosine, 0.0), LANDS, ANY)
    assert found.theme.tolist() == [theme]
    assert found.confidence == pytest.approx([confidence], abs=1e-3)
    assert found.nearest.tolist() == [0]


@pytest.mark.parametrize(("other", "theme"), [(0.66, 0), (0.68, NOWHERE)])
def test_the_next_theme_must_be_farther(other: float, theme: int) -> None:
    """.7 against .66 is a margin of .04 and enough; .7 against .68 is not."""
    assert place(at(0.7, other), LANDS, ANY).theme.tolist() == [theme]


def test_a_theme_of_another_kind_is_no_rival() -> None:
    """A theme that the ticket may not join does not stand between it and one that it may."""
    found = place(at(0.68, 0.7), LANDS, np.array([[True, False]]))
    assert found.theme.tolist() == [0]
    assert found.nearest.tolist() == [1]


@pytest.mark.parametrize(("size", "theme"), [(1, 0), (2, 0), (3, NOWHERE), (50, NOWHERE)])
def test_a_cluster_is_absorbed_by_what_is_expected(size: int, theme: int) -> None:
    """Expected cosines for radius .6: .6, .728, .792 and .983; at four fifths .6 is enough for one or two tickets."""
    assert absorb(at(0.6, 0.0)[0], size, LANDS, np.array([True, True])) == theme
