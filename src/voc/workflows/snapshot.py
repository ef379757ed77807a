"""What a store holds, as far as a report asks for it, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.model.registry import Found
from voc.model.theme import Assignment
from voc.model.ticket import AnyFeedback, TicketFacts
from voc.ports.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The state of a store; a discover run leaves one, so that the report of the same command reads nothing twice.

    Attributes:
        feedback, facts: of all tickets, by id; ``digest`` is that of all feedback.
        found: what voc found by itself; ``assignments`` are those that stand.
    """

    feedback: Mapping[str, AnyFeedback]
    facts: Mapping[str, TicketFacts]
    digest: str
    found: Found
    assignments: Sequence[Assignment]


def snapshot(store: Store) -> Snapshot:
    """What ``store`` holds now.

    Raises:
        StoreError: the store cannot be read.
    """
    return Snapshot(
        {words.ticket_id: words for words in store.feedback_facts()},
        {fact.id: fact for fact in store.facts()},
        store.feedback_digest(),
        store.found(),
        store.assignments(),
    )
