"""What records work out of their own fields."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime

import pytest

from voc.model.filing import IssueChanges, IssueDraft, Told
from voc.model.ledger import LEFT_OPEN, EntryState, LedgerEntry, Scope, Written
from voc.model.lexicon import BREAK, tokenize
from voc.model.plan import FAILURES, PARTIAL, Action, Applied, Change, Done, Plan, Result
from voc.model.settings import MAX_DAYS, ClusterSettings, FilingSettings, RankSettings, bounded
from voc.model.ticket import PRODUCT_KINDS, Kind, Ticket

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("requester", "organization", "expected"),
    [
        ("r", "o", "o"),
        (None, "o", "o"),
        ("r", None, "r"),
        (None, None, "desk:1"),
        ("", "", "desk:1"),
        ("r", "", "r"),
    ],
)
def test_a_customer_is_the_widest_known_identity(
    requester: str | None, organization: str | None, expected: str
) -> None:
    """The organization counts before the requester, and a ticket of neither counts alone."""
    assert Ticket("desk:1", requester=requester, organization=organization).customer == expected


def test_a_ticket_cannot_be_changed() -> None:
    """Records are passed between rooms, so none may change one under another's hands."""
    ticket = Ticket("desk:1")
    with pytest.raises(FrozenInstanceError):
        ticket.id = "desk:2"  # type: ignore[misc]
    assert ticket.id == "desk:1"


def applied(*results: Result, stopped: str = "") -> Applied:
    """An apply that ended with these results."""
    return Applied(tuple(Done(f"t{number}", result, "") for number, result in enumerate(results)), stopped)


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        (applied(), 0),
        (applied(Result.FILED, Result.UPDATED, Result.SKIPPED), 0),
        (applied(Result.REOPENED, Result.COMMENTED, Result.LINKED), 0),
        (applied(Result.FILED, Result.HELD), 4),
        (applied(Result.STALE), 4),
        (applied(Result.BLOCKED), 4),
        (applied(Result.UNCERTAIN), 4),
        (applied(Result.THROTTLED), 4),
        (applied(Result.REJECTED), 3),
        (applied(Result.FAILED), 3),
        (applied(Result.HELD, Result.FAILED), 3),
        (applied(stopped="the time was up"), 4),
        (applied(Result.FILED, stopped="the time was up"), 4),
        (applied(Result.REJECTED, stopped="the account was refused"), 3),
    ],
)
def test_the_exit_code_of_an_apply(ended: Applied, code: int) -> None:
    """A failure of the tracker outweighs what remains, and what remains outweighs success."""
    assert ended.exit_code == code


def test_no_result_both_failed_and_remains() -> None:
    """One result has one exit code, and seven of the fourteen have none but 0."""
    assert frozenset() == PARTIAL & FAILURES
    assert len(set(Result) - PARTIAL - FAILURES) == 7


def plan(*actions: Action) -> Plan:
    """A plan of one change for each action."""
    changes = tuple(Change(action, f"t{number}", "why") for number, action in enumerate(actions))
    return Plan("memory:", "VOC", "default", "me", "L", NOON, NOON, changes)


def test_skips_are_not_pending() -> None:
    """Only what would write something is pending, in the order of the plan."""
    made = plan(Action.SKIP, Action.CREATE, Action.SKIP, Action.LINK, Action.COMMENT)
    assert [change.theme_id for change in made.pending] == ["t1", "t3", "t4"]


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.SKIP])
def test_every_other_action_is_pending(action: Action) -> None:
    """A link is written too: into the ledger."""
    assert plan(action).pending == plan(action).changes


def test_an_empty_plan_has_nothing_pending() -> None:
    """Neither has one of skips alone."""
    assert plan().pending == ()
    assert plan(Action.SKIP, Action.SKIP).pending == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (IssueChanges(), False),
        (IssueChanges(body="x"), True),
        (IssueChanges(body=""), True),
        (IssueChanges(add_labels=("a",)), True),
        (IssueChanges(remove_labels=("a",)), True),
        (IssueChanges(reopen=True), True),
        (IssueChanges(None, (), (), False), False),
    ],
)
def test_changes_are_true_when_they_change_something(changes: IssueChanges, expected: bool) -> None:
    """An empty body is a change, for None is what leaves it alone."""
    assert bool(changes) is expected


