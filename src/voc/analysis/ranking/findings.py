"""What a report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voc.analysis.ranking.contacts import Contacts, Memberships, contacts_of, memberships_of
from voc.model.registry import Proposal
from voc.model.theme import Assignment, Theme
from voc.model.ticket import AnyFeedback, TicketFacts


@dataclass(frozen=True, eq=False)
class Findings:
    """All that a store knows of the customers' words; the order of the items changes nothing.

    Attributes:
        themes: with verified evidence, and the tickets in them.
        feedback: what the tickets are about, with severity and churn words, by ticket id.
        facts: every ticket of the store by id.
        assignments: by ticket id; a ticket without one took no part in the clustering.
        proposals: changes of ``themes`` that wait for a person.
    """

    themes: Sequence[Theme]
    feedback: Mapping[str, AnyFeedback]
    facts: Mapping[str, TicketFacts]
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    proposals: Sequence[Proposal] = ()

    @cached_property
    def contacts(self) -> Contacts:
        """The tickets as arrays."""
        return contacts_of(self.facts)

    @cached_property
    def members(self) -> Memberships:
        """The themes' tickets as arrays."""
        return memberships_of(self.themes, self.contacts)

    def confidence(self, ticket_id: str) -> float:
        """How surely the ticket is in its theme, 0..1; 1 where nothing is known of it."""
        row = self.assignments.get(ticket_id)
        return min(max(row.confidence, 0.0), 1.0) if row and row.theme_id else 1.0
