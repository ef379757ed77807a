"""Single values of an export."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.config.headers import load_headers
from voc.model.ticket import Revenue, Satisfaction
from voc.sources import values

HEADERS = load_headers()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("007", "007"),
        (" 12 ", "12"),
        (123456789012345678901, "123456789012345678901"),
        ("b77-train-0", "b77-train-0"),
        ("", None),
        (None, None),
        (True, None),
        ({}, None),
        ("two\nlines", None),
        ("x" * 201, None),
        ("\x1b[31m", None),
    ],
)
def test_ids_are_text(value: object, expected: str | None) -> None:
    """An id keeps its zeros and all its digits, and is refused where it could not be printed."""
    assert values.as_id(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1200, Revenue(1200.0, "EUR")),
        ("1200.50", Revenue(1200.5, "EUR")),
        ("1 200,50 €", Revenue(1200.5, "EUR")),
        ("1\u00a0200,50", Revenue(1200.5, "EUR")),
        ("$1,200.50", Revenue(1200.5, "USD")),
        ("1.200.000,00", Revenue(1200000.0, "EUR")),
        ("1,200", Revenue(1200.0, "EUR")),
        ("12,5", Revenue(12.5, "EUR")),
        ("SEK 99", Revenue(99.0, "SEK")),
        ("99 sek", Revenue(99.0, "SEK")),
        (0, Revenue(0.0, "EUR")),
        ("-5", None),
        ("lots", None),
        ("", None),
        (None, None),
        (float("inf"), None),
        ("1" * 400, None),
    ],
)
def test_money_is_read_as_people_write_it(value: object, expected: Revenue | None) -> None:
    """Spaces, commas and signs of money mean what they mean in Finland and elsewhere."""
    assert values.as_money(value, "EUR") == expected


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ("good", "satisfaction", Satisfaction("good_bad", "good")),
        ("Bad", "satisfaction", Satisfaction("good_bad", "bad")),
        ("4", "satisfaction", Satisfaction("1-5", "4")),
        (4.0, "satisfaction", Satisfaction("1-5", "4")),
        ("7", "satisfaction", None),
        ("offered", "satisfaction", None),
        ("unoffered", "satisfaction", None),
        ("5", "stars", Satisfaction("stars-5", "5")),
        ("6", "stars", None),
        (0, "nps", Satisfaction("nps", "0")),
        ("10", "nps", Satisfaction("nps", "10")),
        ("11", "nps", None),
        ("", "nps", None),
        (None, "satisfaction", None),
    ],
)
def test_ratings_name_their_scale(value: object, field: str, expected: Satisfaction | None) -> None:
    """A rating is kept with its scale; what is on no scale is no rating."""
    assert values.as_satisfaction(value, field) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://acme.zendesk.com/api/v2/tickets/7.json", "https://acme.zendesk.com/agent/tickets/7"),
        ("https://example.com/t?id=1", "https://example.com/t?id=1"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://[broken", None),
        ("https://example.com/a b", None),
        ("", None),
    ],
)
def test_only_web_links_are_links(value: str, expected: str | None) -> None:
    """Only http and https pass; API addresses become ones a person can open."""
    assert values.as_url(value) == expected


def test_tags_come_once_in_order() -> None:
    """Tags are divided, stripped, and each kept once in the order met."""
    assert values.as_tags(["b; a,b", "c", None, "", 5]) == ("b", "a", "c", "5")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("channel", "Sähköposti", "email"),
        ("channel", "E-post", "email"),
        ("channel", "carrier pigeon", "other"),
        ("channel", "", None),
        ("status", "Suljettu", "closed"),
        ("status", "In Progress", "open"),
        ("status", "Won't Do", None),
        ("priority", "Blocker", "urgent"),
        ("priority", "NORMAL", "normal"),
    ],
)
def test_fixed_values_are_known_in_three_languages(field: str, value: str, expected: str | None) -> None:
    """Channels, statuses and priorities are told in voc's words; unknown ones are not invented."""
    assert values.canonical(field, value, HEADERS, {}, "other" if field == "channel" else None) == expected


def test_what_a_person_says_about_values_wins() -> None:
    """A value map of the options goes before the built-in one."""
    assert values.canonical("status", "Closed", HEADERS, {"status": {"closed": "pending"}}) == "pending"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Anna.Virta@Example.COM ", "anna.virta@example.com"),
        ("Anna Virta <Anna@Example.com>", "anna@example.com"),
        ("  Anna   VIRTA ", "anna virta"),
        (1001, "1001"),
        ("", None),
    ],
)
def test_people_are_compared_without_case(value: object, expected: str | None) -> None:
    """The same person written differently is the same customer."""
    assert values.as_person(value) == expected


@pytest.mark.parametrize(
    ("requester", "expected"),
    [
        ("a@acme.example", "acme.example"),
        ("a@gmail.com", None),
        ("anna", None),
        ("@acme.example", None),
        ("a@b", None),
        ("anna virta @acme.example", None),
        (None, None),
    ],
)
def test_mail_domains_stand_for_organizations(requester: str | None, expected: str | None) -> None:
    """A company's mail domain names it; one that anyone can have names nobody."""
    assert values.mail_domain(requester, HEADERS) == expected


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.lists(st.text()),
        st.dictionaries(st.text(), st.text()),
    )
)
def test_no_value_is_too_strange(value: object) -> None:
    """Whatever a cell or member holds, every conversion gives a value or None."""
    text = values.as_text(value)
    assert "\x00" not in text
    assert values.as_id(value) is None or values.as_id(value) == text
    for convert in (values.as_url, values.as_satisfaction, values.as_person, lambda each: values.as_money(each, None)):
        convert(value)
    money = values.as_money(value, None)
    assert money is None or 0 <= money.amount < float("inf")
