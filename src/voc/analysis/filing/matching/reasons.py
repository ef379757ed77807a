"""Why an issue is taken for what is to be filed, in words that a person can check."""

from __future__ import annotations

from collections.abc import Callable

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.words import plain_words

PHRASE = range(8, 2, -1)
"""Lengths of shared phrases that are looked for, in words."""
WORDS = 3
MUCH = 0.35
"""Meaning in common from which on texts mean much the same; unrelated ones lie about 0."""
SPELT = 0.3
"""The same of parts of words; unrelated texts of one language lie below 0.1."""
PIECE = 5
"""Letters in a row that telling words must share, for texts to be worded alike; grammar alone is spelt alike too."""
LONGEST = 40
DAYS = 2


def reason(query: Described, issue: Described, spelling: float, meaning: float, tells: Callable[[str], float]) -> str:
    """What a theme and an issue have in common: a phrase word for word, rare words, spelling or meaning, and how far
    apart in time they are; empty where there is nothing but the time.

    Args:
        query, issue: what is compared.
        spelling, meaning: what they have in common of either.
        tells: how much a word tells, 0 for one that tells nothing.
    """
    mine, yours = (plain_words(text.text) for text in (query, issue))
    phrase = _phrase(mine, yours, tells)
    words = _rare(set(mine) & set(yours) - set(phrase), tells)
    parts = [f"“{' '.join(phrase)}”"] if phrase else []
    parts += words
    told = [f"shares {', '.join(parts)}"] if parts else []
    if meaning >= MUCH:
        told.append("means much the same")
    if not told and spelling >= SPELT and _pieces(mine, tells) & _pieces(yours, tells):
        told.append("is worded alike")
    return "; ".join([*told, *_apart(query, issue)]) if told else ""


def _phrase(mine: list[str], yours: list[str], tells: Callable[[str], float]) -> tuple[str, ...]:
    """The longest run of words that both have, of several the one that tells most; none without a telling word."""
    for length in PHRASE:
        shared = {run for run in _runs(mine, length) & _runs(yours, length) if any(map(tells, run))}
        if shared:
            return max(shared, key=lambda run: (sum(map(tells, run)), run))
    return ()


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def _rare(words: set[str], tells: Callable[[str], float]) -> list[str]:
    telling = (word for word in words if tells(word) and not word.isdecimal() and len(word) <= LONGEST)
    return sorted(telling, key=lambda word: (-tells(word), word))[:WORDS]


def _pieces(words: list[str], tells: Callable[[str], float]) -> set[str]:
    """Parts of the words that tell something."""
    telling = {word for word in words if tells(word)}
    return {word[start : start + PIECE] for word in telling for start in range(len(word) - PIECE + 1)}


def _apart(query: Described, issue: Described) -> list[str]:
    if query.since is None or query.until is None or issue.since is None:
        return []
    days = max((query.since - issue.since).days, (issue.since - query.until).days, 0)
    return ["of the same days" if days < DAYS else f"{days:,} days apart"]
