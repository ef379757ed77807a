"""Text to comparable words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.model.stopwords import LanguageWords, Stopwords

READ = 600
"""Characters of a text that count for its theme's words: what is meant stands at the beginning, logs behind it."""

LONGEST_WORD = 30
SHORTEST_STEM = 3
_LAYERS = 2
"""Inflections a word can have one behind the other, such as *settings*."""

LONGEST_PHRASE = 3

LINE_END = "\n"
"""The surface of the token that ends a line."""

_MOST_DIGITS = 2
"""Digits of a word; one of more is a number, an address or an id."""

PLACEHOLDER = re.compile(r"\[(?:[A-Z][A-Z_]*_\d+|[a-z]+)\]")
"""What redaction leaves behind, such as ``[EMAIL_1]``."""

_NOT_WORDS = re.compile(PLACEHOLDER.pattern + r"|\b(?:https?://|www\.)\S+|\bh[1-6]\. ")
_PIECE = re.compile(r"[^\W\d_](?:[\w.'’-]*\w)?|[^\s\w]|\n")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, the key it is compared by (empty for a break), and whether it carries meaning."""

    surface: str
    key: str
    content: bool


class Tokenizer:
    """Cuts texts into tokens; remembers each word of each language, for texts repeat them."""

    def __init__(self, stopwords: Stopwords) -> None:
        self._stopwords = stopwords
        self._known: dict[tuple[str, str], Token] = {}

    def words(self, language: str) -> LanguageWords:
        """What is known of ``language``."""
        return self._stopwords.of(language)

    def tokens(self, text: str, language: str) -> list[Token]:
        """The words of the first ``READ`` characters of ``text``, with a break for each mark between them."""
        pieces = _PIECE.findall(_NOT_WORDS.sub(" . ", text[:READ]))
        known = self._known
        return [known.get((piece, language)) or self._learn(piece, language) for piece in pieces]

    def keys(self, text: str, language: str) -> frozenset[str]:
        """The keys of the words of ``text`` that carry meaning."""
        return frozenset(token.key for token in self.tokens(text, language) if token.content)

    def _learn(self, piece: str, language: str) -> Token:
        words = self.words(language)
        word = unicodedata.normalize("NFKC", piece).casefold().replace("’", "'").removesuffix("'s")
        if not word[:1].isalpha() or len(word) > LONGEST_WORD:
            token = Token(piece, "", False)
        else:
            name = len(word) > 1 and sum(map(str.isdigit, word)) <= _MOST_DIGITS
            token = Token(piece, fold(word, words), name and word not in words.stop)
        return self._known.setdefault((piece, language), token)


def fold(word: str, words: LanguageWords) -> str:
    """``word`` (case-folded) without its inflection, as far as a cut can do that: two forms of a word should
    become equal, two words should not.
    """
    for _ in range(_LAYERS):
        word = next((stem for ending in words.endings if (stem := _stem(word, ending))), word)
    return word[: words.prefix] if words.prefix else word


def _stem(word: str, ending: str) -> str:
    """``word`` without ``ending``; empty when it has none or too little is left."""
    cut = word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= SHORTEST_STEM
    return word[: -len(ending)] if cut else ""


def phrases(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Key and surface of each phrase of one to three words in a row that begins and ends with a word that carries
    meaning.
    """
    for first, token in enumerate(tokens):
        if not token.content:
            continue
        key, surface = token.key, token.surface
        yield key, surface
        for follower in tokens[first + 1 : first + LONGEST_PHRASE]:
            if not follower.key:
                break
            key, surface = f"{key} {follower.key}", f"{surface} {follower.surface}"
            if follower.content:
                yield key, surface
