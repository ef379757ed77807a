"""A stored ticket -> the customer's own words, each stretch with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.analysis.text.clean.lines import Line, split_lines
from voc.analysis.text.clean.quotes import own_lines
from voc.analysis.text.clean.signature import without_frame
from voc.model.lexicon import MailPatterns
from voc.model.ticket import SUBJECT, AuthorRole, Span, Ticket

_ENOUGH_CHARACTERS = 20
_ENOUGH_SHARE = 0.1
_BLANKS = re.compile(r"\s+")

Stretch = tuple[int, int, int]
"""Message number, start and end."""


def own_words(ticket: Ticket, mail: MailPatterns) -> tuple[str, tuple[Span, ...]]:
    """Subject and the customer's messages without quotes, signatures and greetings, and where each part stands.

    ``text[span.at : span.at + span.end - span.start]`` is what stands in the stored ticket, for every span.
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for message, start, end in _stretches(ticket, mail):
        part = stored_text(ticket, message)[start:end]
        parts.append(part)
        spans.append(Span(message, start, end, at))
        at += len(part) + 1
    return "\n".join(parts), tuple(spans)


def stored_text(ticket: Ticket, message: int) -> str:
    """The text that the offsets of a span count in."""
    return ticket.subject or "" if message == SUBJECT else ticket.messages[message].text


def _stretches(ticket: Ticket, mail: MailPatterns) -> Iterator[Stretch]:
    """The subject, then each message's kept stretches."""
    bodies = list(_bodies(ticket, mail))
    subject = ticket.subject or ""
    prefix = mail.subject_prefix.match(subject)
    start = prefix.end() if prefix else 0
    end = len(subject.rstrip())
    if start < end and not _begins_with(ticket, bodies, subject[start:end]):
        yield SUBJECT, start, end
    yield from bodies


def _begins_with(ticket: Ticket, bodies: list[Stretch], subject: str) -> bool:
    """Whether the first kept stretch repeats the subject (shortened with dots or not)."""
    if not bodies:
        return False
    message, start, end = bodies[0]
    wanted = _BLANKS.sub(" ", subject).rstrip(" .…").casefold()
    begin = ticket.messages[message].text[start : min(end, start + 2 * len(subject) + _ENOUGH_CHARACTERS)]
    return _BLANKS.sub(" ", begin).casefold().startswith(wanted)


def _bodies(ticket: Ticket, mail: MailPatterns) -> Iterator[Stretch]:
    """Kept stretches of the messages that carry the customer's case."""
    for place, number in enumerate(_speaking(ticket)):
        text = ticket.messages[number].text
        lines = split_lines(text)
        kept = without_frame(own_lines(lines, mail, place == 0), mail)
        if place == 0 and _too_little(kept, lines):
            kept = lines
        for start, end in _joined(text, kept):
            yield number, start, end


def _speaking(ticket: Ticket) -> list[int]:
    """Numbers of the public customer messages; of a call that an agent took down, the agent's first note."""
    said = [number for number, each in enumerate(ticket.messages) if each.public and each.text.strip()]
    customer = [number for number in said if ticket.messages[number].role is AuthorRole.CUSTOMER]
    return customer or [number for number in said if ticket.messages[number].role is AuthorRole.AGENT][:1]


def _too_little(kept: list[Line], lines: list[Line]) -> bool:
    """Whether so little of a first message is left that the cut must have been wrong."""
    left, whole = (sum(line.end - line.start for line in part) for part in (kept, lines))
    return left < whole and (left < _ENOUGH_CHARACTERS or left < _ENOUGH_SHARE * whole)


def _joined(text: str, lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Neighbouring lines as one stretch; a stretch ends where something was cut out."""
    start = end = -1
    for line in lines:
        if not line.text:
            continue
        if end >= 0 and not text[end : line.start].isspace():
            yield start, end
            start = -1
        start = line.start if start < 0 else start
        end = line.end
    if end >= 0:
        yield start, end
