"""Which tickets a look takes in, and what of them is new."""

from __future__ import annotations

import numpy as np
import pytest
from tests.weeks_of_topics import Story, ids, only, roll

from voc.analysis.themes.identity import emerging, look
from voc.analysis.themes.identity.look import sample
from voc.analysis.themes.identity.texts import NOWHERE, roll_of
from voc.model.registry import Shift, ThemeChange


def test_a_look_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is new, as many of the others as there may be, and some of every theme: all of a small one."""
    monkeypatch.setattr(look, "KNOWN", 40)
    monkeypatch.setattr(look, "LOOSE", 5)
    known = roll([100, 30, 3, 1], loose=20, fresh=7)
    rows = sample(known, 1)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert known.fresh[rows].sum() == 7
    assert (known.seen[rows] & (known.theme[rows] == NOWHERE)).sum() == 5
    counts = np.bincount(known.theme[rows][known.theme[rows] != NOWHERE])
    assert counts.tolist() == [18, 18, 3, 1]


def test_themes_are_seen_by_the_same_tickets_every_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of themes stay, those of none are others."""
    monkeypatch.setattr(look, "KNOWN", 40)
    monkeypatch.setattr(look, "LOOSE", 5)
    known = roll([100, 30, 3, 1], loose=200, fresh=0)
    one, other = (set(sample(known, week).tolist()) for week in (1, 2))
    themed = set(np.flatnonzero(known.theme != NOWHERE).tolist())
    assert one & themed == other & themed
    assert one - themed != other - themed


def test_every_theme_is_seen_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """More themes than tickets that may be looked at: one ticket each."""
    monkeypatch.setattr(look, "KNOWN", 5)
    known = roll([4] * 9, loose=0, fresh=1)
    assert np.bincount(known.theme[sample(known, 1)[:-1]]).tolist() == [1] * 9


def test_tickets_that_were_not_looked_at_follow_the_nearest_part(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large theme a sample is looked at; the others go where their like goes, and one without a vector stays."""
    monkeypatch.setattr(look, "KNOWN", 35)
    story.run([0] * 40 + [1] * 25 + [2] * 5, {1: 0})
    names = [theme.id for theme in story.found.themes]
    unseen = set(range(70)) - set(sample(roll_of(story.now, names, story.found.assignments), 2).tolist())
    part = {row for row, item in enumerate(story.now.feedback) if item.text == "topic 1"}
    mute, *others = sorted(unseen & part)
    assert len(others) >= 5
    story.now.every[mute] = 0
    found = only(story.run([2] * 2, agreed=False))
    assert set(found.shift.ticket_ids) == {story.now.feedback[row].ticket_id for row in part - {mute}}


# -- what is new -------------------------------------------------------------------------------------------------------
def test_a_new_matter_is_founded_at_once(story: Story) -> None:
    """Four tickets about something new are a theme, though they are seen in a known one's cluster."""
    story.run([0] * 20 + [1] * 20)
    found = story.run([5] * 4 + [0] * 4, {5: 0})
    (new,) = found.minted
    assert found.members[new] == ids(story, 5)
    assert [shift for shift in found.shifts if shift.change is ThemeChange.EMERGED] == [
        Shift(ThemeChange.EMERGED, "", new, ids(story, 5))
    ]
    assert {story.place(ticket) for ticket in ids(story, 0)} == {story.place(ids(story, 0)[0])}


@pytest.mark.parametrize(("told_before", "founded"), [(3, True), (4, False), (6, False)])
def test_a_part_that_is_mostly_news_is_no_part_of_the_theme(story: Story, told_before: int, founded: bool) -> None:
    """New tickets in a cluster where no theme is at home found one if they are more than those it has of a theme."""
    story.run([0] * 20 + [1] * told_before, {1: 0})
    found = story.run([1] * 4 + [0] * 20, agreed=False)
    old, new = ids(story, 1)[:told_before], ids(story, 1)[told_before:]
    known = story.place(ids(story, 0)[0])
    assert {story.place(ticket) for ticket in old} == {known}
    assert {story.place(ticket) for ticket in new} == ({*found.minted} if founded else {known})
    assert len(found.minted) == founded


@pytest.mark.parametrize("block", [2, 100])
def test_what_is_new_beside_a_sample_is_held_against_all(
    story: Story, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Where not all were looked at, tickets whose like was left out are not new; what has no like is."""
    monkeypatch.setattr(look, "KNOWN", 12)
    monkeypatch.setattr(emerging, "_BLOCK", block)
    story.run([0] * 60 + [1] * 60)
    found = story.run([5] * 4 + [0] * 8, {5: 0})
    assert [found.members[name] for name in found.minted] == [ids(story, 5)]


@pytest.mark.parametrize("count", [2, 4, 10])
def test_a_known_matter_told_again_is_not_new(story: Story, count: int) -> None:
    """It joins its theme; nor do two tickets make a new matter."""
    story.run([0] * 20 + [1] * 20)
    assert story.run([0] * count + [5] * 2, {5: 0}).minted == ()


def test_where_nothing_is_known_nothing_is_new(story: Story) -> None:
    """The first themes are those of the look, also where earlier tickets made none."""
    story.run([-1] * 5)
    assert len(story.run([0] * 6 + [1] * 6 + [2] * 4, {1: 0}).minted) == 2
