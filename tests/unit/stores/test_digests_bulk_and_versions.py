"""Digests, rows by the handful, JSON's edges, the order of versions, and stores made by older programs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select

from voc.errors import StoreError
from voc.model.registry import Found, Standing
from voc.model.theme import Assignment, Embedding, Theme
from voc.model.ticket import Feedback, Kind, Message, Revenue, Ticket
from voc.ports.store import Discovery
from voc.stores.bulk import CHUNK, chunks, insert_rows, stream_rows
from voc.stores.codec import dumps, encode, loads
from voc.stores.digests import digest_of, record_digest
from voc.stores.migrate import newest
from voc.stores.sql import open_store
from voc.stores.versions import oldest_first

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
FEEDBACK = Feedback("a:1", "it broke", (), Kind.BUG, 0.5, "broke", "en", None, "", None, "", "f")


def test_the_digest_of_nothing() -> None:
    """That of SHA-256 itself."""
    assert digest_of([]) == hashlib.sha256(b"").hexdigest()


def test_the_digest_of_digests_is_that_of_their_text() -> None:
    """In their order, one behind the other."""
    assert digest_of(["ab", "cd"]) == hashlib.sha256(b"abcd").hexdigest()
    assert digest_of(["ab", "cd"]) != digest_of(["cd", "ab"])


@pytest.mark.parametrize(
    "other",
    [
        replace(FEEDBACK, text="it broke."),
        replace(FEEDBACK, ticket_id="a:2"),
        replace(FEEDBACK, kind=Kind.QUESTION),
        replace(FEEDBACK, severity=1),
        replace(FEEDBACK, redactions=1),
    ],
)
def test_a_record_that_differs_has_another_digest(other: Feedback) -> None:
    """Whichever field it is."""
    assert record_digest(other, "1") != record_digest(FEEDBACK, "1")


def test_the_version_of_the_analysis_counts() -> None:
    """The same words read by another analysis are another record; the same by the same are one."""
    assert record_digest(FEEDBACK, "1") != record_digest(FEEDBACK, "2")
    assert record_digest(FEEDBACK, "1") == record_digest(replace(FEEDBACK), "1")


def test_a_lone_surrogate_has_a_digest() -> None:
    """Hostile text must not stop a run."""
    assert len(record_digest(replace(FEEDBACK, text="\ud800"), "1")) == 64


@pytest.mark.parametrize(
    ("number", "size", "lengths"),
    [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (7, 3, [3, 3, 1]), (901, CHUNK, [900, 1])],
)
def test_items_in_chunks(number: int, size: int, lengths: list[int]) -> None:
    """All of them, in order, and no chunk is empty or too large."""
    parts = list(chunks(range(number), size))
    assert [len(part) for part in parts] == lengths
    assert [item for part in parts for item in part] == list(range(number))


def test_rows_go_in_and_come_out_in_order() -> None:
    """More rows than a stream holds at a time; none are no mistake."""
    numbers = Table("numbers", MetaData(), Column("n", Integer, primary_key=True))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        numbers.create(connection)
        insert_rows(connection, numbers, [])
        assert list(stream_rows(connection, select(numbers))) == []
        insert_rows(connection, numbers, [{"n": number} for number in range(1200)])
        found = [row.n for row in stream_rows(connection, select(numbers).order_by(numbers.c.n))]
    engine.dispose()
    assert found == list(range(1200))


def test_leaving_a_stream_half_way() -> None:
    """The table can be dropped at once, for no cursor is left on it."""
    numbers = Table("numbers", MetaData(), Column("n", Integer, primary_key=True))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        numbers.create(connection)
        insert_rows(connection, numbers, [{"n": number} for number in range(1200)])
        stream = stream_rows(connection, select(numbers).order_by(numbers.c.n))
        assert next(stream).n == 0
        stream.close()  # type: ignore[attr-defined]
        numbers.drop(connection)
    engine.dispose()


@dataclass(frozen=True, slots=True)
class Odd:
    """A record of what JSON has no word for."""

    kind: Kind
    maybe: Revenue | None = None
    many: tuple[datetime, ...] = ()
    flag: bool = False
    must: str | None = "x"


@pytest.mark.parametrize(
    "record",
    [
        Odd(Kind.BUG),
        Odd(Kind.OTHER, Revenue(0.1), (NOON, NOON + timedelta(microseconds=1)), True),
        Odd(Kind.PRAISE, Revenue(-0.0, ""), (), must=None),
        Odd(Kind.QUESTION, Revenue(1e300)),
    ],
)
def test_odd_records_come_back(record: Odd) -> None:
    """Empty texts, tuples of times and explicit nothings are told from defaults."""
    assert loads(Odd, dumps(record)) == record


def test_none_is_written_where_it_is_not_the_default() -> None:
    """Else it would come back as the default."""
    assert json.loads(dumps(Odd(Kind.BUG, must=None)))["must"] is None
    assert "maybe" not in json.loads(dumps(Odd(Kind.BUG)))


def test_times_keep_their_microseconds() -> None:
    """And lose their zone's name: 15.00 in a zone three hours ahead is 12.00 UTC."""
    there = datetime(2026, 10, 5, 15, 0, 0, 7, tzinfo=timezone(timedelta(hours=3)))
    assert encode(there) == "2026-10-05T12:00:00.000007+00:00"


