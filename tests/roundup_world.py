"""A real Roundup on loopback, the plugin that speaks to it, and what people do there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import requests
from benchmarks.quality.datasets import SHARED
from tests.filing_world import TurnedClock

from voc.config.schema import Config, TrackerSettings
from voc.model.filing import IssueState
from voc.ports.clock import Clock
from voc.ports.tracker import Tracker
from voc.wiring.tracking import tracker_of

PLUGIN = Path(__file__).parents[1] / "examples" / "plugins" / "voc-roundup"
SCRIPT = SHARED.resolve() / "servers" / "roundup_server.py"
PYTHON = os.environ.get("ROUNDUP_PYTHON", sys.executable)
START_SECONDS = 120
PASSWORD = "a-password-of-voc"


@dataclass(frozen=True)
class Roundup:
    """A running server: its address, and the name and password of an administrator, who stands for people."""

    url: str
    person: str
    password: str
    clock: TurnedClock = field(default_factory=TurnedClock)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request by a person, who has just looked; what the answer brings."""
        headers = {"X-Requested-With": "rest", "Origin": self.url, "Referer": f"{self.url}/"}
        if method in ("PUT", "DELETE"):
            headers["If-Match"] = self.ask("GET", path)["@etag"]
        url, who = f"{self.url}/rest/data/{path}", (self.person, self.password)
        answer = requests.request(method, url, json=body, headers=headers, auth=who, timeout=60)
        assert answer.ok, (method, path, answer.status_code, answer.text[:300])
        return answer.json()["data"]

    def edit(self, path: str, **fields: Any) -> None:
        """A person changes an issue or a message."""
        self.ask("PUT", path, fields)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue; there is one way."""
        assert state is IssueState.DONE
        self.edit(f"issue/{issue_id}", status="resolved")

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue; Roundup calls it retired."""
        self.ask("DELETE", f"issue/{issue_id}", {})

    def first(self, issue_id: str) -> str:
        """The path of an issue's first message, which is its description."""
        return f"msg/{self.ask('GET', f'issue/{issue_id}')['attributes']['messages'][0]['id']}"

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        issue = self.tracker().get(issue_id)
        return issue.body if issue else ""

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""
        self.edit(self.first(issue_id), content=text)

    def emptied(self) -> Roundup:
        """Itself, without an issue."""
        for each in self.ask("GET", "issue")["collection"]:
            self.delete(each["id"])
        return replace(self, clock=TurnedClock())

    def tracker(
        self, clock: Clock | None = None, url: str | None = None, *, rewrite_block: bool = False, **options: str
    ) -> Tracker:
        """Voc's eyes and hands there, by the name that the installed plugin's entry point gives."""
        os.environ["VOC_ROUNDUP_PASSWORD"] = PASSWORD
        given = TrackerSettings(
            name="roundup",
            url=url or self.url,
            project="app",
            rewrite_block=rewrite_block,
            token="env:VOC_ROUNDUP_PASSWORD",
            options={"user": "voc", **options},
        )
        return tracker_of(Config(tracker=given), clock or self.clock)


def why_not() -> str:
    """Why no Roundup can be started here; empty when one can."""
    if not SCRIPT.exists():
        return f"there is no {SCRIPT.name} in VOC_SHARED"
    there = subprocess.run([PYTHON, "-c", "import roundup"], capture_output=True, check=False)
    return "" if there.returncode == 0 else "Roundup is not installed (pip install roundup==2.6.0)"


def install(folder: Path) -> None:
    """Install the plugin into ``folder`` as pip does; skipped with a reason where its build tool is not installed."""
    pytest.importorskip("hatchling", reason="hatchling, which builds the plugin, is not installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index"]
    plain = [*pip, "--no-deps", "--no-build-isolation", "--target", folder, PLUGIN]
    done = subprocess.run(plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Roundup]:
    """A server of our own in ``folder``, in which voc has an account like anybody's.

    It is started twice: Roundup asks for a password with every request, and takes a fifth of a second to check one.
    """
    with _served(folder):
        pass
    settings = folder / "roundup" / "tracker" / "config.ini"
    slow = settings.read_text()
    settings.write_text(slow.replace("pbkdf2_default_rounds = 250000", "pbkdf2_default_rounds = 1000"))
    assert settings.read_text() != slow
    with _served(folder, *options) as roundup:
        for name, role in (("person", "Admin"), ("voc", "User")):
            account = {"username": name, "password": PASSWORD, "address": f"{name}@localhost", "roles": role}
            roundup.ask("POST", "user", account)
        yield replace(roundup, person="person", password=PASSWORD)


@contextmanager
def _served(folder: Path, *options: str) -> Iterator[Roundup]:
    with (folder / "out").open("wb") as out, (folder / "err").open("ab") as err:
        server = subprocess.Popen([PYTHON, SCRIPT, folder / "roundup", "0", *options], stdout=out, stderr=err)
    try:
        yield _ready(folder, server)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _ready(folder: Path, server: subprocess.Popen[bytes]) -> Roundup:
    """The server once it says so."""
    for _ in range(START_SECONDS * 4):
        assert server.poll() is None, (folder / "err").read_text()[-2000:]
        said = (folder / "out").read_text().split()
        if "READY" in said:
            told = dict(pair.split("=", 1) for pair in said if "=" in pair)
            return Roundup(told["URL"], told["USER"], told["PASSWORD"])
        time.sleep(0.25)
    pytest.fail(f"Roundup did not start within {START_SECONDS} s")
