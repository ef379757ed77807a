"""Text to comparable words."""

from __future__ import annotations

import pytest

from voc.analysis.themes.description.words import LONGEST_WORD, READ, Tokenizer, fold, phrases
from voc.config.stopwords import load_stopwords


@pytest.fixture
def tokenizer() -> Tokenizer:
    return Tokenizer(load_stopwords())


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("payment", "payments")),
        ("en", ("setting", "settings")),
        ("en", ("charge", "charged", "charges", "charging")),
        ("en", ("currency", "currencies")),
        ("en", ("card", "cards")),
        ("fi", ("sovellus", "sovelluksen", "sovelluksessa")),
        ("fi", ("kirjautuminen", "kirjautumisen", "kirjautumaan")),
        ("fi", ("valot", "valoja", "valojen", "valon")),
        ("sv", ("faktura", "fakturan", "fakturor", "fakturorna")),
    ],
)
def test_forms_of_a_word_become_equal(language: str, forms: tuple[str, ...]) -> None:
    """Inflected forms of one word are compared as one."""
    words = load_stopwords().of(language)
    assert len({fold(form, words) for form in forms}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "pass", "pas"), ("en", "card", "care"), ("fi", "maksu", "matka"), ("en", "bus", "but")],
)
def test_different_words_stay_different(language: str, one: str, other: str) -> None:
    """Folding does not make two short words one."""
    words = load_stopwords().of(language)
    assert fold(one, words) != fold(other, words)


def test_phrases_begin_and_end_with_meaning(tokenizer: Tokenizer) -> None:
    """A phrase may hold a stop word, but not at its ends."""
    surfaces = [surface for _, surface in phrases(tokenizer.tokens("Change of my address", "en"))]
    assert surfaces == ["Change", "address"]
    surfaces = [surface for _, surface in phrases(tokenizer.tokens("change my address", "en"))]
    assert surfaces == ["change", "change my address", "address"]


def test_phrases_do_not_cross_marks(tokenizer: Tokenizer) -> None:
    """Words of two sentences are no phrase."""
    surfaces = [surface for _, surface in phrases(tokenizer.tokens("Invoice, payment\nlogin", "en"))]
    assert surfaces == ["Invoice", "payment", "login"]


def test_placeholders_and_addresses_are_no_words(tokenizer: Tokenizer) -> None:
    """What redaction left and web addresses name no theme."""
    keys = tokenizer.keys("Mail [EMAIL_1] or https://shop.example/login about invoices", "en")
    assert keys == {"mail", "invoic"}


def test_possessive_is_the_same_word(tokenizer: Tokenizer) -> None:
    """``ATM's`` is ``ATM``, with either apostrophe."""
    assert tokenizer.keys("ATM's", "en") == tokenizer.keys("ATM’s", "en") == tokenizer.keys("atm", "en")


def test_only_the_beginning_is_read(tokenizer: Tokenizer) -> None:
    """A log behind the text does not count."""
    assert "zebra" not in tokenizer.keys("word " * READ + "zebra", "en")


def test_endless_words_carry_no_meaning(tokenizer: Tokenizer) -> None:
    """A hash or a base64 line is no keyphrase."""
    assert tokenizer.keys("a" * (LONGEST_WORD + 1), "en") == frozenset()
