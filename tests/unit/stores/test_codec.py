"""Records to JSON and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from voc.errors import StoreError
from voc.model.theme import Evidence, SubTheme, Theme
from voc.model.ticket import AuthorRole, Kind, Message, Revenue, Ticket
from voc.stores.codec import dumps, loads

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


def test_nested_records_come_back() -> None:
    """Tuples of records, enums, times and optional records."""
    ticket = Ticket(
        "a:1",
        (Message("ä", AuthorRole.BOT, public=False, at=NOON),),
        revenue=Revenue(1.5),
        tags=("x",),
        created_at=NOON,
    )
    assert loads(Ticket, dumps(ticket)) == ticket


def test_enums_come_back_as_enums() -> None:
    """Not as the strings that look equal to them."""
    theme = Theme("t", "x", Kind.BUG, (), (Evidence("a:1", -1, 0, 1, "x"),), (), None, NOON)
    back = loads(Theme, dumps(theme))
    assert back == theme
    assert isinstance(back.kind, Kind)
    assert isinstance(back.exemplars[0], Evidence)


def test_defaults_of_none_are_left_out() -> None:
    """A bare ticket takes little room; a field that must be given is written even when it is None."""
    assert "requester" not in json.loads(dumps(Ticket("a:1")))
    theme = json.loads(dumps(Theme("t", "x", Kind.BUG, (), (), (), None, None)))
    assert theme["first_seen"] is None


def test_a_theme_from_before_there_were_parts_has_none() -> None:
    """A field that the stored row does not know takes its default: no migration is needed for one."""
    theme = Theme("t", "x", Kind.BUG, (), (), (), None, None, sub_themes=(SubTheme("y", ("a:1",)),))
    assert loads(Theme, dumps(theme)) == theme
    row = json.loads(dumps(theme))
    del row["sub_themes"]
    assert loads(Theme, json.dumps(row)).sub_themes == ()


def test_json_is_readable_and_one_line() -> None:
    """Letters stay letters, so that people can search the database; line breaks never break the line."""
    text = dumps(Ticket("a:1", subject="Käyttöliittymä\nkaatuu"))
    assert "Käyttöliittymä" in text
    assert "\n" not in text


def test_times_are_written_in_utc() -> None:
    """Another zone names the same point in time."""
    helsinki = NOON.astimezone(timezone(timedelta(hours=3)))
    assert json.loads(dumps(Ticket("a:1", created_at=helsinki)))["created_at"] == "2026-10-05T12:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Older:
    """A record before a field came and another went."""

    id: str
    gone: int


@dataclass(frozen=True, slots=True)
class Newer:
    """The same record afterwards."""

    id: str
    came: str = "default"


def test_records_of_another_version() -> None:
    """Fields that went are passed over; fields that came have their default."""
    assert loads(Newer, dumps(Older("x", 1))) == Newer("x")


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"id": "x", "messages": 3}', "{}", '{"id":"x","created_at":"soon"}']
)
def test_damaged_records_are_named(text: str) -> None:
    """One line instead of a traceback, whatever stands there."""
    with pytest.raises(StoreError, match="damaged Ticket"):
        loads(Ticket, text)
