"""Tickets that a person should look at, since they hardly are in the right theme, or nobody knows how surely."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice

from voc.analysis.themes.review.space import Space, likest
from voc.model.review import Concern, Matter
from voc.model.theme import BY_COMPANY, Assignment, Theme, Vectors
from voc.model.ticket import Feedback

_AT_ONCE = 50
"""Tickets whose words are asked for together."""

Said = Callable[[Collection[str]], Mapping[str, Feedback]]
"""What tickets say, by id."""


def unsure(
    assignments: Sequence[Assignment],
    themes: Mapping[str, Theme],
    space: Space,
    near: Mapping[str, Vectors],
    said: Said,
    *,
    most: int,
) -> list[Matter]:
    """At most ``most`` tickets that are not surely in their theme, the least sure first.

    One that a person put somewhere is sure. One in whose words its theme's title stands is what the theme is about. Of
    one that is in its theme for its company only nobody knows how surely: it is asked about first, but only where
    another theme is more like it than its own.

    Args:
        assignments: of all tickets.
        themes: those that are asked about, by id.
        space: the vectors of the tickets.
        near: the middles of ``themes``.
        said: asked about some tickets at a time.
        most: at most so many.
    """
    rows = [each for each in assignments if each.theme_id in themes and each.confidence < 1]
    rows.sort(key=lambda each: (each.confidence, each.ticket_id))
    return list(islice(_doubts(rows, themes, space, near, said), most))


def _doubts(
    rows: Sequence[Assignment], themes: Mapping[str, Theme], space: Space, near: Mapping[str, Vectors], said: Said
) -> Iterator[Matter]:
    for start in range(0, len(rows), _AT_ONCE):
        doubts = [_doubt(each, space, near) for each in rows[start : start + _AT_ONCE]]
        asked = [each for each in doubts if each is not None]
        texts = said([ticket for each in asked for ticket in each.ticket_ids])
        for matter in asked:
            words = texts.get(matter.ticket_ids[0])
            if words is None or not _stands_in(themes[matter.theme_id].title, words.text):
                yield matter


def _doubt(row: Assignment, space: Space, near: Mapping[str, Vectors]) -> Matter | None:
    """What is to be asked about a ticket; None where nothing speaks for another theme and no figure for doubt."""
    own, vector = row.theme_id or "", space.vector(row.ticket_id)
    likenesses = [] if vector is None else likest(vector, near)
    into, likeness = next((pair for pair in likenesses if pair[0] != own), ("", None))
    known = row.confidence > BY_COMPANY
    if not known and (likeness is None or likeness <= dict(likenesses).get(own, 1.0)):
        return None
    confidence = row.confidence if known else None
    return Matter(Concern.UNSURE, own, into, (row.ticket_id,), likeness=likeness, confidence=confidence)


def _stands_in(title: str, text: str) -> bool:
    return _plain(title) in _plain(text)


def _plain(text: str) -> str:
    """Words one space apart, whatever their case; a full stop or an ellipsis ends no title."""
    return " ".join(text.casefold().split()).strip(" .…!?")
