"""JSON documents of any size, value by value."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.encoding import Encoding
from voc.sources.lines import LONGEST
from voc.sources.unpack import DAMAGE

_DECODER = json.JSONDecoder(strict=False)
_BLANK = " \t\n\r\ufeff"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Element:
    """One value of a document.

    Attributes:
        line: where it begins, from 1.
        key: of the outermost object's member that holds the value or, in a list, the value's list; None outside.
        value: the value itself; for an outermost object's end, None with ``key`` None.
        listed: whether the value is one of a list.
    """

    line: int
    key: str | None
    value: object
    listed: bool = False


class _BrokenError(Exception):
    """The text is no JSON from the window's position on."""


def elements(document: Document, encoding: Encoding, longest: int = LONGEST) -> Iterator[Element | Reject]:
    """The values of a document's outermost lists and objects, one document after another, as ``Element``.

    A list gives its values; an object gives, member by member, the values of its lists and its other values, and at
    its end an element without key and value. Where the text breaks off or is no JSON, one reject ends the stream.

    Args:
        document: what to read.
        encoding: of its bytes.
        longest: characters one value may have.
    """
    with document.open() as raw:
        window = _Window(io.TextIOWrapper(raw, encoding.name, errors="replace", newline="\n"), longest)
        try:
            while window.peek():
                yield from _outermost(window)
        except _BrokenError:
            yield Reject(document.name, window.line, f"{window.trouble()}; nothing is read from here on")
        except DAMAGE:
            yield Reject(document.name, window.line, "the archive is damaged from here on")


def _outermost(window: _Window) -> Iterator[Element]:
    if window.peek() == "[":
        yield from _list(window, None)
    elif window.peek() == "{":
        yield from _object(window)
    else:
        yield Element(window.line, None, window.value())


def _list(window: _Window, key: str | None) -> Iterator[Element]:
    for _ in _items(window, "[]"):
        yield Element(window.line, key, window.value(), listed=True)


def _object(window: _Window) -> Iterator[Element]:
    line = window.line
    for _ in _items(window, "{}"):
        key = window.value()
        if not isinstance(key, str):
            raise _BrokenError
        window.take(":")
        if window.peek() == "[":
            yield from _list(window, key)
        else:
            yield Element(window.line, key, window.value())
    yield Element(line, None, None)


def _items(window: _Window, brackets: str) -> Iterator[None]:
    """Stop before every item between ``brackets``; the caller takes the item."""
    window.take(brackets[0])
    while window.peek() != brackets[1]:
        yield
        if window.peek() != brackets[1]:
            window.take(",")
    window.take(brackets[1])


class _Window:
    """A stretch of text that moves over a stream, and grows only as long as one value needs it to."""

    def __init__(self, stream: io.TextIOWrapper, longest: int) -> None:
        self._stream, self._longest = stream, longest
        self._text, self._at = "", 0
        self._ended = self._too_long = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            rest = self._text[self._at : self._at + 1]
            if not rest and not self._grow():
                return ""
            if rest and rest not in _BLANK:
                return rest
            if rest:
                self._advance(self._at + 1)

    def take(self, expected: str) -> None:
        """Go over ``expected``, which must come next."""
        if self.peek() != expected:
            raise _BrokenError
        self._advance(self._at + 1)

    def value(self) -> object:
        """The next value."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if self._is_wrong(error) or not self._grow():
                    raise _BrokenError from None
                continue
            # A number at the window's edge may go on behind it: of 1.5e+3 the window may hold 1 or 1.5e+.
            if len(self._text) - end > len("e+") or not self._grow():
                self._advance(end)
                return value

    def trouble(self) -> str:
        """Why the text could not be read on."""
        if self._too_long:
            return f"a value is longer than {self._longest >> 20} MiB"
        return "the JSON breaks off" if self._ended else "this is not JSON"

    def _is_wrong(self, error: Exception) -> bool:
        """Whether no further text could make the value right."""
        if not isinstance(error, json.JSONDecodeError):
            return True
        return error.pos < len(self._text) - len("-Infinity") and not error.msg.startswith("Unterminated")

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _grow(self) -> bool:
        """Read on, by doubling so that a long value is not decoded too often; false when there is no more."""
        kept = len(self._text) - self._at
        self._too_long = kept > self._longest
        if self._too_long or self._ended:
            return False
        more = self._stream.read(max(_CHUNK, kept))
        if more:
            self._text, self._at = self._text[self._at :] + more.replace("\x00", ""), 0
        self._ended = not more
        return not self._ended
