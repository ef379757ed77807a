"""What changed in the themes since the run of the week before: what voc did, what people ruled, and whose days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests import runs
from tests.deciding_world import IDENTIFIERS, STOPWORDS
from tests.filing_world import START, TurnedClock
from tests.reviewed_world import ABSORB, MERGE, SPLIT, fill, found_themes
from tests.unit.workflows.test_discover import HashingEncoder
from tests.unit.workflows.test_discover_by_week import FIRST, NOW, by_week, dealt, keep, weekly

from voc.analysis.themes.identity import recognise
from voc.analysis.themes.identity.result import Recognised
from voc.model.decision import Ruling
from voc.model.registry import Event, Found, Run, Shift, ThemeChange
from voc.model.report import Changes
from voc.ports.store import Discovery, Store
from voc.stores.memory import MemoryStore
from voc.workflows.changes import changes_of
from voc.workflows.curation import proposals, rulings
from voc.workflows.curation.desk import Desk
from voc.workflows.curation.explain import since_last_run
from voc.workflows.curation.history import whereabouts
from voc.workflows.discover import discover
from voc.workflows.discovery.history import Occasion
from voc.workflows.discovery.weeks import first_day
from voc.workflows.standing import stand

HELSINKI = ZoneInfo("Europe/Helsinki")
EMERGED = Shift(ThemeChange.EMERGED, "", "th-f", ("t:30", "t:31", "t:32"))


@pytest.fixture
def desk() -> Desk:
    """Where Mia decides, after two weekly runs."""
    store = MemoryStore()
    fill(store)
    return Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(START + timedelta(days=20)), "Mia")


def changes(store: Store) -> Changes:
    return changes_of(store, store.found(), store.themes(), UTC)


def again(store: MemoryStore, found: Found, week: int, *shifts: Shift, title: str = "") -> None:
    """Another run, in which this happened."""
    number, standing = len(store.runs()) + 1, stand(store, found, STOPWORDS).standing
    run = Run(number, START + timedelta(days=15), None, False, 34, 33, 1, 0, 6, 0, week)
    events = tuple(Event(number, shift, title) for shift in shifts)
    store.save_discovery(Discovery(found, standing, store.embedding(""), None, "d", 34, run, events))


def test_what_the_last_run_did_is_told(desk: Desk) -> None:
    """Its events, the titles of all themes in them, and the run before it."""
    told = changes(desk.store)
    assert told.since == START + timedelta(days=7)
    assert [event.shift for event in told.events] == [EMERGED, ABSORB]
    assert told.rulings == ()
    assert told.titles.keys() >= {"th-f", ABSORB.theme_id, ABSORB.into}


def test_all_runs_of_a_week_are_told_together(desk: Desk) -> None:
    """A job that runs daily does not forget on Tuesday what it did on Monday; next week does."""
    assert isinstance(desk.store, MemoryStore)
    again(desk.store, split_found(found_themes()), 2, SPLIT)
    assert [event.shift for event in changes(desk.store).events] == [EMERGED, ABSORB, SPLIT]
    again(desk.store, split_found(found_themes()), 3)
    assert changes(desk.store).events == ()


def test_a_report_of_a_past_week_tells_what_changed_then(desk: Desk) -> None:
    """Neither what later runs did nor what people ruled after them."""
    assert isinstance(desk.store, MemoryStore)
    week = desk.store.runs()[-1].week
    again(desk.store, split_found(found_themes()), week + 1, SPLIT)
    end = datetime.combine(first_day(week + 1), datetime.min.time(), UTC)
    past = changes_of(desk.store, desk.store.found(), desk.store.themes(), UTC, end)
    assert [event.shift for event in past.events] == [EMERGED, ABSORB]
    now = changes_of(desk.store, desk.store.found(), desk.store.themes(), UTC, end + timedelta(days=1))
    assert [event.shift for event in now.events] == [SPLIT]
    rulings.say(desk, Ruling.RENAME, "th-b", "Empty exports")
    assert changes_of(desk.store, desk.store.found(), desk.store.themes(), UTC, end).rulings == ()
    assert [each.text for each in changes(desk.store).rulings] == ["Empty exports"]


def test_the_themes_of_a_first_run_are_no_news() -> None:
    """A store's first report lists no theme as new, and has no run before."""
    told = changes(weekly(dealt([[6, 6, 6, 0]])))
    assert (told.since, told.events) == (None, ())
    assert changes(MemoryStore()) == Changes()


def test_what_people_ruled_since_is_told(desk: Desk) -> None:
    """What changes a theme and still counts; neither notes, nor what was taken back, nor what is older."""
    rulings.say(desk, Ruling.RENAME, "th-a", "Login")
    rulings.say(desk, Ruling.NOTE, "th-a", "a note")
    rulings.merge(desk, "th-c", "th-b")
    muted = rulings.mute(desk, "th-f").decision
    rulings.undo(desk, muted.id)
    told = changes(desk.store)
    assert [each.ruling for each in told.rulings] == [Ruling.RENAME, Ruling.MERGE]
    assert told.titles["th-a"] == "Login"
    assert told.titles["th-c"] == "The export is empty"
    early = [replace(each, at=START) for each in desk.store.decisions()]
    older = MemoryStore()
    fill(older)
    older.add_decisions(early, stand(older, older.found(), STOPWORDS, decisions=early).standing)
    assert changes(older).rulings == ()


