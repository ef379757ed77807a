"""A document's text line by line, without ever holding a line of any length."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.encoding import Encoding
from voc.sources.unpack import DAMAGE

LONGEST = 64 << 20
"""Characters a line, or a JSON value, may have."""

HEAD = 1 << 18
"""Bytes of a document's beginning that tell its format."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number (from 1) and its line break."""

    number: int
    text: str


def lines(
    document: Document, encoding: Encoding, *, newline: str = "\n", longest: int = LONGEST
) -> Iterator[Line | Reject]:
    r"""Every line; a reject in place of one that is too long, and of what follows a break in the archive.

    Args:
        document: what to read.
        encoding: of its bytes; what cannot be decoded becomes U+FFFD.
        newline: ``"\n"``, or ``""`` where ``\r`` ends a line too.
        longest: characters a line may have.
    """
    number = 0
    with document.open() as raw:
        text = io.TextIOWrapper(raw, encoding.name, errors="replace", newline=newline)
        try:
            while line := text.readline(longest):
                number += 1
                if len(line) < longest or line.endswith("\n"):
                    yield Line(number, line.replace("\x00", "") if "\x00" in line else line)
                else:
                    _skip_line(text, newline or ("\n", "\r"))
                    yield Reject(document.name, number, f"line is longer than {longest >> 20} MiB")
        except DAMAGE:
            yield Reject(document.name, number + 1, "the archive is damaged from here on")


def head(document: Document, encoding: Encoding) -> str:
    """The beginning of a document as text, without its byte order mark."""
    with document.open() as stream:
        try:
            data = stream.read(HEAD)
        except DAMAGE:
            data = b""
    text = data.decode(encoding.name, errors="ignore")
    return re.sub("[\ufeff\x00]", "", text)


def _skip_line(text: io.TextIOWrapper, ends: str | tuple[str, ...]) -> None:
    while (rest := text.readline(1 << 20)) and not rest.endswith(ends):
        pass
