"""The unlabelled text that the word vectors learn from, all of it of public bug trackers.

Banking77 and MASSIVE, on which the vectors are measured, are never read.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from benchmarks.quality.datasets import TRACKERS, read_rows

DESCRIBED = tuple(TRACKERS.values())
"""Their titles are read, and the sentences of their descriptions."""

TITLED = (*DESCRIBED, "nlbse24_issue_kind")
"""Their titles are read."""

AUGMENTED = 130_000
"""Sentences with other words in them."""

_SHAPES = 120_000
"""Sentences, beside all titles, into which other words are put at most."""

_TITLE, _SENTENCE = 200, 250
"""Characters of one that are read at most."""

_CODE = re.compile(r"\{code.*?\{code\}|\{noformat.*?\{noformat\}|```.*?```", re.DOTALL)
_MARKUP = re.compile(r"<[^>]{1,200}>|\{[^}]{1,40}\}|https?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PLAIN = 0.85
"""The share of letters and spaces; a line with less is code, a log line or a path."""

_WORD = re.compile(r"[A-Za-z][\w.']*")
_FREQUENT = 250
_KEPT = 0.15
"""The share of the words beside the frequent ones that stay."""

_SKEW = 1.7
"""A place in the vocabulary is a uniform number (0..1) to this power: words at its beginning are drawn more often."""


class Texts(NamedTuple):
    """What the teacher reads: titles, sentences of descriptions, and sentences with other words in them."""

    titles: list[str]
    sentences: list[str]
    augmented: list[str]


def read(vocabulary: Sequence[str], limit: int | None = None, seed: int = 0) -> Texts:
    """Texts in a random order, each once; of each sort ``limit`` at most.

    Raises:
        FileNotFoundError: the shared data folder does not hold them.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    found = {title for stem in TITLED for row in read_rows(stem) if len(title := _title(row)) > 8}
    rows = chain.from_iterable(map(read_rows, DESCRIBED))
    described = {sentence[:_SENTENCE] for row in rows for sentence in sentences(row.get("description", ""))}
    plain = _shuffled(described - found, draw)[:limit]
    titles = _shuffled(found, draw)[:limit]
    number = AUGMENTED if limit is None else min(limit, AUGMENTED)
    return Texts(titles, plain, augment([*titles, *plain[:_SHAPES]], vocabulary, number, seed))


def sentences(text: str) -> Iterator[str]:
    """The sentences of 4 to 40 words in a description: no code, markup or addresses, no line that is mostly signs."""
    for line in _MARKUP.sub(" ", _CODE.sub(" ", text)).splitlines():
        for sentence in _SENTENCE_END.split(line):
            words = sentence.split()
            joined = " ".join(words)
            if 4 <= len(words) <= 40 and _letters(joined) > _PLAIN * len(joined):
                yield joined


def augment(texts: Sequence[str], vocabulary: Sequence[str], number: int, seed: int = 0) -> list[str]:
    """``number`` texts of 3 to 14 words, drawn from ``texts``, with most words replaced by words of ``vocabulary``.

    So the vectors of words that trackers never use are trained as well: the teacher tells how any word adds to a
    sentence. The frequent words stay, and with them the shape of the sentence. BERT's vocabulary begins with its
    frequent words, which are drawn more often.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    words = [piece for piece in vocabulary if piece.isascii() and piece.isalpha() and len(piece) > 2]
    short = [text.lower() for text in texts if 3 <= len(text.split()) <= 14]
    counts = Counter(word for text in short for word in re.findall(r"[a-z']+", text))
    frequent = {word for word, _ in counts.most_common(_FREQUENT)}

    def other(match: re.Match[str]) -> str:
        if match[0] in frequent or draw.random() < _KEPT:
            return match[0]
        return words[int(len(words) * draw.random() ** _SKEW)]

    return [" ".join(_WORD.sub(other, draw.choice(short)).split()) for _ in range(number)]


def _title(row: dict[str, str]) -> str:
    return " ".join(row.get("title", row.get("text", "")).split())[:_TITLE]


def _letters(text: str) -> int:
    return sum(char.isalpha() or char == " " for char in text)


def _shuffled(texts: set[str], draw: random.Random) -> list[str]:
    order = sorted(texts)
    draw.shuffle(order)
    return order
