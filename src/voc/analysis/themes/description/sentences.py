"""Where the sentences of a ticket's cleaned text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from voc.model.ticket import SUBJECT, Feedback, Span

READ_SENTENCES = 10
"""Sentences of a ticket that are looked at."""

READ_CHARACTERS = 4000
"""Characters of one stretch that are looked at; a sentence cut off there is dropped."""

_BREAK = re.compile(r"(?P<stop>[.!?…]+[\"'”’)\]]*)\s+|(?P<line>[ \t]*\r?\n\s*)")
_LIST_ITEM = re.compile(r"[-*•·#>\d]")
_WRAP = 50
"""A line at least this long may have been wrapped by a mail program; a shorter one was ended by its writer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a stored ticket: verbatim text, where it stands (``message``, ``start``, ``end``), and where it
    begins in ``Feedback.text``.
    """

    text: str
    message: int
    start: int
    end: int
    at: int

    @property
    def is_subject(self) -> bool:
        """Whether it stands in the ticket's subject line."""
        return self.message == SUBJECT


def sentences(feedback: Feedback, abbreviations: frozenset[str]) -> list[Sentence]:
    """The first sentences of the ticket, none of which crosses a span."""
    every = chain.from_iterable(_of_span(feedback.text, span, abbreviations) for span in feedback.spans)
    return list(islice(every, READ_SENTENCES))


def _of_span(text: str, span: Span, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    """The sentences of one span, without the white space around them."""
    length = min(span.end - span.start, READ_CHARACTERS)
    part = text[span.at : span.at + length]
    for begin, end in _bounds(part, abbreviations, truncated=length < span.end - span.start):
        sentence = part[begin:end].lstrip()
        first = end - len(sentence)
        sentence = sentence.rstrip()
        if sentence:
            start = span.start + first
            yield Sentence(sentence, span.message, start, start + len(sentence), span.at + first)


def _bounds(part: str, abbreviations: frozenset[str], *, truncated: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in ``part``; without the last one when ``part`` was cut off in it."""
    start = 0
    for match in _BREAK.finditer(part):
        if _ends(part, start, match, abbreviations):
            yield start, match.end("stop") if match["stop"] else match.start()
            start = match.end()
    if not truncated:
        yield start, len(part)


def _ends(part: str, start: int, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether a sentence ends at ``match``: not behind an abbreviation, an initial or a list's number, nor where a
    long line goes on in the next.
    """
    before, after = part[start : match.start()], part[match.end() :][:1]
    if match["stop"]:
        word = before.rsplit(None, 1)[-1].casefold() if before.strip() else ""
        number_of_list = word.isdigit() and before.strip() == word
        initial = len(word) == 1 and word.isalpha() and word not in "i"
        return match["stop"] != "." or not (word in abbreviations or number_of_list or initial)
    wrapped = len(before.rsplit("\n", 1)[-1]) >= _WRAP and after.islower()
    return not wrapped or match["line"].count("\n") > 1 or bool(_LIST_ITEM.match(after))
