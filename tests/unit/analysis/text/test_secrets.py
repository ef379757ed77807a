"""Passwords, keys and tokens in mails, and sentences that only speak of them."""

from __future__ import annotations

import pytest

from voc.analysis.text.redaction.redactor import Redactor, redact
from voc.config.lexicon import load_lexicon

DATA = load_lexicon().identifiers


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Salasana: kissa123", "kissa123"),
        ("salasanani on Talvi2024!x", "Talvi2024"),
        ("salasana oli Mansikka99", "Mansikka99"),
        ("api-avaimeni on abcd1234efgh", "abcd1234efgh"),
        ("tunnussanani on Mansikka99", "Mansikka99"),
        ("Lösenord: sommar2024", "sommar2024"),
        ("mitt lösenord är sommar2024", "sommar2024"),
        ("lösenordet var Sommar24", "Sommar24"),
        ("password: letmein99", "letmein99"),
        ("the password was Winter2024", "Winter2024"),
        ("passphrase is correct4horse", "correct4horse"),
        ("pwd: a1b2c3d4", "a1b2c3d4"),
        ("pin-koodini on 4711", "4711"),
        ("my PIN code is 4711", "4711"),
        ("pinkoden är 4711", "4711"),
        ("username is anna1984", "anna1984"),
        ("mitt användarnamn är anna1984", "anna1984"),
        ("https://shop.example/cb?access_token=abcd1234efgh", "abcd1234efgh"),
        ("https://shop.example/?x=1&sig=9f8e7d6c", "9f8e7d6c"),
        ("ftp://anna:sala1nen@files.example/x", "sala1nen"),
        ("Authorization: Basic YW5uYTpraXNzYQ==", "YW5uYTpraXNzYQ"),
        ("Authorization: Bearer 0123456789abcdefXYZ", "0123456789abcdefXYZ"),
        ("client_secret=abcd1234efgh", "abcd1234efgh"),
        ("ghp_" + "a1B2" * 9, "a1B2a1B2"),
        ("glpat-" + "x9" * 10, "x9x9x9"),
        ("xoxb-1234567890-abcdef", "1234567890-abcdef"),
        ("sk_live_" + "a1b2" * 5, "a1b2a1b2"),
    ],
)
def test_secret_is_gone_and_named(text: str, secret: str) -> None:
    """What was told does not remain, and a placeholder says what stood there."""
    found, count = redact(text, DATA)
    assert secret not in found
    assert "[SECRET_1]" in found
    assert count == 1
    assert redact(found, DATA) == (found, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Salasana ei kelpaa",
        "Salasanan vaihto ei onnistu",
        "Unohdin salasanani enkä pääse sisään",
        "salasana on väärä",
        "Lösenordet fungerar inte",
        "Jag har glömt mitt lösenord",
        "lösenordet är fel",
        "I forgot my password",
        "the password field is empty",
        "The token expires too early",
        "our API key has expired",
        "PIN-koodia ei kysytä",
        "the PIN is not asked",
        "käyttäjätunnus on jo käytössä",
        "username is already taken",
        "Bearer tokens are not supported",
        "https://shop.example/tickets?page=2&sort=date",
        "https://shop.example/path/to/page.html",
        "risk_assessment view is slow",
        "The secret menu is gone",
        "key: value",
    ],
)
def test_speaking_of_secrets_is_allowed(text: str) -> None:
    """A complaint about passwords keeps all its words."""
    assert redact(text, DATA) == (text, 0)


@pytest.mark.parametrize("quote", ['"{}"', "'{}'", "{},", "{}.", "{};", "({})"])
def test_punctuation_around_a_told_password_hides_nothing(quote: str) -> None:
    """However the value is quoted, it goes."""
    assert "kissa123" not in redact("salasana: " + quote.format("kissa123"), DATA)[0]


def test_the_same_secret_has_one_number_and_another_the_next() -> None:
    """A reader can tell whether two messages give one password."""
    redactor = Redactor(DATA)
    assert redactor.redact("salasana: kissa123") == "salasana: [SECRET_1]"
    assert redactor.redact("password: kissa123") == "password: [SECRET_1]"
    assert redactor.redact("password: koira456") == "password: [SECRET_2]"
    assert redactor.count == 3


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("a@acme.example", True),
        ("131052-308T", True),
        ("FI2112345600000785", True),
        ("0401234567", False),
        ("4711", False),
        ("salasana: kissa123", False),
        ("PROJ-123", False),
        ("131052-308U", False),
    ],
)
def test_only_addresses_accounts_and_personal_codes_are_certain(text: str, certain: bool) -> None:
    """A ticket number may look like a telephone number; it never looks like these."""
    assert Redactor(DATA).holds_certain(text) is certain
