"""Why an issue is taken for what is to be filed, in words that a person can check."""

from __future__ import annotations

from collections.abc import Callable

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.words import plain_words

PHRASE = range(8, 2, -1)
"""Lengths of shared phrases that are looked for, in words."""
WORDS = 3
TELLING = 3.0
"""The rarity from which on a word tells something: about one text in twenty has it."""
MUCH = 0.35
"""Meaning in common from which on texts mean much the same; unrelated ones lie about 0."""
LONGEST = 40
DAYS = 2


def reason(query: Described, issue: Described, meaning: float, rarity: Callable[[str], float]) -> str:
    """What a theme and an issue have in common: a phrase word for word, rare words, meaning, and how far apart in time.

    Args:
        query, issue: what is compared.
        meaning: what their meanings have in common.
        rarity: how much a word tells.
    """
    mine, yours = (plain_words(text.text) for text in (query, issue))
    phrase = _phrase(mine, yours, rarity)
    words = _rare(set(mine) & set(yours) - set(phrase), rarity)
    parts = [f"“{' '.join(phrase)}”"] if phrase else []
    parts += words
    told = [f"shares {', '.join(parts)}"] if parts else []
    if meaning >= MUCH:
        told.append("means much the same")
    return "; ".join([*told, *_apart(query, issue)]) or "is worded alike"


def _phrase(mine: list[str], yours: list[str], rarity: Callable[[str], float]) -> tuple[str, ...]:
    """The longest run of words that both have, of several the one that tells most; none without a telling word."""
    for length in PHRASE:
        shared = {run for run in _runs(mine, length) & _runs(yours, length) if max(map(rarity, run)) >= TELLING}
        if shared:
            return max(shared, key=lambda run: (sum(map(rarity, run)), run))
    return ()


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def _rare(words: set[str], rarity: Callable[[str], float]) -> list[str]:
    telling = (word for word in words if rarity(word) >= TELLING and not word.isdecimal() and len(word) <= LONGEST)
    return sorted(telling, key=lambda word: (-rarity(word), word))[:WORDS]


def _apart(query: Described, issue: Described) -> list[str]:
    if query.since is None or query.until is None or issue.since is None:
        return []
    days = max((query.since - issue.since).days, (issue.since - query.until).days, 0)
    return ["of the same days" if days < DAYS else f"{days:,} days apart"]
