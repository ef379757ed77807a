"""The only place where a name becomes a class: every back end, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from voc.config.document import nearest
from voc.errors import UsageError


@dataclass(frozen=True, slots=True)
class BackEnd:
    """One back end: its room, its name, where its class is, the extra that brings what it needs, and which settings the
    class of an encoder or a tracker takes.
    """

    room: str
    name: str
    module: str
    attribute: str
    needs: str | None = None
    extra: str | None = None
    takes: tuple[str, ...] = ()

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs) is not None

    def load(self) -> Any:
        """The class itself.

        Raises:
            UsageError: its extra is not installed.
        """
        if not self.available:
            raise UsageError(f"{self.room} {self.name!r} needs {self.needs}", f"pip install 'voc-bridge[{self.extra}]'")
        return getattr(import_module(self.module), self.attribute)


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
    BackEnd("tracker", "local", "voc.trackers.local", "LocalTracker", takes=("folder", "project")),
    BackEnd("tracker", "github", "voc.trackers.github", "GithubTracker", takes=("settings", "token", "clock")),
    BackEnd("tracker", "jira", "voc.trackers.jira", "JiraTracker", takes=("settings", "token", "clock")),
    BackEnd("tracker", "redmine", "voc.trackers.redmine", "RedmineTracker", takes=("settings", "token", "clock")),
    BackEnd("renderer", "md", "voc.renderers.markdown", "MarkdownRenderer"),
    BackEnd("renderer", "json", "voc.renderers.json", "JsonRenderer"),
    BackEnd("renderer", "csv", "voc.renderers.csv", "CsvRenderer"),
)


def back_end(room: str, name: str) -> BackEnd:
    """The back end called ``name``.

    Raises:
        UsageError: there is none; the nearest name is told.
    """
    named = {each.name: each for each in BACK_ENDS if each.room == room}
    if name not in named:
        raise UsageError(f"there is no {room} {name!r}{nearest(name, named)}", "see voc backends")
    return named[name]
