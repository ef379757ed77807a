"""The log of decisions as YAML that a team keeps in git: one entry a decision, in the order of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from voc.errors import InputError
from voc.model.decision import Decision, Ruling
from voc.model.registry import Found, ThemeChange
from voc.ports.store import Store
from voc.workflows.curation.desk import Desk
from voc.workflows.curation.fitting import fit
from voc.workflows.standing import stand

SCHEMA_VERSION = 1
LARGEST = 50_000_000
"""Characters of a file of decisions."""

Choice = TypeVar("Choice", bound=StrEnum)

_HEAD = "# voc decisions: import with voc decisions import; joined by id, so order and repetition do not matter.\n"
_FIELDS = {field.name: field for field in fields(Decision)}
_NEEDED = ("id", "at", "who", "ruling", "theme_id")
_LISTS = ("ticket_ids", "stay_ids")
_PATIENCE = 10.0
_AHEAD = timedelta(days=1)
"""How far another machine's clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes:
        decisions: how many the file has.
        new: how many were new.
        passed: which of these had no effect, and why.
        refused: which were not kept, and why, in one line each.
        mended: how many were kept in other words, without personal data.
    """

    decisions: int
    new: int
    passed: dict[str, str]
    refused: tuple[str, ...] = ()
    mended: int = 0


def to_yaml(decisions: Sequence[Decision]) -> str:
    """The log as text; the same log gives the same bytes. Fields that say nothing are left out."""
    if not decisions:
        return f"{_HEAD}schema_version: {SCHEMA_VERSION}\ndecisions: []\n"
    entries = [_entry(each) for each in sorted(decisions, key=lambda each: (each.at, each.id))]
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "default_flow_style": False, "width": 100}
    listed = yaml.dump(entries, Dumper=_Dumper, **options)
    return f"{_HEAD}schema_version: {SCHEMA_VERSION}\ndecisions:\n{listed}"


def from_yaml(text: str, name: str) -> list[Decision]:
    """The decisions of a file.

    Args:
        text: what ``to_yaml`` wrote, perhaps joined and edited by people; an entry without ``id`` gets its own.
        name: of the file, for messages.

    Raises:
        InputError: it is no such file; the line says where, and what is wrong there.
    """
    entries = _entries(_parsed(text, name), name)
    return [_decision(entry, f"{name}: entry {number}") for number, entry in enumerate(entries, 1)]


def import_decisions(desk: Desk, decisions: Sequence[Decision]) -> Imported:
    """Join the log with those of ``decisions``, in the order of a file, that a command could have kept.

    Raises:
        InputError: one is of the future: no later decision could stand behind it.
        StoreError: another process writes to the store, or it failed.
    """
    latest = desk.clock.now() + _AHEAD
    for number, each in enumerate(decisions, 1):
        if each.at > latest:
            raise InputError(f"decision {number} ({each.id}) is of {each.at:%Y-%m-%d}", "mend the clock it was made by")
    with desk.store.writing(_PATIENCE):
        log = {each.id: each for each in desk.store.decisions()}
        found = desk.store.found()
        fitted = fit(decisions, log, _not_split_off(desk.store, found), desk.identifiers)
        new = {each.id: each for each in fitted.decisions if each.id not in log}
        joined = [*log.values(), *new.values()]
        replayed = stand(desk.store, found, desk.stopwords, decisions=joined)
        desk.store.add_decisions(list(new.values()), replayed.standing)
    passed = {each: why for each, why in replayed.passed.items() if each in new}
    return Imported(len(decisions), len(new), passed, fitted.refused, len(fitted.mended & new.keys()))


def _not_split_off(store: Store, found: Found) -> set[str]:
    """The themes that voc found by itself, but for those that it split off: a person may have done so before it."""
    split_off = {event.shift.into for event in store.events() if event.shift.change is ThemeChange.SPLIT}
    return {*(theme.id for theme in found.themes), *found.redirects} - split_off


class _Row(list[str]):
    """A list that is written in one row, broken where it is too long: a decision about a thousand tickets is read past
    at a glance.
    """


class _Dumper(yaml.SafeDumper):
    """No anchors: every entry can be read on its own."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)


