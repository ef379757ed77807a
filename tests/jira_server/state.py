"""What a Jira remembers, and what people do in it through its web pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any

from tests.jira_server.faults import Fault


class Mode(StrEnum):
    """Which product it is."""

    CLOUD = "Cloud"
    DATA_CENTER = "Server"


CLOUD, DATA_CENTER = Mode.CLOUD, Mode.DATA_CENTER
SCREEN = ("summary", "description", "labels", "components", "priority", "reporter")
"""The fields that a screen shows unless a test takes some away."""
STATUSES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "Closed": "done"}
"""The names of statuses, and the categories that they are in."""


@dataclass
class User:
    """An account; ``scopes`` are the permissions that it has in every project."""

    name: str
    email: str
    token: str
    account_id: str
    permissions: set[str] = field(
        default_factory=lambda: {"BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS", "EDIT_OWN_COMMENTS",
                                 "TRANSITION_ISSUES"}
    )  # fmt: skip
    expires: datetime | None = None
    captcha: bool = False


@dataclass
class FieldSpec:
    """A field of a project beside those that every Jira has."""

    name: str
    schema: dict[str, Any]
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: Any = None


@dataclass
class IssueType:
    """A type of issue with its screens."""

    id: str
    name: str
    subtask: bool = False
    create_screen: set[str] = field(default_factory=lambda: set(SCREEN))
    edit_screen: set[str] = field(default_factory=lambda: set(SCREEN))


@dataclass
class Project:
    """A project; ``transitions`` are the ways of its workflow, by the status that they lead from."""

    id: str
    key: str
    name: str
    types: list[IssueType]
    fields: dict[str, FieldSpec] = field(default_factory=dict)
    components: tuple[str, ...] = ("Export",)
    transitions: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "To Do": ("In Progress", "Done", "Closed"),
            "In Progress": ("To Do", "Done", "Closed"),
            "Done": ("Closed", "To Do"),
            "Closed": ("To Do",),
        }
    )
    asking: set[str] = field(default_factory=set)
    """Statuses whose transitions want a field that has no value."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def type(self, name: str) -> IssueType:
        """The type of that name."""
        return next(each for each in self.types if each.name == name)


@dataclass
class Comment:
    """What somebody wrote below an issue."""

    id: str
    author: User
    body: Any
    created: datetime
    updated: datetime


@dataclass
class Issue:
    """One issue. ``fields`` holds what the screens show, by field."""

    id: str
    project: Project
    number: int
    type: IssueType
    fields: dict[str, Any]
    creator: User
    created: datetime
    updated: datetime
    index: list[tuple[datetime, Issue]] = field(default_factory=list, repr=False)
    """What searches take it for, and from when on."""
    status: str = "To Do"
    resolution: str | None = None
    resolved: datetime | None = None
    moved_on: datetime | None = None
    """When its status got into another category."""
    old_keys: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    """Links "duplicates": number of the link, id of the original."""
    properties: dict[str, Any] = field(default_factory=dict)
    remote_links: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    hidden: bool = False
    frozen: bool = False
    """The workflow forbids to edit it in its status."""

    @property
    def key(self) -> str:
        """What people call it, today."""
        return f"{self.project.key}-{self.number}"


def types() -> list[IssueType]:
    """The types that a new software project has."""
    return [
        IssueType("10001", "Task"),
        IssueType("10002", "Bug"),
        IssueType("10003", "Story"),
        IssueType("10004", "Sub-task", subtask=True),
    ]


