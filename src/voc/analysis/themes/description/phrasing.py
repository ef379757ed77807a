"""A customer's sentence as a line that can stand alone, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from voc.analysis.themes.description.words import PLACEHOLDER
from voc.model.stopwords import LanguageWords

LONGEST = 80
SHORTEST_CLAUSE = 25
_HOPELESS = 2 * LONGEST
"""A line longer than this cannot become short enough by losing its greeting; strangers' endless lines end here."""

_TAGS = re.compile(r"^(?:\[[^\]\n]{1,30}\]\s*[:–-]?\s*)+")
_ITEM = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+")
_LABEL = re.compile(r"^(?:re|fw|fwd|vs|sv|vl|aw)\s*:\s*", re.IGNORECASE)
_MARKUP = re.compile(
    r"[<>{}|\\`*#^~=]|::|->|https?:|www\.|\bh\d\.|(?<!\w)_|_(?!\w)|\w@\w|\w\(|[/\w]+/\w+/|\d{5,}|\b0x|-{2,}|\[\d|"
    r"\w+\.\w+\.\w+\.|\.(?:java|js|py|cs|cpp|c|h|m|xml|json|log)\b"
)
_INTRODUCTION = re.compile(r"(?::|,|;|…|\.\.\.?|[(\"“/–-])$")
_CLAUSE = re.compile(r"\s*[;:]\s+|,\s+|\s+[–—-]\s+|\s*\([^)]*\)\s*")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FOLLOWS_GREETING = re.compile(r"(?:\s+[^\W\d_][\w.'’-]*){0,3}?\s*(?:[,!.:–—-]+|$)\s*")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("„", "“"))
_QUOTES = frozenset("\"'“”„‘’«»")
_FEWEST_LETTERS = 0.75
_LONGEST_LIST = 3
_FEWEST_BLANKS = 1
_CAPITAL = re.compile(r"(?<=[^\W\d_])\s+(?=[A-ZÅÄÖ])")
_JOINERS = "\u200c\u200d"
"""They make one emoji of several and part Persian words; without them a text is another."""


def plain(text: str) -> str:
    """``text`` on one line, without control, format and direction characters (Unicode categories C*), joiners
    aside.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isprintable():
        return text
    seen = "".join(each for each in text if each in _JOINERS or unicodedata.category(each)[0] != "C")
    return " ".join(seen.split())


def phrasings(text: str, words: LanguageWords) -> Iterator[tuple[str, bool]]:
    """Lines a sentence can give, each with whether it is the whole sentence: the sentence itself, and its clauses
    when it is too long (a numbered step counts as no more than a clause).

    None is longer than ``LONGEST``, begins with a greeting or ends in the middle.
    """
    line = plain(text)
    if PLACEHOLDER.search(line):
        return
    sentence = _without_courtesy(_ITEM.sub("", _TAGS.sub("", _LABEL.sub("", line))), words)
    whole = _tidy(sentence, words)
    if whole is not None and len(whole) <= LONGEST:
        yield whole, not _ITEM.match(line)
    elif len(sentence) > LONGEST:
        for clause in _CLAUSE.split(sentence):
            tidy = _tidy(clause, words)
            if tidy is not None and SHORTEST_CLAUSE <= len(tidy) <= LONGEST:
                yield tidy, False


def _tidy(line: str, words: LanguageWords) -> str | None:
    """``line`` without greeting, leading conjunction and closing mark, with a capital; None when it cannot stand
    alone.
    """
    if len(line) > _HOPELESS:
        return None
    line = _without_lead(without_greeting(_unquoted(line.strip(" •·-–—*")), words), words)
    if _INTRODUCTION.search(line):
        return None
    line = line.rstrip(" .,;!-–—")
    return line[:1].upper() + line[1:] if stands_alone(line, words) else None


def _unquoted(line: str) -> str:
    """``line`` without the quotation marks around the whole of it."""
    return line[1:-1].strip() if line[:1] in _QUOTES and line[-1:] in _QUOTES and len(line) > 2 else line


def without_greeting(line: str, words: LanguageWords) -> str:
    """``line`` behind its greeting, if it opens with one that a mark or a word of grammar follows; empty if it opens
    with one that anything else follows.
    """
    greeting = _openings(words.greetings).match(line)
    if not greeting:
        return line
    rest = line[greeting.end() :]
    follows = _FOLLOWS_GREETING.match(rest)
    if follows:
        return rest[follows.end() :]
    following = _WORD.search(rest)
    return rest.strip() if following and following[0].casefold() in words.stop else ""


def _without_lead(line: str, words: LanguageWords) -> str:
    first, _, rest = line.partition(" ")
    return rest.lstrip() if first.rstrip(",").casefold() in words.leads else line


def stands_alone(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` reads as a phrase of its own: words rather than markup, code or a list, no courtesy, nothing
    left open at its end.
    """
    found = _WORD.findall(line)
    if len(found) < 2 or _MARKUP.search(line) or any(line.count(one) != line.count(two) for one, two in _PAIRS):
        return False
    if line.count('"') % 2 or line.count(",") > _LONGEST_LIST:
        return False
    letters = sum(map(str.isalpha, line)) + line.count(" ")
    return (
        letters >= _FEWEST_LETTERS * len(line)
        and found[-1].casefold() not in words.dangling
        and not _openings(words.subordinate).match(line)
        and not is_courtesy(line, words)
    )


def is_courtesy(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` begins with a greeting or a courtesy."""
    return bool(_openings(words.greetings).match(line) or _openings(words.courtesies).match(line))


def _without_courtesy(line: str, words: LanguageWords) -> str:
    """``line`` without a courtesy at its end that begins with a capital, no mark before it, as people write who never
    break a line.
    """
    for blank in _CAPITAL.finditer(line[:_HOPELESS]):
        courtesy = _openings(words.courtesies).match(line, blank.end())
        if courtesy and not line[courtesy.end() :].strip(" .,!") and line[: blank.start()].count(" ") >= _FEWEST_BLANKS:
            return line[: blank.start()]
    return line


def points_back(line: str, words: LanguageWords) -> bool:
    """Whether ``line`` begins with a word that speaks of the sentence before."""
    return bool(_openings(words.anaphoric).match(line))


@cache
def _openings(phrases: frozenset[str]) -> re.Pattern[str]:
    """Matches where a line begins with one of ``phrases``, whole words, the longest that does."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def shortened(line: str, words: LanguageWords, longest: int = LONGEST) -> str:
    """The first words of ``line`` that fit and do not end where more must follow."""
    kept = plain(line).split()
    while kept and (len(" ".join(kept)) > longest or kept[-1].strip(".,;:!?()\"'").casefold() in words.dangling):
        kept.pop()
    text = " ".join(kept).strip(" .,;:!-–—'\"([{<>")
    return text[:1].upper() + text[1:]
