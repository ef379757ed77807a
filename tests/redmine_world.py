"""A real Redmine on loopback, and what people do in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from benchmarks.quality.datasets import SHARED
from tests.filing_world import TurnedClock

from voc.config.schema import RedmineSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import IssueState
from voc.trackers.redmine import RedmineTracker

SCRIPT = SHARED.resolve() / "servers" / "redmine_instance.sh"
AT_ONCE = Path(__file__).with_name("redmine_at_once.rb")
STATUSES = {"new": 1, "closed": 5, "rejected": 6}
START_SECONDS = 300


@dataclass(frozen=True)
class Redmine:
    """A running server: its address, the keys of its accounts, and the number of its text field."""

    url: str
    key: str
    human_key: str
    admin_key: str
    field: int

    def ask(self, method: str, path: str, key: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request by somebody; the JSON of the answer."""
        headers = {"X-Redmine-API-Key": key}
        answer = requests.request(method, self.url + path, json=body, headers=headers, timeout=60)
        assert answer.ok, (method, path, answer.status_code, answer.text[:300])
        return answer.json() if answer.text.strip() else None

    def project(self, **special: Any) -> Project:
        """A new empty project in which voc's account and the human are managers, with these settings of Redmine."""
        name = f"p{uuid4().hex[:12]}"
        about = {"name": name, "identifier": name, "is_public": False, "enabled_module_names": ["issue_tracking"]}
        self.ask("POST", "/projects.json", self.admin_key, {"project": {**about, "tracker_ids": [1, 2, 3]}})
        for key in (self.key, self.human_key):
            user = self.ask("GET", "/users/current.json", key)["user"]["id"]
            member = {"membership": {"user_id": user, "role_ids": [3]}}
            self.ask("POST", f"/projects/{name}/memberships.json", self.admin_key, member)
        redmine = RedmineSettings(**{"label_field": self.field, **special})
        return Project(self, TrackerSettings(name="redmine", url=self.url, project=name, redmine=redmine))


@dataclass(frozen=True)
class Project:
    """One project; what a person does there is done with another account than voc's."""

    redmine: Redmine
    usual: TrackerSettings
    clock: TurnedClock = field(default_factory=TurnedClock)

    @property
    def token(self) -> str:
        """Of voc's account."""
        return self.redmine.key

    @property
    def name(self) -> str:
        """Its identifier."""
        return str(self.usual.project)

    def settings(self, *, rewrite_block: bool = False, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of Redmine."""
        return replace(self.usual, redmine=replace(self.usual.redmine, **special), rewrite_block=rewrite_block)

    def tracker(self, *, key: str | None = None, **special: Any) -> RedmineTracker:
        """Voc's eyes and hands there."""
        return RedmineTracker(self.settings(**special), Secret(key or self.token), self.clock)

    def category(self) -> str:
        """The name of a category that an administrator makes."""
        made = {"issue_category": {"name": "Calendar"}}
        self.redmine.ask("POST", f"/projects/{self.name}/issue_categories.json", self.redmine.admin_key, made)
        return "Calendar"

    def edit(self, issue_id: str, **fields: Any) -> None:
        """A person changes an issue."""
        self.redmine.ask("PUT", f"/issues/{issue_id}.json", self.redmine.human_key, {"issue": fields})

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self.edit(issue_id, status_id=STATUSES["rejected" if state is IssueState.DECLINED else "closed"])

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self.redmine.ask("DELETE", f"/issues/{issue_id}.json", self.redmine.human_key)

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        return str(self.document(issue_id)["description"])

    def document(self, issue_id: str) -> Mapping[str, Any]:
        """An issue as a person reads it."""
        return dict(self.redmine.ask("GET", f"/issues/{issue_id}.json", self.redmine.human_key)["issue"])

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""
        self.edit(issue_id, description=text)

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the field that holds labels."""
        self.edit(issue_id, custom_fields=[{"id": self.redmine.field, "value": " ".join(labels)}])

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """A person comments."""
        key = self.token if with_our_account else self.redmine.human_key
        self.redmine.ask("PUT", f"/issues/{issue_id}.json", key, {"issue": {"notes": text}})

    def move(self, issue_id: str) -> str:
        """A person moves an issue to another project; what it is called then."""
        self.edit(issue_id, project_id=self.redmine.project().name)
        return f"#{issue_id}"

    def add(self, subject: str, **fields: Any) -> str:
        """A person files an issue; its id."""
        issue = {"project_id": self.name, "subject": subject, **fields}
        return str(self.redmine.ask("POST", "/issues.json", self.redmine.human_key, {"issue": issue})["issue"]["id"])


def why_not() -> str:
    """Why no Redmine can be started here; empty when one can."""
    if not SCRIPT.exists():
        return f"there is no {SCRIPT.name} in VOC_SHARED"
    if "REDMINE_SRC" not in os.environ and not Path("/usr/share/redmine/config.ru").exists():
        return "Redmine is not installed (Debian: apt install --no-install-recommends redmine redmine-sqlite)"
    return "" if shutil.which("rackup") else "rackup is not installed"


@contextmanager
def running(folder: Path) -> Iterator[Redmine]:
    """A server of our own in ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = {**os.environ, "RUBYOPT": f"-r{AT_ONCE}"}
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        server = subprocess.Popen(["bash", SCRIPT, folder / "redmine", str(port)], stdout=out, stderr=err, env=known)
    try:
        yield _ready(folder, server)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _ready(folder: Path, server: subprocess.Popen[bytes]) -> Redmine:
    """The server once it answers."""
    for _ in range(START_SECONDS * 2):
        assert server.poll() is None, (folder / "err").read_text()[-2000:]
        told = dict(pair.split("=", 1) for pair in (folder / "out").read_text().split())
        if "URL" in told:
            redmine = Redmine(told["URL"], told["KEY"], told["HUMAN_KEY"], told["ADMIN_KEY"], int(told["CF"]))
            try:
                redmine.ask("GET", "/issues.json", redmine.key)
            except requests.ConnectionError:
                pass
            else:
                return redmine
        time.sleep(0.5)
    pytest.fail(f"Redmine did not start within {START_SECONDS} s")
