"""What needs a person, from the store: the list, and each matter with what a person needs to rule on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voc.model.registry import Standing
from voc.model.review import Concern, Dossier, Matter, Side
from voc.model.stopwords import Stopwords
from voc.model.theme import Evidence, Theme
from voc.model.ticket import AuthorRole, Feedback, Ticket
from voc.ports.store import Store
from voc.workflows.parts import quoted_tickets
from voc.workflows.space import space_of
from voc.workflows.standing import by_titles, describe_in

if TYPE_CHECKING:
    from voc.analysis.themes.description.describe import Description
    from voc.analysis.themes.description.words import Tokenizer
    from voc.analysis.themes.review.matters import Sight
    from voc.analysis.themes.review.space import Space

QUOTES = 3
"""Of each side."""

READ = 300
"""Characters of a single ticket that are shown."""


@dataclass
class Review:
    """A look at a store for what needs a person. Vectors are read once; what stands is read for every list anew."""

    store: Store
    stopwords: Stopwords

    def matters(self, concerns: Collection[Concern] = ()) -> list[Matter]:
        """All that needs a person, the most important first; only about ``concerns``, where any are named.

        Raises:
            StoreError: the store cannot be read.
        """
        from voc.analysis.themes.review.matters import matters  # noqa: PLC0415 - loads SciPy

        found = matters(self._sight(), self._tokenizer)
        return [each for each in found if not concerns or each.concern in concerns]

    def dossiers(self, matters: Sequence[Matter]) -> Iterator[Dossier]:
        """Each of ``matters`` with its sides, as they stand now; one whose theme is gone is left out."""
        themes = {theme.id: theme for theme in self.store.themes()}
        for matter in matters:
            if matter.theme_id in themes:
                yield Dossier(matter, tuple(self._sides(matter, themes)))

    def _sides(self, matter: Matter, themes: dict[str, Theme]) -> Iterator[Side]:
        theme, into = themes[matter.theme_id], themes.get(matter.into)
        if matter.concern in (Concern.SPLIT, Concern.ABSORB):
            going, staying = self._parts(matter, theme)
            yield going
            yield staying
        elif matter.concern is Concern.UNSURE:
            yield self._ticket(matter)
            yield self._whole("theme", theme)
        else:
            yield self._whole("theme", theme)
        if into is not None:
            asked = matter.concern in (Concern.NEW, Concern.UNSURE)
            yield self._whole("nearest" if asked else "into", into)

    def _whole(self, role: str, theme: Theme) -> Side:
        """A theme as it stands."""
        from voc.analysis.ranking.verify import with_verified_quotes  # noqa: PLC0415 - with the lists

        (theme,) = with_verified_quotes([theme], quoted_tickets(self.store, [theme.quotes]))
        return self._side(role, theme.id, theme.title, theme.ticket_ids, theme.exemplars)

    def _parts(self, matter: Matter, theme: Theme) -> tuple[Side, Side]:
        """The tickets that would go, and those that would stay; what goes gets a title of its own where it founds a
        theme.
        """
        going = set(matter.ticket_ids)
        stay = tuple(ticket for ticket in theme.ticket_ids if ticket not in going)
        described = self._described(theme, matter.ticket_ids, stay)
        gone, left = described.get("goes"), described.get("stays")
        there = (theme.id, theme.title)
        if matter.concern is Concern.SPLIT:
            there = (matter.into, gone.title if gone else f"{len(matter.ticket_ids)} tickets")
        return (
            self._side("goes", *there, matter.ticket_ids, gone.exemplars if gone else ()),
            self._side("stays", theme.id, theme.title, stay, left.exemplars if left else ()),
        )

    def _described(self, theme: Theme, going: Sequence[str], stay: Sequence[str]) -> dict[str, Description]:
        """What is said of both parts, told apart from each other and from all themes."""
        from voc.analysis.themes.description.describe import Subject  # noqa: PLC0415 - only for parts

        subjects = {
            "goes": Subject(self.store.feedback(list(going))),
            "stays": Subject(self.store.feedback(list(stay)), theme.title),
        }
        subjects |= by_titles(each for each in self.store.themes() if each.id != theme.id)
        customers = {fact.id: fact.customer for fact in self.store.facts(theme.ticket_ids)}
        return describe_in(self.store, subjects, customers, self.stopwords)

    def _ticket(self, matter: Matter) -> Side:
        """The ticket that is unsure, by its first words."""
        quotes = tuple(quote for ticket in self.store.tickets(matter.ticket_ids) for quote in first_words(ticket))
        return self._side("ticket", matter.theme_id, matter.ticket_ids[0], matter.ticket_ids, quotes)

    def _side(self, role: str, theme_id: str, title: str, tickets: Sequence[str], quotes: Sequence[Evidence]) -> Side:
        facts = self.store.facts(tickets)
        dates = [fact.created_at for fact in facts if fact.created_at]
        customers = len({fact.customer for fact in facts})
        span = (min(dates, default=None), max(dates, default=None))
        return Side(role, theme_id, title, len(tickets), customers, *span, tuple(quotes[:QUOTES]))

    def _sight(self) -> Sight:
        from voc.analysis.themes.review.matters import Sight  # noqa: PLC0415 - loads SciPy

        store = self.store
        standing = Standing(tuple(store.themes()), tuple(store.assignments()), store.redirects())
        last = max((run.number for run in store.runs()), default=0)
        return Sight(standing, store.found().proposals, store.events(last), store.decisions(), self._space, self._said)

    def _said(self, tickets: Collection[str]) -> dict[str, Feedback]:
        return {each.ticket_id: each for each in self.store.feedback(list(tickets))} if tickets else {}

    @cached_property
    def _space(self) -> Space:
        return space_of(self.store)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from voc.analysis.themes.description.words import Tokenizer  # noqa: PLC0415 - with the lists

        return Tokenizer(self.stopwords)


def first_words(ticket: Ticket) -> tuple[Evidence, ...]:
    """The beginning of what the customer wrote first in public, word for word; nothing where that is nothing."""
    for number, message in enumerate(ticket.messages):
        if message.public and message.role is AuthorRole.CUSTOMER and message.text.strip():
            start = len(message.text) - len(message.text.lstrip())
            end = min(len(message.text.rstrip()), start + READ)
            return (Evidence(ticket.id, number, start, end, message.text[start:end]),)
    return ()
