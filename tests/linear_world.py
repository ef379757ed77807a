"""A Linear of our own on loopback, and voc's eyes and hands there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.filing_world import Desk, TurnedClock, ranked, report
from tests.linear_server.state import Document
from tests.linear_server.web import LinearDouble, serving

from voc.config.schema import LinearSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.plan import Result
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.linear import LinearTracker

PROJECT = "ENG"
CREATES = "CreateIssue"


@dataclass
class Linear:
    """A running Linear of our own with one team, told the time by a clock that voc waits on."""

    double: LinearDouble
    clock: TurnedClock = field(default_factory=TurnedClock)

    def settings(self, *, rewrite_block: bool = False, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of Linear."""
        linear = replace(LinearSettings(), **special)
        return TrackerSettings(
            name="linear", url=self.double.url, project=PROJECT, timeout=5.0, rewrite_block=rewrite_block, linear=linear
        )

    def tracker(self, *, token: str = "lin_api_voc", **special: Any) -> LinearTracker:
        """Voc's eyes and hands."""
        return LinearTracker(self.settings(**special), Secret(token), self.clock)

    def kept(self, issue_id: str) -> Document:
        """An issue as Linear keeps it."""
        return self.double.issues[issue_id]


@contextmanager
def running() -> Iterator[Linear]:
    """One with an empty team."""
    clock = TurnedClock()
    double = LinearDouble(clock.now)
    double.add_team(PROJECT)
    with serving(double):
        yield Linear(double, clock)


def desk(linear: Linear, **special: Any) -> Desk:
    """A desk that files into it."""
    return Desk(linear.tracker(**special), MemoryLedger(), linear.clock)


def file_one(at: Desk, **theme: Any) -> str:
    """File one theme; the issue's id."""
    plan = at.plan(report(ranked(**theme)))
    assert at.apply(plan, confirm_project=PROJECT).done[0].result is Result.FILED
    return at.row().issue_id or ""