@pytest.mark.parametrize("kept", [False, True])
def test_a_change_that_people_will_not_have_is_none(desk: Desk, kept: bool) -> None:
    """A split that was turned down before voc made it changed nothing that anybody sees."""
    assert isinstance(desk.store, MemoryStore)
    found = found_themes()
    (wanted,) = (each for each in found.proposals if each.shift == SPLIT)
    if kept:
        proposals.keep(desk, wanted)
    again(desk.store, split_found(found), 3, SPLIT)
    assert [event.shift for event in changes(desk.store).events] == ([] if kept else [SPLIT])


def split_found(found: Found) -> Found:
    """``found`` after voc made the split."""
    going = set(SPLIT.ticket_ids)
    whole = next(theme for theme in found.themes if theme.id == SPLIT.theme_id)
    left = replace(whole, ticket_ids=tuple(ticket for ticket in whole.ticket_ids if ticket not in going))
    part = replace(whole, id=SPLIT.into, title="Login on Monday", ticket_ids=SPLIT.ticket_ids, exemplars=())
    themes = [theme for theme in found.themes if theme.id != whole.id]
    placed = tuple(
        replace(each, theme_id=part.id, nearest_theme_id=part.id) if each.ticket_id in going else each
        for each in found.assignments
    )
    return Found((*themes, left, part), placed)


def test_a_theme_that_is_gone_is_told_by_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was merged away has no theme any more; the event remembers what it was called."""
    store = weekly(dealt([[6, 6, 6, 0]]))
    one, other, *_ = store.themes()
    real = recognise.recognise

    def merging(*given: object) -> Recognised:
        found = real(*given)  # type: ignore[arg-type]
        members = {name: ids for name, ids in found.members.items() if name != one.id}
        members[other.id] = tuple(sorted((*found.members[one.id], *found.members[other.id])))
        placed = tuple(
            replace(each, theme_id=other.id, nearest_theme_id=other.id) if each.theme_id == one.id else each
            for each in found.assignments
        )
        shift = Shift(ThemeChange.MERGE, one.id, other.id, found.members[one.id])
        return replace(found, members=members, assignments=placed, shifts=(shift,), redirects={one.id: other.id})

    monkeypatch.setattr(recognise, "recognise", merging)
    keep(store, dealt([[0, 0, 0, 0], [2, 2, 2, 0]])[1])
    discover(store, runs.means(HashingEncoder()), Occasion(FIRST + timedelta(weeks=2)))
    told = changes(store)
    assert [(event.shift.change, event.was) for event in told.events] == [(ThemeChange.MERGE, one.title)]
    assert told.titles[one.id] == one.title
    assert whereabouts(store, one.id, UTC).went.endswith("by voc on 2026-10-19")


# -- whose days ----------------------------------------------------------------------------------------------------
def made_up() -> MemoryStore:
    """Two weeks of Helsinki, made up for weeks later."""
    store = MemoryStore()
    keep(store, [each for batch in dealt([[6, 6, 6, 0], [2, 2, 2, 6]]) for each in batch])
    by_week(store, HELSINKI)
    return store


def test_days_are_those_of_the_weeks_that_were_made_up_for() -> None:
    """Not of the machine: the Monday on which the weekly run would have been, in the zone where weeks begin."""
    store = made_up()
    assert {run.at for run in store.runs()} == {NOW}
    grown, new = store.themes()[0], max(store.themes(), key=lambda theme: theme.first_seen or FIRST)
    for theme in (grown, new):
        since = since_last_run(store, theme, HELSINKI)
        assert since is not None and since.before is not None
        assert (f"{since.before:%Y-%m-%d}", f"{since.at:%Y-%m-%d}") == ("2026-10-12", "2026-10-19")
    told = changes_of(store, store.found(), store.themes(), HELSINKI)
    assert told.since == datetime(2026, 10, 12, tzinfo=HELSINKI)
    assert f"{told.since:%Y-%m-%d}" == "2026-10-12"


def test_vocs_own_merge_has_the_day_of_its_week() -> None:
    """As a redirect tells it, too."""
    store = MemoryStore()
    fill(store)
    until = datetime(2026, 10, 12, tzinfo=HELSINKI).astimezone(UTC)
    run = Run(3, NOW, until, False, 34, 33, 1, 0, 6, 0, 3)
    found = store.found()
    whole = replace(
        found,
        themes=tuple(theme for theme in found.themes if theme.id != MERGE.theme_id),
        assignments=tuple(
            replace(each, theme_id=MERGE.into, nearest_theme_id=MERGE.into) if each.theme_id == MERGE.theme_id else each
            for each in found.assignments
        ),
        redirects={MERGE.theme_id: MERGE.into},
        proposals=(),
    )
    standing = stand(store, whole, STOPWORDS).standing
    store.save_discovery(Discovery(whole, standing, store.embedding(""), None, "d", 34, run, (Event(3, MERGE),)))
    assert whereabouts(store, MERGE.theme_id, HELSINKI).went == (
        f"{MERGE.theme_id} was merged into {MERGE.into} by voc on 2026-10-12"
    )
