"""What was read out of the tickets, in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, select

from voc.model.ticket import Feedback, FeedbackFacts, Kind, Span, Ticket
from voc.stores.bulk import chunks, insert_rows, read_columns, read_rows, stream_rows
from voc.stores.codec import loads
from voc.stores.digests import digest_of, record_digest
from voc.stores.schema import feedback, tickets

_KINDS = {kind.value: kind for kind in Kind}
"""A look-up is a fifth of the time of a call, and there are as many as tickets."""


def missing(connection: Connection, version: str) -> Iterator[tuple[Ticket, int]]:
    """Tickets without feedback of analysis ``version``, each with its number of redactions."""
    current = and_(feedback.c.ticket_id == tickets.c.id, feedback.c.analysis == version)
    query = (
        select(tickets.c.payload, tickets.c.redactions)
        .outerjoin(feedback, current)
        .where(feedback.c.ticket_id.is_(None))
        .order_by(tickets.c.id)
    )
    for row in stream_rows(connection, query):
        yield loads(Ticket, row.payload), row.redactions


def save(connection: Connection, batch: Sequence[Feedback], version: str) -> None:
    """Insert or replace; the last of several for one ticket counts."""
    latest = {item.ticket_id: item for item in batch}
    for chunk in chunks(list(latest)):
        connection.execute(delete(feedback).where(feedback.c.ticket_id.in_(chunk)))
    insert_rows(connection, feedback, [_to_row(item, version) for item in latest.values()])


def _to_row(item: Feedback, version: str) -> dict[str, Any]:
    return {
        "ticket_id": item.ticket_id,
        "analysis": version,
        "digest": record_digest(item, version),
        "text": item.text,
        "spans": json.dumps([[span.message, span.start, span.end, span.at] for span in item.spans]),
        "kind": item.kind,
        "kind_confidence": item.kind_confidence,
        "kind_reason": item.kind_reason,
        "language": item.language,
        "severity": item.severity,
        "severity_reason": item.severity_reason,
        "sentiment": item.sentiment,
        "churn": item.churn,
        "fingerprint": item.fingerprint,
        "redactions": item.redactions,
        "sentiment_reason": item.sentiment_reason,
    }


def load(connection: Connection, ids: Sequence[str] | None = None) -> list[Feedback]:
    """Feedback in the order of ticket ids: of all tickets, or of some."""
    c = feedback.c
    told = (c.ticket_id, c.text, c.spans, c.kind, c.kind_confidence, c.kind_reason, c.language)
    felt = (c.severity, c.severity_reason, c.sentiment, c.churn, c.fingerprint, c.redactions, c.sentiment_reason)
    query = select(*told, *felt).order_by(c.ticket_id)
    parts = [query] if ids is None else [query.where(c.ticket_id.in_(chunk)) for chunk in chunks(sorted(set(ids)))]
    return [item for part in parts for item in _feedback(read_rows(connection, part))]


def _feedback(rows: Sequence[tuple[Any, ...]]) -> Iterator[Feedback]:
    """The records of some rows; their spans are parsed as one document, in a third of the time."""
    documents = json.loads(f"[{','.join([row[2] for row in rows])}]")
    for (key, text, _, kind, *rest), spans in zip(rows, documents, strict=True):
        yield Feedback(key, text, tuple([Span(*span) for span in spans]), _KINDS[kind], *rest)


def load_facts(connection: Connection) -> list[FeedbackFacts]:
    """All feedback without its words, in the order of ticket ids."""
    c = feedback.c
    read = (c.ticket_id, c.kind, c.kind_confidence, c.language, c.severity, c.sentiment, c.churn)
    reasons = (c.kind_reason, c.severity_reason, c.sentiment_reason)
    rows = read_rows(connection, select(*read, *reasons).order_by(c.ticket_id))
    return [FeedbackFacts(key, _KINDS[kind], *rest) for key, kind, *rest in rows]


def digest(connection: Connection) -> str:
    """One digest over all feedback, from one narrow column."""
    (digests,) = read_columns(connection, select(feedback.c.digest).order_by(feedback.c.ticket_id))
    return digest_of(digests)
