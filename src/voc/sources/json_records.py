"""JSON in all its containers - lines, lists, objects, pages - as a stream of values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.encoding import Encoding
from voc.sources.json_stream import Element, elements
from voc.sources.lines import head, lines

_CONTAINER = re.compile(r'"(?:tickets|users|organizations)"\s*:\s*\[')


def looks_like_json(text: str) -> bool:
    """Whether a document that begins with ``text`` begins with an object or a list of objects."""
    return re.match(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])", text) is not None


def is_lines(text: str) -> bool:
    """Whether a document that begins with ``text`` holds one value a line.

    The first line of a pretty-printed document ends where something opens or goes on; a whole document on one line
    can be told from a long first record only by what it holds.
    """
    first, newline, _ = text.lstrip().partition("\n")
    if not first.startswith("{"):
        return False
    if newline:
        return not first.rstrip().endswith(("{", "[", ",", ":"))
    return _CONTAINER.search(first) is None


def json_elements(document: Document, encoding: Encoding) -> Iterator[Element | Reject]:
    """The values of a document: a line's value (without key), or those of ``elements``."""
    if is_lines(head(document, encoding)):
        return _line_values(document, encoding)
    return elements(document, encoding)


def _line_values(document: Document, encoding: Encoding) -> Iterator[Element | Reject]:
    decode = json.JSONDecoder(strict=False).decode
    for line in lines(document, encoding):
        if isinstance(line, Reject):
            yield line
            continue
        text = line.text.strip("\ufeff \t\r\n")
        if not text:
            continue
        try:
            yield Element(line.number, None, decode(text))
        except (ValueError, RecursionError):
            yield Reject(document.name, line.number, "line is not JSON")
