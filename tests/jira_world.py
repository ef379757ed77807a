"""A Jira on loopback, of either kind, and voc's eyes and hands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.filing_world import TurnedClock
from tests.jira_server.state import Mode, Project, Site
from tests.jira_server.web import JiraServer, serving

from voc.config.schema import JiraSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import Finding, Issue, IssueState
from voc.ports.tracker import Tracker
from voc.trackers.jira import JiraTracker

RESOLUTIONS = {IssueState.DONE: "Done", IssueState.DECLINED: "Won't Do", IssueState.DUPLICATE: "Duplicate"}


@dataclass
class Jira:
    """A running Jira with one project, told the time by a clock that voc waits on."""

    server: JiraServer
    project: Project
    clock: TurnedClock = field(default_factory=TurnedClock)

    @property
    def site(self) -> Site:
        """What it remembers, and what people do there."""
        return self.server.site

    def settings(self, *, rewrite_block: bool = False, timeout: float = 5.0, **special: Any) -> TrackerSettings:
        """How voc is told of it; ``special`` are settings of Jira."""
        email = self.site.bot.email if self.site.cloud else None
        jira = replace(JiraSettings(email=email), **special)
        return TrackerSettings(
            name="jira", url=self.server.url, project=self.project.key, timeout=timeout, rewrite_block=rewrite_block,
            jira=jira,
        )  # fmt: skip

    @property
    def token(self) -> str:
        """Of voc's account."""
        return self.site.bot.token

    def tracker(self, *, token: str | None = None, **special: Any) -> JiraTracker:
        """Voc's eyes and hands."""
        return JiraTracker(self.settings(**special), Secret(token or self.token), self.clock)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """A person closes an issue."""
        self.site.close(issue_id, RESOLUTIONS[state])

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self.site.delete(issue_id)

    def kept(self, issue_id: str) -> str:
        """The words of the description, as it is kept."""
        return words(self.site.issues[issue_id].fields["description"])

    def write(self, issue_id: str, text: str) -> None:
        """A person replaces the description."""
        self.site.edit(issue_id, description=said(self, text))

    def relabel(self, issue_id: str, labels: Sequence[str]) -> None:
        """A person sets the labels."""
        self.site.edit(issue_id, labels=list(labels))

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """A person comments."""
        self.site.say(issue_id, said(self, text), self.site.bot if with_our_account else None)

    def move(self, issue_id: str) -> str:
        """A person moves an issue to another project; what it is called then."""
        self.site.move(issue_id, self.site.add_project("OTHER"))
        return "OTHER-1"

    def posts(self) -> list[str]:
        """The paths that something was posted to."""
        return [path for method, path in self.site.log if method == "POST"]

    def writes(self) -> list[str]:
        """Every write that arrived."""
        return [f"{method} {path}" for method, path in self.site.log if method != "GET"]


@contextmanager
def running(mode: Mode) -> Iterator[Jira]:
    """A Jira of that kind, empty."""
    clock = TurnedClock()
    site = Site(mode, clock.now)
    project = site.add_project("APP")
    with serving(site) as server:
        yield Jira(server, project, clock)


def read(tracker: Tracker, issue_id: str) -> Issue:
    """An issue that is there."""
    issue = tracker.get(issue_id)
    assert issue is not None
    return issue


def bad(tracker: JiraTracker) -> list[Finding]:
    """What the doctor finds wrong."""
    return [each for each in tracker.check() if not each.ok]


def said(jira: Jira, words: str) -> Any:
    """Words as a person writes them there."""
    return jira.tracker()._site.place.markup.said(words)


def words(node: Any) -> str:
    """Every text in what Jira keeps."""
    if isinstance(node, dict):
        return str(node.get("text", "")) + "".join(map(words, node.get("content", ())))
    return str(node)
