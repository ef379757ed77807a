"""Pseudonyms tell customers apart, whatever the spelling, and give nobody away."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from voc.analysis.text.pseudonym import LENGTH, mail_domain, pseudonym

KEY = b"0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("maija@acme.example", "MAIJA@ACME.EXAMPLE"),
        ("maija@acme.example", "  maija@acme.example\n"),
        ("Yhtiö Oy", "YHTIÖ OY"),
        ("Yhtiö Oy", "Yhtio\u0308 Oy"),
        ("Straße", "STRASSE"),
        ("Åkerlund", "\u212bkerlund"),
        ("acme", "\uff41\uff43\uff4d\uff45"),
        ("fi\ufb01", "fifi"),
        ("42", "４２"),
    ],
)
def test_spellings_of_one_identity_meet(one: str, other: str) -> None:
    """Case, blanks around it, and Unicode form make no difference."""
    assert pseudonym(one, "requester", KEY) == pseudonym(other, "requester", KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("matti@acme.example", "maija@acme.example"),
        ("Mäki", "Maki"),
        ("Acme Oy", "AcmeOy"),
        ("", "0"),
        ("a\0b", "ab"),
        ("1", "01"),
    ],
)
def test_different_identities_stay_apart(one: str, other: str) -> None:
    """A letter, a blank within or a diacritic makes another customer."""
    assert pseudonym(one, "requester", KEY) != pseudonym(other, "requester", KEY)


@pytest.mark.parametrize("identity", ["", "x", "Maija Mallikas", "\ud800", "日本", "a" * 10_000])
def test_form_is_the_same_for_every_identity(identity: str) -> None:
    """Always so many lower-case hexadecimal digits, even for a lone surrogate."""
    found = pseudonym(identity, "requester", KEY)
    assert len(found) == LENGTH
    assert set(found) <= set("0123456789abcdef")


def test_value_is_the_documented_construction() -> None:
    """Anyone who holds the key can work it out with HMAC-SHA256."""
    expected = hmac.new(KEY, b"organization\0acme oy", hashlib.sha256).hexdigest()[:24]
    assert pseudonym(" ACME Oy ", "organization", KEY) == expected


def test_purpose_and_key_both_matter() -> None:
    """The same name under another purpose or another key is another pseudonym."""
    found = {
        pseudonym("acme", "requester", KEY),
        pseudonym("acme", "organization", KEY),
        pseudonym("acme", "requester", KEY[::-1]),
        pseudonym("acme", "organization", KEY[::-1]),
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    ("identity", "domain"),
    [
        ("maija@acme.example", "acme.example"),
        ("Maija Mallikas <maija@ACME.example>", "acme.example"),
        (" maija@acme.example. ", "acme.example"),
        ("maija@mail.acme.example", "mail.acme.example"),
        ("a@b@acme.example", "acme.example"),
        ("maija@yhtiö.example", "yhtiö.example"),
        ("maija@localhost", None),
        ("@acme.example", None),
        ("maija", None),
        ("maija@", None),
        ("", None),
        ("maija@acme.example, matti", None),
        ("maija@acme.example/x", None),
        ("maija@acme .example", None),
        ("acme.example", None),
    ],
)
def test_mail_domain_is_found_only_in_addresses(identity: str, domain: str | None) -> None:
    """A domain needs a local part before it, a dot within, and nothing strange."""
    assert mail_domain(identity) == domain
