"""Severity, tone and churn follow the words, with a reason and with "unknown"."""

from __future__ import annotations

import pytest

from voc.analysis.text.cues import Hit, find_cues, part_tokens
from voc.analysis.text.severity import churn, rating_sentiment, sentiment, severity
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Satisfaction

LEXICON = load_lexicon()


def hits(text: str) -> list[Hit]:
    """The cues of a text."""
    return find_cues(part_tokens(text), LEXICON)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("All my data is gone", 5),
        ("We were charged twice", 5),
        ("The whole service is down", 5),
        ("Kaikki tiedot katosivat", 5),
        ("Palvelu on alhaalla", 5),
        ("Näen toisen asiakkaan laskut", 5),
        ("Alla filer försvann", 5),
        ("I cannot save", 4),
        ("Sovellus kaatuu", 4),
        ("Det går inte att spara", 4),
        ("It crashes but there is a workaround", 3),
        ("Joudun käynnistämään ohjelman uudelleen", 3),
        ("It is very slow", 2),
        ("Haku on hidas", 2),
        ("There is a typo in the title", 1),
        ("Valikossa on kirjoitusvirhe", 1),
        ("Zebra", None),
    ],
)
def test_severity_by_words(text: str, level: int | None) -> None:
    """The anchors are the customer's task: lost, failing, worked around, slow, cosmetic; or unknown."""
    found, reason = severity(hits(text), None, LEXICON)
    assert found == level
    assert bool(reason) == (level is not None)


def test_a_priority_is_a_hint() -> None:
    """An urgent priority lifts mild words and stands alone; a low one never outweighs words; a default says nothing."""
    assert severity(hits("It is slow"), "Urgent", LEXICON) == (4, "field priority=Urgent")
    assert severity([], "trivial", LEXICON) == (1, "field priority=trivial")
    assert severity(hits("All my data is gone"), "trivial", LEXICON)[0] == 5
    assert severity([], "normal", LEXICON) == (None, "")


@pytest.mark.parametrize(
    ("scale", "value", "tone"),
    [
        ("good_bad", "good", 1),
        ("good_bad", "bad", -1),
        ("1-5", "5", 1),
        ("1-5", "3", 0),
        ("stars-5", "1", -1),
        ("nps", "9", 1),
        ("nps", "8", 0),
        ("nps", "6", -1),
        ("fd-103", "-103", -1),
        ("unheard-of", "5", None),
        ("1-5", "n/a", None),
    ],
)
def test_a_rating_says_the_tone(scale: str, value: str, tone: int | None) -> None:
    """Every known scale has a good and a bad end."""
    assert rating_sentiment(Satisfaction(scale, value)) == tone


def test_a_rating_comes_before_words() -> None:
    """Words are read only when there is no rating that can be read."""
    assert sentiment(hits("I love it"), Satisfaction("1-5", "1")) == (-1, "field satisfaction=1")
    assert sentiment(hits("I love it"), Satisfaction("x", "y")) == (1, '"love"')


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("I love it", 1),
        ("Loistava palvelu", 1),
        ("Jag är nöjd", 1),
        ("This is terrible", -1),
        ("Surkea päivitys", -1),
        ("Not happy at all", -1),
        ("Emme ole tyytyväisiä", -1),
        ("I love it but the rest is terrible", 0),
        ("Zebra", None),
    ],
)
def test_tone_by_words(text: str, tone: int | None) -> None:
    """A negation turns a word around; both tones together are neutral; no word is unknown."""
    found, reason = sentiment(hits(text), None)
    assert found == tone
    assert bool(reason) == (tone is not None)


@pytest.mark.parametrize("text", ["It is good", "The page is slow", "Kiitos", "Tack"])
def test_one_weak_word_is_no_tone(text: str) -> None:
    """Politeness and a single mild word leave it unknown."""
    assert sentiment(hits(text), None) == (None, "")


def test_the_reason_holds_the_words_that_decided() -> None:
    """Those of the other side are not named; where both weigh the same, both are."""
    assert sentiment(hits("Terrible, awful, and nice"), None) == (-1, '"terrible", "awful"')
    assert sentiment(hits("I love it but the rest is terrible"), None) == (0, '"love", "terrible"')


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("It will not let me in and keeps giving errors", -1),
        ("Trouble again, it does not work", -1),
        ("Ei päästä sisään, aina virhe", -1),
        ("Släpper inte in mig och det strular", -1),
    ],
)
def test_trouble_told_twice_is_a_bad_tone(text: str, tone: int) -> None:
    """One failure is a report; failure upon failure is a complaint."""
    assert sentiment(hits(text), None)[0] == tone


@pytest.mark.parametrize(
    "text",
    [
        "We are going to cancel our subscription",
        "We will switch to a competitor",
        "Irtisanomme sopimuksen",
        "Vaihdamme toiseen palveluun",
        "Emme uusi sopimusta",
        "Vi säger upp avtalet",
        "Vi byter till en konkurrent",
    ],
)
def test_words_of_leaving(text: str) -> None:
    """A customer who may leave is flagged with the words that say so."""
    assert churn(hits(text)).startswith('"')


def test_no_words_of_leaving() -> None:
    """Cancelling something else is no churn."""
    assert churn(hits("The cancel button does not work")) == ""
    assert churn(hits("Peruuta-nappi ei toimi")) == ""
