"""Texts as they look in a mail: names filled in, earlier messages quoted below."""

from __future__ import annotations

import html
import re
from datetime import datetime

from builder.casting import Ticket, local
from builder.people import SUPPORT

ATTRIBUTIONS = {
    "en": "On {at:%a, %b} {at.day}, {at.year} at {at:%H:%M}, {sender} wrote:",
    "fi": "{fi} {at.day}.{at.month}.{at.year} klo {at.hour}.{at:%M} {sender} kirjoitti:",
    "fi2": "{sender} kirjoitti {at.day}.{at.month}.{at.year} kello {at.hour}.{at:%M}:",
    "sv": "Den {sv} {at.day}.{at.month}.{at.year} kl {at:%H:%M} skrev {sender}:",
}
"""The line above a quote marked with ``>``, by quoting style."""

HEADER_BLOCKS = {
    "ol": "Lähettäjä: {sender}\nLähetetty: {at.day}.{at.month}.{at.year} {at:%H:%M}\n"
    "Vastaanottaja: {receiver}\nAihe: VS: {subject}",
    "olen": "From: {sender}\nSent: {at.day} {at:%B %Y %H:%M}\nTo: {receiver}\nSubject: Re: {subject}",
}
"""Outlook's lines above a quote without marks, by quoting style."""

WEEKDAYS = {"fi": ["ma", "ti", "ke", "to", "pe", "la", "su"], "sv": ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]}


def fill(text: str, ticket: Ticket) -> str:
    """The text with the writer's own name and addresses where the author left room for them."""
    person = ticket.person
    values = {
        "name": person.name,
        "first": person.name.removeprefix("Dr ").split()[0],
        "org": person.organization or "",
        "mail": person.email,
        "tel": person.phone,
        "agent": ticket.agent.split()[0],
    }
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)


def quoted(style: str, ticket: Ticket, answered: datetime, answer: str) -> str:
    """The agent's answer as a mail program of this style puts it below the customer's reply."""
    at = local(answered)
    values = {
        "at": at,
        "sender": "{} <{}>".format(*SUPPORT),
        "receiver": f"{ticket.person.name} <{ticket.person.email}>",
        "subject": fill(ticket.draft.subject, ticket),
        **{language: names[at.weekday()] for language, names in WEEKDAYS.items()},
    }
    if style in HEADER_BLOCKS:
        return HEADER_BLOCKS[style].format(**values) + "\n\n" + answer
    marked = "\n".join(f"> {line}".rstrip() for line in answer.splitlines())
    return ATTRIBUTIONS[style].format(**values) + "\n\n" + marked


def plain(markup: str) -> str:
    """The words of a short piece of HTML, as Zendesk gives them beside it."""
    lines = re.sub(r"<br\s*/?>|</p>|</div>", "\n", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()
