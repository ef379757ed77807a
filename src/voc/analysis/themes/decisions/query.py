"""The words that a ticket is split off for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Query:
    """Words that each begin a word of the text, and phrases that stand in it as they are; case never counts."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    def matches(self, text: str) -> bool:
        """Whether ``text`` has all of it."""
        folded = " ".join(_folded(text).split())
        said = set(_WORD.findall(folded))
        begun = all(any(word.startswith(wanted) for word in said) for wanted in self.words)
        return begun and all(_stands(phrase, folded) for phrase in self.phrases)


def parse_query(text: str) -> Query:
    """The query that a person typed: words, and ``"phrases"`` between quotation marks."""
    folded = _folded(text)
    phrases = (" ".join(phrase.split()) for phrase in _QUOTED.findall(folded))
    words = _WORD.findall(_QUOTED.sub(" ", folded))
    return Query(tuple(dict.fromkeys(words)), tuple(phrase for phrase in phrases if phrase))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _stands(phrase: str, text: str) -> bool:
    """Whether ``phrase`` stands in ``text`` and no word goes on at its ends."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None
