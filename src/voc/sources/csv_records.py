"""Delimited text, record by record, whatever its delimiter and however damaged."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from voc.model.ticket import Reject
from voc.sources.lines import LONGEST, Line

DELIMITERS = ",;\t|"
_SAMPLE = 50
_MOST_LINES = 10_000
"""Lines a quoted cell may span; beyond, its quote was never meant to be one."""

_HINT = re.compile(r'"?sep=(.)"?\s*$')


@dataclass(frozen=True, slots=True)
class Cells:
    """One record: the line it begins on, and its cells."""

    line: int
    cells: list[str]


def delimiter_of(head: str) -> tuple[str, float]:
    """The delimiter that divides the first records of ``head`` most evenly, and how evenly (0..1, 0 for one column).

    A file may name its delimiter itself in a first line ``sep=;``, as spreadsheets do.
    """
    hint = _HINT.match(head.partition("\n")[0])
    if hint:
        return hint[1], 1.0
    scores = [(_evenness(head, each), -order, each) for order, each in enumerate(DELIMITERS)]
    (score, _), _, best = max(scores)
    return best, score


def _evenness(head: str, delimiter: str) -> tuple[float, int]:
    try:
        rows = list(islice(csv.reader(head.splitlines(keepends=True), delimiter=delimiter), _SAMPLE + 1))
    except csv.Error:
        return 0.0, 0
    # The last record of a long head may be cut off.
    rows = [row for row in (rows[:-1] if len(rows) > 2 else rows) if row]
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    return Counter(map(len, rows))[len(rows[0])] / len(rows), len(rows[0])


def header_of(head: str) -> list[str]:
    """The cells of the first record of ``head``."""
    delimiter, _ = delimiter_of(head)
    beginning = head.splitlines(keepends=True)[names_delimiter(head) :][:_SAMPLE]
    try:
        return next(filter(None, csv.reader(beginning, delimiter=delimiter)), [])
    except csv.Error:
        return []


def names_delimiter(head: str) -> bool:
    """Whether the first line of ``head`` is no header but names the delimiter."""
    return _HINT.match(head.partition("\n")[0]) is not None


def records(lines: Iterator[Line | Reject], name: str, delimiter: str) -> Iterator[Cells | Reject]:
    """The records of ``lines`` without empty ones; the header is the first.

    A quote that is opened and never closed costs its own line: reading goes on with the next.

    Args:
        lines: with their breaks; rejects among them pass through.
        name: of the document, for rejects.
        delimiter: one character.
    """
    csv.field_size_limit(LONGEST)
    reader = _Reader(lines, name, delimiter)
    while (record := reader.next()) is not None:
        if isinstance(record, Reject) or any(cell.strip() for cell in record.cells):
            yield record


class _Reader:
    """Feeds lines to the csv module one record at a time, so that what a stray quote swallowed can be taken back."""

    def __init__(self, lines: Iterator[Line | Reject], name: str, delimiter: str) -> None:
        self._lines, self._name, self._delimiter = lines, name, delimiter
        self._returned: deque[Line | Reject] = deque()
        self._taken: list[Line] = []
        self._cut = False

    def next(self) -> Cells | Reject | None:
        """The next record, or a reject for the line that is none; None at the end."""
        line = self._line()
        if line is None or isinstance(line, Reject):
            return line
        self._taken, self._cut = [], False
        self._returned.appendleft(line)
        try:
            cells = next(csv.reader(self._feed(), delimiter=self._delimiter, strict=True))
        except csv.Error:
            # Text behind a closing quote: within a line sloppy, over several lines a quote that swallowed them.
            if len(self._taken) > 1 or len(line.text) > LONGEST:
                return self._take_back("a quoted cell is never closed")
            cells = next(csv.reader([line.text], delimiter=self._delimiter))
        return self._take_back("a quoted cell is never closed") if self._cut else Cells(line.number, cells)

    def _line(self) -> Line | Reject | None:
        return self._returned.popleft() if self._returned else next(self._lines, None)

    def _feed(self) -> Iterator[str]:
        """Lines for one record; the csv module asks for another only within a quoted cell."""
        while len(self._taken) < _MOST_LINES:
            line = self._line()
            if not isinstance(line, Line):
                self._returned.extendleft([line] if line else [])
                break
            self._taken.append(line)
            yield line.text
        self._cut = True

    def _take_back(self, reason: str) -> Reject:
        first, *rest = self._taken
        self._returned.extendleft(reversed(rest))
        return Reject(self._name, first.number, reason)
