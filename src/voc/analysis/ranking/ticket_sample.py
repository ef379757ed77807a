"""A few tickets that a person should read: outside of all themes, barely inside one, or left out of the clustering."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from voc.model.report import ReviewItem, ReviewReason
from voc.model.theme import BY_COMPANY, Assignment, Theme
from voc.model.ticket import AnyFeedback, AuthorRole, Ticket

SAMPLE = 5
"""Tickets of each sort."""
TEXT_LENGTH = 160
"""Characters shown of each."""


def review_sample(
    feedback: Mapping[str, AnyFeedback], assignments: Mapping[str, Assignment], themes: Mapping[str, Theme]
) -> tuple[ReviewItem, ...]:
    """Up to five each: unclustered tickets, the least sure members of themes, tickets that took no part.

    The first and the last are a fixed random sample: the tickets whose ids have the smallest digests, so that neither
    the order of the input nor a new ticket elsewhere changes who is shown.

    Args:
        feedback: by ticket id.
        assignments: of the tickets that took part, by ticket id.
        themes: by theme id; an assignment to another theme is passed over, as is one for the company only: no figure
            says that it is unsure.
    """
    rows = [row for id_, row in assignments.items() if id_ in feedback]
    placed = [row for row in rows if row.theme_id in themes and BY_COMPANY < row.confidence < 1]
    unsure = sorted(placed, key=lambda row: (row.confidence, row.ticket_id))[:SAMPLE]
    loose = {row.ticket_id: row for row in rows if row.theme_id is None}
    aside = feedback.keys() - assignments.keys()
    return (
        *(_item(feedback[id_], ReviewReason.UNCLUSTERED, loose[id_].nearest_theme_id) for id_ in _sample(loose)),
        *(_item(feedback[row.ticket_id], ReviewReason.UNSURE, row.theme_id, row.confidence) for row in unsure),
        *(_item(feedback[id_], ReviewReason.LEFT_OUT, None) for id_ in _sample(aside)),
    )


def _sample(ids: Iterable[str]) -> list[str]:
    """The ids with the smallest digests, in the order of ids."""
    by_digest = sorted(ids, key=lambda id_: hashlib.sha256(id_.encode("utf-8", "surrogatepass")).digest())
    return sorted(by_digest[:SAMPLE])


def with_words(items: Iterable[ReviewItem], tickets: Mapping[str, Ticket]) -> tuple[ReviewItem, ...]:
    """``items`` with the beginning of what the customer wrote, on one line, from ``tickets`` (by id)."""
    return tuple(replace(item, text=_beginning(tickets[item.ticket_id])) for item in items)


def _beginning(ticket: Ticket) -> str:
    """The subject, unless the message begins with it, and the customer's first public message, cut to what fits."""
    said = (message.text for message in ticket.messages if message.public and message.role is AuthorRole.CUSTOMER)
    subject, message = " ".join((ticket.subject or "").split()), " ".join(next(said, "").split())
    repeated = message.casefold().startswith(subject.rstrip(" .…").casefold())
    text = message if repeated else f"{subject} {message}".strip()
    return text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH].rstrip()}…"


def _item(words: AnyFeedback, reason: ReviewReason, theme_id: str | None, confidence: float = 0.0) -> ReviewItem:
    """A ticket whose words are still to come."""
    return ReviewItem(words.ticket_id, reason, words.kind, theme_id, confidence)
