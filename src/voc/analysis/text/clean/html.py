"""HTML -> text, without what mail programs quote."""

from __future__ import annotations

import html
import re

import lxml.etree
import lxml.html
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig

_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
_FIRST_TAG = re.compile(r"<(?:!doctype|html|body|head|div|p|table|span|br)\b", re.IGNORECASE)
_JIRA_MARK = "{html}"
_BLANK_LINES = re.compile(r"\n{3,}")

_QUOTE_IDS = ("divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container")
_QUOTE_CLASSES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix")
_HIDDEN = "//*[contains(translate(@style, ' ', ''), 'display:none')]"
_UNREAD = f"//script|//style|//head|//noscript|//template|//comment()|{_HIDDEN}"
_QUOTES = "|".join(
    (
        "//blockquote",
        *(f"//*[@id='{name}']" for name in _QUOTE_IDS),
        *(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _QUOTE_CLASSES),
    )
)
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"])  # the other profile indents every division
# Layout tables would be padded to their widest cell, which wastes memory on purpose-made input.
_TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")


def is_html(text: str) -> bool:
    """Whether a text that is not declared as HTML is HTML from its first to its last character."""
    if "<" not in text:
        return False
    inside = text.strip().removeprefix(_JIRA_MARK).removesuffix(_JIRA_MARK).strip()
    return inside.endswith(">") and _FIRST_TAG.match(inside) is not None


def html_to_text(source: str) -> str:
    """What a reader of ``source`` sees, without scripts, hidden parts and quoted replies.

    When nothing but a quote is in it, the quote stays: it is all there is.
    """
    if not _MARKUP.search(source):
        return source
    if "<" not in source:
        return html.unescape(source)
    return _render(source, quotes=False) or _render(source, quotes=True)


def _render(source: str, quotes: bool) -> str:
    """HTML through lxml and inscriptis, without quotes or with them; a tree too deep for it gives its bare texts."""
    try:
        tree = lxml.html.document_fromstring(source.replace(_JIRA_MARK, "").replace("\x00", ""))
    except (lxml.etree.LxmlError, ValueError):
        return ""
    _prune(tree, quotes)
    try:
        text = Inscriptis(tree, _CONFIG).get_text()
    except RecursionError:
        text = "\n".join(tree.itertext())
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def _prune(tree: lxml.html.HtmlElement, quotes: bool) -> None:
    """Take out what is not read, and styles, whose paddings could ask for any amount of memory."""
    for element in tree.xpath(_UNREAD if quotes else f"{_UNREAD}|{_QUOTES}"):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        element.attrib.clear()
        if element.tag in _TABLE_TAGS:
            element.tag = "div"
