r"""Jira's wiki markup (REST version 2): what voc writes in it, and how that is read back.

What Jira would act on gets a backslash. Two spellings are kept apart, so that what is read back is what was written: a
character that has a backslash in Markdown already is written as an entity (``\*`` as ``&#42;``), and one that Jira
knows no backslash for as an entity with a zero before it (``&#092;``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from voc.analysis.filing.managed_block import Block, find_block
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

_ADDRESS = r"https?://[\w/:.,?&=%#@~+-]+"
_LIVE = re.compile(
    rf"(?P<address>{_ADDRESS})"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<key>\b[A-Z][A-Z0-9_]+-(?=\d))"
    r"|(?P<plain>[{}\[\]*_+^~|]"
    r"|!(?=\S)"  # an image
    r"|\?(?=\?)|(?<=\?)\?"  # a citation
    r"|(?<![\w-])-(?=\S)|--+"  # struck out, a dash, a rule
    r"|@(?=\w)"
    r"|\((?=(?:[ynix/!+*?-]|on|off|\*[rgby]|flag|flagoff)\))"  # a face
    r"|(?<=[:;])[()])"
    r"|(?P<other>\\"
    r"|[:;](?=[DPp]\b)"
    r"|^\#(?=[#*-]*\s)"  # a list
    r"|(?<=^h[1-6])\.|(?<=^bq)\.)"
)
_READ = re.compile(r"\\(?P<plain>[^\w\s]|_)|&#0(?P<other>\d{2,3});|&#(?P<escaped>[1-9]\d{1,2});")
_SPAN = re.compile(
    rf"\\.|{_ADDRESS}"
    r"|\{\{(?P<code>(?:\\.|[^\\{}])+)\}\}"
    r"|\*(?P<strong>(?=\S)(?:\\.|[^\\*])+(?<=\S))\*"
    r"|(?<!\w)_(?P<em>(?=\S)(?:\\.|[^\\_])+(?<=\S))_(?!\w)"
    r"|\[(?P<words>(?:\\.|[^\\\]|])+)\|(?P<href>https?://[^\s|\]]+)\]"
)
_PART = re.compile(
    r"(?:^|\n\n)(?:"
    r"h(?P<level>[1-6])\. (?P<heading>[^\n]*)"
    r"|\{quote\}\n(?P<quote>.*?)\n\{quote\}"
    r"|\{code(?::(?P<language>[\w+\#.-]+))?\}\n(?P<code>.*?)\n\{code\}"
    r"|(?P<bullets>\* [^\n]*(?:\n\* [^\n]*)*)"
    r"|(?P<numbers>\# [^\n]*(?:\n\# [^\n]*)*)"
    r"|(?P<lines>[^\n]+(?:\n[^\n]+)*)"
    r")(?=\n\n|\Z)",
    re.DOTALL,
)
_BLOCK = re.compile(r"^voc:begin rev=([0-9a-f]{16})\b[^\n]*\n(.*?)\n?^voc:end[ \t]*(?=\r?$)", re.DOTALL | re.MULTILINE)
_SIGNS = {Mark.NONE: ("", ""), Mark.STRONG: ("*", "*"), Mark.EM: ("_", "_"), Mark.CODE: ("{{", "}}")}


class Wiki:
    """Descriptions and comments in wiki markup. People's words around the managed block stay as they are spelt."""

    def written(self, body: str) -> str:
        """The description that says ``body``."""
        block = find_block(body)
        return body if block is None else body[: block.start] + _managed(block) + body[block.end :]

    def read(self, value: Any) -> str:
        """The body that a description says; its managed block in Markdown, the rest in wiki markup."""
        text = _text(value)
        found = list(_BLOCK.finditer(text))
        if len(found) != 1:
            return text
        (block,) = found
        return (
            f"{text[: block.start()]}<!-- voc:begin rev={block[1]} -->\n{_markdown(block[2])}\n<!-- voc:end -->"
            f"{text[block.end() :]}"
        )

    def respliced(self, value: Any, body: str) -> str:
        """The description ``value`` once it says ``body``; what stands around the block keeps its line ends."""
        block, found = find_block(body), _BLOCK.search(str(value or ""))
        if found is None or block is None or not same_around(self.read(value), body):
            return self.written(body)
        new = _managed(block)
        if "\r\n" in found[0]:
            new = new.replace("\n", "\r\n")
        return found.string[: found.start()] + new + found.string[found.end() :]

    def said(self, markdown: str) -> str:
        """A comment."""
        return _wiki(parts_of(markdown))

    def heard(self, value: Any) -> str:
        """What a comment says."""
        return _markdown(_text(value))


