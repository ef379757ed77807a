"""Values, words and escaped text of single figures, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from voc.model.report import IssueRef, Parts, Period, RankedTheme, Score, Trend, TrendState
from voc.model.theme import Assignment, Evidence, SubTheme, Theme
from voc.model.ticket import SUBJECT, FeedbackFacts, Kind
from voc.renderers import phrases
from voc.renderers.documents import (
    ASSIGNMENT_COLUMNS,
    assignment_rows,
    assignments_document,
    moment,
    period_value,
    rounded,
    theme_value,
)
from voc.renderers.escaping import code, inert, link, spreadsheet_cell, visible, web_address
from voc.renderers.rows import SHORT_COLUMNS, THEME_COLUMNS, theme_row

SEEN = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
QUOTES = (Evidence("t:1", 0, 2, 9, "It fell", "en"), Evidence("t:2", SUBJECT, 0, 8, "it  FELL", "en"))
PARTS = (SubTheme("On the stairs", ("t:2", "t:4"), QUOTES[1], ("stairs",)), SubTheme("On ice", ("t:3",)))


def ranked(
    state: TrendState = TrendState.RISING,
    *,
    current: int = 6,
    customers: int = 12,
    parts: tuple[SubTheme, ...] = (),
    **more: object,
) -> RankedTheme:
    """A theme with an uneven figure in every place."""
    theme = Theme("th-1", "Fell", Kind.BUG, ("fell", "down"), QUOTES, ("t:1", "t:2"), None, SEEN, sub_themes=parts)
    trend = Trend(state, current, 8, 2.84567, 0.00049, 0.9, (0, 1, 6))
    made_of = Parts(1.23456, 2.0, 4.0, 2.8, 0.1, -3.14159)
    score = Score("th-1", made_of, 1.00005, 1, 1, 3, "1-3", customers, 14, 20, 25, 3, 1234567.0, trend, -5.0, -1.25)
    return RankedTheme(theme, score, **more)


@pytest.mark.parametrize(
    ("number", "expected"), [(None, None), (1.23456, 1.2346), (-0.00001, 0.0), (2.0, 2.0), (-3.14159, -3.1416)]
)
def test_rounded(number: float | None, expected: float | None) -> None:
    """Four decimals, no negative zero, unknown stays unknown."""
    assert rounded(number) == expected
    assert str(rounded(number)) == str(expected)


def test_a_moment_is_in_utc() -> None:
    """A Finnish time is told in UTC with a Z; no time is None."""
    helsinki = timezone(timedelta(hours=2))
    assert moment(datetime(2026, 11, 9, 1, 30, tzinfo=helsinki)) == "2026-11-08T23:30:00Z"
    assert moment(None) is None


def test_a_period_keeps_its_time_zone() -> None:
    """The bounds of a week are told where the people are."""
    helsinki = timezone(timedelta(hours=2))
    end = datetime(2026, 11, 9, tzinfo=helsinki)
    value = period_value(Period(end - timedelta(days=7), end, end - timedelta(days=56), follows_data=True))
    assert value == {
        "start": "2026-11-02T00:00:00+02:00",
        "end": "2026-11-09T00:00:00+02:00",
        "window_start": "2026-09-14T00:00:00+02:00",
        "follows_data": True,
    }


def test_a_theme_as_a_value() -> None:
    """Rounded figures, the trend flat beside the score, every quote with its place, and the issue."""
    value = theme_value(ranked(issue=IssueRef("VOC-1", None, "open"), channels={"email": 2}))
    assert value["issue"] == {"key": "VOC-1", "url": None, "status": "open"}
    assert value["parts"]["reach"] == 1.2346
    assert value["change"]["factor"] == 2.8457
    assert value["weekly"] == [0, 1, 6]
    assert (value["first_seen"], value["last_seen"]) == (None, "2026-11-08T23:30:00Z")
    assert [quote["message"] for quote in value["evidence"]] == [0, SUBJECT]
    assert value["channels"] == {"email": 2}


def test_a_theme_as_a_row_has_every_column() -> None:
    """The row has the columns of the table, the first quote, and the trend's factor under its own name."""
    row = theme_row(ranked())
    assert set(row) == set(THEME_COLUMNS)
    assert set(SHORT_COLUMNS) <= set(THEME_COLUMNS)
    assert (row["trend"], row["factor"], row["impact"]) == ("rising", 2.8457, -3.1416)
    assert (row["quote"], row["quote_ticket_id"], row["issue_key"]) == ("It fell", "t:1", None)
    assert row["keyphrases"] == "fell, down"


def test_what_a_theme_is_made_of() -> None:
    """Titles with their tickets, the largest part first; a row without parts has an empty cell."""
    assert phrases.made_of(ranked()) == ""
    assert phrases.made_of(ranked(parts=PARTS)) == "On the stairs (2); On ice (1)"
    assert phrases.made_of(ranked(parts=PARTS), 1) == "On the stairs (2); 1 more"
    assert theme_row(ranked(parts=PARTS))["sub_themes"] == "On the stairs (2); On ice (1)"
    assert theme_row(ranked())["sub_themes"] is None
    one, other = theme_value(ranked(parts=PARTS))["sub_themes"]  # type: ignore[misc]
    assert (one["title"], one["all_tickets"], one["keyphrases"]) == ("On the stairs", 2, ["stairs"])
    assert (one["evidence"]["quote"], other["evidence"]) == ("it  FELL", None)


