"""What stands: what voc found, with people's decisions replayed over it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from voc.model.decision import Decision
from voc.model.registry import Found
from voc.model.stopwords import Stopwords
from voc.model.theme import Theme, Vectors
from voc.model.ticket import Feedback, TicketFacts
from voc.ports.store import Store
from voc.workflows.parts import quoted_tickets
from voc.workflows.space import kept_vectors

if TYPE_CHECKING:
    from voc.analysis.themes.decisions.replay import Replayed
    from voc.analysis.themes.description.describe import Description, Subject

VectorsOf = Callable[[Collection[str]], Mapping[str, Vectors]]


def stand(
    store: Store,
    found: Found,
    stopwords: Stopwords,
    *,
    decisions: Sequence[Decision] | None = None,
    vectors: VectorsOf | None = None,
) -> Replayed:
    """Replay the log over ``found``; writes nothing.

    Args:
        store: is asked for texts and dates where a decision needs them.
        found: what voc found by itself.
        stopwords: for describing themes that voc did not find.
        decisions: the log; that of the store where none is given.
        vectors: of tickets by id, where they are not those that the store holds.

    Raises:
        StoreError: the store cannot be read.
    """
    from voc.analysis.themes.decisions.lookups import Lookups  # noqa: PLC0415 - loads NumPy and the describing
    from voc.analysis.themes.decisions.replay import replay  # noqa: PLC0415 - as above

    shelf = _Shelf(store, stopwords)
    lookups = Lookups(shelf.feedback, shelf.facts, vectors or shelf.vectors_of, shelf.describe)
    return replay(found, store.decisions() if decisions is None else decisions, lookups)


def by_titles(themes: Iterable[Theme]) -> dict[str, Subject]:
    """``themes`` as what a new one is told apart from, by their titles."""
    from voc.analysis.themes.description.describe import Subject  # noqa: PLC0415 - only when something is new

    return {theme.id: Subject((), theme.title, wanted=False, language=theme.language) for theme in themes}


def describe_in(
    store: Store, subjects: Mapping[str, Subject], customers: Mapping[str, str], stopwords: Stopwords
) -> dict[str, Description]:
    """What is said of the wanted themes, quotes verbatim as they stand in ``store``."""
    from voc.analysis.themes.description.describe import describe  # noqa: PLC0415 - only when something is new
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above

    described = describe(subjects, customers, stopwords)
    quoted = quoted_tickets(store, [each.exemplars for each in described.values()])
    return {name: replace(each, exemplars=verbatim(each.exemplars, quoted)) for name, each in described.items()}


@dataclass
class _Shelf:
    """The store as a replay asks it; vectors, which are read whole, are read once, and only when they are asked for."""

    store: Store
    stopwords: Stopwords

    def feedback(self, ids: Collection[str]) -> dict[str, Feedback]:
        """What some tickets say, by id."""
        return {item.ticket_id: item for item in self.store.feedback(list(ids))} if ids else {}

    def facts(self, ids: Collection[str]) -> dict[str, TicketFacts]:
        """Some tickets' facts by id."""
        return {ticket.id: ticket for ticket in self.store.facts(list(ids))} if ids else {}

    @cached_property
    def vectors(self) -> dict[str, Vectors]:
        """Every vector of the space of the last run, by ticket id."""
        return dict(zip(*kept_vectors(self.store), strict=True))

    def vectors_of(self, ids: Collection[str]) -> Mapping[str, Vectors]:
        """Vectors by id; more than are asked for."""
        return self.vectors if ids else {}

    def describe(self, subjects: Mapping[str, Subject]) -> Mapping[str, Description]:
        """What is said of the wanted themes."""
        members = [member.ticket_id for subject in subjects.values() for member in subject.members]
        customers = {ticket.id: ticket.customer for ticket in self.facts(members).values()}
        return describe_in(self.store, subjects, customers, self.stopwords)
