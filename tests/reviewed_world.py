"""A store with something of everything that needs a person; the words are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from tests.deciding_world import STOPWORDS, unit
from tests.filing_world import START

from voc.model.registry import Event, Found, Proposal, Run, Shift, ThemeChange, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, Evidence, Theme
from voc.model.ticket import Feedback, Kind, Message, Span, Ticket
from voc.ports.store import Discovery, Store
from voc.workflows.standing import stand

THEMES = {
    "th-a": ("Login fails", (0, 8), "I cannot log in on Monday, customer {}"),
    "th-b": ("Export is empty", (8, 14), "My export has no rows, customer {}"),
    "th-c": ("The export is empty", (14, 18), "The exported file is empty, customer {}"),
    "th-d": ("Printer stays silent", (18, 23), "The printer makes no sound, customer {}"),
    "th-e": ("Printer prints nothing", (23, 30), "Nothing comes out of the printer, customer {}"),
    "th-f": ("Calendar is slow", (30, 33), "The calendar takes ages to load, customer {}"),
}
"""Title, first ticket and the one behind the last, and what each ticket says."""

ANGLES = {"th-a": 0, "th-b": 60, "th-c": 65, "th-d": 150, "th-e": 160, "th-f": 270}
"""Where the vectors of each theme point to, in degrees; those of a part that should leave a theme a little aside."""

SPLIT = Shift(ThemeChange.SPLIT, "th-a", "th-s", ("t:05", "t:06", "t:07"))
ABSORB = Shift(ThemeChange.ABSORB, "th-e", "th-b", ("t:28", "t:29"))
MERGE = Shift(ThemeChange.MERGE, "th-d", "th-e", tuple(f"t:{number:02}" for number in range(18, 23)))
PROPOSALS = (Proposal(SPLIT, 2, 1, 2), Proposal(MERGE, 1, 2, 2), Proposal(ABSORB, 2, 1, 2))
UNSURE = {"t:00": 0.4, "t:31": 0.2}
ALONE = "t:33"

LIST = [
    "merge|th-d|th-e",
    "split|th-a|th-s",
    "absorb|th-e|th-b",
    "titles|th-c|th-b",
    "new|th-f",
    "unsure|t:31|th-f",
    "unsure|t:00|th-a",
]
"""All that needs a person there, in its order."""


def text_of(number: int) -> str:
    """What ticket ``number`` says."""
    said = next((said for _, (first, end), said in THEMES.values() if first <= number < end), "Zebras graze, {}")
    return said.format(number)


def found_themes(titles: dict[str, str] | None = None) -> Found:
    """What voc found; ``titles`` in the place of its own."""
    themes, placed = [], [Assignment(ALONE, None, 0.0, "th-f")]
    for name, (title, (first, end), _) in THEMES.items():
        ids = tuple(f"t:{number:02}" for number in range(first, end))
        quotes = tuple(Evidence(f"t:{n:02}", 0, 0, len(text_of(n)), text_of(n)) for n in (first, first + 1))
        shown = (titles or {}).get(name, title)
        phrases = tuple(title.casefold().split())
        day = START - timedelta(days=end)
        themes.append(Theme(name, shown, Kind.BUG, phrases, quotes, ids, day, day, "en"))
        placed += [Assignment(ticket, name, UNSURE.get(ticket, 1.0), name) for ticket in ids]
    return Found(tuple(themes), tuple(sorted(placed, key=lambda item: item.ticket_id)), {}, PROPOSALS)


def vectors() -> tuple[tuple[str, ...], np.ndarray]:
    """Ids, and two numbers for each."""
    angles = [angle for name, angle in ANGLES.items() for _ in range(*THEMES[name][1])] + [200]
    aside = [20 if f"t:{number:02}" in SPLIT.ticket_ids else 0 for number in range(len(angles))]
    turned = np.radians(np.asarray(angles) + np.asarray(aside))
    ids = tuple(f"t:{number:02}" for number in range(len(angles)))
    return ids, np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float16)


def fill(store: Store, titles: dict[str, str] | None = None, texts: dict[int, str] | None = None) -> None:
    """Tickets, two runs and what they found, into an empty store; ``texts`` in the place of what tickets say."""
    ids, rows = vectors()
    for number, ticket in enumerate(ids):
        text = (texts or {}).get(number, text_of(number))
        day = START - timedelta(days=number)
        store.save_tickets([(Ticket(ticket, (Message(text),), created_at=day), "digest", 0)])
        said = (Span(0, 0, len(text), 0),)
        store.save_feedback([Feedback(ticket, text, said, Kind.BUG, 0.9, "", "en", None, "", None, "", ticket)], "1")
    found = found_themes(titles)
    if texts:
        found = replace(found, themes=tuple(_quoting(theme, texts) for theme in found.themes))
    standing = stand(store, found, STOPWORDS, vectors=lambda _: dict(zip(ids, unit(rows), strict=True))).standing
    embedding, state = Embedding(ids, ids, rows, "made-up"), EncoderState("made-up", {}, {})
    for number, shifts in ((1, ()), (2, (Shift(ThemeChange.EMERGED, "", "th-f", found.themes[-1].ticket_ids), ABSORB))):
        run = Run(number, START + timedelta(days=7 * number), None, False, len(ids), 33, 1, 0, 6, 1, number)
        counts = [ThemeCount(number, theme.id, len(theme.ticket_ids) - 3 * (2 - number), 3) for theme in found.themes]
        events = tuple(Event(number, shift) for shift in shifts)
        known = tuple(counts if number == 2 else counts[:-1])
        store.save_discovery(Discovery(found, standing, embedding, state, "d", len(ids), run, events, known))


def _quoting(theme: Theme, texts: dict[int, str]) -> Theme:
    said = {f"t:{number:02}": text for number, text in texts.items()}
    quotes = (
        replace(each, quote=said.get(each.ticket_id, each.quote), end=len(said.get(each.ticket_id, each.quote)))
        for each in theme.exemplars
    )
    return replace(theme, exemplars=tuple(quotes))
