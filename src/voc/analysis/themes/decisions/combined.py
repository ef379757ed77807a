"""What is said of a theme whose tickets are not those that voc found: made of what was said of its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from voc.analysis.themes.description import evidence, keyphrases
from voc.model.theme import Evidence, SubTheme, Theme

T = TypeVar("T")


def combined(theme: Theme, merged: Sequence[Theme], tickets: Collection[str]) -> Theme:
    """``theme`` with phrases, quotes and parts of the themes that became part of it, without those of tickets that it
    has no more.

    Args:
        theme: as voc found it; it keeps its title and its language.
        merged: as voc found them, in a fixed order.
        tickets: that it has now.
    """
    sources = [theme, *merged]
    quotes = _in_turn([[each for each in source.exemplars if each.ticket_id in tickets] for source in sources])
    phrases = {phrase.casefold(): phrase for phrase in reversed(list(_in_turn([s.keyphrases for s in sources])))}
    return replace(
        theme,
        ticket_ids=tuple(sorted(tickets)),
        keyphrases=tuple(reversed(phrases.values()))[: keyphrases.MOST],
        exemplars=tuple(quotes)[: evidence.MOST],
        sub_themes=_parts(theme, merged, tickets),
    )


def _in_turn(lists: Sequence[Sequence[T]]) -> Iterator[T]:
    """The first of each list, then the second of each, and so on."""
    for row in zip_longest(*lists):
        yield from (item for item in row if item is not None)


def _parts(theme: Theme, merged: Sequence[Theme], tickets: Collection[str]) -> tuple[SubTheme, ...]:
    """The parts that have tickets still, and each merged theme as a part where it had none; none or two at least."""
    parts = list(theme.sub_themes)
    for each in merged:
        quote = each.exemplars[0] if each.exemplars else None
        parts += each.sub_themes or (SubTheme(each.title, each.ticket_ids, quote, each.keyphrases),)
    left = [_left(part, tickets) for part in parts]
    kept = tuple(part for part in left if part.ticket_ids)
    return kept if len(kept) > 1 or merged else ()


def _left(part: SubTheme, tickets: Collection[str]) -> SubTheme:
    ids = tuple(ticket for ticket in part.ticket_ids if ticket in tickets)
    return replace(part, ticket_ids=ids, exemplar=_quote(part.exemplar, tickets))


def _quote(quote: Evidence | None, tickets: Collection[str]) -> Evidence | None:
    return quote if quote and quote.ticket_id in tickets else None
