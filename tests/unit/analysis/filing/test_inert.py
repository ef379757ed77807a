"""Strangers' words in an issue: readable, verifiable, and without any effect on the tracker."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.filing.inert import (
    BREAK,
    code,
    inert,
    inert_line,
    quoted,
    reference,
    said_line,
    unbroken,
    words_of,
)
from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import read_identity

Z = BREAK


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ask @admin now", f"ask @{Z}admin now"),
        ("see #12 and GH-7", f"see #{Z}12 and GH-{Z}7"),
        ("other/repo#3", f"other/repo#{Z}3"),
        ("it fixes #1", f"it f{Z}ixes #{Z}1"),
        ("Closes: #22", f"C{Z}loses: #{Z}22"),
        ("resolved ABC-12", f"r{Z}esolved ABC-12"),
        ("it fixes nothing", "it fixes nothing"),
        ("/close", f"/{Z}close".replace("/" + Z, Z + "/")),
        ("[~matti] look", f"[{Z}~matti] look"),
        ("{code}x{code}", f"{{{Z}code}}x{{{Z}code}}"),
        ("<script>alert(1)</script>", f"<{Z}script>alert(1)<{Z}/script>"),
        ("a <!-- shown --> b", f"a <{Z}!-- shown --> b"),
        ("a ![pic](http://x/y.png) b", f"a !{Z}[pic]{Z}(http://x/y.png) b"),
        ("a <img src=x> b", f"a <{Z}img src=x> b"),
        ("[click](javascript:alert(1))", f"[click]{Z}(javascript:alert(1))"),
        ("voc: ns=default", f"voc{Z}: ns=default"),
        ("zero\u200bwidth \u202eevil\u202c \x1b[31m", "zerowidth evil [31m"),
        ("price < 5 & x > 3", "price < 5 & x > 3"),
        ("mail me at 5 pm", "mail me at 5 pm"),
    ],
)
def test_live_words_are_broken(words: str, expected: str) -> None:
    """Mentions, numbers, closing words, commands, macros, HTML, images and our own marks do nothing."""
    assert inert(words) == expected


def test_a_full_link_to_an_issue_becomes_code() -> None:
    """A tracker that sees the link would note a reference on that issue."""
    assert inert("see https://github.com/a/b/issues/5 please") == "see `https://github.com/a/b/issues/5` please"
    assert inert("see https://example.com/page please") == "see https://example.com/page please"


LIVE = re.compile(r"@\w|#\d|\bGH-\d|<[!/a-zA-Z?]|\]\(|\[~|\{\w|\bvoc:|\A\s*/\w|\n\s*/\w", re.IGNORECASE)
PIECES = st.sampled_from(
    ["@", "#1", "<!--", "-->", "voc: ns=a theme=b attempt=c ledger=d", "/close", "[~x]", "{x}", "](", "![", "fixes #1",
     "\n", "\r\n", "\u2028", " ", "a", "<!-- voc:begin rev=0123456789abcdef -->", "<!-- voc:end -->", "```", "> ",
     "https://x.fi/issues/1", "\u200b", "\ud800", "voc:", "<img", ">", "![x](y)", "GH-1"]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(HOSTILE)
def test_nothing_live_is_left(words: str) -> None:
    """Whatever the words, no part of them means anything to a tracker outside of a code span."""
    assert not LIVE.search(re.sub(r"`[^`]*`", ".", inert(words)))


@given(st.text(alphabet="abc äö.,!?@#1/[]{}~-\n", max_size=80))
def test_taking_our_spaces_out_gives_the_words_back(words: str) -> None:
    """A quote can be verified: only zero-width spaces were added."""
    assert inert(words).replace(BREAK, "").replace("`", "") == words.replace("\r\n", "\n")


@given(HOSTILE)
def test_a_quote_is_one_block_that_holds_no_marks(words: str) -> None:
    """Every line is quoted, so that no fence, heading, delimiter or last line of ours can be made up."""
    quote = quoted(words, 500)
    assert all(line.startswith(">") for line in quote.splitlines())
    assert read_identity(quote) is None
    assert find_block(quote) is None


@given(HOSTILE, st.integers(5, 60))
def test_a_line_is_one_line_of_bounded_length(words: str, limit: int) -> None:
    """Titles hold no line break and no more than the tracker takes."""
    line = inert_line(words, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@given(HOSTILE)
def test_a_code_span_cannot_be_left(words: str) -> None:
    """Ids of tickets are strangers' text too."""
    span = code(words)
    assert span.startswith("`")
    assert span.count("`") == 2


