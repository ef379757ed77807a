"""What is proposed, for how long, and when it is made."""

from __future__ import annotations

import numpy as np
import pytest
from tests.weeks_of_topics import Story, changes, ids, only, roll

from voc.analysis.themes.identity import look
from voc.analysis.themes.identity.agreeing import Calendar, Proposed
from voc.analysis.themes.identity.changing import CALM, FOUNDERS, allowed, change
from voc.analysis.themes.identity.overlap import homes
from voc.analysis.themes.identity.texts import NOWHERE
from voc.analysis.themes.identity.watching import Part
from voc.model.registry import Proposal, Shift, ThemeChange


def test_a_split_is_proposed_every_week_until_it_is_not_seen(story: Story) -> None:
    """Weeks count, looks of one week count once, the id stays; what is not seen again is forgotten with its id."""
    story.run([0] * 20 + [1] * 8 + [2] * 8, {1: 0}, agreed=False)
    theme = story.place(ids(story, 1)[0])
    first = only(story.run([0, 1], agreed=False))
    assert (first.shift.change, first.shift.theme_id) == (ThemeChange.SPLIT, theme)
    assert (first.since, first.weeks, first.week, first.rebuilt) == (2, 1, 2, False)
    assert first.shift.ticket_ids == ids(story, 1)
    second = only(story.run([1], agreed=False))
    assert (second.since, second.weeks, second.week) == (2, 2, 3)
    assert second.shift.into == first.shift.into
    assert only(story.run([1], agreed=False, week=3)).weeks == 2
    assert only(story.run([1], agreed=False, week=9)).weeks == 3
    assert story.run([2], {1: 0}, agreed=False).proposals == ()
    again = only(story.run([0], agreed=False))
    assert (again.since, again.weeks) == (7, 1)
    assert again.shift.into != first.shift.into
    assert len(story.places) == len(story.now.feedback)


def test_two_looks_in_one_week_do_not_agree(story: Story) -> None:
    """The second week makes the change, a second look in the first does not."""
    story.run([0] * 10 + [1] * 8, {1: 0})
    assert changes(story.run([0] * 5)) == []
    assert changes(story.run([0] * 6, week=2)) == []
    (split,) = changes(story.run([0] * 9))
    assert split.ticket_ids == ids(story, 1)
    assert {story.place(ticket) for ticket in ids(story, 1)} == {split.into}
    assert {story.place(ticket) for ticket in ids(story, 0)} == {split.theme_id}


@pytest.mark.parametrize(("others", "weeks"), [(5, 2), (8, 1)])
def test_looks_agree_on_parts_that_are_half_the_same(story: Story, others: int, weeks: int) -> None:
    """A part of seven out of twelve is the one of before, one of seven out of fifteen another with an id of its own."""
    story.run([0] * 20 + [1] * 7 + [3] * others, {1: 0, 3: 0}, agreed=False)
    first = only(story.run([0], {3: 1}, agreed=False))
    second = only(story.run([0], {3: 0}, agreed=False))
    assert second.weeks == weeks
    assert (second.shift.into == first.shift.into) == (weeks == 2)


def test_only_what_two_looks_saw_moves(story: Story) -> None:
    """Tickets that the first look did not see in the part stay, new ones go along."""
    story.run([0] * 20 + [1] * 7 + [3] * 5, {1: 0, 3: 0})
    early = ids(story, 1)
    story.run([0] * 8, {3: 0})
    (split,) = changes(story.run([0] * 8 + [1] * 3, {3: 1}))
    assert set(split.ticket_ids) == set(ids(story, 1)) > set(early)
    assert {story.place(ticket) for ticket in ids(story, 3)} == {split.theme_id}


def test_two_parts_may_go_into_one_theme(story: Story) -> None:
    """What was agreed on about one is not mistaken for the other."""
    story.run([0] * 10 + [1] * 10 + [2] * 10 + [3] * 5 + [4] * 6, {3: 0, 4: 1})
    story.run([0, 1, 2] * 5, {3: 2, 4: 2})
    made = changes(story.run([0, 1, 2] * 7, {3: 2, 4: 2}))
    assert sorted(shift.ticket_ids for shift in made) == [ids(story, 3), ids(story, 4)]
    assert {shift.change for shift in made} == {ThemeChange.ABSORB}
    assert len({story.place(ticket) for ticket in ids(story, 2, 3, 4)}) == 1


def test_a_merge_leaves_no_proposal_of_the_theme_that_it_closed(story: Story) -> None:
    """A theme of two equal halves in the clusters of two others becomes part of one, and nothing names it any more."""
    story.run([3] * 12 + [4] * 12 + [0] * 20 + [1] * 20 + [-1], {4: 3})
    gone = story.place(ids(story, 3)[0])
    assert next(a for a in story.found.assignments if a.theme_id is None).nearest_theme_id == gone
    halves = {3: 0, 4: 1}
    assert len(story.run([0, 1] * 9, halves).proposals) == 2
    found = story.run([0, 1] * 12, halves)
    (merge,) = changes(found)
    assert merge.change is ThemeChange.MERGE
    assert found.redirects == {gone: merge.into}
    assert gone not in {name for each in found.proposals for name in (each.shift.theme_id, each.shift.into)}
    later = story.run([1] * 3, halves)
    assert later.redirects == {gone: merge.into}
    assert gone not in later.members


