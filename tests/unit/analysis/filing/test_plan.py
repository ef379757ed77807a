"""Pure decisions: order, fitness, limits, and when an uncertain create may be sent anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.filing_world import START, drafted, memory_desk, ranked, report

from voc.analysis.filing.inert import inert_line
from voc.analysis.filing.namesakes import plain, without_namesakes
from voc.analysis.filing.news import is_material, news
from voc.analysis.filing.plan import (
    Rules,
    Sight,
    budget_of_day,
    budget_of_run,
    decide,
    in_filing_order,
    may_send_again,
    refuse_flood,
    unfinished_run,
    within_limits,
)
from voc.errors import LimitError
from voc.model.filing import Told
from voc.model.ledger import EntryState, LedgerEntry, Scope
from voc.model.plan import Action, Change
from voc.model.report import IssueRef, RankedTheme
from voc.model.settings import FilingSettings
from voc.model.ticket import Kind
from voc.trackers.local import LocalTracker
from voc.trackers.memory import FULL

SCOPE = Scope("memory:", "VOC", "default")
SETTINGS = FilingSettings()
RULES = Rules(SETTINGS, FULL, START)


def entry(theme_id: str, state: EntryState, **fields: object) -> LedgerEntry:
    return replace(LedgerEntry(SCOPE, theme_id, state), **fields)  # type: ignore[arg-type]


def ledger(*entries: LedgerEntry) -> dict[str, LedgerEntry]:
    return {each.theme_id: each for each in entries}


def creates(number: int, start: int = 0) -> list[Change]:
    return [Change(Action.CREATE, f"t{each}", "wanted") for each in range(start, start + number)]


def decided(row: LedgerEntry | None, sight: Sight | None = None, rules: Rules = RULES) -> Change:
    theme = ranked()
    return decide(theme, drafted(theme, SETTINGS, "L"), row, sight or Sight(), rules)


@given(st.permutations(range(8)))
def test_the_order_is_that_of_ranks_whatever_came_first(order: Sequence[int]) -> None:
    """Ranks first, kinds within a rank, unranked themes by customers at the end."""
    kinds = (Kind.BUG, Kind.FEATURE_REQUEST)
    themes = [ranked(each, rank=1 + each // 2, kind=kinds[each % 2]) for each in range(6)]
    loose = [ranked(6, customers=3), ranked(7, customers=30)]
    themes += [replace(each, score=replace(each.score, rank=None)) for each in loose]
    ids = [each.theme.id[-1] for each in in_filing_order([themes[number] for number in order])]
    assert ids == ["0", "1", "2", "3", "4", "5", "7", "6"]


@pytest.mark.parametrize(
    ("state", "fields", "action", "becomes"),
    [
        (None, {}, Action.CREATE, None),
        (EntryState.PLANNED, {}, Action.CREATE, None),
        (EntryState.CLAIMED, {}, Action.CREATE, None),
        (EntryState.REJECTED, {}, Action.CREATE, None),
        (EntryState.THROTTLED, {"not_before": START - timedelta(1)}, Action.CREATE, None),
        (EntryState.THROTTLED, {"not_before": START + timedelta(1)}, Action.SKIP, None),
        (EntryState.SENDING, {"sent_at": START}, Action.SKIP, EntryState.UNCERTAIN),
        (EntryState.UNCERTAIN, {"sent_at": START}, Action.SKIP, EntryState.UNCERTAIN),
        (EntryState.IGNORED, {"reason": "not ours"}, Action.SKIP, None),
        (EntryState.FILED, {"issue_id": "1"}, Action.SKIP, EntryState.LOST),
        (EntryState.LOST, {"issue_id": "1"}, Action.SKIP, None),
    ],
)
def test_each_ledger_state_has_its_answer(
    state: EntryState | None, fields: dict[str, object], action: Action, becomes: EntryState | None
) -> None:
    """Without an issue in sight, the row alone decides; every answer has a reason."""
    change = decided(None if state is None else entry("theme-0001", state, **fields))
    assert (change.action, change.becomes) == (action, becomes)
    assert change.reason
    assert (change.draft is None) is (action is Action.SKIP)


def titled(*titles: str, kind: Kind = Kind.BUG) -> list[RankedTheme]:
    return [ranked(number, title=title, kind=kind) for number, title in enumerate(titles, 1)]


def test_a_second_theme_of_a_filed_title_is_not_created() -> None:
    """Case and a trailing (…) make no other title; the same title of another kind does, and order and reason stay."""
    desk = memory_desk()
    desk.run(report(*titled("Calendar sync fails")))
    (issue,) = desk.issues()
    again = [*titled("Calendar sync fails"), *titled("x", "calendar SYNC fails (iPhone)")[1:]]
    other = ranked(3, title="Calendar sync fails", kind=Kind.FEATURE_REQUEST)
    for _ in range(2):
        done = desk.run(report(*again, other))
        assert done.exit_code == 0
        reasons = {each.theme_id: each.reason for each in done.done}
        assert reasons["theme-0002"] == f"looks like {issue.key}, which has the same title: link or merge them"
        assert len(desk.issues()) == 2


def test_a_theme_that_is_no_more_still_holds_its_title() -> None:
    """The theme that was filed is gone from the report; its issue is what the new theme looks like."""
    desk = memory_desk()
    desk.run(report(*titled("Calendar sync fails")))
    desk.run(report(ranked(2, title="Calendar sync fails")))
    assert len(desk.issues()) == 1


@pytest.mark.parametrize("max_new", [1, 5])
def test_the_issues_of_equal_titles_do_not_hang_on_the_limit(max_new: int) -> None:
    """Two unfiled themes of one title come to one issue, whether a run may file one or both."""
    desk = memory_desk()
    desk.set(max_new=max_new)
    themes = titled("Calendar sync fails", "Calendar sync fails (iPhone)", "Dark mode is missing")
    for _ in range(3):
        desk.run(report(*themes))
    assert sorted(issue.title for issue in desk.issues()) == ["Calendar sync fails", "Dark mode is missing"]


@given(st.text())
def test_a_title_is_never_compared_as_nothing(title: str) -> None:
    """A title that is all brackets stays itself, or every such title would be the same; plain is plain."""
    assert plain(title) or not inert_line(title, 255)
    assert plain(f"{title} x (iPhone)") == plain(f"{title} X")


def test_an_issue_that_people_retitled_is_known_by_its_theme() -> None:
    """The theme's own title counts where the issue bears another one now."""
    themes = titled("Calendar sync fails", "Calendar sync fails (iPhone)")
    filed = Change(Action.SKIP, "theme-0001", "up to date", IssueRef("VOC-5", None, "open"))
    changes = without_namesakes([filed, Change(Action.CREATE, "theme-0002", "wanted")], themes, ())
    assert [change.action for change in changes] == [Action.SKIP, Action.SKIP]
    assert "VOC-5" in changes[1].reason


