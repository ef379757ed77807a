"""Tickets, their history and the documents they came from, in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select, update

from voc.model.ticket import Revenue, Satisfaction, Ticket, TicketFacts
from voc.ports.store import IngestRecord
from voc.stores.bulk import chunks, insert_rows, read_rows, stream_rows
from voc.stores.codec import dumps, loads
from voc.stores.schema import documents, feedback, ticket_history, tickets, vectors
from voc.stores.versions import oldest_first

Row = dict[str, Any]
Version = tuple[Ticket, str, int]

_VERSIONED = (tickets.c.payload, tickets.c.source_digest, tickets.c.redactions)
_FACTS = tuple(
    tickets.c[name]
    for name in (
        "id",
        "customer",
        "created_at",
        "channel",
        "revenue",
        "currency",
        "satisfaction",
        "status",
        "url",
        "version",
    )
)


def source_digests(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Source digests of each of ``ids`` that is known: the current one, then those in the history."""
    found: dict[str, tuple[str, ...]] = {}
    older = ticket_history.c
    for chunk in chunks(ids):
        current = select(tickets.c.id, tickets.c.source_digest).where(tickets.c.id.in_(chunk))
        found.update((key, (digest,)) for key, digest in connection.execute(current))
        earlier = select(older.ticket_id, older.source_digest).where(older.ticket_id.in_(chunk))
        for key, digest in connection.execute(earlier.order_by(older.ticket_id, older.number)):
            found[key] += (digest,)
    return found


def stream(connection: Connection, ids: Sequence[str] | None) -> Iterator[Ticket]:
    """Tickets in the order of their ids, read a few hundred at a time."""
    query = select(tickets.c.payload).order_by(tickets.c.id)
    parts = [query] if ids is None else [query.where(tickets.c.id.in_(chunk)) for chunk in chunks(sorted(set(ids)))]
    for part in parts:
        for row in stream_rows(connection, part):
            yield loads(Ticket, row.payload)


def save(connection: Connection, batch: Sequence[Version]) -> None:
    """Insert or replace tickets; versions that were replaced go to the history, what was read of them goes away."""
    before = _current(connection, sorted({ticket.id for ticket, _, _ in batch}))
    latest = dict(before)
    replaced: list[Row] = []
    for version in batch:
        row = _row(*version)
        if row["id"] in latest:
            replaced.append(latest[row["id"]])
        latest[row["id"]] = row
    _forget_readings(connection, list(before))
    _update(connection, [latest[key] for key in before])
    insert_rows(connection, tickets, [row for key, row in latest.items() if key not in before])
    _append_history(connection, replaced)


def save_older(connection: Connection, batch: Sequence[Version]) -> None:
    """Add versions to the history of their tickets, which must be known."""
    _append_history(connection, [_row(*version) for version in batch])


def _update(connection: Connection, rows: Sequence[Row]) -> None:
    columns: dict[str, BindParameter[Any]] = {c.name: bindparam(c.name) for c in tickets.columns if c.name != "id"}
    if rows:
        statement = update(tickets).where(tickets.c.id == bindparam("key")).values(columns)
        connection.execute(statement, [{**row, "key": row["id"]} for row in rows])


def _current(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """What the history must keep of each known ticket."""
    found: dict[str, Row] = {}
    for chunk in chunks(ids):
        rows = connection.execute(select(tickets.c.id, *_VERSIONED).where(tickets.c.id.in_(chunk)))
        found.update((row["id"], dict(row)) for row in rows.mappings())
    return found


def _row(ticket: Ticket, digest: str, redactions: int) -> Row:
    revenue, satisfaction = ticket.revenue, ticket.satisfaction
    return {
        "id": ticket.id,
        "payload": dumps(ticket),
        "source_digest": digest,
        "redactions": redactions,
        "customer": ticket.customer,
        "created_at": ticket.created_at,
        "channel": ticket.channel,
        "revenue": revenue.amount if revenue else None,
        "currency": revenue.currency if revenue else None,
        "satisfaction": dumps(satisfaction) if satisfaction else None,
        "status": ticket.status,
        "url": ticket.url,
        "version": ticket.version,
    }


def _forget_readings(connection: Connection, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        connection.execute(delete(feedback).where(feedback.c.ticket_id.in_(chunk)))
        connection.execute(delete(vectors).where(vectors.c.ticket_id.in_(chunk)))


def _append_history(connection: Connection, replaced: Sequence[Row]) -> None:
    """Add ``replaced`` behind what the history already holds, in their order."""
    numbers = _history_lengths(connection, sorted({row["id"] for row in replaced}))
    rows = []
    for row in replaced:
        numbers[row["id"]] += 1
        kept = {column.name: row[column.name] for column in _VERSIONED}
        rows.append({"ticket_id": row["id"], "number": numbers[row["id"]], **kept})
    insert_rows(connection, ticket_history, rows)


def _history_lengths(connection: Connection, ids: Sequence[str]) -> Counter[str]:
    lengths: Counter[str] = Counter()
    column = ticket_history.c.ticket_id
    for chunk in chunks(ids):
        for key, length in connection.execute(select(column, func.count()).where(column.in_(chunk)).group_by(column)):
            lengths[key] = length
    return lengths


def history(connection: Connection, ticket_id: str) -> list[Ticket]:
    """Other versions, oldest first."""
    query = select(ticket_history.c.payload).where(ticket_history.c.ticket_id == ticket_id)
    payloads = connection.execute(query.order_by(ticket_history.c.number)).scalars()
    return oldest_first(loads(Ticket, payload) for payload in payloads)


def facts(connection: Connection, ids: Sequence[str] | None = None) -> list[TicketFacts]:
    """Tickets without their words, in the order of ids: all, or some; no ticket's JSON is read."""
    query = select(*_FACTS)
    parts = [query] if ids is None else [query.where(tickets.c.id.in_(chunk)) for chunk in chunks(sorted(set(ids)))]
    found = [_facts(row) for part in parts for row in read_rows(connection, part)]
    return sorted(found, key=lambda ticket: ticket.id)  # a database would go through the tickets' JSON in that order


def _facts(row: Sequence[Any]) -> TicketFacts:
    id_, customer, created_at, channel, amount, currency, rating, *rest = row
    revenue = None if amount is None else Revenue(amount, currency)
    return TicketFacts(
        id_, customer, created_at, channel, revenue, None if rating is None else loads(Satisfaction, rating), *rest
    )


def ingested(connection: Connection, digest: str) -> IngestRecord | None:
    """The document's record, if it was read to its end."""
    row = connection.execute(select(documents).where(documents.c.digest == digest)).mappings().one_or_none()
    return IngestRecord(**row) if row else None


def record_ingest(connection: Connection, record: IngestRecord) -> None:
    """Remember a document; the last record of the same document counts."""
    connection.execute(delete(documents).where(documents.c.digest == record.digest))
    connection.execute(insert(documents).values(asdict(record)))
