"""English, Finnish and Swedish are told apart, and from everything else."""

from __future__ import annotations

import pytest

from voc.analysis.text.cues import part_tokens
from voc.analysis.text.language import detect_language, given_code
from voc.config.lexicon import load_lexicon

PROFILES = load_lexicon().languages


def detect(text: str, given: str | None = None) -> str:
    """Language of a text."""
    return detect_language(part_tokens(text), PROFILES, given)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The app crashes when I open it", "en"),
        ("Sovellus kaatuu aina kun avaan sen", "fi"),
        ("Tulostus ei toimi", "fi"),
        ("Kirjautuminen epäonnistuu", "fi"),
        ("Appen fungerar inte efter uppdateringen", "sv"),
        ("Det går inte att logga in", "sv"),
        ("Die App stürzt ab und ich kann mich nicht anmelden", "und"),
        ("L'application ne fonctionne pas depuis la mise à jour", "und"),
        ("Jeg kan ikke logge ind på min konto", "und"),
        ("Приложение не работает", "und"),
        ("アプリが動かない", "und"),
        ("", "und"),
        ("12345 67890", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    """Short texts are enough; what is none of the three is unknown."""
    assert detect(text) == language


def test_what_the_export_says_decides_where_the_text_does_not() -> None:
    """A plausible vendor value is believed for short or foreign texts, and not against a clear text."""
    assert detect("OK 123", "fi-FI") == "fi"
    assert detect("Die App stürzt ab und ich kann nichts mehr machen", "de") == "de"
    assert detect("Приложение не работает", "ru") == "ru"
    assert detect("Sovellus kaatuu aina kun avaan sen ja tiedot eivät tallennu", "en") == "fi"


def test_language_codes() -> None:
    """Region and case do not matter; a name of a language is no code."""
    assert given_code("fi_FI") == given_code("FI") == "fi"
    assert given_code("English") is None
    assert given_code(None) is None
