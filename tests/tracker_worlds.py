"""One project of a tracker, voc's eyes and hands there, and what people do: the same words for every tracker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from tests.filing_world import Desk, TurnedClock

from voc.model.filing import IssueState
from voc.ports.tracker import Tracker
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.local import LocalTracker
from voc.trackers.local_file import split, with_value
from voc.trackers.memory import MemoryTracker

REDMINES = ("redmine", "redmine double")
JIRAS = ("jira cloud", "jira data center")
GITHUBS = ("github double", "github emulator")
LINEARS = ("linear double", "linear emulator")
LOCALS = ("memory", "local")
DOUBLES = (*JIRAS, "github double", "linear double")
WITH_LABELS = (*LOCALS, *REDMINES, *JIRAS, *GITHUBS, "linear double")
WITHOUT_CONDITIONS = (*REDMINES, *JIRAS, *GITHUBS, *LINEARS)
"""Trackers that cannot refuse a late write."""

CLOSED = {IssueState.DONE: "fixed", IssueState.DECLINED: "declined", IssueState.DUPLICATE: "duplicate"}
"""How people close an issue, in the words of a folder."""


class World(Protocol):
    """An empty project. What only some trackers have, only their worlds have: ``relabel``, ``say``, ``move``,
    ``writes``, and the ``token`` and ``settings`` of those that voc finds by its configuration.
    """

    clock: TurnedClock

    def tracker(self, *, rewrite_block: bool = False) -> Tracker:
        """Voc's eyes and hands; whether the block in a description is rewritten without conditional writes."""

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""


def on(*worlds: str) -> pytest.MarkDecorator:
    """A test for these trackers only."""
    return pytest.mark.parametrize("world", worlds, indirect=True)


def desk(world: World, **special: Any) -> Desk:
    """A desk with an empty ledger that files there; ``special`` is for the tracker."""
    return Desk(world.tracker(**special), MemoryLedger(), world.clock)


@dataclass
class Memory:
    """The reference, in memory."""

    clock: TurnedClock = field(default_factory=TurnedClock)

    def __post_init__(self) -> None:
        self._tracker = MemoryTracker(self.clock)

    def tracker(self, *, rewrite_block: bool = False) -> MemoryTracker:
        """The only one."""
        return self._tracker

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self._tracker.edit(issue_id, state=state, status="closed")

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self._tracker.delete(issue_id)

    def kept(self, issue_id: str) -> str:
        """The description."""
        issue = self._tracker.get(issue_id)
        return issue.body if issue else ""

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""
        self._tracker.edit(issue_id, body=text)

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the labels."""
        self._tracker.edit(issue_id, labels=tuple(labels))


@dataclass
class Folder:
    """A folder of issues."""

    folder: Path
    clock: TurnedClock = field(default_factory=TurnedClock)

    def tracker(self, *, rewrite_block: bool = False) -> LocalTracker:
        """Voc's eyes and hands."""
        return LocalTracker(self.folder, "VOC", now=self.clock.now)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self._set(issue_id, status="closed", resolution=CLOSED[state])

    def delete(self, issue_id: str) -> None:
        """A person deletes its file."""
        self._file(issue_id).unlink()

    def kept(self, issue_id: str) -> str:
        """The text below the front matter."""
        file = split(self._file(issue_id).read_text("utf-8"))
        return file.body if file else ""

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces that text."""
        path = self._file(issue_id)
        path.write_text(path.read_text("utf-8").removesuffix(self.kept(issue_id)) + text, "utf-8")

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the labels."""
        self._set(issue_id, labels=list(labels))

    def _set(self, issue_id: str, **values: object) -> None:
        path = self._file(issue_id)
        text = path.read_text("utf-8")
        for name, value in values.items():
            text = with_value(text, name, value)
        path.write_text(text, "utf-8")

    def _file(self, issue_id: str) -> Path:
        return next(self.folder.glob(f"{issue_id}-*.md"))
