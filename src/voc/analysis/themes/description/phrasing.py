"""A customer's sentence as a line that can stand alone, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from voc.analysis.themes.description.standing import WORD, openings, opens, stands_alone
from voc.analysis.themes.description.words import PLACEHOLDER
from voc.model.stopwords import LanguageWords

LONGEST = 80
SHORTEST_CLAUSE = 25
_HOPELESS = 2 * LONGEST
"""A line longer than this cannot become short enough by losing its greeting; strangers' endless lines end here."""

_TAGS = re.compile(r"^(?:\[[^\]\n]{1,30}\]\s*[:–-]?\s*)+")
_TELLING_TAG = re.compile(
    r"\[(?!(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL)\])[^\W\d_]+(?:[ -][^\W\d_]+)*\](?=\s*[:–-]?\s)"
)
_ITEM = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+")
_LABEL = re.compile(r"^(?:re|fw|fwd|vs|sv|vl|aw)\s*:\s*", re.IGNORECASE)
_INTRODUCTION = re.compile(r"(?::|,|;|…|\.\.\.?|[(\"“/–-])$")
_CLAUSE = re.compile(r"\s*[;:]\s+|,\s+|\s+[–—-]\s+|\s*\([^)]*\)\s*")
_FOLLOWS_GREETING = re.compile(r"(?:\s+[^\W\d_][\w.'’-]*){0,3}?\s*(?:[,!.:–—-]+|$)\s*")
_QUOTES = frozenset("\"'“”„‘’«»")
_INNER_CAPITAL = re.compile(r"[^\W\d_]+[A-ZÅÄÖ]")
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
    """Lines a sentence can give, each with whether it is the whole sentence: the sentence itself, with and without the
    component in brackets before it, and its clauses when it is too long (a numbered step counts as no more than one).

    None is longer than ``LONGEST``, begins with a greeting or ends in the middle.
    """
    line = _LABEL.sub("", plain(text))
    if PLACEHOLDER.search(line):
        return
    sentence = _ITEM.sub("", _TAGS.sub("", line))
    tidy = _tidy(sentence, words)
    if tidy is not None and len(tidy) <= LONGEST:
        tagged = line[: len(line) - len(sentence)] + tidy
        follows = sentence.casefold().startswith(tidy.casefold())
        if follows and _TELLING_TAG.match(tagged) and len(tagged) <= LONGEST:
            yield tagged, True
        yield tidy, not _ITEM.match(line)
    elif len(sentence) > LONGEST:
        for clause in _CLAUSE.split(sentence):
            tidy = None if opens(words.conditions, clause) else _tidy(clause, words)
            if tidy is not None and SHORTEST_CLAUSE <= len(tidy) <= LONGEST:
                yield tidy, False


def _tidy(line: str, words: LanguageWords) -> str | None:
    """``line`` without greeting, leading conjunction, opener and closing, with a capital; None when it cannot stand
    alone.
    """
    if len(line) > _HOPELESS:
        return None
    line = _without_lead(without_greeting(_unquoted(line.strip(" •·-–—*")), words), words)
    line = _without_closing(line, words)
    if _INTRODUCTION.search(line):
        return None
    line = line.rstrip(" .,;!-–—")
    short = _without_opener(line, words)
    if short != line and stands_alone(short, words):
        line = short
    return _capitalised(line) if stands_alone(line, words) else None


def _capitalised(line: str) -> str:
    """``line`` with a capital, unless its first word has one inside, such as *iOS*."""
    return line if _INNER_CAPITAL.match(line) else line[:1].upper() + line[1:]


def _unquoted(line: str) -> str:
    """``line`` without the quotation marks around the whole of it."""
    return line[1:-1].strip() if line[:1] in _QUOTES and line[-1:] in _QUOTES and len(line) > 2 else line


def without_greeting(line: str, words: LanguageWords) -> str:
    """``line`` behind its greeting, if it opens with one that a mark or a word of grammar follows; empty if it opens
    with one that anything else follows.
    """
    greeting = openings(words.greetings).match(line)
    if not greeting:
        return line
    rest = line[greeting.end() :]
    follows = _FOLLOWS_GREETING.match(rest)
    if follows:
        return rest[follows.end() :]
    following = WORD.search(rest)
    return rest.strip() if following and following[0].casefold() in words.stop else ""


def behind_greeting(line: str, words: LanguageWords) -> str:
    """``line`` without its greeting; where nothing but a greeting is left, what follows its first words."""
    return without_greeting(line, words) or openings(words.greetings).sub("", line, 1).lstrip(" ,.!–-")


def _without_lead(line: str, words: LanguageWords) -> str:
    first, _, rest = line.partition(" ")
    return rest.lstrip() if first.rstrip(",").casefold() in words.leads else line


def _without_opener(line: str, words: LanguageWords) -> str:
    """``line`` behind words that only say that something is asked or told."""
    opener = openings(words.openers).match(line)
    rest = line[opener.end() :].lstrip(" ,:") if opener else line
    return line if opens(words.conditions, rest) else rest


def _without_closing(line: str, words: LanguageWords) -> str:
    """``line`` without the thanks and pleas at its end, whether a mark parts them from it or not."""
    closing = _closings(words.closings).search(line)
    return line[: closing.start()] if closing else line


@cache
def _closings(phrases: frozenset[str]) -> re.Pattern[str]:
    """Matches what ``phrases`` a line ends with, and the marks around them."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?:[\s,.!–—-]+(?:{'|'.join(map(re.escape, longest_first))}))+[\s.,!?]*$", re.IGNORECASE)


def shortened(line: str, words: LanguageWords, longest: int = LONGEST) -> str:
    """The first words of ``line`` that fit and do not end where more must follow."""
    kept = _without_closing(plain(line), words).split()
    while kept and (len(" ".join(kept)) > longest or kept[-1].strip(".,;:!?()\"'").casefold() in words.dangling):
        kept.pop()
    text = " ".join(kept).strip(" .,;:!-–—'\"([{<>")
    return _capitalised(text)
