"""The Markdown that voc writes, as parts that Jira's two markups can be made of and read back into.

Only what the templates of issues use is known: headings, lines, quotes, flat lists, code, and inside of a line strong
and emphasised words, code and links. Whatever else Markdown has stays the text that it is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voc.analysis.filing.managed_block import find_block

BEGIN = "voc:begin rev={rev} (voc keeps what stands from here to voc:end up to date; write above or below)"
END = "voc:end"
"""The lines around the managed block: Jira's markups know no comment that nobody sees."""


class Mark(StrEnum):
    """What stands out inside of a line."""

    NONE = ""
    STRONG = "strong"
    EM = "em"
    CODE = "code"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line. ``text`` is Markdown, with its backslashes; in code it is what is shown."""

    text: str
    mark: Mark = Mark.NONE
    href: str = ""


class PartKind(StrEnum):
    """What stands between blank lines."""

    HEADING = "heading"
    LINES = "lines"
    QUOTE = "quote"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text.

    Attributes:
        lines: what it says, in Markdown without the signs of its kind.
        level: of a heading, 1 to 6.
        language: of code.
    """

    kind: PartKind
    lines: tuple[str, ...]
    level: int = 0
    language: str = ""


_HEADING = re.compile(r"(#{1,6}) (.*)")
_SIGNS_OF_LINES = {
    PartKind.QUOTE: re.compile(r"> ?"),
    PartKind.BULLETS: re.compile(r"[-*+] "),
    PartKind.NUMBERS: re.compile(r"\d{1,9}[.)] "),
    PartKind.LINES: re.compile(""),
}
_FENCE = re.compile(r"```([\w+#.-]*)")
_SPAN = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|`(?P<code>[^`]+)`"
    r"|(?<![\w*_])\*\*(?P<strong>(?=\S)(?:\\.|[^\\*])+(?<=\S))\*\*(?![\w*_])"
    r"|(?<![\w*_])\*(?P<em>(?=\S)(?:\\.|[^\\*])+(?<=\S))\*(?![\w*_])"
    r"|\[(?P<words>(?:\\.|[^\\\]])+)\]\((?P<href>https?://[^\s()|\]\\]+)\)"
)
_SIGNS = {Mark.NONE: "", Mark.STRONG: "**", Mark.EM: "*", Mark.CODE: "`"}


def same_around(body: str, other: str) -> bool:
    """Whether two bodies say the same around their managed blocks."""
    first, second = find_block(body), find_block(other)
    if first is None or second is None:
        return False
    return (body[: first.start], body[first.end :]) == (other[: second.start], other[second.end :])


def parts_of(markdown: str) -> list[Part]:
    """The parts of a text; how many blank lines stand between them is not kept."""
    parts: list[Part] = []
    lines = deque(markdown.replace("\r\n", "\n").split("\n"))
    while lines:
        first = lines[0]
        if fence := _FENCE.fullmatch(first):
            lines.popleft()
            parts.append(Part(PartKind.CODE, _until_fence(lines), language=fence[1]))
        elif heading := _HEADING.fullmatch(first):
            lines.popleft()
            parts.append(Part(PartKind.HEADING, (heading[2],), level=len(heading[1])))
        elif kind := _kind(first):
            parts.append(Part(kind, _of_kind(lines, kind)))
        else:
            lines.popleft()
    return parts


def markdown_of(parts: Sequence[Part]) -> str:
    """The text that ``parts_of`` reads as these parts."""
    return "\n\n".join(_markdown(part) for part in parts)


def spans_of(line: str) -> Iterator[Span]:
    """The stretches of one line."""
    start = 0
    for found in _SPAN.finditer(line):
        if found[0].startswith("\\"):
            continue
        if found.start() > start:
            yield Span(line[start : found.start()])
        yield _span(found)
        start = found.end()
    if start < len(line):
        yield Span(line[start:])


def line_of(spans: Sequence[Span]) -> str:
    """The line that ``spans_of`` reads as these stretches."""
    return "".join(
        f"[{span.text}]({span.href})"
        if span.mark is Mark.LINK
        else f"{_SIGNS[span.mark]}{span.text}{_SIGNS[span.mark]}"
        for span in spans
    )


def _span(found: re.Match[str]) -> Span:
    if found["href"]:
        return Span(found["words"], Mark.LINK, found["href"])
    mark = next(mark for mark in (Mark.CODE, Mark.STRONG, Mark.EM) if found[mark.value])
    return Span(found[mark.value], mark)


def _kind(line: str) -> PartKind | None:
    """What a line is part of; None for one that ends every part."""
    if not line.strip() or _HEADING.fullmatch(line) or _FENCE.fullmatch(line):
        return None
    return next(kind for kind, sign in _SIGNS_OF_LINES.items() if sign.match(line))


def _of_kind(lines: deque[str], kind: PartKind) -> tuple[str, ...]:
    """Take the first lines as far as they are of a kind."""
    taken = []
    while lines and _kind(lines[0]) is kind:
        line = lines.popleft()
        found = _SIGNS_OF_LINES[kind].match(line)
        taken.append((line[found.end() :] if found else line).rstrip())
    return tuple(taken)


def _until_fence(lines: deque[str]) -> tuple[str, ...]:
    """Take the lines of code, and the fence below them."""
    taken = []
    while lines and not lines[0].startswith("```"):
        taken.append(lines.popleft())
    if lines:
        lines.popleft()
    return tuple(taken)


def _markdown(part: Part) -> str:
    match part.kind:
        case PartKind.HEADING:
            return f"{'#' * part.level} {part.lines[0]}"
        case PartKind.CODE:
            return "\n".join((f"```{part.language}", *part.lines, "```"))
        case PartKind.QUOTE:
            return "\n".join(f"> {line}".rstrip() for line in part.lines)
        case PartKind.BULLETS:
            return "\n".join(f"- {line}" for line in part.lines)
        case PartKind.NUMBERS:
            return "\n".join(f"{number}. {line}" for number, line in enumerate(part.lines, 1))
        case PartKind.LINES:
            return "\n".join(part.lines)
