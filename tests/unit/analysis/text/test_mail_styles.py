"""Mails as Finnish, Swedish and English customers send them, down to their own words."""

from __future__ import annotations

import pytest

from voc.analysis.text.clean.lines import next_filled, split_lines
from voc.analysis.text.clean.normalise import normalise
from voc.analysis.text.clean.parts import own_words
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Message, Ticket

MAIL = load_lexicon().mail
OWN = {
    "fi": "Laskun tulostus ei ole toiminut maanantain jälkeen lainkaan.",
    "sv": "Utskriften av fakturan har inte fungerat sedan i måndags.",
    "en": "Printing the invoice has not worked at all since Monday.",
}


def words(text: str) -> str:
    """The own words of a ticket of one message, each span checked against its place."""
    found, spans = own_words(Ticket("x:1", (Message(text),)), MAIL)
    assert all(found[s.at :][: s.end - s.start] == text[s.start : s.end] for s in spans)
    return found


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
@pytest.mark.parametrize(
    "closing",
    [
        "Terveisin\nMatti",
        "Ystävällisin terveisin,\nMaija Mallikas\nEsimerkki Oy",
        "Parhain terveisin Maija",
        "Kiittäen\nMatti",
        "Terv. Matti",
        "Kiitos!\nMatti",
        "Vänliga hälsningar\nAnna",
        "Hälsningar, Anna",
        "MVH\nAnna",
        "Tack på förhand\nAnna",
        "Kind regards\nAnna",
        "Cheers,\nAnna",
        "Yours sincerely,\nAnna Smith",
        "--\nAnna Smith\nExample Ltd",
        "Sent from my Galaxy",
        "Lähetetty Samsung-puhelimesta",
        "Skickat från min iPad",
        "Get Outlook for iOS",
        "Hämta Outlook för Android",
    ],
)
def test_closings_of_every_language_go_below_every_language(own: str, closing: str) -> None:
    """People sign in another language than they write."""
    assert words(f"{own}\n\n{closing}") == own


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
@pytest.mark.parametrize(
    "greeting",
    [
        "Hei,",
        "Hei Maija!",
        "Moikka",
        "Terve!",
        "Hyvää huomenta",
        "Hej!",
        "Hejsan",
        "God morgon",
        "Hello,",
        "Dear Anna,",
    ],
)
def test_greetings_of_every_language_go_above_every_language(own: str, greeting: str) -> None:
    """A first line that only greets is no feedback."""
    assert words(f"{greeting}\n{own}") == own


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
@pytest.mark.parametrize(
    "quote",
    [
        "Maija kirjoitti 1.2.2026 klo 9.05:\n> Kokeilitteko uudelleen?",
        "ma 2. helmik. 2026 klo 9.05 Tuki kirjoitti:\n\nKokeilitteko uudelleen?",
        "Den 2 feb. 2026 kl. 09:05 skrev Anna:\n> Har ni provat igen?",
        "On 2 Feb 2026, at 09:05, Support wrote:\n> Did you try again?",
        "Lähettäjä: Tuki\nLähetetty: 1.2.2026 9.05\nAihe: Vs: Lasku\n\nKokeilitteko uudelleen?",
        "Från: Kundtjänst\nSkickat: den 2 februari 2026\nÄmne: Sv: Faktura\n\nHar ni provat igen?",
        "From: Support\nSent: 2 February 2026\nSubject: Re: Invoice\n\nDid you try again?",
    ],
)
def test_earlier_mails_go(own: str, quote: str) -> None:
    """What somebody else wrote earlier is not said again, in whatever language it is quoted."""
    assert words(f"{own}\n\n{quote}") == own


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("ä\r\nö\rå", "ä\nö\nå"),
        ("a\u0308iti", "äiti"),
        ("1\u00a0234\u202f567", "1 234 567"),
        ("e\u2011lasku", "e-lasku"),
        ("sala\u00adsana", "salasana"),
        ("pa\u200bss", "pass"),
        ("pa\u200dss", "pass"),
        ("\ufeffHei", "Hei"),
        ("abc\u202edef", "abcdef"),
        ("rivi\u2028toinen", "rivi\ntoinen"),
        ("  Hei \n", "Hei"),
        ("a\x00b\x07c", "abc"),
        ("a\tb", "a\tb"),
        ("👩\u200d💻 ok", "👩\u200d💻 ok"),
    ],
)
def test_text_is_stored_in_one_plain_form(raw: str, stored: str) -> None:
    """Line ends, blanks, hyphens and Unicode form are one; nothing invisible stays, and doing it twice is once."""
    assert normalise(raw) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize("text", ["", "a", "a\nb", "  a \n\n\tb", "\n\n", "> quoted\n plain ", "ä  \n ö"])
def test_lines_know_their_place(text: str) -> None:
    """Every line's offsets cut its stripped text out of the message; no line is lost."""
    found = split_lines(text)
    assert len(found) == text.count("\n") + 1
    assert [text[line.start : line.end] for line in found] == [line.text for line in found]
    assert [line.text for line in found] == [raw.strip() for raw in text.split("\n")]


def test_next_filled_line_skips_empty_ones() -> None:
    """The first line with text behind a line; none at the end."""
    found = split_lines("a\n\n \nb\n")
    assert next_filled(found, 0) == found[3]
    assert next_filled(found, 3) is None
