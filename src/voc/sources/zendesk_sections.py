"""Zendesk's JSON in all its containers, as parts of named sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.encoding import detect, replaced
from voc.sources.json_records import json_elements
from voc.sources.json_stream import Element

SECTIONS = ("tickets", "users", "organizations", "ticket_events", "comments")
_STREAMED = SECTIONS[:-1]  # a ticket that stands alone has a list of comments too


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a section, and the line it begins on."""

    section: str
    line: int
    value: dict[str, object]


def parts(document: Document, encoding: str | None = None) -> Iterator[Part | Reject]:
    """Every object of a list of tickets, a ticket a line, a single ticket, and of pages one after another."""
    outer, found = _Outermost(), detect(document, encoding)
    yield from replaced(document.name, found)
    for element in json_elements(document, found):
        if isinstance(element, Reject):
            yield element
        elif element.key is not None:
            yield from outer.member(element)
        elif element.value is None and not element.listed:
            yield from outer.end(element.line)
        elif isinstance(element.value, dict):
            yield from _unfold(element.value, element.line)
        else:
            yield Reject(document.name, element.line, "value is no ticket")


class _Outermost:
    """The members of an object that is met member by member, and may be a page or a ticket."""

    def __init__(self) -> None:
        self._members: dict[str, object] = {}
        self._is_page = False

    def member(self, element: Element) -> Iterator[Part]:
        """What can be said of a member before the object's end."""
        key = str(element.key)
        if key in _STREAMED and element.listed:
            self._is_page = True
            if isinstance(element.value, dict):
                yield Part(key, element.line, element.value)
        elif element.listed:
            held = self._members.setdefault(key, [])
            if isinstance(held, list):
                held.append(element.value)
        else:
            self._members[key] = element.value

    def end(self, line: int) -> Iterator[Part]:
        """What only the object's end tells; begins anew."""
        members, is_page = self._members, self._is_page
        self._members, self._is_page = {}, False
        if not is_page:
            yield from _unfold(members, line)
        elif isinstance(comments := members.get("comments"), list):
            yield from (Part("comments", line, each) for each in comments if isinstance(each, dict))


def _unfold(value: dict[str, object], line: int) -> Iterator[Part]:
    if isinstance(single := value.get("ticket"), dict):
        yield Part("tickets", line, single)
        return
    lists = {section: held for section in SECTIONS if isinstance(held := value.get(section), list)}
    if "id" in value or not (lists or "end_of_stream" in value or "next_page" in value):
        yield Part("tickets", line, value)
        return
    for section, held in lists.items():
        yield from (Part(section, line, each) for each in held if isinstance(each, dict))