def test_a_ticket_that_was_not_looked_at_names_no_closed_theme(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme nearest to it became part of another: it names that."""
    monkeypatch.setattr(look, "LOOSE", 0)
    story.run([3] * 12 + [4] * 12 + [0] * 20 + [1] * 20 + [-1], {4: 3})
    halves = {3: 0, 4: 1}
    story.run([0, 1] * 9, halves)
    found = story.run([0, 1] * 12, halves)
    lone = next(a for a in found.assignments if a.theme_id is None)
    assert lone.nearest_theme_id == changes(found)[0].into


def test_a_theme_that_was_merged_on_is_found_through_both(story: Story) -> None:
    """A is merged into B, later B into C: A's way leads to C."""
    story.run([0] * 30 + [1] * 12 + [2] * 6)
    a, b, c = (story.place(ids(story, topic)[0]) for topic in (2, 1, 0))
    story.run([0] * 12, {2: 1}, rebuilt=True)
    story.run([0] * 12, {2: 1}, rebuilt=True)
    story.run([0], {2: 0, 1: 0}, rebuilt=True)
    found = story.run([0], {2: 0, 1: 0}, rebuilt=True)
    assert found.redirects == {a: b, b: c}
    assert list(found.members) == [c]


# -- how much moves ----------------------------------------------------------------------------------------------------
def test_few_tickets_move_in_a_week(story: Story) -> None:
    """Of two splits that are agreed on only one is made in a week, however often it is looked; the other the week
    after.
    """
    as_one = {1: 0, 2: 0}
    story.run([0] * 300 + [1] * 5 + [2] * 5, as_one)
    for _ in range(4):
        story.run([0], as_one)
    story.run([0])
    (first,) = changes(story.run([0]))
    assert len(first.ticket_ids) == 5 <= CALM * 310 < 10
    assert changes(story.run([0], week=7)) == []
    (second,) = changes(story.run([0], week=8))
    assert {first.ticket_ids, second.ticket_ids} == {ids(story, 1), ids(story, 2)}


def test_a_split_that_has_to_wait_is_begun_by_new_tickets(story: Story) -> None:
    """They found the theme that was proposed; the old ones stay, and are proposed to be absorbed by it."""
    story.run([0] * 100 + [1] * 20, {1: 0})
    old = ids(story, 1)
    for _ in range(4):
        story.run([0], {1: 0})
    proposed = only(story.run([0]))
    found = story.run([1] * FOUNDERS)
    (split,) = changes(found)
    assert split.into == proposed.shift.into
    assert split.ticket_ids == tuple(sorted(set(ids(story, 1)) - set(old)))
    assert {story.place(ticket) for ticket in old} == {split.theme_id}
    absorb = only(story.run([1])).shift
    assert (absorb.change, absorb.into, absorb.ticket_ids) == (ThemeChange.ABSORB, split.into, old)


def test_the_larger_part_keeps_the_id() -> None:
    """A split that would take more than what stays is not made, however often it was seen; a half is."""
    known = roll([10], loose=0, fresh=0)
    for size, made in ((6, False), (5, True)):
        rows = np.arange(size)
        shift = Shift(ThemeChange.SPLIT, "th-0", "th-new", tuple(known.ids[:size]))
        each = Proposed(Part(ThemeChange.SPLIT, 0, NOWHERE, 1, rows), Proposal(shift, 1, 9), rows)
        changed = change([each], known, np.inf)
        assert changed.shifts == ((shift,) if made else ())
        assert changed.proposals == (() if made else (each.proposal,))


def test_a_week_in_which_much_moved_has_nothing_left() -> None:
    """After a rebuild more may have moved than a week allows; what costs nothing is still allowed."""
    known = roll([500], loose=0, fresh=1)
    assert allowed(known, Calendar(run=9, week=9, weeks=9, moved=4)) == CALM * 500 - 4
    assert allowed(known, Calendar(run=9, week=9, weeks=9, moved=40)) == 0
    assert allowed(known, Calendar(run=3, week=3, weeks=3, moved=40)) == 0
    assert allowed(roll([500], loose=0, fresh=200), Calendar(run=3, week=3, weeks=3, moved=40)) == np.inf


def test_a_stray_ticket_wins_no_cluster() -> None:
    """A theme with less than a share of a cluster is not at home there, nor does it keep out the theme that is."""
    assert homes(np.array([[39, 40], [0, 2]])).tolist() == [NOWHERE, 0]
    assert homes(np.array([[30, 40], [0, 20]])).tolist() == [0, 1]
    assert homes(np.zeros((2, 0), np.int64)).tolist() == []
    assert homes(np.zeros((0, 2), np.int64)).tolist() == [NOWHERE, NOWHERE]