def test_what_cannot_be_read_is_left_to_a_person() -> None:
    """The file and line are the reason, and the skip counts as something left to do."""
    change = decided(None, Sight(unreadable="a.md:3: broken"))
    assert (change.action, change.reason, change.blocked) == (Action.SKIP, "a.md:3: broken", True)


def test_sending_anew_wants_time_looks_runs_and_a_persons_word() -> None:
    """Each of the four alone is not enough to be missing."""
    ready = entry("t", EntryState.UNCERTAIN, sent_at=START - FULL.quiet_time, looks=3, look_runs=2)
    asked = replace(RULES, retry_uncertain=True)
    assert may_send_again(ready, asked)
    assert not may_send_again(ready, RULES)
    assert not may_send_again(replace(ready, looks=2), asked)
    assert not may_send_again(replace(ready, look_runs=1), asked)
    assert not may_send_again(replace(ready, sent_at=START), asked)
    assert not may_send_again(replace(ready, sent_at=None), asked)


def test_where_no_create_outlives_its_process_one_look_settles_it() -> None:
    """A folder has no requests under way, so nothing has to be waited for."""
    rules = replace(RULES, capabilities=LocalTracker.capabilities)
    assert may_send_again(entry("t", EntryState.SENDING, sent_at=START), rules)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_limits_keep_the_first_and_put_off_the_rest(wanted: int, new: int, updates: int) -> None:
    """No change is dropped, the order stays, and creates that wait go on record."""
    writes = [Change(Action.UPDATE, f"u{each}", "grew") for each in range(wanted)]
    changes = [change for pair in zip(creates(wanted), writes, strict=True) for change in pair]
    kept = within_limits(changes, new, updates, 5)
    assert [change.theme_id for change in kept] == [change.theme_id for change in changes]
    assert [change.theme_id for change in kept if change.action is Action.CREATE] == [
        f"t{n}" for n in range(min(wanted, new))
    ]
    assert sum(change.action is Action.UPDATE for change in kept) == min(wanted, updates)
    waiting = [change for change in kept if change.becomes is EntryState.PLANNED]
    assert len(waiting) == max(0, wanted - new)


