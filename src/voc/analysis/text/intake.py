"""A ticket as its source gives it -> the ticket that may be stored: plain text, redacted, pseudonymous."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voc.analysis.text.clean.html import html_to_text, is_html
from voc.analysis.text.clean.normalise import normalise
from voc.analysis.text.pseudonym import mail_domain, pseudonym
from voc.analysis.text.redaction.names import name_detectors
from voc.analysis.text.redaction.redactor import Redactor
from voc.model.lexicon import Lexicon
from voc.model.ticket import Message, Revenue, Satisfaction, Ticket


def admit(ticket: Ticket, key: bytes, lexicon: Lexicon) -> tuple[Ticket, int]:
    """The ticket that may be stored, and how many identifiers were replaced in it.

    Args:
        ticket: straight from a source; may hold HTML and personal data anywhere.
        key: the store's secret, for pseudonyms.
        lexicon: what redaction needs to know.
    """
    plain = replace(ticket, messages=tuple(map(_plain, ticket.messages)))
    redactor = Redactor(lexicon.identifiers, name_detectors(plain))
    redactor.reserve(_texts(plain))
    cleared = _redacted(plain, redactor)
    requester, organization = _customer(ticket, key, lexicon)
    stored = replace(
        cleared,
        id=identity(ticket.id, key, lexicon),
        links=tuple(identity(link, key, lexicon) for link in ticket.links),
        requester=requester,
        organization=organization,
        names=(),
    )
    return stored, redactor.count


def _plain(message: Message) -> Message:
    """The message as normalised plain text."""
    text = message.text
    if message.html or is_html(text):
        text = html_to_text(text)
    return replace(message, text=normalise(text), html=False)


def _texts(ticket: Ticket) -> Iterator[str]:
    """The texts whose placeholders must not be given twice."""
    yield ticket.subject or ""
    for message in ticket.messages:
        yield message.text


def _redacted(ticket: Ticket, redactor: Redactor) -> Ticket:
    """The ticket with every text field redacted, in the order in which a reader meets them."""

    def clear(text: str | None, addresses: bool = True) -> str | None:
        return redactor.redact(normalise(text), addresses) or None if text else None

    return replace(
        ticket,
        subject=clear(ticket.subject),
        messages=tuple(replace(message, text=redactor.redact(message.text)) for message in ticket.messages),
        satisfaction=_satisfaction(ticket.satisfaction, redactor),
        tags=tuple(tag for raw in ticket.tags if (tag := clear(raw))),
        url=clear(ticket.url),
        version=clear(ticket.version, addresses=False),
        channel=clear(ticket.channel),
        status=clear(ticket.status),
        priority=clear(ticket.priority),
        type=clear(ticket.type),
        language=clear(ticket.language),
        revenue=_revenue(ticket.revenue, redactor),
    )


def _satisfaction(satisfaction: Satisfaction | None, redactor: Redactor) -> Satisfaction | None:
    """A rating with its comment and value redacted."""
    if satisfaction is None:
        return None
    comment = redactor.redact(normalise(satisfaction.comment or "")) or None
    return replace(satisfaction, value=redactor.redact(normalise(satisfaction.value)), comment=comment)


def _revenue(revenue: Revenue | None, redactor: Redactor) -> Revenue | None:
    """A revenue whose currency is a text like any other."""
    if revenue is None or revenue.currency is None:
        return revenue
    return replace(revenue, currency=redactor.redact(normalise(revenue.currency)) or None)


def _customer(ticket: Ticket, key: bytes, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """Pseudonyms of requester and organization; a company's mail domain names an organization nobody named."""
    requester = pseudonym(ticket.requester, "requester", key) if ticket.requester else None
    organization = ticket.organization
    if not organization and ticket.requester:
        domain = mail_domain(ticket.requester)
        organization = domain if domain not in lexicon.identifiers.free_mail else None
    return requester, pseudonym(organization, "organization", key) if organization else None


def identity(ticket_id: str, key: bytes, lexicon: Lexicon) -> str:
    """The id that a ticket is kept under: its own, or where that holds an identifier, the same pseudonym every time."""
    plain_id = normalise(ticket_id)
    redactor = Redactor(lexicon.identifiers)
    if not redactor.holds_certain(plain_id):
        return plain_id
    source = plain_id.partition(":")[0]
    return f"{'ticket' if redactor.holds_certain(source) else source}:{pseudonym(plain_id, 'ticket', key)}"
