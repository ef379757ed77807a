"""Quotes held against the tickets they are taken from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from voc.model.theme import Evidence, SubTheme, Theme
from voc.model.ticket import SUBJECT, AuthorRole, Ticket


def with_verified_quotes(themes: Iterable[Theme], tickets: Mapping[str, Ticket]) -> list[Theme]:
    """``themes`` without the quotes that do not stand, letter by letter, in a public customer message of ``tickets``
    (by ticket id).
    """
    return [
        replace(
            theme,
            exemplars=tuple(quote for quote in theme.exemplars if is_verbatim(quote, tickets)),
            sub_themes=tuple(_verified(part, tickets) for part in theme.sub_themes),
        )
        for theme in themes
    ]


def _verified(part: SubTheme, tickets: Mapping[str, Ticket]) -> SubTheme:
    """``part``, without its quote if that does not stand."""
    return part if part.exemplar is None or is_verbatim(part.exemplar, tickets) else replace(part, exemplar=None)


def is_verbatim(quote: Evidence, tickets: Mapping[str, Ticket]) -> bool:
    """Whether the quote is exactly what the customer wrote at that place of the stored ticket."""
    ticket = tickets.get(quote.ticket_id)
    text = _public_text(ticket, quote.message) if ticket else None
    return bool(quote.quote) and text is not None and text[quote.start : quote.end] == quote.quote


def _public_text(ticket: Ticket, number: int) -> str | None:
    """The subject or message of that number, if a customer wrote it in public."""
    if number == SUBJECT:
        return ticket.subject
    if not 0 <= number < len(ticket.messages):
        return None
    message = ticket.messages[number]
    return message.text if message.public and message.role is AuthorRole.CUSTOMER else None
