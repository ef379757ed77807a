"""A GitHub on loopback, ours or the emulator's, and voc's eyes and hands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from tests import faults
from tests.behind import Behind
from tests.emulator import TOKEN, emulating
from tests.fault_proxy import Fault, fault_proxy
from tests.filing_world import Desk, TurnedClock
from tests.github_double import GithubDouble, serving

from voc.config.schema import GithubSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import IssueState
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.github import GithubTracker

PROJECT = "acme/app"
ELSEWHERE = "acme/other"
REASONS = {IssueState.DONE: "completed", IssueState.DECLINED: "not_planned", IssueState.DUPLICATE: "duplicate"}


@dataclass
class Github:
    """A running GitHub of our own with one repository, told the time by a clock that voc waits on."""

    double: GithubDouble
    clock: TurnedClock = field(default_factory=TurnedClock)
    special: Mapping[str, Any] = field(default_factory=dict)
    token = "token-of-voc"

    def settings(self, *, rewrite_block: bool = False, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of GitHub, beside those of all its trackers."""
        github = replace(GithubSettings(), **{**self.special, **special})
        return TrackerSettings(
            name="github", url=self.double.url, project=PROJECT, timeout=5.0, rewrite_block=rewrite_block, github=github
        )

    def tracker(self, *, token: str = token, **special: Any) -> GithubTracker:
        """Voc's eyes and hands."""
        return GithubTracker(self.settings(**special), Secret(token), self.clock)

    def edit(self, issue_id: str, **fields: Any) -> None:
        """A person changes an issue."""
        self.double.edit(PROJECT, issue_id, **fields)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self.edit(issue_id, state="closed", state_reason=REASONS[state])

    def delete(self, issue_id: str) -> None:
        """An administrator deletes an issue."""
        self.double.delete(PROJECT, issue_id)

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        return str(self.double.document(PROJECT, issue_id)["body"])

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description, with the line ends that GitHub's editor gives it."""
        self.edit(issue_id, body=re.sub("\r?\n", "\r\n", text))

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the labels."""
        self.edit(issue_id, labels=list(labels))

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """A person comments."""
        self.double.say(PROJECT, issue_id, text, who="voc-bot" if with_our_account else "human")

    def move(self, issue_id: str) -> str:
        """A person transfers an issue; what it is called then."""
        self.double.add_repository(ELSEWHERE)
        self.double.add_issue(ELSEWHERE)
        return f"{ELSEWHERE}#{self.double.transfer(PROJECT, issue_id, ELSEWHERE)}"

    def sent(self, method: str) -> list[str]:
        """The paths that were asked for so."""
        return [path for verb, path in self.double.log if verb == method]

    def writes(self) -> list[str]:
        """Every write that arrived."""
        return [f"{verb} {path}" for verb, path in self.double.log if verb != "GET"]


@contextmanager
def running(**special: Any) -> Iterator[Github]:
    """One with an empty repository; ``special`` are settings of all its trackers."""
    clock = TurnedClock()
    double = GithubDouble(clock.now)
    double.add_repository(PROJECT)
    with serving(double):
        yield Github(double, clock, special)


@contextmanager
def behind(github: Github) -> Iterator[Behind]:
    """A desk that files into it through the fault proxy."""
    with fault_proxy(github.double.url) as proxy:
        settings = replace(github.settings(), url=proxy.url, timeout=1.0)
        tracker = GithubTracker(settings, Secret("token-of-voc"), github.clock)
        at, special = Desk(tracker, MemoryLedger(), github.clock), {"no id": faults.no_id, "limit of 403": _limit}
        yield Behind(at, github.tracker(), proxy, {"path": r"/issues$"}, {"path": "/comments$"}, special)


def _limit() -> Fault:
    return faults.status(403, "7")


# -- the emulator ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Emulator:
    """A running ``emulate``; every repository in it is its only account's."""

    url: str

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request by somebody; the JSON of the answer."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = requests.request(method, self.url + path, json=body, headers=headers, timeout=60)
        assert answer.ok, (method, path, answer.status_code, answer.text[:300])
        return answer.json()

    def repository(self) -> Repository:
        """A new empty one."""
        return Repository(self, self.ask("POST", "/user/repos", {"name": f"r{uuid4().hex[:12]}"})["full_name"])


@dataclass(frozen=True)
class Repository:
    """One in the emulator."""

    emulator: Emulator
    name: str
    clock: TurnedClock = field(default_factory=TurnedClock)
    token = TOKEN

    def settings(self, **special: Any) -> TrackerSettings:
        """How voc is told of it."""
        url = self.emulator.url
        return TrackerSettings(name="github", url=url, project=self.name, github=GithubSettings(api=url), **special)

    def tracker(self, *, rewrite_block: bool = False) -> GithubTracker:
        """Voc's eyes and hands."""
        return GithubTracker(self.settings(rewrite_block=rewrite_block), Secret(TOKEN), self.clock)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """Somebody closes an issue."""
        self._edit(issue_id, state="closed", state_reason=REASONS[state])

    def delete(self, issue_id: str) -> None:
        """Nobody can."""
        pytest.skip("emulate cannot delete an issue")

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        return str(self.emulator.ask("GET", self._path(issue_id))["body"])

    def write(self, issue_id: str, text: str) -> None:
        """Somebody replaces the description."""
        self._edit(issue_id, body=text)

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """Somebody sets the labels."""
        self._edit(issue_id, labels=list(labels))

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """Somebody comments, always with voc's account."""
        self.emulator.ask("POST", f"{self._path(issue_id)}/comments", {"body": text})

    def _edit(self, issue_id: str, **fields: Any) -> None:
        self.emulator.ask("PATCH", self._path(issue_id), fields)

    def _path(self, issue_id: str) -> str:
        return f"/repos/{self.name}/issues/{issue_id}"


@contextmanager
def running_emulator(folder: Path) -> Iterator[Emulator]:
    """An emulator of our own; what it says goes into ``folder``."""
    with emulating("github", folder) as url:
        yield Emulator(url)
