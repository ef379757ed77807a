"""Words that a ticket is split off for."""

from __future__ import annotations

import pytest

from voc.analysis.themes.decisions.query import parse_query


@pytest.mark.parametrize(
    ("query", "text", "matches"),
    [
        ("vien", "Vienti kaatuu", True),
        ("vien kaat", "Vienti kaatuu", True),
        ("ienti", "Vienti kaatuu", False),
        ("VIENTI", "vienti", True),
        ("straße", "STRASSE", True),
        ("log-in", "The log is in", True),
        ('"csv export"', "A CSV\n export fails", True),
        ('"csv export"', "csv exports fail", False),
        ('"export" csv', "csv of exports", False),
        ('dark "mode', "Dark modes", True),
        ("", "anything", True),
    ],
)
def test_a_query_matches(query: str, text: str, matches: bool) -> None:
    """Each word begins a word of the text, phrases stand as they are, and case does not count."""
    assert parse_query(query).matches(text) is matches


@pytest.mark.parametrize(("query", "says"), [("", False), ('""', False), ("?!", False), ("a", True), ('"a b"', True)])
def test_a_query_says_something(query: str, says: bool) -> None:
    """A query without any word is none."""
    assert bool(parse_query(query)) is says
