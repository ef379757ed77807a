"""Strangers' words do nothing: not in Markdown, not in a spreadsheet, not on a terminal."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from voc.renderers.escaping import code, inert, link, spreadsheet_cell, visible, web_address

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

PIECES = [*"ab1 \\`*_[]()<>&|~$#@!:/.-+=\n\t'\"{}", "\u202e", "\x1b", "&amp;", "www.", "GH-", "<!--", "](", "http://"]
NASTY = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<!-- voc:theme=1 -->", "[click](http://evil.example)",
        "![x](http://evil.example)",
        "*bold* _it_ ~~gone~~ `code`", "| cell |", "&lt;b&gt;", "\\*", "<http://evil.example>", "a  \nb",
        "# x\n- y\n> z",
        "[ref]: http://evil.example", "a ##", "C:\\path\\",
    ],
)  # fmt: skip
def test_markdown_shows_the_text(text: str) -> None:
    """What a reader sees is the text itself, on one line, with no tag but the paragraph's."""
    shown = MARKDOWN.render(f"“{inert(text)}”")
    assert re.findall(r"<[^>]+>", shown) == ["<p>", "</p>"]
    assert plain(shown) == f"“{' '.join(text.split())}”"


def plain(shown: str) -> str:
    """The text of a paragraph as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]+>", "", shown)).replace("\u200b", "").strip("\n")


@given(NASTY)
def test_markdown_shows_any_text(text: str) -> None:
    """Whatever is written: one paragraph, the same letters."""
    shown = MARKDOWN.render(f"“{inert(text)}”")
    assert re.findall(r"<[^>]+>", shown) == ["<p>", "</p>"]
    assert plain(shown) == f"“{' '.join(visible(text).split())}”"


@given(NASTY, NASTY)
def test_a_cell_stays_a_cell(first: str, second: str) -> None:
    """Two texts in a table row stay two cells."""
    table = MARKDOWN.render(f"| a | b |\n| --- | --- |\n| “{inert(first)}” | “{inert(second)}” |\n")
    assert re.findall(r"<[^>]+>", table).count("<td>") == 2
    assert "<a" not in table


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("@ann look", r"@ann"), ("fixes #12", r"#12"), ("GH-12", r"GH-12"), ("gh-1", "gh-1"), ("owner/repo#3", "#3"),
        ("https://evil.example", "https://"), ("www.evil.example", r"www\."), ("a@b.example", "a@b"),
        ("closes https://tracker.example/issues/1", "//tracker"),
    ],
)  # fmt: skip
def test_mentions_references_and_links_are_broken(text: str, live: str) -> None:
    """A tracker finds nobody to call, nothing to close and nothing to link."""
    assert re.search(live, text)
    if live != "//tracker":
        assert not re.search(live, inert(text))
    assert plain(MARKDOWN.render(inert(text))) == text


def test_control_characters_are_visible() -> None:
    """Escape sequences, direction marks and lone surrogates show as replacement characters; line feeds stay."""
    assert visible("a\x1b[31m\u202eb\x9b\ud800\r\nc\td") == "a\ufffd[31m\ufffdb\ufffd\ufffd\nc\td"


def test_finnish_stays_finnish() -> None:
    """Letters, dashes and quotation marks of people's languages are untouched."""
    text = "Kirjautuminen ei onnistu – ”äö” ja ’å’ 😀"
    assert inert(text) == visible(text) == text


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://tracker.example/browse/A-1?x=1#c", "https://tracker.example/browse/A-1?x=1#c"),
        ("http://tracker.example/a b>c", "http://tracker.example/a%20b%3Ec"),
        ("https://tracker.example/ä", "https://tracker.example/%C3%A4"),
        ("javascript:alert(1)", None), ("file:///etc/passwd", None), ("//tracker.example", None), ("", None),
        (None, None), ("https://", None), ("https://a.example/\nb", "https://a.example/%0Ab"), ("http://[bad", None),
        ("issues/A-1.md", None),
    ],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str | None, address: str | None) -> None:
    """Http and https only, with whatever could end the link escaped."""
    assert web_address(url) == address
    assert link("A-1", url) == (f"[A-1](<{address}>)" if address else "A-1")


@given(NASTY)
def test_a_link_leads_to_one_place(tail: str) -> None:
    """Whatever stands in an address or a label, there is at most one link, and it leads to the host."""
    shown = MARKDOWN.render(f"see {link(tail or 'x', 'https://tracker.example/' + tail)}")
    assert all(target.startswith("https://tracker.example") for target in re.findall(r'href="([^"]*)"', shown))
    assert shown.count("<a ") <= 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r"])
def test_formulas_are_text(start: str) -> None:
    """A cell that a spreadsheet would calculate gets a leading apostrophe."""
    assert spreadsheet_cell(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "a=1", "5 - 3", "'quoted", "äö"])
def test_other_cells_stay(text: str) -> None:
    """Harmless text is not touched."""
    assert spreadsheet_cell(text) == text


@given(NASTY)
def test_a_code_span_is_one(name: str) -> None:
    """Whatever a name holds, it stays inside its code span, underscores and all."""
    shown = MARKDOWN.render(f"theme {code(f'a_{name}b')} x")
    assert re.findall(r"<[^>]+>", shown) == ["<p>", "<code>", "</code>", "</p>"]
