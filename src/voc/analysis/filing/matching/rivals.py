"""Titles that say by one word that they are about different things, however much else is alike.

Where one piece of work is filed once a platform or once a part, the issues are copies of one another but for that word.
"""

from __future__ import annotations

from collections.abc import Mapping

from voc.analysis.filing.matching.words import plain_words

COPIED = 0.7
"""Words in common (as ``WordIndex.alike`` tells them) from which on a text is a copy of the other with changes."""


def are_rivals(one: str, other: str, words_in_common: float, platforms: Mapping[str, str]) -> bool:
    """Whether titles keep two descriptions apart.

    Args:
        one, other: the titles.
        words_in_common: of the whole texts, 0..1.
        platforms: what platform a word names.
    """
    mine, yours = ({platforms.get(word, word) for word in plain_words(title)} for title in (one, other))
    named = set(platforms.values())
    here, there = mine & named, yours & named
    if here and there and not here & there:
        return True
    return words_in_common > COPIED and bool(mine - yours) and bool(yours - mine)