@pytest.mark.parametrize("text", ["\u2028", "\x00", "\ud800", '"\\', "\U0001f600", "\r\n\t"])
def test_any_text_comes_back(text: str) -> None:
    """Whatever strangers write."""
    ticket = Ticket("a:1", (Message(text),), subject=text)
    assert loads(Ticket, dumps(ticket)) == ticket


@pytest.mark.parametrize("text", ['{"kind": "bugs"}', '{"kind": "bug", "many": ["x"]}', '{"kind": "bug", "many": 1}'])
def test_a_wrong_enum_or_time_is_damage(text: str) -> None:
    """Told by the record's name."""
    with pytest.raises(StoreError, match="damaged Odd"):
        loads(Odd, text)


def version(day: int | None, subject: str) -> Ticket:
    """A version of one ticket, updated on a day of October."""
    return Ticket("a:1", subject=subject, updated_at=None if day is None else NOON.replace(day=day))


def test_versions_go_by_their_update() -> None:
    """Those without come first, and equals stay as they are."""
    versions = [version(7, "c"), version(None, "a"), version(6, "b"), version(None, "d"), version(7, "e")]
    assert [each.subject for each in oldest_first(versions)] == ["a", "d", "b", "c", "e"]
    assert oldest_first([]) == []


def tables(path: Path) -> set[str]:
    """The names of the tables in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def execute(path: Path, *statements: str) -> None:
    """Run SQL on a file as another program would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


NEW_IN_0006 = tuple(
    f"DROP TABLE {name}"
    for name in (
        "found_themes",
        "found_assignments",
        "found_redirects",
        "redirects",
        "proposals",
        "decisions",
        "runs",
        "theme_counts",
        "events",
    )
)


def test_themes_of_an_old_store_are_taken_over_as_found(tmp_path: Path) -> None:
    """Nobody could rule then: what stands was all found by voc, and both layers say so after the upgrade."""
    path = tmp_path / "voc.db"
    store = open_store(str(path))
    store.save_tickets([(Ticket("a:1"), "digest", 0), (Ticket("a:2"), "digest", 0)])
    theme = Theme("th-1", "Vienti kaatuu \ud800", Kind.BUG, ("vienti",), (), ("a:1",), None, None)
    placed = (Assignment("a:1", "th-1", 1 / 3, "th-1"), Assignment("a:2", None, 0.0, "th-1"))
    nothing = Embedding((), (), np.zeros((0, 0), np.float16), "s")
    store.save_discovery(Discovery(Found(), Standing((theme,), placed), nothing, None, "d", 2))
    store.close()
    execute(path, *NEW_IN_0006, "UPDATE voc_schema SET version_num = '0005'")
    store = open_store(str(path), create=False)
    assert store.found() == Found((theme,), placed)
    assert (store.themes(), store.assignments(), store.redirects()) == ([theme], list(placed), {})
    assert (store.decisions(), store.runs(), store.discovery_digest()) == ([], [], "d")
    store.close()


