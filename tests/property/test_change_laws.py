"""Laws of change: what is proposed, when it is made, and that nothing else ever moves a ticket."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.made_up_topics import Eyes, of_words
from tests.weeks_of_topics import Story

from voc.analysis.themes.identity import emerging, look
from voc.analysis.themes.identity.changing import CALM, SETTLING
from voc.analysis.themes.identity.result import Recognised
from voc.model.registry import SHIFTING, Found, Shift, ThemeChange


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """How the clustering sees topics."""
    return Eyes()


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch, eyes: Eyes) -> None:
    """What is tested here is what becomes of clusters, not how they are found."""
    monkeypatch.setattr(look, "survey", eyes.survey)
    monkeypatch.setattr(emerging, "cluster", eyes.cluster)


# -- laws of random weeks ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Week:
    """Tickets that come, how topics are seen, and what is done."""

    topics: list[int]
    alike: dict[int, int] = field(default_factory=dict)
    same: bool = False
    rebuilt: bool = False


TOPIC = st.integers(0, 5)
WAYS = st.one_of(
    st.just({}),
    st.dictionaries(TOPIC, st.sampled_from([0, 2]), min_size=1, max_size=5),
    st.dictionaries(TOPIC, st.integers(-1, 5), max_size=4),
)


def coming(least: int, most: int) -> st.SearchStrategy[list[int]]:
    """Tickets of every topic, so many of each."""
    counts = st.one_of(st.integers(least, min(most, 8)), st.integers(least, most))
    return st.lists(counts, min_size=6, max_size=6).map(
        lambda counts: [topic for topic, count in enumerate(counts) for _ in range(count)]
    )


def week(alike: dict[int, int], *, rebuilt: bool) -> st.SearchStrategy[Week]:
    """Some tickets, now and then none."""
    topics = st.one_of(coming(0, 4), coming(0, 1), coming(0, 12), st.just([]))
    rebuilds = st.sampled_from([False, False, True]) if rebuilt else st.just(False)
    return st.builds(Week, topics, st.just(alike), st.sampled_from([False, False, True]), rebuilds)


def weeks(*, rebuilt: bool = False) -> st.SearchStrategy[list[Week]]:
    """A first week, and others in which topics are seen in the same way for a while, then in another."""
    first = st.builds(Week, st.one_of(coming(0, 14), coming(4, 120)), WAYS)
    phase = WAYS.flatmap(lambda alike: st.lists(week(alike, rebuilt=rebuilt), min_size=1, max_size=4))
    phases = st.lists(phase, min_size=1, max_size=4)
    return st.builds(lambda one, others: [one, *(each for phase in others for each in phase)], first, phases)


def hold(found: Recognised, before: Found, story: Story) -> None:
    """What is true of every run."""
    tickets = sorted(item.ticket_id for item in story.now.feedback)
    assert [each.ticket_id for each in found.assignments] == tickets
    inside = Counter(ticket for members in found.members.values() for ticket in members)
    assert inside == Counter(each.ticket_id for each in found.assignments if each.theme_id is not None)
    for each in found.assignments:
        assert 0.0 <= each.confidence <= 1.0
        assert (each.theme_id is None) == (each.confidence == 0.0)
        assert each.nearest_theme_id is None or each.nearest_theme_id in found.members
        assert each.theme_id is None or each.theme_id == each.nearest_theme_id
        assert each.theme_id is None or each.ticket_id in found.members[each.theme_id]
    named = {theme.id for theme in before.themes}
    assert named <= found.members.keys() | found.redirects.keys()
    assert not found.members.keys() & found.redirects.keys()
    assert before.redirects.items() <= found.redirects.items()
    for name in found.redirects:
        assert end_of(name, found) in found.members
    founding = {p.shift.into for p in found.proposals if p.shift.change is ThemeChange.SPLIT}
    assert not founding & (found.members.keys() | found.redirects.keys())
    for proposal in found.proposals:
        shift = proposal.shift
        assert set(shift.ticket_ids) <= set(found.members[shift.theme_id])
        assert shift.ticket_ids
        assert shift.into != shift.theme_id
        assert shift.into in found.members.keys() | founding
    ways = [(p.shift.theme_id, p.shift.into, p.rebuilt) for p in found.proposals]
    assert ways == sorted(set(ways))


def end_of(name: str, found: Recognised) -> str:
    """Where a theme went in the end."""
    steps = [name]
    while steps[-1] in found.redirects:
        steps.append(found.redirects[steps[-1]])
        assert len(steps) <= len(found.redirects) + 1, "a circle"
    return steps[-1]


def moved(before: Found, found: Recognised) -> dict[str, tuple[str, str | None]]:
    """Tickets that are no longer in the theme that they were in: from where, to where."""
    now = {each.ticket_id: each.theme_id for each in found.assignments}
    return {
        each.ticket_id: (each.theme_id, now[each.ticket_id])
        for each in before.assignments
        if each.theme_id is not None and each.ticket_id in now and now[each.ticket_id] != each.theme_id
    }


def told(found: Recognised, *changes: ThemeChange) -> list[Shift]:
    """What happened, of these sorts."""
    return [shift for shift in found.shifts if shift.change in changes]


@settings(max_examples=60, deadline=None)
@given(story=weeks())
def test_without_consent_no_earlier_ticket_ever_moves(eyes: Eyes, story: list[Week]) -> None:
    """With proposals only proposed, whatever comes and however it is seen."""
    told_so_far = Story(eyes)
    for week in story:
        before = told_so_far.found
        last = told_so_far.calendar().week - 1
        found = told_so_far.run(week.topics, week.alike, week=last if week.same and last else None, agreed=False)
        hold(found, before, told_so_far)
        assert moved(before, found) == {}
        assert found.redirects == {}
        assert told(found, *SHIFTING) == []


@settings(max_examples=100, deadline=None)
@given(story=weeks(rebuilt=True))
def test_every_move_is_told(eyes: Eyes, story: list[Week]) -> None:
    """With agreed changes made, rebuilds among them: each ticket that changed its theme stands in a shift from where it
    was to where it is, which is told with the run; no split takes more than what stays; after the third week the moves
    of one week are few in all.
    """
    runs = Story(eyes)
    moves: Counter[int] = Counter()
    for week in story:
        before = runs.found
        last = runs.calendar().week - 1
        when = runs.calendar(last if week.same and last else None)
        found = runs.run(week.topics, week.alike, week=when.week, rebuilt=week.rebuilt)
        hold(found, before, runs)
        gone = moved(before, found)
        ways = {(ticket, shift.theme_id, shift.into) for shift in found.shifts for ticket in shift.ticket_ids}
        leaving = {(ticket, one) for ticket, one, _ in ways}
        arriving = {(ticket, other) for ticket, _, other in ways}
        for ticket, (one, other) in gone.items():
            assert (ticket, one) in leaving
            assert (ticket, other) in arriving
        for shift in told(found, ThemeChange.SPLIT):
            event("split")
            assert shift.into in found.minted
            assert len(set(shift.ticket_ids) & gone.keys()) <= sum(
                each.theme_id == shift.theme_id for each in before.assignments
            ) - len(set(shift.ticket_ids) & gone.keys())
        for shift in told(found, ThemeChange.MERGE):
            event("merge")
            assert found.redirects[shift.theme_id] == shift.into
        if not week.rebuilt:
            moves[when.week] += len(gone)
            if when.weeks > SETTLING and gone:
                event("moved after the third week")
                assert moves[when.week] <= CALM * len(before.assignments)


@settings(max_examples=40, deadline=None)
@given(story=weeks(rebuilt=True), chance=st.randoms(use_true_random=False))
def test_the_order_of_tickets_is_not_seen(eyes: Eyes, story: list[Week], chance) -> None:  # type: ignore[no-untyped-def]
    """Shuffled tickets and a shuffled memory of the last run give the same result in every run."""
    runs, mixed = Story(eyes), Story(eyes)
    for week in story:
        order = chance.sample(range(len(mixed.now.feedback)), len(mixed.now.feedback))
        mixed.now = of_words([mixed.now.feedback[row] for row in order], mixed.now.every[order])
        assert runs.run(week.topics, week.alike, rebuilt=week.rebuilt) == mixed.run(
            week.topics, week.alike, rebuilt=week.rebuilt
        )


@settings(max_examples=40, deadline=None)
@given(story=weeks(rebuilt=True), data=st.data())
def test_tickets_may_vanish_between_runs(eyes: Eyes, story: list[Week], data: st.DataObject) -> None:
    """Tickets that are no longer in the store leave neither an assignment nor a proposal, and take no theme along."""
    runs = Story(eyes)
    for week in story:
        runs.lose(data.draw(st.lists(st.sampled_from(sorted(runs.places)), max_size=9)) if runs.places else [])
        before = runs.found
        found = runs.run(week.topics, week.alike, rebuilt=week.rebuilt)
        hold(found, before, runs)
        assert {each.ticket_id for each in found.assignments} == {item.ticket_id for item in runs.now.feedback}
