"""What a replay asks of the tickets, as it needs it: most decisions need nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from voc.analysis.themes.description.describe import Description, Subject
from voc.model.theme import Vectors
from voc.model.ticket import Feedback, TicketFacts


@dataclass(frozen=True, slots=True)
class Lookups:
    """Each gives what is known of some tickets by id, and leaves out those of which nothing is.

    Attributes:
        feedback: what the tickets say.
        facts: their dates.
        vectors: rows (d) of one vector space.
        describe: says what themes are about, with quotes that stand in the tickets.
    """

    feedback: Callable[[Collection[str]], Mapping[str, Feedback]]
    facts: Callable[[Collection[str]], Mapping[str, TicketFacts]]
    vectors: Callable[[Collection[str]], Mapping[str, Vectors]]
    describe: Callable[[Mapping[str, Subject]], Mapping[str, Description]]