@dataclass
class Site:
    """One Jira. ``lag`` is how long a new or changed issue stays out of searches; ``clock`` tells the time."""

    mode: Mode
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    lag: timedelta = timedelta(0)
    page_limit: int = 100
    """How many issues one page of a search holds at most."""
    same_page: bool = False
    """Give the same token again and again."""
    fresh_keys: bool = False
    """Tell the keys that issues have now, whatever else the index knows of them."""
    ignore_jql: bool = False
    """Give every issue, whatever was asked for."""
    tells_failed_login: bool = True
    """Say in a header that a token let nobody in."""
    gap: int = 0
    """How many numbers of a project are lost before each new issue."""
    comments_shown: int = 20
    """How many comments an issue brings with it."""
    base_url: str = ""
    gateway: str = ""
    """What stands before every path where scoped tokens go."""
    faults: list[Fault] = field(default_factory=list)
    log: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every request, in the order they came."""
    linked: set[str] = field(default_factory=set)
    """The issues that duplicate another."""
    attempts: list[str] = field(default_factory=list)
    """The attempt that each create names in its text, in the order they came."""
    users: dict[str, User] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    tokens_of_pages: dict[str, tuple[str, int]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ids: Iterator[int] = field(default_factory=lambda: count(10_000))
    _last: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        for name in ("voc-bot", "human"):
            self.users[name] = User(name, f"{name}@example.com", f"token-of-{name}-5f3a9c", f"5b10ac8d:{name}")

    @property
    def cloud(self) -> bool:
        """Whether it is Jira Cloud."""
        return self.mode is Mode.CLOUD

    def new_id(self) -> str:
        """A number that nothing had before."""
        return str(next(self._ids))

    def now(self) -> datetime:
        """The time, in milliseconds, and never the same twice."""
        at = self.clock()
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        self._last = max(at, self._last + timedelta(milliseconds=1))
        return self._last

    def add_project(self, key: str) -> Project:
        """A new empty project."""
        project = self.projects[key] = Project(self.new_id(), key, f"The {key}", types())
        return project

    def find(self, id_or_key: str) -> Issue | None:
        """An issue by its number or by any key that it ever had."""
        if id_or_key in self.issues:
            return self.issues[id_or_key]
        known = (each for each in self.issues.values() if id_or_key in (each.key, *each.old_keys))
        return next(known, None)

    def touched(self, issue: Issue, by: User | None = None, **changed: Any) -> None:
        """Somebody changed an issue: what, goes into its change log."""
        issue.updated = self.now()
        if by is not None and changed:
            items = [{"field": name, "fieldtype": "jira", "from": None, "to": None} for name in changed]
            change = {"id": self.new_id(), "author": by, "created": issue.updated, "items": items}
            issue.changes.append(change)
        self.index(issue)

    def index(self, issue: Issue) -> None:
        """Searches will take an issue for what it is now, once they get to it."""
        known = replace(issue, fields=deepcopy(issue.fields), comments=list(issue.comments), index=[])
        issue.index.append((self.now() + self.lag, known))

    def searchable(self) -> list[Issue]:
        """Every issue as searches know it."""
        now = self.now()
        versions = ([each for at, each in issue.index if at <= now] for issue in self.issues.values())
        return [known[-1] for known in versions if known]

    def file(self, project: Project, kind: IssueType, fields: dict[str, Any], by: User) -> Issue:
        """A new issue."""
        now = self.now()
        for _ in range(self.gap):
            next(project.numbers)
        issue = Issue(self.new_id(), project, next(project.numbers), kind, fields, by, now, now)
        self.issues[issue.id] = issue
        self.index(issue)
        return issue

    def link(self, issue: Issue, original: Issue, by: User) -> None:
        """One issue duplicates another from now on."""
        issue.duplicates.append((self.new_id(), original.id))
        self.linked.add(issue.id)
        self.touched(issue, by, Link=original.key)

    # -- what people do -----------------------------------------------------------------------------------------
    @property
    def human(self) -> User:
        """Somebody of the product team."""
        return self.users["human"]

    @property
    def bot(self) -> User:
        """The account of voc."""
        return self.users["voc-bot"]

    def edit(self, issue_id: str, **fields: Any) -> None:
        """A person changes fields."""
        with self.lock:
            issue = self.issues[issue_id]
            issue.fields.update(fields)
            self.touched(issue, self.human, **fields)

    def close(self, issue_id: str, resolution: str | None = "Done", status: str = "Done") -> None:
        """A person closes an issue."""
        with self.lock:
            issue = self.issues[issue_id]
            issue.status, issue.resolution = status, resolution
            issue.moved_on = self.now()
            issue.resolved = issue.moved_on if resolution else None
            self.touched(issue, self.human, status=status)

    def say(self, issue_id: str, body: Any, by: User | None = None) -> None:
        """Somebody writes a comment."""
        with self.lock:
            issue, now = self.issues[issue_id], self.now()
            issue.comments.append(Comment(self.new_id(), by or self.human, body, now, now))
            self.touched(issue)

    def link_duplicate(self, issue_id: str, original_id: str) -> None:
        """A person says that one issue duplicates another."""
        with self.lock:
            self.link(self.issues[issue_id], self.issues[original_id], self.human)

    def move(self, issue_id: str, project: Project) -> None:
        """A person moves an issue to another project: a new key, the same number."""
        with self.lock:
            issue = self.issues[issue_id]
            issue.old_keys.append(issue.key)
            issue.project, issue.number = project, next(project.numbers)
            self.touched(issue, self.human, Key=issue.key)

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        with self.lock:
            del self.issues[issue_id]

    def add(self, project: Project, summary: str, **fields: Any) -> Issue:
        """A person files an issue."""
        with self.lock:
            given = {"summary": summary, "description": None, "labels": [], **fields}
            return self.file(project, project.type("Task"), given, self.human)
