"""What was read out of the tickets, in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select

from voc.model.ticket import Feedback, FeedbackFacts, Kind, Span, Ticket
from voc.stores.bulk import chunks, insert_rows, stream_rows
from voc.stores.codec import loads
from voc.stores.digests import digest_of, record_digest
from voc.stores.schema import feedback, tickets


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
    query, key = select(feedback), feedback.c.ticket_id
    if ids is None:
        return [_from_row(row) for row in connection.execute(query.order_by(key))]
    queries = (query.where(key.in_(chunk)).order_by(key) for chunk in chunks(sorted(set(ids))))
    return [_from_row(row) for each in queries for row in connection.execute(each)]


def _from_row(row: Row[Any]) -> Feedback:
    return Feedback(
        ticket_id=row.ticket_id,
        text=row.text,
        spans=tuple([Span(*span) for span in json.loads(row.spans)]),
        kind=Kind(row.kind),
        kind_confidence=row.kind_confidence,
        kind_reason=row.kind_reason,
        language=row.language,
        severity=row.severity,
        severity_reason=row.severity_reason,
        sentiment=row.sentiment,
        churn=row.churn,
        fingerprint=row.fingerprint,
        redactions=row.redactions,
        sentiment_reason=row.sentiment_reason,
    )


def load_facts(connection: Connection) -> list[FeedbackFacts]:
    """All feedback without its words, in the order of ticket ids."""
    c = feedback.c
    read = (c.ticket_id, c.kind, c.kind_confidence, c.language, c.severity, c.sentiment, c.churn)
    reasons = (c.kind_reason, c.severity_reason, c.sentiment_reason)
    rows = connection.execute(select(*read, *reasons).order_by(c.ticket_id)).all()
    return [FeedbackFacts(key, Kind(kind), *rest) for key, kind, *rest in rows]


def digest(connection: Connection) -> str:
    """One digest over all feedback, from one narrow column."""
    return digest_of(connection.execute(select(feedback.c.digest).order_by(feedback.c.ticket_id)).scalars())