def test_only_a_living_run_holds_two_states() -> None:
    """Nothing was sent while claimed; a create may have left while sending."""
    assert LEFT_OPEN == {EntryState.CLAIMED: EntryState.PLANNED, EntryState.SENDING: EntryState.UNCERTAIN}
    assert not set(LEFT_OPEN) & set(LEFT_OPEN.values())


def test_a_new_row_knows_no_issue() -> None:
    """Nothing was written, looked for or told yet."""
    row = LedgerEntry(Scope("memory:", "VOC", "default"), "t", EntryState.PLANNED)
    assert (row.issue_id, row.attempt_id, row.looks, row.look_runs) == (None, None, 0, 0)
    assert row.written == Written(told=Told(0, "", None))


def test_equal_drafts_are_equal() -> None:
    """Drafts are compared by what they say, so that the same plan comes out twice."""
    one, other = (IssueDraft("n", "t", "L", "m", "f", "x", "b", ("a",), Told(3)) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("settings", [ClusterSettings, RankSettings, FilingSettings])
def test_every_default_lies_within_its_bounds(settings: type) -> None:
    """A file that spells the defaults out must be accepted."""
    limited = [each for each in fields(settings) if "minimum" in each.metadata]
    assert all(each.metadata["minimum"] <= each.default <= each.metadata["maximum"] for each in limited)
    assert all(each.metadata["minimum"] < each.metadata["maximum"] for each in limited)


@pytest.mark.parametrize(
    ("settings", "name", "default", "low", "high"),
    [
        (RankSettings, "half_life_days", 28.0, 1, 3650),
        (RankSettings, "q", 0.20, 0.0001, 0.5),
        (RankSettings, "falling_factor", 0.67, 0.01, 1),
        (FilingSettings, "max_new", 5, 0, 10_000),
        (FilingSettings, "flood_share", 0.5, 0, 1),
        (FilingSettings, "plan_expires_hours", 72, 1, 87_600),
    ],
)
def test_bounds_of_settings(settings: type, name: str, default: float, low: float, high: float) -> None:
    """What people may set is what the documents say; ten years have 87 600 hours."""
    (field,) = (each for each in fields(settings) if each.name == name)
    assert (field.default, field.metadata["minimum"], field.metadata["maximum"]) == (default, low, high)


def test_a_bound_stands_beside_its_default() -> None:
    """``bounded`` keeps three numbers apart."""
    made = bounded(2, 1, 3)
    assert (made.default, dict(made.metadata)) == (2, {"minimum": 1, "maximum": 3})
    assert MAX_DAYS == 3650


@pytest.mark.parametrize("settings", [ClusterSettings, RankSettings])
def test_the_seed_of_a_section_is_not_its_own(settings: type) -> None:
    """One seed is set for the whole of voc."""
    (seed,) = (each for each in fields(settings) if each.name == "seed")
    assert seed.metadata == {"inherited": True}


def test_product_kinds_are_filed() -> None:
    """What is ranked is what is filed, unless somebody says otherwise."""
    assert PRODUCT_KINDS == (Kind.BUG, Kind.FEATURE_REQUEST, Kind.HARD_TO_USE)
    assert FilingSettings().kinds == PRODUCT_KINDS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It doesn't work", ["it", "doesnt", "work"]),
        ("Why? Now!", ["why", "?", "now", BREAK]),
        ("one\ntwo\n\nthree", ["one", "two", BREAK, "three"]),
        ("Ääni (ei)", ["ääni", BREAK, "ei", BREAK]),
        ("a_b-c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    """Case and apostrophes go, a question mark stays, other marks break the clause."""
    assert tokenize(text) == words
