"""Everything clustered anew: what moves at once, what is proposed first, and what became of each theme."""

from __future__ import annotations

import pytest
from tests.weeks_of_topics import Story, changes, ids, only

from voc.analysis.themes.identity.fates import outcomes
from voc.model.registry import Fate, Shift, ThemeChange
from voc.model.ticket import Kind


def test_a_second_rebuild_splits(story: Story) -> None:
    """The first proposes and moves nothing; a weekly look does not count; the second makes it, the larger one stays."""
    story.run([0] * 10 + [1] * 6 + [2] * 8, {1: 0})
    before = story.places
    first = only(story.run(rebuilt=True))
    assert (first.rebuilt, first.weeks, first.shift.ticket_ids) == (True, 1, ids(story, 1))
    assert story.places == before
    kept = [each for each in story.run([2]).proposals if each.rebuilt]
    assert kept == [first]
    known = story.found.themes
    found = story.run(rebuilt=True)
    (split,) = changes(found)
    assert split == first.shift
    assert {story.place(ticket) for ticket in ids(story, 0)} == {split.theme_id}
    assert {story.place(ticket) for ticket in ids(story, 1)} == {split.into}
    fates = {each.theme_id: (each.fate, each.before, each.after, each.into) for each in outcomes(known, found)}
    assert fates[split.theme_id] == (Fate.SPLIT, 16, 10, split.into)
    assert set(fates) == {split.theme_id, story.place(ids(story, 2)[0])}


@pytest.mark.parametrize("size", [3, 8])
def test_a_second_rebuild_merges(story: Story, size: int) -> None:
    """However small the theme is: it is proposed first, then its id leads to the larger one."""
    story.run([0] * 10 + [1] * size)
    one, other = story.place(ids(story, 1)[0]), story.place(ids(story, 0)[0])
    first = only(story.run(alike={1: 0}, rebuilt=True))
    assert first.shift == Shift(ThemeChange.MERGE, str(one), str(other), ids(story, 1))
    assert story.place(ids(story, 1)[0]) == one
    known = story.found.themes
    found = story.run(alike={1: 0}, rebuilt=True)
    assert found.redirects == {one: other}
    assert {each.theme_id: each.fate for each in outcomes(known, found)} == {one: Fate.ABSORBED, other: Fate.GREW}
    assert set(story.places.values()) == {other}


def test_a_theme_that_a_rebuild_deals_out_keeps_its_id(story: Story) -> None:
    """Its tickets went to three others: it stays, empty, and is told to have disappeared."""
    story.run([0] * 9 + [1] * 9 + [2] * 9 + [3] * 5 + [4] * 5 + [6] * 5, {4: 3, 6: 3})
    theme = str(story.place(ids(story, 3)[0]))
    known = story.found.themes
    found = story.run(alike={3: 0, 4: 1, 6: 2}, rebuilt=True)
    assert found.members[theme] == ()
    assert found.shifts[-1] == Shift(ThemeChange.DISAPPEARED, theme, "", ())
    assert [shift.change for shift in found.shifts[:-1]] == [ThemeChange.REBUILD] * 3
    fates = {each.theme_id: each.fate for each in outcomes(known, found)}
    assert fates.pop(theme) is Fate.DISAPPEARED
    assert set(fates.values()) == {Fate.GREW}


def test_a_rebuild_puts_no_wish_among_problems(story: Story) -> None:
    """Wishes in a cluster that only problems are at home in stay out, as in a weekly look."""
    story.run([0] * 10 + [1] * 10)
    found = story.run([0] * 2, kinds=[Kind.FEATURE_REQUEST] * 2, rebuilt=True)
    wishes = ids(story, 0)[-2:]
    assert [story.place(ticket) for ticket in wishes] == [None, None]
    assert found.placed == 0


def test_a_rebuild_founds_what_nobody_had_seen(story: Story) -> None:
    """Tickets of no theme that are one matter now become a theme; where there was none at all, too."""
    story.run([0] * 6, {0: -1})
    assert story.found.themes == ()
    found = story.run(rebuilt=True)
    assert [len(tickets) for tickets in found.members.values()] == [6]
    assert [each.fate for each in outcomes((), found)] == [Fate.EMERGED]


def test_an_id_that_was_given_up_is_not_drawn_again(story: Story) -> None:
    """A proposed theme may live on in a person's decision: the next one has another id, of the same tickets too."""
    story.run([0] * 10 + [1] * 6 + [2] * 7, {1: 0, 2: 0}, agreed=False)
    first = only(story.run(alike={2: 0}, rebuilt=True, agreed=False)).shift.into
    assert story.run(alike={1: 0, 2: 0}, rebuilt=True, agreed=False).proposals == ()
    assert only(story.run(alike={1: 0}, rebuilt=True, agreed=False)).shift.into != first
