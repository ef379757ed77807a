"""What a run needs of the tracker that it files into, whichever that is; ``on_redmine`` and ``on_jira`` have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.ports.clock import Clock
from voc.ports.tracker import Tracker

WORDS = "minun sanani"
"""What people write."""
HEADING = "What customers say"
"""A heading inside of the managed block, which they write over."""


@dataclass(frozen=True)
class Requests:
    """Which requests are what, by method and a pattern of the path.

    Attributes:
        creates: paths that an issue is posted to.
        methods, updates: what changes an issue, or says something below it.
        written: of those, the ones that name the issue's number, as their group.
        lists: GETs whose answers tell what searches know.
        unfiltered: makes a list's path one that asks for no marker.
    """

    creates: str
    methods: str
    updates: str
    written: str
    lists: str
    unfiltered: Callable[[str], str]


@dataclass(frozen=True)
class Client:
    """Voc's side of a tracker, as a process of its own takes it along.

    Attributes:
        settings, key: where it is, and voc's key there.
        tracker: voc's eyes and hands there, made of settings, key and clock.
        requests: which requests are what.
        finds_unlisted: whether voc can find a new issue there that no list shows yet.
        resend: lets the HTTP library send a create again by itself, in the process that calls it.
    """

    settings: TrackerSettings
    key: str
    tracker: Callable[[TrackerSettings, Secret, Clock], Tracker]
    requests: Requests
    finds_unlisted: bool
    resend: Callable[[], None]


@dataclass(frozen=True)
class View:
    """An issue as the tracker keeps it.

    Attributes:
        key: what people call it.
        around: what stands around the managed block; None where there is none.
        notes: what was said below it, as far as nobody may change that.
    """

    key: str
    title: str
    status: str
    labels: tuple[str, ...]
    body: Any
    around: tuple[Any, Any] | None
    notes: frozenset[str]


class Ground(Protocol):
    """An empty project, past any proxy; what people do in it, they do with another account than voc's."""

    @property
    def url(self) -> str:
        """Where the server is."""

    @property
    def client(self) -> Client:
        """Voc's side of it."""

    @property
    def edits(self) -> Mapping[str, Callable[[str], None]]:
        """What people do to an issue of that number, by name."""

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""

    def read(self, issue_id: str) -> View:
        """An issue that is there."""

    def issues(self) -> Mapping[str, str | None]:
        """Every issue, by number, with the theme that its last line names; None where it names none."""
