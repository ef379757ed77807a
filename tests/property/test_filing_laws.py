"""Laws of filing: one issue a theme, whatever breaks; nothing new, nothing written; a person's words stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.filing_world import Desk, TurnedClock, memory_desk, ranked, report, themes

from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import read_identity
from voc.model.filing import IssueState
from voc.model.ledger import LEFT_OPEN, EntryState
from voc.model.plan import Action
from voc.model.report import Report
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.local import LocalTracker
from voc.trackers.memory import Fault, MemoryTracker


class KilledError(BaseException):
    """The process ends here; nothing after it runs."""


class Mortal:
    """Something whose n-th call, of all calls of its kind, kills the process before or after it was carried out."""

    def __init__(self, inner: Any, methods: Sequence[str], fuse: list[int]) -> None:
        self._inner, self._methods, self._fuse = inner, methods, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in self._methods:
            return found

        def call(*arguments: Any, **options: Any) -> Any:
            self._burn()
            result = found(*arguments, **options)
            self._burn()
            return result

        return call

    def _burn(self) -> None:
        self._fuse[0] -= 1
        if self._fuse[0] == 0:
            raise KilledError


TRACKER_CALLS = ("get", "find", "family", "create", "update", "comment")
LEDGER_CALLS = ("claim", "save", "remember", "release", "entries")


def mortal(desk: Desk, fuse: list[int]) -> Desk:
    """The same desk, which dies when the fuse has burnt down."""
    return Desk(
        Mortal(desk.tracker, TRACKER_CALLS, fuse),
        Mortal(desk.ledger, LEDGER_CALLS, fuse),
        desk.clock,
        desk.settings,
        _ids=desk._ids,
    )


def state(desk: Desk) -> object:
    """What a person sees in tracker and ledger, without ids of runs and attempts."""
    issues = []
    for issue in desk.issues():
        block, identity = find_block(issue.body), read_identity(issue.body)
        assert block is not None
        assert identity is not None
        comments = [comment.text for comment in issue.comments]
        issues.append((identity.theme_id, issue.title, sorted(issue.labels), block.text, comments, issue.status))
    rows = {
        name: (row.state, row.written, row.issue_id) for name, row in desk.ledger.entries(desk.filing.scope).items()
    }
    return sorted(issues, key=str), {name: (row[0], row[1].told, row[1].block_sent) for name, row in rows.items()}


FIRST = themes(6)
LATER = report(*(ranked(number, customers=9) for number in range(1, 8)))


def local_desk(folder: Path) -> Desk:
    clock = TurnedClock()
    return Desk(LocalTracker(folder, "VOC", now=clock.now), MemoryLedger(), clock)


def filed_before(make: Callable[[], Desk]) -> Desk:
    """A desk with four issues, two themes waiting, one issue known to nobody, and a week gone by."""
    desk = make()
    desk.set(max_new=4)
    desk.run(FIRST)
    desk.clock.at += timedelta(days=7)
    return desk


def resume(desk: Desk, wanted: Report, point: int, *, same_plan: bool) -> int:
    """Run, die at ``point``, and run again until the end; how many calls the last run was short of dying."""
    fuse = [point]
    dying = mortal(desk, fuse)
    plan = desk.plan(wanted)
    with suppress(KilledError):
        dying.apply(plan if same_plan else dying.plan(wanted))
        return fuse[0]
    desk.apply(plan if same_plan else desk.plan(wanted))
    return 0


@pytest.mark.parametrize("same_plan", [True, False], ids=["same plan", "planned anew"])
@pytest.mark.parametrize("kind", ["memory", "local"])
def test_a_run_killed_anywhere_and_repeated_ends_like_an_unbroken_one(
    kind: str, same_plan: bool, tmp_path: Path
) -> None:
    """Creates, updates and comments: at every call, before and after it, death changes nothing of the end."""

    def make() -> Desk:
        if kind == "local":
            return local_desk(tmp_path / str(len(list(tmp_path.iterdir()))))
        desk = memory_desk()
        desk.tracker.capabilities = LocalTracker.capabilities  # type: ignore[misc]
        return desk

    unbroken = filed_before(make)
    unbroken.run(LATER)
    expected = state(unbroken)
    point = 1
    while True:
        desk = filed_before(make)
        left = resume(desk, LATER, point, same_plan=same_plan)
        assert state(desk) == expected, f"killed at call {point}"
        if left:
            break
        point += 1 if kind == "memory" else 5  # a disk is slow
    assert point > 40, "the run has fewer steps than a crash test needs"


def unfinished(desk: Desk) -> bool:
    """Whether fewer issues than a run may make are on record, or some are still on their way."""
    rows = desk.ledger.entries(desk.filing.scope).values()
    return sum(row.state is EntryState.FILED for row in rows) < 4 or any(row.state in LEFT_OPEN for row in rows)


@pytest.mark.parametrize("kills", [2, 3])
def test_a_run_killed_again_and_again_still_ends_the_same(kills: int, tmp_path: Path) -> None:
    """The budget of a run that never gets to its end is not given out twice."""
    unbroken = local_desk(tmp_path / "unbroken")
    unbroken.set(max_new=4)
    unbroken.run(FIRST)
    expected = state(unbroken)
    for point in range(5, 40, 5):
        desk = local_desk(tmp_path / f"{point}")
        desk.set(max_new=4)
        for _ in range(kills):
            dying = mortal(desk, [point])
            with suppress(KilledError):
                dying.apply(dying.plan(FIRST))
            if not unfinished(desk):
                break
        else:
            desk.run(FIRST)
        assert state(desk) == expected, f"killed {kills} times at call {point}"


def one_issue_each(desk: Desk, wanted: int) -> None:
    """Every theme has exactly one issue."""
    tracker = desk.tracker
    assert isinstance(tracker, MemoryTracker)
    tracker.hidden_for = timedelta(0)
    found = Counter(read_identity(issue.body).theme_id for issue in desk.issues())  # type: ignore[union-attr]
    assert found == Counter(f"theme-{number:04}" for number in range(1, wanted + 1))


FAULTS = st.lists(st.sampled_from(sorted(Fault)), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(faults=FAULTS, hidden=st.sampled_from([0, 20, 600, 1500]), runs=st.integers(1, 4))
def test_faults_never_make_two_issues_and_never_lose_a_theme(faults: list[Fault], hidden: int, runs: int) -> None:
    """Lost answers, lag, throttling and refusals: no attempt is sent twice, and in the end each theme has one issue."""
    desk = memory_desk(faults=faults, hidden_for=timedelta(seconds=hidden))
    desk.set(max_new=8, max_new_per_day=1000)
    tracker = desk.tracker
    assert isinstance(tracker, MemoryTracker)
    for _ in range(runs):
        done = desk.run(themes(4)).done
        assert len(done) == 4
        assert all(each.reason for each in done)
        desk.clock.at += timedelta(minutes=5)
    desk.retry_uncertain = True
    for _ in range(20):
        desk.clock.at += timedelta(hours=1)
        desk.run(themes(4))
    assert len(set(tracker.attempts)) == len(tracker.attempts)
    one_issue_each(desk, 4)


@given(faults=FAULTS)
@settings(max_examples=30, deadline=None)
def test_nothing_new_writes_nothing(faults: list[Fault]) -> None:
    """Once all is filed, a plan holds only skips and an apply does no write."""
    desk = memory_desk(faults=faults)
    desk.set(max_new=8, max_new_per_day=1000)
    desk.retry_uncertain = True
    for _ in range(16):
        desk.run(themes(4))
        desk.clock.at += timedelta(hours=1)
    tracker = desk.tracker
    assert isinstance(tracker, MemoryTracker)
    before = (tracker.writes, dict(desk.ledger.entries(desk.filing.scope)))
    plan = desk.plan(themes(4))
    assert {change.action for change in plan.changes} == {Action.SKIP}
    desk.apply(plan)
    assert (tracker.writes, dict(desk.ledger.entries(desk.filing.scope))) == before


def lagging(ledger: MemoryLedger | None = None) -> Desk:
    """A desk whose first create loses its answer and stays hidden for ten minutes."""
    desk = memory_desk(faults=[Fault.RAISE_AFTER], hidden_for=timedelta(minutes=10))
    if ledger is not None:
        desk.ledger = ledger
    return desk


def test_a_hidden_issue_is_waited_for_and_adopted() -> None:
    """Within the quiet time nothing is sent anew; when the issue shows it is taken over."""
    desk = lagging()
    assert desk.run(themes(1)).exit_code == 4
    assert desk.run(themes(1)).exit_code == 4
    desk.clock.at += timedelta(minutes=20)
    assert desk.run(themes(1)).exit_code == 0
    one_issue_each(desk, 1)
    assert len(desk.tracker.attempts) == 1  # type: ignore[attr-defined]


class Forgetful(MemoryLedger):
    """A ledger without the intent row: what is about to be sent is not put on record."""

    def save(self, entry: Any) -> None:
        """Keep the row unless it is the intent."""
        if entry.state.value not in ("sending", "uncertain"):
            super().save(entry)


def test_without_the_intent_row_the_law_fails() -> None:
    """The mutation is seen: with the ``sending`` row left out, a lost answer makes a second issue."""
    desk = lagging(Forgetful())
    for _ in range(2):
        desk.run(themes(1))
    with pytest.raises(AssertionError):
        one_issue_each(desk, 1)


def test_without_the_look_up_the_law_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutation is seen: a tracker that finds nothing gets a second issue once the quiet time is over."""
    desk = memory_desk(faults=[Fault.RAISE_AFTER])
    desk.retry_uncertain = True
    monkeypatch.setattr(desk.tracker, "find", lambda _: [])
    for _ in range(4):
        desk.run(themes(1))
        desk.clock.at += timedelta(hours=1)
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        one_issue_each(desk, 1)


