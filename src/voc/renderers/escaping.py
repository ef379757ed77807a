"""Strangers' words made harmless: text that cannot act in Markdown, in a spreadsheet or on a terminal."""

from __future__ import annotations

import re

from voc.analysis.text.addresses import web_address
from voc.model.unseen import UNSEEN

_LINE_END = re.compile("\r\n|[\u2028\u2029]")

_FORMULA = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r", "\n", "\u2028", "\u2029")
"""What a spreadsheet takes for the beginning of a formula, in East Asian ones also at full width, or strips to find one
behind it."""

_SPECIAL = re.compile(r"([\\`*_\[\]|~$#])")
"""What Markdown (with GitHub's tables, strikethrough and mathematics) reads inside a line."""

_ZWSP = "\u200b"

_REFERENCES = (
    (re.compile(r"@(?=\S)"), f"@{_ZWSP}"),
    (re.compile(r"#(?=\w)"), f"#{_ZWSP}"),
    (re.compile(r"\b(GH-)(?=\d)", re.IGNORECASE), rf"\1{_ZWSP}"),
    (re.compile(r"(?<=:)(?=//)"), _ZWSP),
    (re.compile(r"\b(www)(?=\.)", re.IGNORECASE), rf"\1{_ZWSP}"),
)
"""Where a tracker or a mail program would make a mention, a reference or a link: broken by a zero-width space."""


def visible(text: str) -> str:
    """``text`` with every unseen character replaced by U+FFFD; tabs stay, and line ends, as line feeds."""
    return UNSEEN.sub("\ufffd", _LINE_END.sub("\n", text))


def inert(text: str) -> str:
    """``text`` as one line of Markdown that shows it letter by letter and does nothing else.

    No HTML, no formatting, no table cell, no mention, no issue reference, no link. It must stand behind some text of
    our own (a quote mark, a bullet): at the start of a line it could still open a list or a heading.
    """
    line = " ".join(visible(text).split())
    line = _SPECIAL.sub(r"\\\1", line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for pattern, broken in _REFERENCES:
        line = pattern.sub(broken, line)
    return line


def in_html(text: str) -> str:
    """``text`` as one line between HTML tags, where Markdown is not read: no tag, mention, reference or link."""
    line = " ".join(visible(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for pattern, broken in _REFERENCES:
        line = pattern.sub(broken, line)
    return line


def link(text: str, url: str | None) -> str:
    """A Markdown link, or the text alone when ``url`` is not a plain http(s) address."""
    label = inert(text)
    target = web_address(url)
    return f"[{label}](<{target}>)" if target else label


def code(name: str) -> str:
    """A name, such as a theme's id, as a Markdown code span."""
    shown = " ".join(visible(name).replace("`", "'").split())
    return f"`{shown}`"


def spreadsheet_cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet reads as a formula: a ``'`` goes before a leading = + - @ or blank."""
    shown = visible(text)
    return f"'{shown}" if text.startswith(_FORMULA) else shown
