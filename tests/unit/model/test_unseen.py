"""The table of characters that nobody sees, and that every room which shows strangers' words holds to it."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

import pytest

from voc.analysis.filing import inert as filing
from voc.console import printable
from voc.model.unseen import UNSEEN
from voc.renderers import escaping
from voc.renderers.text import json_text, ndjson_text

TABLE = [char for char in map(chr, range(sys.maxunicode + 1)) if UNSEEN.match(char)]
JOINERS = "\u200c\u200d"
WITH_A_SHAPE = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
"""Format characters that are drawn: number signs, ends of verses, and what stacks hieroglyphs."""


def test_the_table_is_what_unicode_says() -> None:
    """All controls, line separators, surrogates and shapeless format characters; no joiner, tab or line feed."""
    wanted = {
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")
        or (unicodedata.category(char) == "Cf" and not WITH_A_SHAPE.match(char))
    } - {*JOINERS, "\t", "\n"}
    unassigned = {char for char in TABLE if unicodedata.category(char) == "Cn"}
    assert set(TABLE) - unassigned == wanted
    assert all("\U000e0000" <= char <= "\U000e007f" for char in unassigned)


@pytest.mark.parametrize(
    "char",
    ["\x00", "\x1b", "\x7f", "\x85", "\x9b", "\xad", "\u061c", "\u200b", "\u202e", "\u2028", "\u2029", "\u2060",
     "\u2066", "\ufeff", "\U000e0001", "\U000e0041", "\U000e007f", "\ud800", "\udfff"],
)  # fmt: skip
def test_what_was_ever_used_to_hide_is_in_the_table(char: str) -> None:
    """Escapes, direction overrides, zero widths, separators, tags, halves of characters."""
    assert char in TABLE


def test_a_report_shows_that_something_was_there() -> None:
    """Markdown, code spans and cells of spreadsheets hold none of them; line separators are line ends."""
    for char in TABLE:
        shown = "\n" if char in "\u2028\u2029" else "\ufffd"
        assert escaping.visible(f"a{char}b") == f"a{shown}b"
        assert escaping.spreadsheet_cell(f"a{char}b") == f"a{shown}b"
        assert not escaping.spreadsheet_cell(f"{char}=1+1").startswith(("=", "\n"))
        assert escaping.inert(f"a{char}b") == escaping.inert(f"a{shown}b")
        assert not UNSEEN.search(escaping.code(f"a{char}b"))


def test_an_address_with_one_leads_nowhere() -> None:
    """A link that is not what it looks like is none."""
    assert not any(escaping.web_address(f"https://a.example/{char}b") for char in TABLE)


def test_json_holds_them_as_escapes_only() -> None:
    """What is read back is what was written, and nothing unseen stands in between."""
    row = {"text": "".join(TABLE)}
    for written in (json_text(row), ndjson_text([row])):
        assert not UNSEEN.search(written)
        assert json.loads(written)["text"].encode("utf-16", "surrogatepass") == row["text"].encode(
            "utf-16", "surrogatepass"
        )


def test_an_issue_loses_them() -> None:
    """Words, titles, quotes and names alike; line ends stay line ends, and what is left unseen is our own break."""
    ends = "\r\x0b\x0c\x85\u2028\u2029"
    for char in TABLE:
        assert filing.inert(f"a{char}b") == ("a\nb" if char in ends else "ab")
        assert filing.inert_line(f"a{char}b", 9) == ("a b" if char in ends else "ab")
        assert filing.quoted(f"a{char}b", 9) == ("> a\n> b" if char in ends else "> ab")
        assert filing.code(f"a{char}b") == ("`a b`" if char in ends else "`ab`")
        live = filing.inert(f"@{char}admin")
        assert live.replace(filing.BREAK, "") == ("@\nadmin" if char in ends else "@admin")
        assert "@a" not in live


def test_a_terminal_shows_them_as_escapes() -> None:
    """By their number, of which no two are alike; a carriage return is a blank."""
    escapes = {char: printable(char) for char in TABLE if char != "\r"}
    assert printable("a\rb") == "a b"
    assert all(shown.isascii() and shown.startswith("\\") for shown in escapes.values())
    assert len(set(escapes.values())) == len(escapes)
    assert escapes["\U000e0041"] == "\\U000e0041"


def test_joiners_that_make_one_emoji_stay_where_a_font_draws_them() -> None:
    """A family is one picture in a report and in an issue; a terminal spells it out."""
    family = "\U0001f469\u200d\U0001f467"
    assert escaping.visible(family) == filing.inert(family) == family
    assert "\\u200d" in printable(family)