EDITS = st.sampled_from(["title", "above", "below", "block", "labels", "remove_label", "close", "decline", "no block"])


def edit(tracker: MemoryTracker, issue_id: str, kind: str, words: str) -> None:
    """Change an issue as a person would."""
    issue = tracker.get(issue_id)
    assert issue is not None
    changes: dict[str, object] = {
        "title": {"title": f"{issue.title} {words}"},
        "above": {"body": f"{words}\n\n{issue.body}"},
        "below": {"body": f"{issue.body}\n\n{words}"},
        "block": {"body": issue.body.replace("## What", f"{words}\n## What")},
        "labels": {"labels": (*issue.labels, "mine")},
        "remove_label": {"labels": tuple(label for label in issue.labels if label != "bug")},
        "close": {"state": IssueState.DONE, "status": "closed"},
        "decline": {"state": IssueState.DECLINED, "status": "won't fix"},
        "no block": {"body": words},
    }[kind]
    tracker.edit(issue_id, **changes)


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(EDITS, min_size=1, max_size=4), words=st.sampled_from(["minun sanani", "my words", "# x"]))
def test_no_edit_of_a_person_is_overwritten(edits: list[str], words: str) -> None:
    """Title, text in and around the block, labels and status stay as people left them, however the theme grows."""
    desk = memory_desk()
    tracker = desk.tracker
    assert isinstance(tracker, MemoryTracker)
    desk.run(themes(1))
    for step, kind in enumerate(edits):
        edit(tracker, "1", kind, words)
        before = tracker.get("1")
        assert before is not None
        desk.clock.at += timedelta(days=8)
        desk.run(themes(1, customers=9 + 4 * step))
        after = tracker.get("1")
        assert after is not None
        assert (after.title, after.status, after.state) == (before.title, before.status, before.state)
        assert set(after.labels) == set(before.labels)
        assert outside(after.body) == outside(before.body)
        if kind in ("block", "no block"):
            assert after.body == before.body
    one_issue_each(desk, 1) if "no block" not in edits else None


def outside(body: str) -> tuple[str, str]:
    """The text before and after the managed block."""
    block = find_block(body)
    return (body[: block.start], body[block.end :]) if block else (body, "")


@given(order=st.permutations(range(1, 7)))
@settings(max_examples=20, deadline=None)
def test_a_plan_does_not_depend_on_the_order_of_themes(order: list[int]) -> None:
    """The same themes in another order make the same plan, digest included."""
    desk = memory_desk()
    assert desk.plan(report(*(ranked(number) for number in order))) == desk.plan(FIRST)
