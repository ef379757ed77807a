"""What every kind of identifier has in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Stretch = tuple[int, int]
"""Start and end (exclusive) of a stretch of a text."""

Accept = Callable[["re.Match[str]"], "Stretch | None"]
"""Looks at a candidate: the stretch that is the identifier, or None when it is none."""


def whole(match: re.Match[str]) -> Stretch:
    """Every candidate is an identifier."""
    return match.span()


def behind_none(first: str, before: str) -> str:
    """A pattern for one character ``first`` that does not stand behind one of ``before``.

    The look-behind follows the character, since the engine only skips ahead quickly to a pattern that begins with a
    class of characters.
    """
    return f"{first}(?<!{before}.)"


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds one kind of identifier.

    Attributes:
        label: what its placeholder is called.
        pattern: finds candidates; bounded, so that no text makes it slow.
        accept: decides about each candidate.
        hint: a lower-case text without which there is no candidate; empty when there is none such.
        value: what every stretch stands for, however it is written; empty where each stretch stands for itself.
    """

    label: str
    pattern: re.Pattern[str]
    accept: Accept = whole
    hint: str = ""
    value: str = ""

    def find(self, text: str) -> Iterator[Stretch]:
        """Identifiers in ``text``, from left to right, never overlapping.

        A candidate that is none hides nothing: the search goes on at its second character.
        """
        position = 0
        while match := self.pattern.search(text, position):
            stretch = self.accept(match)
            if stretch is None:
                position = match.start() + 1
            else:
                yield max(position, stretch[0]), stretch[1]
                position = stretch[1]
