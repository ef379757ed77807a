"""How Finnish, Swedish and English customers write: language, kind and severity."""

from __future__ import annotations

import pytest

from voc.analysis.text.feedback import read
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Feedback, Kind, Message, Ticket

LEXICON = load_lexicon()


def feedback(text: str) -> Feedback:
    """What is read from a ticket of one message."""
    return read(Ticket("x:1", (Message(text),)), 0, LEXICON)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Sovellus kaatuu kun avaan laskun", "fi", Kind.BUG),
        ("Tulostaminen ei toimi päivityksen jälkeen", "fi", Kind.BUG),
        ("Saan virheilmoituksen kun yritän kirjautua sisään", "fi", Kind.BUG),
        ("Liitetiedosto ei avaudu enää puhelimella", "fi", Kind.BUG),
        ("Raportti näyttää väärän summan", "fi", Kind.BUG),
        ("Olisi hienoa jos raportin voisi viedä Exceliin", "fi", Kind.FEATURE_REQUEST),
        ("Toivoisin että kalenteriin saisi viikkonäkymän", "fi", Kind.FEATURE_REQUEST),
        ("Voisitteko lisätä tumman teeman sovellukseen?", "fi", Kind.FEATURE_REQUEST),
        ("Appen kraschar när jag öppnar fakturan", "sv", Kind.BUG),
        ("Det går inte att logga in efter uppdateringen", "sv", Kind.BUG),
        ("Det vore bra om man kunde exportera rapporten", "sv", Kind.FEATURE_REQUEST),
        ("Kan ni lägga till en mörk vy i appen?", "sv", Kind.FEATURE_REQUEST),
        ("The app crashes when I open the invoice", "en", Kind.BUG),
        ("Printing does not work since the last update", "en", Kind.BUG),
        ("Please add a week view to the calendar", "en", Kind.FEATURE_REQUEST),
        ("It would be great if we could export the report", "en", Kind.FEATURE_REQUEST),
    ],
)
def test_one_sentence_tells_language_and_kind(text: str, language: str, kind: Kind) -> None:
    """A short complaint or wish is understood in each of the three languages."""
    found = feedback(text)
    assert (found.language, found.kind) == (language, kind)
    assert 0.0 < found.kind_confidence <= 1.0


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Kaikki tiedot katosivat yöllä", 5),
        ("Sovellus kaatuu joka kerta", 4),
        ("En pääse kirjautumaan sisään", 4),
        ("Haku on todella hidas", 2),
        ("Otsikossa on kirjoitusvirhe", 1),
        ("Alla filer försvann i natt", 5),
        ("Det går inte att spara fakturan", 4),
        ("We were charged twice this month", 5),
        ("I cannot save the invoice", 4),
        ("The search is very slow", 2),
        ("There is a typo in the heading", 1),
    ],
)
def test_severity_follows_the_customers_task(text: str, level: int) -> None:
    """Lost data or money, a failing task, a slow one, a blemish."""
    assert feedback(text).severity == level


@pytest.mark.parametrize("frame", ["{}", "Hei!\n\n{}\n\nTerveisin Matti", "Hi,\n\n{}\n\nBest regards,\nMatti"])
@pytest.mark.parametrize(
    "text", ["Sovellus kaatuu kun avaan laskun", "Appen kraschar när jag öppnar fakturan", "The app crashes on start"]
)
def test_greeting_and_signature_change_nothing(frame: str, text: str) -> None:
    """Kind, severity and language are read from the sentence, not from the frame around it."""
    framed, alone = feedback(frame.format(text)), feedback(text)
    assert framed.text == alone.text
    assert (framed.kind, framed.severity, framed.language) == (alone.kind, alone.severity, alone.language)


def test_a_charge_made_twice_is_severe_in_the_passive_too() -> None:
    """Money taken twice is severity 5 however the verb is bent."""
    assert feedback("Asiakasta veloitettiin kahdesti").severity == 5
    assert feedback("Asiakas on veloitettu kahdesti").severity == 5
