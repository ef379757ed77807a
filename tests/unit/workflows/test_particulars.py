"""What the tickets of a theme are asked before its issue is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests import runs
from tests.filing_world import FORM, drafted, memory_desk, ranked, themes

from voc.config.platforms import load_environment
from voc.encoders.lexical import LexicalEncoder
from voc.model.environment import Particulars
from voc.model.plan import Action
from voc.model.settings import FilingSettings
from voc.model.ticket import Message, Ticket
from voc.stores.memory import MemoryStore
from voc.workflows.filing import particulars as module
from voc.workflows.filing.particulars import particulars_of
from voc.workflows.snapshot import snapshot

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)


@pytest.fixture
def store() -> MemoryStore:
    """Three tickets a day apart, the newest last by date and first by id; one more has no date."""
    store = MemoryStore()
    said = {"t:d": (0, "iOS 15"), "t:c": (1, "iOS 16"), "t:b": (2, "iOS 17"), "t:a": (None, "iOS 18")}
    for ticket, (days, system) in said.items():
        at = None if days is None else MONDAY + timedelta(days=days)
        text = f"The app crashes on {system} when I export."
        one = Ticket(ticket, (Message(text),), created_at=at, url=f"https://desk.example/{ticket[-1]}", type="bug")
        store.save_tickets([(one, "digest", 0)])
    runs.run(store, LexicalEncoder())
    return store


def asked(store: MemoryStore, *tickets: str) -> Particulars:
    theme = ranked(1)
    theme = replace(theme, theme=replace(theme.theme, ticket_ids=tickets))
    found = particulars_of(store, load_environment(), None, theme)
    assert particulars_of(store, load_environment(), snapshot(store), theme) == found
    return found


def test_the_newest_tickets_tell(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large theme is told by its newest tickets, those without a date last; all of its tickets can be looked at."""
    monkeypatch.setattr(module, "READ", 2)
    found = asked(store, "t:a", "t:b", "t:c", "t:d")
    assert (found.newest, len(found.urls)) == (2, 4)
    assert [each.name for each in found.platforms[0].versions] == ["16", "17"]


def test_a_small_theme_is_told_by_all(store: MemoryStore) -> None:
    """And nothing is said of how many were read."""
    found = asked(store, "t:a", "t:b", "t:c")
    assert (found.newest, found.platforms[0].tickets) == (None, 3)


def test_an_issue_says_how_many_tickets_it_speaks_of(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts of the newest are not taken for counts of all."""
    monkeypatch.setattr(module, "READ", 2)
    found = asked(store, "t:b", "t:c", "t:d")
    assert (
        "- Platforms in the newest 2 tickets: iOS (2 tickets"
        in drafted(ranked(1), FilingSettings(), "L", FORM, found).block
    )


class Asked(dict[str, Particulars]):
    """Notes whom it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def get(self, name: str, default: Particulars) -> Particulars:  # type: ignore[override]
        self.names.append(name)
        return default


def test_only_what_is_written_is_asked() -> None:
    """Of ten themes those that a run may file; in the next one those that are filed as well."""
    at, asked = memory_desk(), Asked()
    at.set(max_new=2)
    at.particulars = asked
    planned = at.plan(themes(10))
    assert asked.names == [change.theme_id for change in planned.changes if change.action is Action.CREATE]
    assert len(asked.names) == 2
    at.apply(planned)
    asked.names.clear()
    at.plan(themes(10))
    assert len(set(asked.names)) == 4
