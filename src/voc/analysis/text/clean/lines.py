"""Lines that know where they stand."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line of a stored message (a named tuple, since a log has thousands of them).

    Attributes:
        start, end: offsets of its stripped text in the message (equal for an empty line).
        text: the stripped text.
    """

    start: int
    end: int
    text: str

    @property
    def quoted(self) -> bool:
        """Whether a mail program marked the line as quoted."""
        return self.text.startswith(">")

    @property
    def bare(self) -> str:
        """The text without quotation marks at its start."""
        return self.text.lstrip("> ") if self.quoted else self.text


def split_lines(text: str) -> list[Line]:
    """Every line of ``text`` in order, empty ones too."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        at = start + (len(raw) - len(raw.lstrip()) if stripped else 0)
        lines.append(Line(at, at + len(stripped), stripped))
        start += len(raw) + 1
    return lines


def next_filled(lines: list[Line], index: int) -> Line | None:
    """The first line with text behind number ``index``."""
    return next((line for line in (lines[i] for i in range(index + 1, len(lines))) if line.text), None)
