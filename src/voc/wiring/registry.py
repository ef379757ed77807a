"""The only place where a name becomes a class: every back end, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

from voc.config.document import nearest
from voc.errors import UsageError


@dataclass(frozen=True, slots=True)
class BackEnd:
    """One back end: its room, its name, where its class is, the extra that brings what it needs, which settings the
    class of an encoder or a tracker takes, and the package that brings it where that is not voc.
    """

    room: str
    name: str
    module: str
    attribute: str
    needs: str | None = None
    extra: str | None = None
    takes: tuple[str, ...] = ()
    package: str | None = None

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs) is not None

    def load(self) -> Any:
        """The class itself.

        Raises:
            UsageError: its extra is not installed, or another package's does not load.
        """
        if not self.available:
            raise UsageError(f"{self.room} {self.name!r} needs {self.needs}", f"pip install 'voc-bridge[{self.extra}]'")
        if self.package is None:
            return getattr(import_module(self.module), self.attribute)
        try:
            return getattr(import_module(self.module), self.attribute)
        except Exception as error:  # whatever a stranger's module does when it is loaded
            what = f"{self.room} {self.name!r} of {self.package} does not load: {type(error).__name__}: {error}"
            raise UsageError(what, "install a version of it that fits this voc") from error


NAMER = "openai"
"""The namer that an address without a name is for."""

BACK_ENDS = (
    BackEnd("source", "zendesk-json", "voc.sources.zendesk_json", "ZendeskJson"),
    BackEnd("source", "zendesk-csv", "voc.sources.zendesk_csv", "ZendeskCsv"),
    BackEnd("source", "csv", "voc.sources.generic_csv", "GenericCsv"),
    BackEnd("source", "jsonl", "voc.sources.generic_jsonl", "GenericJsonl"),
    BackEnd("encoder", "lexical", "voc.encoders.lexical", "LexicalEncoder", takes=("seed",)),
    BackEnd("encoder", "static", "voc.encoders.static", "StaticEncoder", takes=("seed",)),
    BackEnd(
        "encoder",
        "model2vec",
        "voc.encoders.model2vec",
        "model2vec_encoder",
        needs="model2vec",
        extra="model2vec",
        takes=("model",),
    ),
    BackEnd(
        "encoder",
        "sentence_transformers",
        "voc.encoders.sentence_transformers",
        "sentence_transformers_encoder",
        needs="sentence_transformers",
        extra="sentence_transformers",
        takes=("model",),
    ),
    BackEnd("namer", "openai", "voc.namers.openai", "OpenAINamer"),
    BackEnd("store", "sqlite", "voc.stores.sql", "open_store"),
    BackEnd("store", "postgresql", "voc.stores.sql", "open_store", needs="psycopg", extra="postgresql"),
    BackEnd("tracker", "local", "voc.trackers.local", "LocalTracker", takes=("folder", "project", "zone")),
    BackEnd("tracker", "github", "voc.trackers.github", "GithubTracker", takes=("settings", "token", "clock")),
    BackEnd("tracker", "jira", "voc.trackers.jira", "JiraTracker", takes=("settings", "token", "clock")),
    BackEnd("tracker", "linear", "voc.trackers.linear", "LinearTracker", takes=("settings", "token", "clock")),
    BackEnd("tracker", "redmine", "voc.trackers.redmine", "RedmineTracker", takes=("settings", "token", "clock")),
    BackEnd("renderer", "md", "voc.renderers.markdown", "MarkdownRenderer"),
    BackEnd("renderer", "json", "voc.renderers.json", "JsonRenderer"),
    BackEnd("renderer", "csv", "voc.renderers.csv", "CsvRenderer"),
)

PLUGINS = {"tracker": "voc.trackers"}
"""Rooms that other packages may add to, and the group of entry points that each looks into."""
_TRACKER_TAKES = ("settings", "token", "clock")


def plugins() -> tuple[BackEnd, ...]:
    """What other packages bring, by name; a name of voc's own is not given away."""
    own = {(each.room, each.name) for each in BACK_ENDS}
    found = [
        BackEnd(room, each.name, each.module, each.attr, takes=_TRACKER_TAKES, package=_package(each))
        for room, group in PLUGINS.items()
        for each in entry_points(group=group)
    ]
    return tuple(sorted((each for each in found if (each.room, each.name) not in own), key=_order))


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.module


def _order(each: BackEnd) -> tuple[str, ...]:
    return each.room, each.name, each.package or ""


def back_end(room: str, name: str) -> BackEnd:
    """The back end called ``name``.

    Raises:
        UsageError: there is none, and the nearest name is told; or several packages bring it.
    """
    named = [each for each in BACK_ENDS if each.room == room]
    if room in PLUGINS and name not in {each.name for each in named}:
        named += [each for each in plugins() if each.room == room]
    found = [each for each in named if each.name == name]
    if not found:
        known = {each.name for each in named}
        raise UsageError(f"there is no {room} {name!r}{nearest(name, known)}", "see voc backends")
    if len(found) > 1:
        brought = ", ".join(str(each.package) for each in found)
        raise UsageError(f"{room} {name!r} is brought by {brought}", "uninstall all but one of them")
    return found[0]