def test_an_old_store_is_brought_up_and_keeps_what_it_has(tmp_path: Path) -> None:
    """A store from before the ledger gets its table; its id and tickets stay."""
    path = tmp_path / "voc.db"
    store = open_store(str(path))
    store.save_tickets([(Ticket("a:1", subject="kept"), "digest", 0)])
    before = store.ledger_id
    store.close()
    execute(
        path,
        *NEW_IN_0006,
        "DROP TABLE ledger",
        "DROP TABLE verdicts",
        "ALTER TABLE feedback DROP COLUMN sentiment_reason",
        "UPDATE voc_schema SET version_num = '0001'",
    )
    assert "ledger" not in tables(path)
    store = open_store(str(path), create=False)
    assert "ledger" in tables(path)
    assert store.ledger_id == before
    assert [ticket.subject for ticket in store.tickets()] == ["kept"]
    store.close()


def test_vectors_of_an_old_store_are_dropped_and_nothing_else(tmp_path: Path) -> None:
    """Nobody knows which text they are of; tickets, and what is filed, stay, and new vectors can be kept."""
    path = tmp_path / "voc.db"
    store = open_store(str(path))
    store.save_tickets([(Ticket("a:1", subject="kept"), "digest", 0)])
    store.close()
    execute(
        path,
        *NEW_IN_0006,
        "DROP TABLE vectors",
        "CREATE TABLE vectors (space TEXT, ticket_id TEXT, vector BLOB, PRIMARY KEY (space, ticket_id))",
        "INSERT INTO vectors VALUES ('s', 'a:1', x'0000803f')",
        "ALTER TABLE feedback DROP COLUMN sentiment_reason",
        "UPDATE voc_schema SET version_num = '0003'",
    )
    store = open_store(str(path), create=False)
    assert store.embedding("s").ticket_ids == ()
    assert [ticket.subject for ticket in store.tickets()] == ["kept"]
    vectors = Embedding(("a:1",), ("text",), np.ones((1, 2), np.float16), "s")
    store.save_discovery(Discovery(Found((), (Assignment("a:1", None, 0.0, None),)), Standing(), vectors, None, "d", 1))
    assert store.embedding("s").vectors.tolist() == [[1, 1]]
    store.close()


def test_a_store_of_a_newer_voc_is_left_alone(tmp_path: Path) -> None:
    """It is refused in one line that names both versions."""
    path = tmp_path / "voc.db"
    open_store(str(path)).close()
    execute(path, "UPDATE voc_schema SET version_num = '9999'")
    with pytest.raises(StoreError, match=rf"schema 9999, this one knows {newest()}") as failed:
        open_store(str(path))
    assert failed.value.hint == "upgrade voc"


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """No tables of voc are made beside a stranger's."""
    path = tmp_path / "other.db"
    execute(path, "CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match="another program's tables"):
        open_store(str(path))
    assert tables(path) == {"theirs"}


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    """The second finds the newest schema, and the same id."""
    path = tmp_path / "voc.db"
    first = open_store(str(path))
    first.close()
    second = open_store(str(path), create=False)
    second.close()
    assert first.ledger_id == second.ledger_id


def test_a_store_that_is_not_there_is_not_made_for_readers(tmp_path: Path) -> None:
    """Commands that only read leave no empty file behind."""
    with pytest.raises(StoreError):
        open_store(str(tmp_path / "none.db"), create=False)
    assert list(tmp_path.iterdir()) == []
