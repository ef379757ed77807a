"""A made-up Found and log for what is replayed: short tickets, themes by letter, decisions a minute apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.description.describe import Description, Subject
from voc.model.decision import Decision, Ruling
from voc.model.registry import Found
from voc.model.theme import Assignment, Evidence, SubTheme, Theme, Vectors
from voc.model.ticket import Feedback, Kind, TicketFacts

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def said(ticket: str, text: str = "") -> Feedback:
    """What a ticket says."""
    return Feedback(
        ticket, text or f"words of {ticket}", (), Kind.BUG, 1.0, "", "en", None, "", None, "", f"f-{ticket}"
    )


def theme(name: str, tickets: Sequence[str], *, redirected: Sequence[str] = ()) -> Theme:
    """A theme as voc found it, with a quote of each of its first three tickets."""
    quotes = tuple(Evidence(ticket, 0, 0, 5, f"words of {ticket}") for ticket in tickets[:3])
    dates = [START + timedelta(days=int(ticket[1:])) for ticket in tickets]
    first, last = min(dates, default=None), max(dates, default=None)
    ids = tuple(sorted(tickets))
    return Theme(
        name, f"About {name}", Kind.BUG, (name,), quotes, ids, first, last, "en", merged_from=tuple(redirected)
    )


def found(
    members: Mapping[str, Sequence[str]], loose: Sequence[str] = (), redirects: Mapping[str, str] | None = None
) -> Found:
    """What voc found: tickets such as ``t1`` by theme, and those in none."""
    placed = [Assignment(ticket, name, 0.75, name) for name, tickets in members.items() for ticket in tickets]
    placed += [Assignment(ticket, None, 0.0, min(members, default=None)) for ticket in loose]
    gone = redirects or {}
    themes = [
        theme(name, members[name], redirected=sorted(each for each, into in gone.items() if into == name))
        for name in sorted(members)
    ]
    return Found(tuple(themes), tuple(sorted(placed, key=lambda item: item.ticket_id)), gone)


def ruled(number: int, ruling: Ruling, theme_id: str, **more: object) -> Decision:
    """Decision number ``number``, made that many minutes after the start."""
    at = START + timedelta(minutes=number)
    return Decision(f"d-{number}", at, "Mia", ruling, theme_id, **more)  # type: ignore[arg-type]


def part(title: str, tickets: Sequence[str]) -> SubTheme:
    """A part of a theme."""
    return SubTheme(title, tuple(tickets), Evidence(tickets[0], 0, 0, 5, f"words of {tickets[0]}"), (title,))


def lookups(
    found: Found, texts: Mapping[str, str] | None = None, vectors: Mapping[str, Sequence[float]] | None = None
) -> Lookups:
    """Look-ups over the tickets of ``found`` and of ``texts``."""
    tickets = {item.ticket_id: "" for item in found.assignments} | dict(texts or {})

    def feedback(ids: Collection[str]) -> Mapping[str, Feedback]:
        return {ticket: said(ticket, tickets[ticket]) for ticket in ids if ticket in tickets}

    def facts(ids: Collection[str]) -> Mapping[str, TicketFacts]:
        return {ticket: TicketFacts(ticket, ticket, START + timedelta(days=int(ticket[1:]))) for ticket in ids}

    def rows(ids: Collection[str]) -> Mapping[str, Vectors]:
        known = vectors or {}
        return {ticket: np.asarray(known[ticket], np.float32) for ticket in ids if ticket in known}

    return Lookups(feedback, facts, rows, described)


def described(subjects: Mapping[str, Subject]) -> Mapping[str, Description]:
    """Says of a theme who is in it and beside what it was looked at, so that every difference shows."""
    beside = ",".join(f"{name}:{len(subject.members)}" for name, subject in sorted(subjects.items()))
    return {
        name: Description(
            subject.title or "",
            (f"{len(subject.members)} of {beside}",),
            tuple(Evidence(each.ticket_id, 0, 0, 5, f"words of {each.ticket_id}") for each in subject.members[:2]),
            "en",
        )
        for name, subject in subjects.items()
        if subject.wanted
    }