def sent(number: int, hours: float, run: str = "", state: EntryState = EntryState.FILED) -> LedgerEntry:
    at = START - timedelta(hours=hours)
    return entry(f"s{number}", state, sent_at=at, run_id=run, issue_id="1" if state is EntryState.FILED else None)


def test_a_day_counts_what_was_sent_within_it() -> None:
    """Filed and uncertain sends of 24 hours count; older ones, and a send that is wanted once more, do not."""
    rows = ledger(sent(1, 1), sent(2, 23.9), sent(3, 24), sent(4, 1, state=EntryState.UNCERTAIN))
    assert budget_of_day(creates(9), rows, SETTINGS, START) == SETTINGS.max_new_per_day - 3
    again = [*creates(2), Change(Action.CREATE, "s4", "once more")]
    assert budget_of_day(again, rows, SETTINGS, START) == SETTINGS.max_new_per_day - 2


def test_a_killed_run_is_gone_on_with() -> None:
    """What it filed counts against the run's allowance; a finished run's filings do not."""
    filed = [sent(1, 0, "r1"), sent(2, 0, "r1"), sent(3, 0, "r0")]
    left = entry("t0", EntryState.CLAIMED, run_id="r1")
    assert unfinished_run(ledger(*filed, left)) == "r1"
    assert budget_of_run(creates(9), ledger(*filed, left), SETTINGS) == SETTINGS.max_new - 2
    assert unfinished_run(ledger(*filed)) == ""
    assert budget_of_run(creates(9), ledger(*filed), SETTINGS) == SETTINGS.max_new


@pytest.mark.parametrize(
    ("known", "new", "stops"),
    [(0, 50, False), (1, 5, False), (1, 6, True), (6, 6, False), (5, 6, True), (60, 50, False)],
)
def test_a_flood_is_many_new_themes_among_few_known(known: int, new: int, stops: bool) -> None:
    """The first filing is never a flood; later, more new themes than a run may file and than were known are."""
    rows = ledger(*(entry(f"k{each}", EntryState.FILED, issue_id="1") for each in range(known)))
    changes = [*creates(new), *(Change(Action.SKIP, theme_id, "up to date") for theme_id in rows)]
    if stops:
        with pytest.raises(LimitError, match=f"{new} of {new + known} themes are new"):
            refuse_flood(changes, rows, SETTINGS)
    else:
        refuse_flood(changes, rows, SETTINGS)


@pytest.mark.parametrize(
    ("now", "material"),
    [
        (Told(5, "steady", 3), False),
        (Told(7, "steady", 3), False),
        (Told(8, "steady", 3), True),
        (Told(5, "rising", 3), True),
        (Told(5, "steady", 4), True),
        (Told(5, "steady", None), True),
        (Told(2, "steady", 3), False),
    ],
)
def test_news_are_material_or_not_told(now: Told, material: bool) -> None:
    """Three more customers, another trend or another severity; fewer customers are no news."""
    assert is_material(Told(5, "steady", 3), now, SETTINGS) is material


def test_news_name_what_changed_and_from_what() -> None:
    """Figures before and after, in one paragraph."""
    text = news(Told(5, "", 3), Told(9, "rising", None), "Again: ")
    assert text == (
        "Again: 9 customers report this (4 more than when this issue was last told); "
        "trend: rising (was none); severity: unknown (was 3)."
    )
