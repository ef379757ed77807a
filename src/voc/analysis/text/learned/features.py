"""What a trained classifier sees of a text: its words by where they stand, its outline, the cues in it and
what the word lists make of them.

A feature is a string, so that what decided can be shown; a model knows it by a hash only (see ``model``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from voc.analysis.text.classify import Verdict
from voc.analysis.text.clean.prose import prose
from voc.analysis.text.cues import Hit
from voc.model.lexicon import Lexicon

FAMILIES = {
    "subject": 0.7,
    "body": 1.0,
    "prose": 1.0,
    "opening": 1.0,
    "frame": 0.5,
    "around": 0.7,
    "letters": 0.5,
    "cues": 1.0,
    "verdict": 0.4,
    "headings": 1.0,
    "answers": 0.7,
    "outline": 0.5,
}
"""The families of features, and how much each counts: the length of its part of a text's vector."""

WORDS = ("subject", "body", "prose", "opening")
"""The families whose features are words and pairs of words."""

_READ = 12_000
_OPENING = 300
_FRAMED_WORDS = 300
_ANSWER_WORDS = (1, 3)
_FRAME_SIZES = (2, 3, 4)
_OTHER_WORD = "*"
_AROUND = " * "
_LETTERS = (3, 4, 5)
_LONGEST = 40
_WORD = re.compile(r"\w+|\?")
_DIGITS = re.compile(r"\d+")
_HEADING = re.compile(r"^(?:#{1,6} |\*\*|h[1-6]\. )([^\n*]{1,80})", re.MULTILINE)
_ANSWERED = (
    re.compile(r"^(?:#{1,6} |\*\*|h[1-6]\. )([^\n*]{1,80})\**[ \t]*\n+([^\n#]{1,80})", re.MULTILINE),
    re.compile(r"^[-* \t]*([^\W\d_][\w /()]{2,30}):\**[ \t]*([^\n]{1,60})$", re.MULTILINE),
)
_OUTLINE = {
    "question mark": re.compile(r"\?"),
    "code block": re.compile(r"```|\{code|\{noformat"),
    "heading": _HEADING,
    "check box": re.compile(r"^[ \t]*[-*] \[[ xX]\]", re.MULTILINE),
    "numbered step": re.compile(r"^[ \t]*\d{1,2}[.)] ", re.MULTILINE),
    "link": re.compile(r"https?://"),
    "picture": re.compile(r"!\[|<img"),
    "version number": re.compile(r"\d\.\d"),
    "line end": re.compile(r"\n"),
    "stack frame": re.compile(r"^[ \t]*(?:at [\w.$<>]+ ?\(|File \"|#\d+ )", re.MULTILINE),
}

Features = Mapping[str, Mapping[str, int]]
"""Family to its features, each with how often it stands in the text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read of a ticket: its subject, the customer's text, and the cues in both; ``body_start`` is the number
    of the first token that is not of the subject, ``by_words`` what the word lists make of it, whatever its type field
    says.
    """

    subject: str
    body: str
    hits: Sequence[Hit]
    body_start: int
    by_words: Verdict


def features(passage: Passage, lexicon: Lexicon) -> Features:
    """Every feature of a passage, by family; ``lexicon`` knows the words that every text of a language has."""
    common = _common_words(lexicon)
    body = passage.body[:_READ]
    spoken = prose(body)
    subject, whole = _words(passage.subject), _words(body)
    told = whole if spoken == body else _words(spoken)
    return {
        "subject": Counter(_grams(subject)),
        "body": Counter(_grams(whole)),
        "prose": Counter(_grams(told)),
        "opening": Counter(_grams(_words(spoken.strip()[:_OPENING]))),
        "frame": Counter(_frames(("^", *subject), common)) + Counter(_frames(told[:_FRAMED_WORDS], common)),
        "around": Counter(map(_AROUND.join, zip(told[:_FRAMED_WORDS], told[2 : _FRAMED_WORDS + 2], strict=False))),
        "letters": Counter(_letters(subject)),
        "cues": Counter(_cues(passage)),
        "verdict": Counter(_verdict(passage.by_words)),
        "headings": Counter(" ".join(_words(found)) for found in _HEADING.findall(body)),
        "answers": Counter(_answers(body)),
        "outline": Counter([*_outline("subject", passage.subject), *_outline("text", body)]),
    }


@lru_cache(maxsize=4)
def _common_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how a sentence is built (``how``, ``is``, ``miten``), not what it is about."""
    return frozenset().union(*(profile.words for profile in lexicon.languages))


def _words(text: str) -> list[str]:
    """The words and question marks of ``text``; every number is a 0, since it is either a value or personal."""
    folded = _DIGITS.sub("0", unicodedata.normalize("NFKC", text).casefold())
    return [word[:_LONGEST] for word in _WORD.findall(folded)]


def _grams(words: Sequence[str]) -> Iterable[str]:
    """Words and pairs of neighbours."""
    return [*words, *map(" ".join, pairwise(words))]


def _frames(words: Sequence[str], common: frozenset[str]) -> Iterator[str]:
    """How sentences are built, whatever they are about: ``how can i *``."""
    frame = [word if word in common or word in "^?" else _OTHER_WORD for word in words]
    for size in _FRAME_SIZES:
        for at in range(len(frame) - size + 1):
            window = frame[at : at + size]
            if window.count(_OTHER_WORD) < size:
                yield " ".join(window)


def _letters(words: Sequence[str]) -> Iterator[str]:
    """Groups of letters within words; they carry inflection."""
    for padded in (f" {word} " for word in words):
        for size in _LETTERS:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def _cues(passage: Passage) -> Iterator[str]:
    """What the word lists find: each topic, and the topic with its strength and place."""
    for hit in passage.hits:
        topic = f"not {hit.cue.topic}" if hit.negated else hit.cue.topic
        yield topic
        yield f"{topic} {hit.cue.weight:g}"
        if hit.start < passage.body_start:
            yield f"{topic} in subject"


def _verdict(found: Verdict) -> Iterator[str]:
    """What the word lists make of it, and one feature more for each quarter of confidence."""
    yield found.kind
    yield from (f"{found.kind} {quarter}/4" for quarter in range(1, 1 + int(4 * found.confidence)))


def _answers(text: str) -> Iterator[str]:
    """What stands under a form's heading or behind its colon: the question, and it with the answer's first words."""
    for pattern in _ANSWERED:
        for asked, answer in pattern.findall(text):
            question, said = " ".join(_words(asked)), _words(answer)
            yield question
            yield from (f"{question}: {' '.join(said[:count])}" for count in _ANSWER_WORDS)


def _outline(part: str, text: str) -> Iterator[str]:
    """How much of each sort a part has: one feature each for at least 1, 2, 4, 8, …"""
    counts = {name: len(pattern.findall(text)) for name, pattern in _OUTLINE.items()}
    for name, count in {**counts, "word": len(text.split())}.items():
        yield from (f"{part}: {1 << power}+ {name}" for power in range(count.bit_length()))
        if count == 0:
            yield f"{part}: no {name}"
