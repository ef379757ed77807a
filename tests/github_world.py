"""A GitHub on loopback, ours or the emulator's, and voc's eyes and hands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
from tests import faults
from tests.behind import Behind
from tests.emulator import TOKEN, emulating
from tests.fault_proxy import Fault, fault_proxy
from tests.filing_world import Desk, TurnedClock
from tests.github_double import GithubDouble, serving

from voc.config.schema import GithubSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.github import GithubTracker

PROJECT = "acme/app"


@dataclass
class Github:
    """A running GitHub of our own with one repository, told the time by a clock that voc waits on."""

    double: GithubDouble
    clock: TurnedClock = field(default_factory=TurnedClock)

    def settings(self, *, rewrite_block: bool = False, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of GitHub."""
        github = replace(GithubSettings(), **special)
        return TrackerSettings(
            name="github", url=self.double.url, project=PROJECT, timeout=5.0, rewrite_block=rewrite_block, github=github
        )

    def tracker(self, *, token: str = "token-of-voc", **special: Any) -> GithubTracker:
        """Voc's eyes and hands."""
        return GithubTracker(self.settings(**special), Secret(token), self.clock)

    def edit(self, issue_id: str, **fields: Any) -> None:
        """A person changes an issue."""
        self.double.edit(PROJECT, issue_id, **fields)

    def sent(self, method: str) -> list[str]:
        """The paths that were asked for so."""
        return [path for verb, path in self.double.log if verb == method]


@contextmanager
def running() -> Iterator[Github]:
    """One with an empty repository."""
    clock = TurnedClock()
    double = GithubDouble(clock.now)
    double.add_repository(PROJECT)
    with serving(double):
        yield Github(double, clock)


def desk(github: Github, **special: Any) -> Desk:
    """A desk that files into it."""
    return Desk(github.tracker(**special), MemoryLedger(), github.clock)


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

    def tracker(self, **special: Any) -> GithubTracker:
        """Voc's eyes and hands in a new empty repository."""
        name = self.ask("POST", "/user/repos", {"name": f"r{uuid4().hex[:12]}"})["full_name"]
        settings = TrackerSettings(name="github", url=self.url, project=name, github=GithubSettings(api=self.url))
        return GithubTracker(replace(settings, **special), Secret(TOKEN), TurnedClock())


@contextmanager
def running_emulator(folder: Path) -> Iterator[Emulator]:
    """An emulator of our own; what it says goes into ``folder``."""
    with emulating("github", folder) as url:
        yield Emulator(url)
