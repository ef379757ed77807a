"""Invented labelled texts for tests of learned kinds."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from voc.model.labels import Labelled
from voc.model.ticket import Kind, Message, Ticket

THINGS = (
    "the invoice list", "my calendar", "the export", "our dashboard", "the search", "a printout", "the login page",
    "my profile", "the tablet", "the weekly report", "a reminder", "the map", "our calendar feed", "the archive",
)  # fmt: skip

SENTENCES = {
    Kind.BUG: (
        ("{} is broken", "Since yesterday {} crashes with an error.\n\n## Steps\n1. Open it\n2. See the error"),
        ("Error in {}", "We opened {} and an error came up:\n```\nTypeError: nothing\n```"),
    ),
    Kind.FEATURE_REQUEST: (
        ("Dark colours for {}", "Please add dark colours to {}, it would be great for us."),
        ("{}: more columns", "I would like to choose the columns of {}. Please add a setting."),
    ),
    Kind.QUESTION: (
        ("How does {} work?", "How do I share {} with my team? Where is the setting?"),
        ("Question about {}", "Is there a way to print {}? Where can I find it?"),
    ),
}


def labelled(kinds: Sequence[Kind] = tuple(SENTENCES), things: Sequence[str] = THINGS) -> list[Labelled]:
    """Two different texts of each kind for every thing."""
    found: list[Labelled] = []
    for kind in kinds:
        for thing in things:
            for subject, body in SENTENCES[kind]:
                ticket = Ticket(f"labels:{len(found)}", (Message(body.format(thing)),), subject.format(thing))
                found.append(Labelled(ticket, kind))
    return found


def table(rows: Sequence[Labelled], columns: tuple[str, str, str] = ("title", "body", "label")) -> str:
    """``rows`` as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows((row.ticket.subject, row.ticket.messages[0].text, row.kind.value) for row in rows)
    return out.getvalue()
