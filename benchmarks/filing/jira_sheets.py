"""How people write in a Jira's descriptions: documents on Cloud, wiki markup on Data Center.

Nothing here asks voc how a description is to be read.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from tests.jira_server.text import kept
from tests.jira_world import words

from benchmarks.filing.ground import HEADING, WORDS

_BLOCK = re.compile(r"^voc:begin .*?^voc:end[ \t]*$", re.DOTALL | re.MULTILINE)
_OF_JIRA = "localId"
"""What Jira gives nodes for itself."""
Node = dict[str, Any]


class Sheet(Protocol):
    """One way to write. What ``seen`` gives, people change, and ``kept`` is how Jira keeps it."""

    def seen(self, value: Any) -> Any:
        """A description without what does not matter."""

    def kept(self, value: Any) -> Any:
        """A description as Jira keeps it."""

    def said(self, text: str) -> Any:
        """A comment."""

    def words(self, value: Any) -> str:
        """Its plain words."""

    def around(self, value: Any) -> tuple[Any, Any] | None:
        """What stands above and below the managed block; None where there is none."""

    def above(self, value: Any) -> Any:
        """With words, and what voc cannot write, above everything."""

    def below(self, value: Any) -> Any:
        """With words below everything."""

    def inside(self, value: Any) -> Any:
        """With other words inside of the block."""

    def away(self, value: Any) -> Any:
        """With words instead of the block."""


class WikiSheet:
    """Wiki markup, as text."""

    def seen(self, value: Any) -> str:
        """Line ends do not matter."""
        return str(value or "").replace("\r\n", "\n")

    def kept(self, value: str) -> Any:
        """Jira likes its own line ends."""
        return kept(value, "description", cloud=False)

    def said(self, text: str) -> str:
        """Text is text."""
        return text

    def words(self, value: Any) -> str:
        """Text is text."""
        return self.seen(value)

    def around(self, value: str) -> tuple[str, str] | None:
        """By the lines that begin and end the block."""
        found = _BLOCK.search(value)
        return (value[: found.start()], value[found.end() :]) if found else None

    def above(self, value: str) -> str:
        """A panel with a mention."""
        return f"{{panel:title={WORDS}}}\n[~human]  \n||a||b||\n{{panel}}\n\n{value}"

    def below(self, value: str) -> str:
        """A line with too many spaces."""
        return f"{value}\n\n{WORDS}  x"

    def inside(self, value: str) -> str:
        """Another heading."""
        return value.replace(f"h2. {HEADING}", f"h2. {WORDS}", 1)

    def away(self, value: str) -> str:
        """One line instead."""
        return _BLOCK.sub(WORDS, value) if _BLOCK.search(value) else f"{value}\n{WORDS}"


class DocumentSheet:
    """Documents, as the list of their nodes."""

    def seen(self, value: Any) -> list[Node]:
        """Names that Jira gives nodes do not matter."""
        return [_nameless(node) for node in (value or {}).get("content", ())]

    def kept(self, value: list[Node]) -> Any:
        """Jira gives nodes names."""
        return kept({"type": "doc", "version": 1, "content": value}, "description", cloud=True)

    def said(self, text: str) -> Any:
        """One paragraph."""
        return self.kept([_paragraph(text)])

    def words(self, value: Any) -> str:
        """A line a node."""
        return "\n".join(words(node) for node in self.seen(value))

    def around(self, value: list[Node]) -> tuple[list[Node], list[Node]] | None:
        """By the paragraphs that begin and end the block."""
        place = _place(value)
        return (value[: place[0]], value[place[1] + 1 :]) if place else None

    def above(self, value: list[Node]) -> list[Node]:
        """A panel with a mention."""
        mention = {"type": "mention", "attrs": {"id": "5b10ac8d:human", "text": "@human"}}
        line = {"type": "paragraph", "content": [{"type": "text", "text": f"{WORDS} "}, mention]}
        return [{"type": "panel", "attrs": {"panelType": "info"}, "content": [line]}, *value]

    def below(self, value: list[Node]) -> list[Node]:
        """A line with too many spaces."""
        return [*value, _paragraph(f"{WORDS}  x")]

    def inside(self, value: list[Node]) -> list[Node]:
        """Another heading."""
        other = {"content": [{"type": "text", "text": WORDS}]}
        return [{**node, **other} if words(node) == HEADING else node for node in value]

    def away(self, value: list[Node]) -> list[Node]:
        """One line instead."""
        around = self.around(value) or (value, [])
        return [*around[0], _paragraph(WORDS), *around[1]]


def _paragraph(text: str) -> Node:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def _place(nodes: list[Node]) -> tuple[int, int] | None:
    lines = [words(node) if node["type"] == "paragraph" else "" for node in nodes]
    begins = [number for number, line in enumerate(lines) if line.startswith("voc:begin ")]
    ends = [number for number, line in enumerate(lines) if line == "voc:end"]
    return (begins[0], ends[0]) if begins and ends else None


def _nameless(node: Node) -> Node:
    told = {name: value for name, value in node.items() if name not in ("attrs", "content")}
    attrs = {name: value for name, value in node.get("attrs", {}).items() if name != _OF_JIRA}
    told.update({"attrs": attrs} if attrs else {})
    return {**told, "content": [_nameless(each) for each in node["content"]]} if "content" in node else told