def test_assignments_and_tickets_without_one() -> None:
    """Rows by ticket id; a ticket without an assignment has no theme, one without words no kind."""
    rows = assignment_rows(
        [Assignment("t:2", "th-1", 0.87654, "th-1")],
        {"t:1": FeedbackFacts("t:1", Kind.OTHER, 0.9, "fi", severity=2, severity_reason="hidas", sentiment=-1)},
        [ranked(parts=PARTS).theme],
    )
    assert [tuple(row) for row in rows] == [ASSIGNMENT_COLUMNS] * 2
    assert tuple(rows[0].values()) == ("t:1", None, 0.0, None, "other", 2, "fi", None, None, "hidas", -1, None)
    assert tuple(rows[1].values()) == ("t:2", "th-1", 0.8765, "th-1", None, None, None, "On the stairs", *[None] * 4)
    document = assignments_document(rows, "9.9")
    assert (document["generated_by"], document["assignments"]) == ("voc 9.9", rows)


@pytest.mark.parametrize(
    ("state", "current", "expected"),
    [
        (TrendState.RISING, 6, "▲ rising × 2.8"),
        (TrendState.FALLING, 0, "▼ falling"),
        (TrendState.NEW, 6, "★ new"),
        (TrendState.RETURNED, 6, "↺ returned after fix"),
        (TrendState.STEADY, 6, "steady"),
    ],
)
def test_states(state: TrendState, current: int, expected: str) -> None:
    """A sign where there is one, the word, and a factor only where something rises or falls and somebody wrote."""
    assert phrases.state(ranked(state, current=current)) == expected


def test_figures_in_words() -> None:
    """Rank, test, severity, churn and impact as the weekly report tells them."""
    one = ranked()
    assert phrases.rank(one) == "1–3"
    assert phrases.rank(ranked(customers=4)) == "≈ 1–3"
    assert phrases.test(one) == "p < 0.001"
    assert (phrases.severity(one), phrases.churn(one)) == ("4", "3/12")
    assert phrases.impact(one) == "-3.1 points (-5.0 … -1.2)"
    assert phrases.chart(one, 6) == "·▂█"


def test_the_same_quote_is_shown_once() -> None:
    """Case and white space make no other quote; at most as many as asked for."""
    assert phrases.quoted(ranked(), 5) == [QUOTES[0]]
    assert phrases.quoted(ranked(), 0) == []
    assert [phrases.place(quote) for quote in QUOTES] == ["message 1, characters 2–9", "subject, characters 0–8"]


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (datetime(2026, 11, 2, tzinfo=UTC), 7, "2–8 November 2026"),
        (datetime(2026, 10, 26, tzinfo=UTC), 7, "26 October – 1 November 2026"),
        (datetime(2026, 12, 28, tzinfo=UTC), 7, "28 December 2026 – 3 January 2027"),
    ],
)
def test_days_name_what_differs(start: datetime, length: int, expected: str) -> None:
    """The month once within a month, the year once within a year."""
    assert phrases.days(Period(start, start + timedelta(days=length), start)) == expected


def test_shares_leave_nobodies_out() -> None:
    """Names without a count are not told; those beyond the first are added up; nothing is a dash."""
    assert phrases.shares({"in_app": 3, "chat": 0, "email": 2}) == "in app 3, email 2"
    assert phrases.shares({"a": 4, "b": 3, "c": 2, "d": 1}, most=2) == "a 4, b 3, others 3"
    assert phrases.shares({"a": 0}) == "–"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\tb\nc", "a\tb\nc"), ("a\r\nb", "a\nb"), ("a\rb", "a\ufffdb"), ("x\u202ey\x1b", "x\ufffdy\ufffd")],
)
def test_what_acts_is_shown(text: str, expected: str) -> None:
    """Tabs and line ends stay, all other control and direction characters are replaced."""
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b\n c", "a b c"),
        ("2*3_4", r"2\*3\_4"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("@mia", "@\u200bmia"),
        ("GH-7", "GH-\u200b7"),
        ("www.shop.example", "www\u200b.shop.example"),
    ],
)
def test_inert_text_by_hand(text: str, expected: str) -> None:
    """One line, marks escaped, tags as text, mentions and links broken."""
    assert inert(text) == expected


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "ftp://shop.example", "https://", "http://[", "https://a.example/\x00"]
)
def test_no_link_but_to_the_web(url: str | None) -> None:
    """Whatever is no plain address of the web leaves the text alone."""
    assert web_address(url) is None
    assert link("a*b", url) == r"a\*b"


def test_a_link_cannot_be_closed_from_within() -> None:
    """Angle brackets and blanks of an address are escaped; a backtick cannot end a code span."""
    assert web_address("https://a.example/<x> y") == "https://a.example/%3Cx%3E%20y"
    assert link("A", "https://a.example/1") == "[A](<https://a.example/1>)"
    assert code("a`b\nc") == "`a'b c`"


@pytest.mark.parametrize(
    ("text", "expected"), [("=1+1", "'=1+1"), ("@x", "'@x"), (" =1", " =1"), ("", ""), ("a-b", "a-b")]
)
def test_cells(text: str, expected: str) -> None:
    """Only a leading sign makes a formula."""
    assert spreadsheet_cell(text) == expected
