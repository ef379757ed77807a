"""Themes to the parts that they are made of, where they are new or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.model.stopwords import Stopwords
from voc.model.theme import Evidence, SubTheme, Theme
from voc.model.ticket import Ticket
from voc.ports.store import Store

if TYPE_CHECKING:
    from voc.analysis.themes.description.describe import Description
    from voc.analysis.themes.description.parts import Part
    from voc.analysis.themes.identity.texts import Texts


@dataclass(frozen=True, slots=True)
class Whole:
    """A theme's tickets, what it was ``before`` (None if it is new), and what is said of it now (None if it did not
    change).
    """

    ticket_ids: Sequence[str]
    before: Theme | None
    described: Description | None

    @property
    def title(self) -> tuple[str, str]:
        """What it is called, and in which language."""
        known = self.before or self.described
        return (known.title, known.language) if known else ("", "")


def divide(
    store: Store, wholes: Mapping[str, Whole], texts: Texts, customers: Mapping[str, str], stopwords: Stopwords
) -> dict[str, tuple[SubTheme, ...]]:
    """The parts of each theme, by its id: those of before where neither the theme nor a quote of theirs changed.

    A theme that had no parts is looked at again, since it may be of a voc that knew none.
    """
    from voc.analysis.themes.description.parts import parts  # noqa: PLC0415 - only when something is new

    known = {name: whole.before.sub_themes for name, whole in wholes.items() if whole.before and not whole.described}
    standing = _standing(store, known)
    rows = {item.ticket_id: row for row, item in enumerate(texts.feedback)}
    found: dict[str, list[Part]] = {}
    for name, whole in wholes.items():
        if name not in standing:
            at = [rows[ticket] for ticket in whole.ticket_ids]
            found[name] = parts(
                whole.title, [texts.feedback[row] for row in at], texts.corpus(at), customers, stopwords
            )
    return standing | _quoting(store, found)


def _standing(store: Store, known: Mapping[str, tuple[SubTheme, ...]]) -> dict[str, tuple[SubTheme, ...]]:
    """Those of the known parts whose quotes all stand as they did."""
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above

    quotes = {name: [part.exemplar for part in parts if part.exemplar] for name, parts in known.items()}
    tickets = quoted_tickets(store, quotes.values())
    return {
        name: parts for name, parts in known.items() if parts and verbatim(quotes[name], tickets) == tuple(quotes[name])
    }


def _quoting(store: Store, found: Mapping[str, Sequence[Part]]) -> dict[str, tuple[SubTheme, ...]]:
    """The parts that were found, each with the first of its quotes that stands in a stored ticket."""
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above

    tickets = quoted_tickets(store, [described.exemplars for parts in found.values() for _, described in parts])
    return {
        name: tuple(
            SubTheme(
                described.title, ids, next(iter(verbatim(described.exemplars, tickets)), None), described.keyphrases
            )
            for ids, described in parts
        )
        for name, parts in found.items()
    }


def quoted_tickets(store: Store, quotes: Iterable[Sequence[Evidence]]) -> dict[str, Ticket]:
    """The stored tickets that are quoted."""
    ids = sorted({quote.ticket_id for each in quotes for quote in each})
    return {ticket.id: ticket for ticket in store.tickets(ids)} if ids else {}
