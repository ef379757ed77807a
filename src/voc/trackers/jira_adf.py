"""Atlassian's documents (REST version 3): what voc writes in them, and how that is read back.

In a document text is text, so nothing in strangers' words needs a backslash. What is not as voc writes it, such as a
table or a mention, is read as its plain words and never written again: only the managed block's nodes are replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from voc.analysis.filing.inert import BREAK, quoted, said_line
from voc.analysis.filing.managed_block import Block, digest_of, find_block
from voc.trackers.jira_markdown import (
    BEGIN,
    END,
    Mark,
    Part,
    PartKind,
    Span,
    line_of,
    markdown_of,
    parts_of,
    same_around,
    spans_of,
)

Node = Mapping[str, Any]
Spoken = Callable[[str, int], str]
"""Makes harmless Markdown of customers' words, as far as a length."""

_OPENING = re.compile(r"voc:begin rev=([0-9a-f]{16})\b.*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NAMELESS = frozenset({"localId"})
"""What Jira gives nodes for itself."""
_BREAK_NODE: Node = {"type": "hardBreak"}
_LISTS = {PartKind.BULLETS: "bulletList", PartKind.NUMBERS: "orderedList"}


class Adf:
    """Descriptions and comments as documents."""

    def written(self, body: str) -> Node:
        """The description that says ``body``."""
        block = find_block(body)
        if block is None:
            return _document(_nodes(body))
        return _document([*_nodes(body[: block.start]), *_managed(block), *_nodes(body[block.end :])])

    def read(self, value: Any) -> str:
        """The body that a description says, in Markdown as far as it has it."""
        nodes = _content(value)
        place = _place(nodes)
        if place is None:
            return _told(nodes)
        begin, end, rev = place
        block = f"<!-- voc:begin rev={rev} -->\n{_exactly(nodes[begin + 1 : end])}\n<!-- voc:end -->"
        around = (_told(nodes[:begin]), block, _told(nodes[end + 1 :]))
        return "\n\n".join(each for each in around if each)

    def respliced(self, value: Any, body: str) -> Node:
        """The description ``value`` once it says ``body``; the nodes around the managed block stay as they are."""
        nodes, block = _content(value), find_block(body)
        place = _place(nodes)
        if place is None or block is None or not same_around(self.read(value), body):
            return self.written(body)
        return _document([*nodes[: place[0]], *_managed(block), *nodes[place[1] + 1 :]])

    def said(self, markdown: str) -> Node:
        """A comment."""
        return _document(_nodes(markdown))

    def heard(self, value: Any) -> str:
        """What a comment says."""
        return _exactly(_content(value))


def _document(nodes: Sequence[Node]) -> Node:
    return {"type": "doc", "version": 1, "content": list(nodes)}


def _content(value: Any) -> list[Node]:
    return list(value.get("content", ())) if isinstance(value, dict) else []


def _place(nodes: Sequence[Node]) -> tuple[int, int, str] | None:
    """Where the managed block begins and ends, and the digest that it names; None when that is not beyond doubt."""
    lines = [_plain(node) if node.get("type") == "paragraph" else "" for node in nodes]
    begins = [number for number, line in enumerate(lines) if _OPENING.fullmatch(line)]
    ends = [number for number, line in enumerate(lines) if line == END]
    if len(begins) != 1 or len(ends) != 1 or ends < begins:
        return None
    return begins[0], ends[0], lines[begins[0]].removeprefix("voc:begin rev=")[:16]


# -- to documents ---------------------------------------------------------------------------------------------------
def _managed(block: Block) -> list[Node]:
    begin, end = BEGIN.format(rev=block.claimed), END
    return [_paragraph([begin]), *_nodes(block.text), _paragraph([end])]


def _nodes(markdown: str) -> list[Node]:
    return [_node(part) for part in parts_of(markdown)]


def _node(part: Part) -> Node:
    match part.kind:
        case PartKind.HEADING:
            return _filled("heading", _inline(part.lines[0]), level=part.level)
        case PartKind.QUOTE:
            return _filled("blockquote", _paragraphs(part.lines) or [_paragraph([])])
        case PartKind.BULLETS | PartKind.NUMBERS:
            return _filled(_LISTS[part.kind], [_filled("listItem", [_paragraph([line])]) for line in part.lines])
        case PartKind.CODE:
            text = "\n".join(part.lines)
            language = {"language": part.language} if part.language else {}
            return _filled("codeBlock", [{"type": "text", "text": text}] if text else [], **language)
        case PartKind.LINES:
            return _paragraph(part.lines)


def _filled(kind: str, content: Sequence[Node], **attrs: Any) -> Node:
    node: dict[str, Any] = {"type": kind}
    if attrs:
        node["attrs"] = attrs
    return {**node, "content": list(content)} if content else node


def _paragraphs(lines: Sequence[str]) -> list[Node]:
    """Paragraphs with a blank line between them; each further blank line is an empty one."""
    found: list[Node] = []
    for blank, run in groupby(lines, key=lambda line: not line.strip()):
        stretch = list(run)
        found += [_paragraph([])] * (len(stretch) - 1) if blank else [_paragraph(stretch)]
    return found


def _paragraph(lines: Sequence[str]) -> Node:
    content: list[Node] = []
    for number, line in enumerate(lines):
        content += [_BREAK_NODE] if number else []
        content += _inline(line)
    return _filled("paragraph", content)


def _inline(line: str) -> list[Node]:
    return [_text_node(span) for span in spans_of(line)]


def _text_node(span: Span) -> Node:
    if span.mark is Mark.CODE:
        return {"type": "text", "text": span.text, "marks": [{"type": "code"}]}
    node = {"type": "text", "text": _ESCAPED.sub(r"\1", span.text)}
    if span.mark is Mark.LINK:
        return {**node, "marks": [{"type": "link", "attrs": {"href": span.href}}]}
    return {**node, "marks": [{"type": span.mark.value}]} if span.mark is not Mark.NONE else node


# -- from documents -------------------------------------------------------------------------------------------------
def _told(nodes: Sequence[Node]) -> str:
    """What nodes say, for a reader."""
    return "\n\n".join(filter(None, (_markdown([node]) or _plain(node).strip("\n") for node in nodes)))


def _exactly(nodes: Sequence[Node]) -> str:
    """What nodes say, so that any change of them is seen: where voc did not write them, their digest is told too."""
    markdown = _markdown(nodes)
    if markdown is not None:
        return markdown
    digest = digest_of(json.dumps([_normal(node) for node in nodes], sort_keys=True))
    return f"{_told(nodes)}\n\n<!-- as edited: {digest} -->"


def _markdown(nodes: Sequence[Node]) -> str | None:
    """The Markdown that these nodes were written from; None when they were not."""
    normal = [_normal(node) for node in nodes]
    try:
        markdown = markdown_of([_part(node) for node in normal])
    except (LookupError, ValueError, TypeError):
        return None
    return markdown if _nodes(markdown) == normal else None


def _normal(node: Node) -> Node:
    """A node without what Jira adds to it."""
    told = {name: value for name, value in node.items() if name not in ("content", "attrs", "marks")}
    attrs = {name: value for name, value in (node.get("attrs") or {}).items() if name not in _NAMELESS}
    told.update({"attrs": attrs} if attrs and node.get("type") not in ("hardBreak", "orderedList") else {})
    told.update({"marks": [_normal(mark) for mark in node["marks"]]} if node.get("marks") else {})
    content = [_normal(each) for each in node.get("content") or ()]
    return {**told, "content": content} if content else told


def _part(node: Node) -> Part:
    """What a node was written from, if it was."""
    content = node.get("content", ())
    match node["type"]:
        case "heading":
            return Part(PartKind.HEADING, (_read_line(content),), level=node["attrs"]["level"])
        case "paragraph":
            return Part(PartKind.LINES, tuple(_read_lines(content)))
        case "blockquote":
            return Part(PartKind.QUOTE, tuple(_read_quote(content)))
        case "codeBlock":
            text = "".join(each["text"] for each in content)
            return Part(PartKind.CODE, tuple(text.split("\n")), language=node.get("attrs", {}).get("language", ""))
    kind = {name: kind for kind, name in _LISTS.items()}[node["type"]]
    return Part(kind, tuple(_read_line(item["content"][0]["content"], said_line) for item in content))


def _read_quote(paragraphs: Sequence[Node]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        if paragraph["type"] != "paragraph":
            raise ValueError(paragraph["type"])
        if "content" in paragraph:
            yield from _read_lines(paragraph["content"], quoted)


def _read_lines(content: Sequence[Node], spoken: Spoken | None = None) -> Iterator[str]:
    for is_break, nodes in groupby(content, key=lambda node: node == _BREAK_NODE):
        if not is_break:
            yield _read_line(list(nodes), spoken)


def _read_line(nodes: Sequence[Node], spoken: Spoken | None = None) -> str:
    """The line that was written as these nodes. Where customers may speak, in quotes and lists, ``spoken`` gives their
    words the backslashes that they had.
    """
    plain = line_of([_read_span(node) for node in nodes])
    if spoken is not None:
        words = "".join(node["text"] for node in nodes).replace(BREAK, "")
        as_spoken = spoken(words, len(words)).removeprefix("> ")
        if _inline(as_spoken) == list(nodes):
            return as_spoken
    return plain


def _read_span(node: Node) -> Span:
    if node["type"] != "text":
        raise ValueError(node["type"])
    if not node.get("marks"):
        return Span(node["text"])
    (mark,) = node["marks"]
    return Span(node["text"], Mark(mark["type"]), mark.get("attrs", {}).get("href", ""))


def _plain(node: Node) -> str:
    """The words of any node."""
    attrs = node.get("attrs") or {}
    if node.get("type") == "hardBreak":
        return "\n"
    if "content" not in node:
        return str(node.get("text") or attrs.get("text") or attrs.get("shortName") or attrs.get("url") or "")
    inline = node.get("type") in ("paragraph", "heading", "codeBlock")
    return ("" if inline else "\n").join(map(_plain, node["content"]))