def _entry(decision: Decision) -> dict[str, object]:
    entry: dict[str, object] = {}
    for name, field in _FIELDS.items():
        value = getattr(decision, name)
        if value == field.default:
            continue
        entry[name] = _Row(value) if isinstance(value, tuple) else str(value)
    return entry | {"at": decision.at.astimezone(UTC).isoformat()}


def _parsed(text: str, name: str) -> object:
    if len(text) > LARGEST:
        raise InputError(f"{name} is no file of decisions: it is too large", "name what voc decisions export wrote")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader without aliases
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise InputError(f"{name}{line}: no valid YAML: {problem}", "mend it") from None
    except (RecursionError, ValueError):
        raise InputError(f"{name}: no valid YAML", "name what voc decisions export wrote") from None


class _Loader(yaml.SafeLoader):
    """Refuses aliases: a few lines of them can grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases (*) have no place here", self.get_mark())
        return super().compose_node(parent, index)


def _entries(document: object, name: str) -> list[object]:
    if document is None:
        raise InputError(f"{name} is empty", "name what voc decisions export wrote")
    if not isinstance(document, dict) or not isinstance(document.get("decisions"), list):
        raise InputError(f"{name} is no file of decisions", "name what voc decisions export wrote")
    version = document.get("schema_version")
    if version != SCHEMA_VERSION:
        raise InputError(f"{name}: schema_version {version!r}, this voc knows {SCHEMA_VERSION}", "upgrade voc")
    entries: list[object] = document["decisions"]
    return entries


def _decision(entry: object, where: str) -> Decision:
    from voc.analysis.themes.decisions.minting import signed  # noqa: PLC0415 - with the replay

    if not isinstance(entry, dict):
        raise InputError(f"{where} is no decision", "each has id, at, who, ruling, theme_id and what these need")
    unknown = sorted(str(key) for key in entry if key not in _FIELDS)
    if unknown:
        raise InputError(f"{where}: unknown field {unknown[0]!r}", f"known are {', '.join(_FIELDS)}")
    missing = [name for name in _NEEDED if name not in entry and name != "id"]
    if missing:
        raise InputError(f"{where}: {missing[0]} is missing", "add it")
    made = Decision(**{name: _value(name, value, where) for name, value in entry.items() if name != "id"}, id="")
    known = signed(made)
    if entry.get("id", known.id) != known.id:
        raise InputError(
            f"{where}: {str(entry['id'])[:40]!r} was changed after it was decided", "take it back with voc theme undo"
        )
    return known


def _value(name: str, value: object, where: str) -> Any:
    if name == "at":
        return _moment(value, where)
    if name == "ruling":
        return _choice(Ruling, name, value, where)
    if name == "change":
        return _choice(ThemeChange, name, value, where)
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InputError(f"{where}: {name} is no list of ticket ids", "write it like [zendesk:1, zendesk:2]")
        return tuple(value)
    if not isinstance(value, str):
        raise InputError(f"{where}: {name} is no text", "put it between quotation marks")
    return value


def _moment(value: object, where: str) -> datetime:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        at = datetime.min
    if at.tzinfo is None:
        raise InputError(f"{where}: at is no time with a zone", "write it like 2026-01-31T09:30:00+00:00") from None
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise InputError(f"{where}: at is out of range", "write it like 2026-01-31T09:30:00+00:00") from None


def _choice(kind: type[Choice], name: str, value: object, where: str) -> Choice:
    try:
        return kind(str(value))
    except ValueError:
        raise InputError(f"{where}: unknown {name} {str(value)[:40]!r}", f"known are {', '.join(kind)}") from None