def test_a_long_quote_is_cut_and_says_so() -> None:
    """The cut shows as an ellipsis within the limit."""
    assert quoted("a" * 50, 10) == "> " + "a" * 9 + "…"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("## Heading", "> \\## Heading"),
        ("1. first\n2) second", "> 1\\. first\n> 2\\) second"),
        ("*bold* and __x__", "> \\*bold\\* and \\_\\_x\\_\\_"),
        ("snake_case 2*3", "> snake_case 2\\*3"),
        ("```\ncode\n```", "> \\`\\`\\`\n> code\n> \\`\\`\\`"),
        ("- a\n+ b\n> c\n| d", "> \\- a\n> \\+ b\n> \\> c\n> \\| d"),
        ("    indented", "> indented"),
        ("~~gone~~", "> \\~\\~gone\\~\\~"),
        ("C:\\Users", "> C:\\\\Users"),
        ("&lt; & b", "> \\&lt; & b"),
        ("[x]: https://a.fi/b_c_", "> \\[x]: https://a.fi/b_c_"),
        ("1.5 hours", "> 1.5 hours"),
        ("`https://x.fi/issues/1`", "> \\``https://x.fi/issues/1`\\`"),
    ],
)
def test_markdown_in_a_quote_stands_as_it_was_written(words: str, expected: str) -> None:
    """Headings, lists, emphasis, fences, quotes, tables and entities are shown, not rendered."""
    assert quoted(words, 500) == expected
    assert words_of(expected) == words.strip()


@given(st.text(alphabet="abc äö.,!?@#1/[]{}~-\n*_\\`<>&;:()|+=", max_size=80))
def test_a_quote_gives_its_words_back(words: str) -> None:
    """Only our own insertions are taken out; what the customer wrote, backslashes too, is all there."""
    stripped = "\n".join(line.strip() for line in words.split("\n")).strip()
    assert words_of(quoted(words, 500)) == stripped


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Press\n  save", "Press save"),
        ("[ ] a box", "\\[ ] a box"),
        ("1. first", "1\\. first"),
        ("- a", "\\- a"),
        ("*bold* @admin", f"\\*bold\\* @{Z}admin"),
        ("a" * 20, "a" * 9 + "…"),
    ],
)
def test_a_line_of_a_list_is_read_as_it_was_written(words: str, expected: str) -> None:
    """On one line, and no box to tick, list or emphasis of its own."""
    assert said_line(words, 10 if words.startswith("aaa") else 100) == expected


@pytest.mark.parametrize(
    ("ticket", "url", "expected"),
    [
        ("desk:1", None, "`desk:1`"),
        ("desk:1", "javascript:alert(1)", "`desk:1`"),
        ("desk:1", "https://a.example/t/1?x=1&y=2", "[desk:1](https://a.example/t/1?x=1&y=2)"),
        ("a](b", "https://a.example/(x)[y]|z", f"[a\\]{Z}(b](https://a.example/%28x%29%5By%5D%7Cz)"),
        ("@all", "https://a.example/1", f"[@{Z}all](https://a.example/1)"),
        ("desk:1", "https://github.com/a/b/issues/5", "`desk:1`"),
        ("desk:1", "https://jira.example/browse/APP-1", "`desk:1`"),
    ],
)
def test_a_ticket_is_a_link_where_that_does_no_harm(ticket: str, url: str | None, expected: str) -> None:
    """To the web only, to no issue that would be told of it, and no id or address ends the link."""
    assert reference(ticket, url) == expected


@given(HOSTILE)
def test_what_was_broken_can_be_read(words: str) -> None:
    """Where nothing acts, the spaces are taken out again."""
    assert BREAK not in unbroken(inert_line(words, 100))
