"""Whether a line can stand alone as a phrase that somebody could have written."""

from __future__ import annotations

import re
from functools import cache

from voc.model.stopwords import LanguageWords

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MARKUP = re.compile(
    r"[<>{}\[\]|\\`*#^~=]|::|->|https?:|www\.|\bh\d\.|(?<!\w)_|_(?!\w)|\w@\w|\w\(|[/\w]+/\w+/|\b0x|-{2,}|;$|"
    r"\d{5,}|(?:\d[ ().-]*){8}|\w+\.\w+\.\w+\.|\.(?:java|js|py|cs|cpp|c|h|m|xml|json|log)\b"
)
_LOG = re.compile(
    r"\W*(?:\d{4}-\d|\d{1,2}[./]\d{1,2}[./]\d|\d{1,2}:\d\d|v?\d+\.\d|\d{3}|(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL)\b)"
)
_PAIRS = (("(", ")"), ("“", "”"), ("„", "“"))
_OPENING, _CLOSING = re.compile(r"(?<!\w)['‘](?=\w)"), re.compile(r"(?<=[\w.!?])['’](?!\w)")
_SEPARATOR = re.compile(r"[,;]\s|(?<=\w)\s*/\s*(?=\w)")
_BRACKETS = re.compile(r"\([^)]*\)")
_FEWEST_LETTERS = 0.75
_LONGEST_LIST = 2
"""Commas and slashes that a phrase can have; one of words only can have none but one."""

FEWEST_WORDS = 2
"""Words of a phrase: one alone is a subject without anything said of it."""

_LONGEST_HEADLINE = 4
"""Words in a row that a phrase can have without one of grammar among them."""

_ASKED = re.compile(r"\w\?$")


def stands_alone(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` reads as a phrase of its own: words rather than markup, code or a list, no courtesy, nothing
    left open at its end.
    """
    found = [word.casefold() for word in WORD.findall(line)]
    if len(found) < FEWEST_WORDS or not is_prose(line) or line[0] in ",.:;!?)”…":
        return False
    if _is_unbalanced(line):
        return False
    letters = sum(map(str.isalpha, line)) + line.count(" ")
    return (
        letters >= _FEWEST_LETTERS * len(line)
        and not _is_list(line, found, words)
        and (found[-1] not in words.dangling or bool(_ASKED.search(line)))
        and not opens(words.subordinate, line)
        and not is_courtesy(line, words)
    )


def is_prose(line: str) -> bool:
    """Whether ``line`` is free of markup, code, addresses, placeholders, long numbers and the head of a log line."""
    return not (_MARKUP.search(line) or _LOG.match(line))


def _is_unbalanced(line: str) -> bool:
    """Whether a bracket or quotation mark lacks its other half."""
    pairs = any(line.count(one) != line.count(two) for one, two in _PAIRS)
    return pairs or line.count('"') % 2 == 1 or len(_OPENING.findall(line)) != len(_CLOSING.findall(line))


def _is_list(line: str, found: list[str], words: LanguageWords) -> bool:
    """Whether ``line`` is words in a row rather than a phrase; what stands in brackets makes it none."""
    outside = [word.casefold() for word in WORD.findall(_BRACKETS.sub("", line))]
    bare = words.stop.isdisjoint(outside) and words.dangling.isdisjoint(outside)
    separators = len(_SEPARATOR.findall(line))
    return separators > _LONGEST_LIST - bare or (bare and (separators > 0 or len(found) > _LONGEST_HEADLINE))


def is_courtesy(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` begins with a greeting or a courtesy."""
    return opens(words.greetings, line) or opens(words.courtesies, line)


def points_back(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` begins with a word that speaks of the sentence before."""
    return opens(words.anaphoric, line)


def opens(phrases: frozenset[str], line: str) -> bool:
    """Whether ``line`` begins with one of ``phrases``."""
    return bool(openings(phrases).match(line))


@cache
def openings(phrases: frozenset[str]) -> re.Pattern[str]:
    """Matches where a line begins with one of ``phrases``, whole words, the longest that does."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
