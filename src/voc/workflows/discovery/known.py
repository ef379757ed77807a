"""What a run knows before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voc.analysis.text.participation import has_words, is_feedback
from voc.model.registry import Found
from voc.model.theme import Theme
from voc.model.ticket import Feedback, TicketFacts
from voc.ports.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the tickets say, of whom and when they are (both by ticket id), and what the last run found."""

    feedback: Mapping[str, Feedback]
    facts: Mapping[str, TicketFacts]
    found: Found

    @property
    def themes(self) -> dict[str, Theme]:
        """The themes of the last run by id."""
        return {theme.id: theme for theme in self.found.themes}

    @property
    def customers(self) -> dict[str, str]:
        """Whom each ticket is counted for."""
        return {ticket.id: ticket.customer for ticket in self.facts.values()}

    def looked_at(self, *, ignore_kinds: bool) -> tuple[Feedback, ...]:
        """Everything that takes part, and what is in a theme from before, which stays there."""
        held = {assignment.ticket_id for assignment in self.found.assignments if assignment.theme_id is not None}
        return tuple(
            item
            for item in self.feedback.values()
            if item.ticket_id in held or (is_feedback(item, ignore_kinds=ignore_kinds) and has_words(item))
        )


def known_in(store: Store, until: datetime | None = None) -> Known:
    """What ``store`` knows; with ``until`` only of tickets from before it, and of those looked at already."""
    found = store.found()
    seen = {assignment.ticket_id for assignment in found.assignments} if until else set()
    later = later_than(store, until)
    facts = {ticket.id: ticket for ticket in store.facts() if ticket.id in seen or ticket.id not in later}
    return Known({item.ticket_id: item for item in store.feedback() if item.ticket_id in facts}, facts, found)


def later_than(store: Store, until: datetime | None) -> set[str]:
    """Ids of the tickets from ``until`` on, and of those without a date; none where it is None."""
    if until is None:
        return set()
    return {ticket.id for ticket in store.facts() if ticket.created_at is None or ticket.created_at >= until}
