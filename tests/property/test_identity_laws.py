"""Laws of theme identity: permanent ids, tickets that never move, the same result in any order."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_topics import by_topic, company, of_words, texts, theme_of, themes, together

from voc.analysis.themes.identity import emerging, look
from voc.analysis.themes.identity.agreeing import Calendar
from voc.analysis.themes.identity.placing import FRESH
from voc.analysis.themes.identity.recognise import recognise
from voc.analysis.themes.identity.result import Recognised
from voc.analysis.themes.identity.texts import Texts
from voc.model.registry import Found
from voc.model.settings import ClusterSettings
from voc.model.theme import Assignment, Theme
from voc.model.ticket import Kind

IGNORING_KINDS = ClusterSettings(ignore_kinds=True)


@pytest.fixture(autouse=True)
def true_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is what becomes of clusters, not how they are found."""
    monkeypatch.setattr(look, "survey", company)
    monkeypatch.setattr(emerging, "cluster", by_topic)


def run(
    now: Texts, before: Recognised | None = None, known: Sequence[Theme] = (), settings: ClusterSettings | None = None
) -> Recognised:
    """One run on the tickets of ``now``, a week after the one ``before``."""
    ids = [item.ticket_id for item in now.feedback]
    found = Found(tuple(known), before.assignments, before.redirects, before.proposals) if before else Found()
    return recognise(now, found, ids, settings or ClusterSettings(), Calendar())


# -- placing ------------------------------------------------------------------------------------------------------
def test_new_tickets_join_the_theme_they_lie_in() -> None:
    """A known problem told again joins its theme; nothing new is minted, nothing old moves."""
    old = texts([0] * 8 + [1] * 8 + [2] * 8)
    first = run(old)
    new = texts([0, 1, 2, 0], start=100)
    second = run(together(old, new), first, themes(first, old.feedback))
    assert second.minted == ()
    assert second.placed == 4
    now, before = theme_of(second), theme_of(first)
    assert {ticket: now[ticket] for ticket in before} == before
    assert now["t:0100"] == before["t:0000"] == now["t:0103"]
    assert now["t:0101"] == before["t:0008"]


def test_a_new_problem_becomes_a_new_theme() -> None:
    """Tickets that lie in no theme are clustered into a new one; the old ids stay."""
    old = texts([0] * 6 + [1] * 6)
    first = run(old)
    second = run(together(old, texts([4] * 5, start=100)), first, themes(first, old.feedback))
    assert len(second.minted) == 1
    assert set(first.members) < set(second.members)
    assert len(second.members[second.minted[0]]) == 5


def test_unclustered_tickets_get_a_second_chance() -> None:
    """A lone ticket joins the theme that forms around it in a later run, and names its nearest theme until then."""
    old = texts([0] * 6 + [5])
    first = run(old)
    lone = next(a for a in first.assignments if a.ticket_id == "t:0006")
    assert lone.theme_id is None
    assert lone.confidence == 0.0
    assert lone.nearest_theme_id in first.members
    second = run(together(old, texts([5, 5], start=100)), first, themes(first, old.feedback))
    assert "t:0006" in second.members[second.minted[0]]


def test_a_cluster_of_old_tickets_becomes_no_theme() -> None:
    """What earlier runs left alone stays alone until enough that is new comes near it."""
    old = texts([0] * 6 + [5] * 4)
    assignments = tuple(
        Assignment(item.ticket_id, "th-known" if row < 6 else None, 0.9 if row < 6 else 0.0, "th-known")
        for row, item in enumerate(old.feedback)
    )
    before = Recognised({}, assignments, 0, ())
    known = [Theme("th-known", "Known", Kind.BUG, (), (), (), None, None)]
    assert run(old, before, known).minted == ()
    assert run(together(old, texts([7], start=100)), before, known).minted == ()
    one_of_five = together(old, texts([5], start=100))
    assert FRESH > 1 / 5
    assert run(one_of_five, before, known).minted == ()
    assert len(run(together(old, texts([5, 5], start=100)), before, known).minted) == 1


def test_a_wish_is_not_placed_among_problems() -> None:
    """A feature request beside a bug theme forms a theme of its own, unless kinds are ignored."""
    old = texts([0] * 8 + [1] * 8)
    first = run(old)
    wishes = texts([0] * 4, start=100, kinds=[Kind.FEATURE_REQUEST] * 4)
    now = together(old, wishes)
    apart = run(now, first, themes(first, old.feedback))
    assert len(apart.minted) == 1
    assert apart.members[apart.minted[0]] == tuple(item.ticket_id for item in wishes.feedback)
    mixed = run(now, first, themes(first, old.feedback), IGNORING_KINDS)
    assert mixed.minted == ()
    assert theme_of(mixed)["t:0100"] == theme_of(mixed)["t:0000"]


def test_a_replaced_ticket_keeps_its_theme() -> None:
    """New words, even far from the theme and of another kind, do not move a placed ticket."""
    old = texts([0] * 6 + [1] * 6)
    first = run(old)
    changed = texts([1], start=0, kinds=[Kind.FEATURE_REQUEST])
    now = together(changed, of_words(old.feedback[1:], old.every[1:]))
    assert theme_of(run(now, first, themes(first, old.feedback)))["t:0000"] == theme_of(first)["t:0000"]


def test_an_emptied_theme_keeps_its_id() -> None:
    """When all its tickets are gone a theme stays, empty, and nothing is placed in it."""
    old = texts([0] * 5 + [1] * 5)
    first = run(old)
    left = of_words(old.feedback[5:], old.every[5:])
    second = run(together(left, texts([0], start=100)), first, themes(first, old.feedback))
    gone = theme_of(first)["t:0000"]
    assert second.members[str(gone)] == ()
    assert theme_of(second)["t:0100"] is None


def test_nothing_at_all() -> None:
    """No ticket gives no theme and no assignment."""
    found = run(texts([]))
    assert (dict(found.members), found.assignments, found.placed, found.minted) == ({}, (), 0, ())


# -- laws -----------------------------------------------------------------------------------------------------------
WEEKS = st.lists(st.lists(st.integers(-1, 5), max_size=10), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(WEEKS, st.randoms())
def test_identity_over_weeks(weeks: list[list[int]], chance: random.Random) -> None:
    """Whatever comes week by week: placed tickets never move, ids never vanish, every ticket is assigned once, the
    order within a week changes nothing, and a run with nothing new makes no theme.
    """
    seen = texts([])
    found: Recognised | None = None
    known: list[Theme] = []
    for number, topics in enumerate(weeks):
        seen = together(seen, texts(topics, start=100 * number))
        order = chance.sample(range(len(seen.feedback)), len(seen.feedback))
        mixed = of_words([seen.feedback[row] for row in order], seen.every[order])
        now = run(seen, found, known)
        assert run(mixed, found, known) == now
        placed = theme_of(now)
        assert sorted(placed) == sorted(item.ticket_id for item in seen.feedback)
        if found is not None:
            assert set(found.members) <= set(now.members)
            assert all(placed[ticket] == theme for ticket, theme in theme_of(found).items() if theme is not None)
        for assignment in now.assignments:
            assert 0.0 <= assignment.confidence <= 1.0
            assert (assignment.theme_id is None) == (assignment.confidence == 0.0)
            assert (assignment.nearest_theme_id is None) == (not any(now.members.values()))
        found, known = now, themes(now, seen.feedback)
        again = run(seen, found, known)
        assert again.minted == ()
        assert all(theme_of(again)[ticket] == theme for ticket, theme in placed.items() if theme is not None)
