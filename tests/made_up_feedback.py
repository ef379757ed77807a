"""Invented feedback for tests of naming and identity: a small notes app that several customers write to."""

from __future__ import annotations

import hashlib

from voc.model.ticket import SUBJECT, Feedback, Kind, Message, Span, Ticket

PROBLEMS = {
    "sync": (
        ("Notes do not sync to my phone", "I write a note on the laptop and it never arrives on my phone."),
        ("Sync between devices is broken", "Since the last update my notes do not sync between phone and laptop."),
        ("Notes missing after sync", "Yesterday I synced and half of the notes were missing on the tablet."),
        ("Syncing never ends", "The sync wheel turns for hours and my notes do not sync at all."),
    ),
    "invoice": (
        ("Invoice shows the wrong address", "The invoice still shows our old address, we moved in March."),
        ("Wrong company address on invoice", "Please correct the address on the invoice, the company has moved."),
        ("Cannot change invoice address", "There is no field to change the address that the invoice shows."),
    ),
    "export": (
        ("Export to PDF crashes", "The app crashes when I export a long note to PDF."),
        ("PDF export crashes the app", "Every time I export to PDF the app crashes and closes."),
        ("Crash on PDF export", "I tried to export ten notes to PDF and the app crashed at once."),
    ),
}
"""Subject and body of tickets, by the problem they tell of."""

FINNISH = (
    ("Kirjautuminen ei onnistu", "Kirjautuminen sovellukseen ei onnistu uudella puhelimella."),
    ("Kirjautumisen ongelma", "En pääse kirjautumaan sovellukseen, vaikka salasana on oikein."),
    ("Kirjautuminen epäonnistuu", "Sovellus ilmoittaa virheestä, kun kirjautumista yritetään."),
)


def feedback(
    ticket_id: str,
    subject: str | None,
    body: str = "",
    *,
    language: str = "en",
    kind: Kind = Kind.BUG,
    confidence: float = 0.8,
) -> Feedback:
    """Feedback whose spans are the whole subject and the whole first message."""
    parts = [(SUBJECT, subject or ""), (0, body)]
    text, spans = "", []
    for message, part in parts:
        if part:
            text += "\n" if text else ""
            spans.append(Span(message, 0, len(part), len(text)))
            text += part
    fingerprint = hashlib.sha256(text.casefold().encode("utf-8", "surrogatepass")).hexdigest()
    return Feedback(ticket_id, text, tuple(spans), kind, confidence, "", language, None, "", None, "", fingerprint)


def ticket_of(item: Feedback) -> Ticket:
    """The stored ticket that ``item`` was read from."""
    parts = {span.message: item.text[span.at : span.at + span.end - span.start] for span in item.spans}
    messages = (Message(parts[0]),) if 0 in parts else ()
    return Ticket(item.ticket_id, messages, parts.get(SUBJECT))


def notes_app() -> dict[str, list[Feedback]]:
    """The feedback of all problems, by problem; the Finnish one is ``login``."""
    groups = {
        name: [feedback(f"t:{name}{number}", *pair) for number, pair in enumerate(pairs)]
        for name, pairs in PROBLEMS.items()
    }
    groups["login"] = [feedback(f"t:login{number}", *pair, language="fi") for number, pair in enumerate(FINNISH)]
    return groups
