"""What would be done to the tracker, each step with its reason; and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from voc.model.filing import IssueDraft, IssueState
from voc.model.ledger import EntryState
from voc.model.report import IssueRef

WAITS = "waits for its turn"
"""How the reason of a change begins that is wanted but put off to a later run."""
_NAMED = 5
"""Themes that are left alone for one reason and named; more are counted."""


class Action(StrEnum):
    """What is to be done about a theme."""

    CREATE = "create"
    UPDATE = "update"
    REOPEN = "reopen"
    COMMENT = "comment"
    LINK = "link"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What must still hold when a change is applied: this issue, unchanged since it was read."""

    issue_id: str
    revision: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An existing issue that may be what is to be filed; ``score`` (0..1) says how surely, ``reason`` by what.

    ``title`` is the issue's, ``state`` what its status comes to.
    """

    issue: IssueRef
    score: float
    reason: str
    title: str = ""
    state: IssueState = IssueState.OPEN

    @property
    def closed(self) -> str:
        """What to say behind its title of an issue that is no longer open; empty of an open one."""
        return "" if self.state is IssueState.OPEN else f", closed as {self.state.value}"


@dataclass(frozen=True, slots=True)
class Change:
    """One theme's part of a plan.

    Attributes:
        issue: the issue it is about, None before there is one.
        draft: the full text, for every action but a skip.
        comment: the comment to write, None for none.
        becomes: the ledger state that a skip puts on record, None for none; of a create ``PLANNED``, where the ledger
            lets go of the issue of ``preconditions`` first, since a person said that the theme is not that one.
        blocked: whether a skip leaves something for a person to mend.
        candidates: existing issues that it may be filed as already, best first.
        proposed: whether a link is voc's guess by likeness, which only a person can make true.
        fields: what a create sets in the tracker beside title, text and voc's labels, by the tracker's names; what is
            set follows from voc.yaml, and an apply that would set anything else leaves the change alone.
        before: what the managed block says now that an update rewrites; None where none is rewritten.
        new_template: whether that block was made by another template, so that it may be rewritten for that alone.
    """

    action: Action
    theme_id: str
    reason: str
    issue: IssueRef | None = None
    preconditions: Preconditions | None = None
    draft: IssueDraft | None = None
    comment: str | None = None
    becomes: EntryState | None = None
    blocked: bool = False
    candidates: tuple[Candidate, ...] = ()
    proposed: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    before: str | None = None
    new_template: bool = False


class LeftAlone(NamedTuple):
    """Why nothing is written, of how many themes that is said, and of which (their issues, or their ids) where these
    are few.
    """

    reason: str
    themes: int
    names: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes for one tracker, project and account, good until ``expires_at``; ``digest`` covers everything else.

    ``compared`` is how many existing issues new ones were compared with, ``requests`` how often the tracker was asked.
    """

    tracker: str
    project: str
    namespace: str
    account: str
    ledger_id: str
    created_at: datetime
    expires_at: datetime
    changes: tuple[Change, ...]
    digest: str = ""
    compared: int = 0
    requests: int = 0

    @property
    def pending(self) -> tuple[Change, ...]:
        """The changes that would write something."""
        return tuple(change for change in self.changes if change.action is not Action.SKIP)

    @property
    def left_alone(self) -> list[LeftAlone]:
        """Why nothing is written, what is said of most themes first."""
        names: dict[str, list[str]] = {}
        for change in self.changes:
            if change.action is Action.SKIP:
                names.setdefault(change.reason, []).append(change.issue.key if change.issue else change.theme_id)
        told = sorted(names.items(), key=lambda each: (-len(each[1]), each[0]))
        return [LeftAlone(reason, len(of), ", ".join(of) if len(of) <= _NAMED else "") for reason, of in told]


class Result(StrEnum):
    """What came of a change; ``PROPOSED`` waits for a person, and no run makes it by itself."""

    FILED = "filed"
    UPDATED = "updated"
    REOPENED = "reopened"
    COMMENTED = "commented"
    LINKED = "linked"
    PROPOSED = "proposed"
    SKIPPED = "skipped"
    HELD = "held"
    STALE = "stale"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"
    THROTTLED = "throttled"
    REJECTED = "rejected"
    FAILED = "failed"


PARTIAL = frozenset({Result.HELD, Result.STALE, Result.BLOCKED, Result.UNCERTAIN, Result.THROTTLED})
"""Results that leave something to be done (exit 4)."""
FAILURES = frozenset({Result.REJECTED, Result.FAILED})
"""Results where tracker or network failed (exit 3)."""


@dataclass(frozen=True, slots=True)
class Done:
    """How one theme ended a run, and why."""

    theme_id: str
    result: Result
    reason: str
    issue: IssueRef | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did, theme by theme; ``stopped`` says what ended it early, empty when nothing did."""

    done: tuple[Done, ...]
    stopped: str = ""

    @property
    def exit_code(self) -> int:
        """0 done or nothing to do, 3 tracker failed, 4 something remains."""
        results = {done.result for done in self.done}
        if results & FAILURES:
            return 3
        return 4 if self.stopped or results & PARTIAL else 0