def _text(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n")


def _managed(block: Block) -> str:
    return "\n".join((BEGIN.format(rev=block.claimed), _wiki(parts_of(block.text)), END))


def _markdown(wiki: str) -> str:
    """The Markdown that was written as ``wiki``; what was not written by voc stays as it is spelt."""
    parts = [_part(found) for found in _PART.finditer(wiki)]
    return markdown_of(parts) if _wiki(parts) == wiki.strip("\n") else wiki


def _wiki(parts: Sequence[Part]) -> str:
    return "\n\n".join(_written(part) for part in parts)


def _written(part: Part) -> str:
    lines = [_line(line) for line in part.lines]
    match part.kind:
        case PartKind.HEADING:
            return f"h{part.level}. {lines[0]}"
        case PartKind.QUOTE:
            return "\n".join(("{quote}", *lines, "{quote}"))
        case PartKind.CODE:
            sign = f"{{code:{part.language}}}" if part.language else "{code}"
            return "\n".join((sign, *(line.replace("{code", "{\u200bcode") for line in part.lines), "{code}"))
        case PartKind.BULLETS:
            return "\n".join(f"* {line}" for line in lines)
        case PartKind.NUMBERS:
            return "\n".join(f"# {line}" for line in lines)
        case PartKind.LINES:
            return "\n".join(lines)


def _part(found: re.Match[str]) -> Part:
    """What a stretch of wiki markup was written from."""
    kind = PartKind(str(found.lastgroup))
    lines = found[kind.value].split("\n")
    match kind:
        case PartKind.CODE:
            return Part(kind, tuple(lines), language=found["language"] or "")
        case PartKind.BULLETS | PartKind.NUMBERS:
            lines = [line[2:] for line in lines]
    read = tuple(line_of(list(_spans(line))) for line in lines)
    return Part(kind, read, level=int(found["level"] or 0))


def _line(line: str) -> str:
    return "".join(map(_span, spans_of(line)))


def _span(span: Span) -> str:
    if span.mark is Mark.LINK:
        return f"[{_inert(span.text)}|{span.href}]"
    before, after = _SIGNS[span.mark]
    return before + _inert(span.text, code=span.mark is Mark.CODE) + after


def _inert(text: str, *, code: bool = False) -> str:
    """``text`` as Jira shows it and does nothing else. In code a backslash stands for itself."""

    def spelt(found: re.Match[str]) -> str:
        if found["address"]:
            return found[0]
        if found["escaped"] and not code:
            return f"&#{ord(found['escaped'])};"
        if found["escaped"]:
            return "&#092;" + _inert(found["escaped"], code=True)
        if found["other"]:
            return f"&#0{ord(found['other'])};"
        return re.sub(r"[^A-Z0-9]", r"\\\g<0>", found["key"] or found["plain"])

    return _LIVE.sub(spelt, text)


def _spans(wiki: str) -> Iterable[Span]:
    """The stretches that one line of wiki markup was written from."""
    start = 0
    for found in _SPAN.finditer(wiki):
        if found.lastgroup is None:
            continue
        yield Span(_live(wiki[start : found.start()]))
        mark = Mark.LINK if found["href"] else Mark(str(found.lastgroup))
        yield Span(_live(found["words"] or found[found.lastgroup]), mark, found["href"] or "")
        start = found.end()
    yield Span(_live(wiki[start:]))


def _live(text: str) -> str:
    """What ``_inert`` was given."""

    def read(found: re.Match[str]) -> str:
        if found["plain"]:
            return found["plain"]
        return chr(int(found["other"])) if found["other"] else f"\\{chr(int(found['escaped']))}"

    return _READ.sub(read, text)
