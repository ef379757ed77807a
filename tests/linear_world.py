"""A Linear of our own on loopback, and voc's eyes and hands there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.behind import Behind
from tests.fault_proxy import Fault, Said, fault_proxy
from tests.filing_world import Desk, TurnedClock
from tests.linear_server.state import Document
from tests.linear_server.web import LinearDouble, serving

from voc.config.schema import LinearSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import IssueState
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.linear import LinearTracker

PROJECT = "ENG"
STATUSES = {IssueState.DONE: "Done", IssueState.DECLINED: "Canceled", IssueState.DUPLICATE: "Duplicate"}


@dataclass
class Linear:
    """A running Linear of our own with one team, told the time by a clock that voc waits on."""

    double: LinearDouble
    clock: TurnedClock = field(default_factory=TurnedClock)
    special: Mapping[str, Any] = field(default_factory=dict)
    token = "lin_api_voc"

    def settings(self, *, rewrite_block: bool = False, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of Linear, beside those of all its trackers."""
        linear = replace(LinearSettings(), **{**self.special, **special})
        return TrackerSettings(
            name="linear", url=self.double.url, project=PROJECT, timeout=5.0, rewrite_block=rewrite_block, linear=linear
        )

    def tracker(self, *, token: str = token, **special: Any) -> LinearTracker:
        """Voc's eyes and hands."""
        return LinearTracker(self.settings(**special), Secret(token), self.clock)

    def document(self, issue_id: str) -> Document:
        """An issue as Linear keeps it."""
        return self.double.issues[issue_id]

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self.double.edit(issue_id, state=STATUSES[state])

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self.double.delete(issue_id)

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        return str(self.document(issue_id)["description"])

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""
        self.double.edit(issue_id, description=text)

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the labels."""
        self.double.edit(issue_id, labels=list(labels))

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """A person comments."""
        self.double.say(issue_id, text, who="u-voc" if with_our_account else "u-human")

    def move(self, issue_id: str) -> str:
        """A person moves an issue to another team; what it is called then."""
        self.double.add_team("SIDE")
        self.double.move(issue_id, "SIDE")
        return "SIDE-1"

    def writes(self) -> list[str]:
        """The name of every write that arrived."""
        return [name for name in self.double.log if name.startswith(("Create", "Update"))]


@contextmanager
def running(**special: Any) -> Iterator[Linear]:
    """One with an empty team; ``special`` are settings of all its trackers."""
    clock = TurnedClock()
    double = LinearDouble(clock.now)
    double.add_team(PROJECT)
    with serving(double):
        yield Linear(double, clock, special)


@contextmanager
def behind(linear: Linear, *, rewrite_block: bool = False) -> Iterator[Behind]:
    """A desk that files into it through the fault proxy."""
    with fault_proxy(linear.double.url) as proxy:
        settings = replace(linear.settings(rewrite_block=rewrite_block), url=proxy.url, timeout=1.0)
        at = Desk(LinearTracker(settings, Secret("lin_api_voc"), linear.clock), MemoryLedger(), linear.clock)
        yield Behind(at, linear.tracker(), proxy, {"body": r"issueCreate\("}, {"body": r"commentCreate\("}, FAULTS)


def _instead(document: Document, status: int = 200, **headers: str) -> Fault:
    """Linear did what was asked, and says something else."""
    said = Said(status, json.dumps(document).encode(), {name.replace("_", "-"): text for name, text in headers.items()})
    return Fault("instead", answer=lambda seen, _: said)


def _changed(change: Callable[[Document], Document]) -> Fault:
    """Linear did what was asked, and its answer arrives changed."""
    return Fault("changed", answer=lambda seen, said: replace(said, body=_told(change, said.body)))


def _told(change: Callable[[Document], Document], body: bytes) -> bytes:
    return json.dumps(change(json.loads(body))).encode()


def _limit() -> Fault:
    told = {"errors": [{"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}]}
    reset = str(int((time.time() + 7) * 1_000))
    names = {"X_RateLimit_Requests_Remaining": "0", "X_RateLimit_Requests_Reset": reset}
    return replace(_instead(told, 400, **names), forward=False)


TROUBLE = {
    "message": "Internal server error",
    "extensions": {"type": "internal error", "code": "INTERNAL_SERVER_ERROR"},
}
TAKEN = {"message": "conflict on insert of Issue", "extensions": {"type": "invalid input", "code": "INPUT_ERROR"}}
FAULTS: dict[str, Callable[[], Fault]] = {
    "no issue": lambda: _instead({"data": {"issueCreate": {"success": True, "issue": None}}}),
    "no success": lambda: _instead({"data": {"issueCreate": {"success": False, "issue": None}}}),
    "trouble after": lambda: _instead({"errors": [TROUBLE], "data": None}),
    "trouble beside it": lambda: _changed(lambda told: {**told, "errors": [TROUBLE]}),
    "limit of 400": _limit,
    "refused although it was made": lambda: _instead({"errors": [TAKEN], "data": None}, 400),
}
"""What goes wrong with creates in Linear's own ways."""
