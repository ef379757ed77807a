"""Themes to the parts that they are made of, where they are new or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
        known = self.described if self.renamed else self.before or self.described
        return (known.title, known.language) if known else ("", "")

    @property
    def renamed(self) -> bool:
        """Whether it is called otherwise than before."""
        return self.before is not None and self.described is not None and self.described.title != self.before.title


def divide(
    store: Store, wholes: Mapping[str, Whole], texts: Texts, customers: Mapping[str, str], stopwords: Stopwords
) -> dict[str, tuple[SubTheme, ...]]:
    """The parts of each theme, by its id: those of before where no quote of theirs changed, with what joined the theme
    since then; cut anew where it has outgrown them.

    A theme that had no parts is looked at again where no run is on record: it may be of a voc that knew none.
    """
    from voc.analysis.themes.description.parts import parts  # noqa: PLC0415 - only when something is new

    rows = {item.ticket_id: row for row, item in enumerate(texts.feedback)}
    lasting = {name: whole.before for name, whole in wholes.items() if whole.before and not _outgrown(whole)}
    divided = bool(store.runs())
    known = _standing(store, {name: each.sub_themes for name, each in lasting.items() if each.sub_themes or divided})
    standing = {name: _joined(wholes[name], each, texts, rows) for name, each in known.items()}
    kept = {name: each for name, each in standing.items() if each is not None}
    found: dict[str, list[Part]] = {}
    for name, whole in wholes.items():
        if name not in kept:
            at = [rows[ticket] for ticket in whole.ticket_ids]
            found[name] = parts(
                whole.title, [texts.feedback[row] for row in at], texts.corpus(at), customers, stopwords
            )
    return kept | _quoting(store, found)


def _outgrown(whole: Whole) -> bool:
    """Whether a theme is too large for the parts that it had, or has the name of one of them now."""
    from voc.analysis.themes.description.parts import outgrown  # noqa: PLC0415 - as above

    if whole.before is None or outgrown(len(whole.before.ticket_ids), len(whole.ticket_ids)):
        return True
    title = whole.title[0].casefold()
    return whole.renamed and any(part.title.casefold() == title for part in whole.before.sub_themes)


def _joined(
    whole: Whole, parts: tuple[SubTheme, ...], texts: Texts, rows: Mapping[str, int]
) -> tuple[SubTheme, ...] | None:
    """The parts with the tickets that the theme has now, largest first; None where they do not last."""
    from voc.analysis.themes.description.parts import joined  # noqa: PLC0415 - as above

    if whole.described is None or not parts:
        return parts
    vectors = texts.vectors([rows[ticket] for ticket in whole.ticket_ids])
    tickets = joined([part.ticket_ids for part in parts], whole.ticket_ids, vectors)
    if tickets is None:
        return None
    now = [replace(part, ticket_ids=ids) for part, ids in zip(parts, tickets, strict=True)]
    return tuple(sorted(now, key=lambda part: -len(part.ticket_ids)))


def _standing(store: Store, known: Mapping[str, tuple[SubTheme, ...]]) -> dict[str, tuple[SubTheme, ...]]:
    """Those of the known parts whose quotes all stand as they did."""
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above

    quotes = {name: [part.exemplar for part in parts if part.exemplar] for name, parts in known.items()}
    tickets = quoted_tickets(store, quotes.values())
    return {name: parts for name, parts in known.items() if verbatim(quotes[name], tickets) == tuple(quotes[name])}


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
