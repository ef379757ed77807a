"""Telephone numbers in Finnish, Swedish and English sentences, and numbers that are none."""

from __future__ import annotations

import pytest

from voc.analysis.text.redaction.redactor import redact
from voc.config.lexicon import load_lexicon

DATA = load_lexicon().identifiers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soittakaa 040 123 4567 huomenna", "Soittakaa [PHONE_1] huomenna"),
        ("Puh. 050-123 4567.", "Puh. [PHONE_1]."),
        ("puhelinnumeroni 0451234567", "puhelinnumeroni [PHONE_1]"),
        ("Numeroni on 044 123 4567, kiitos", "Numeroni on [PHONE_1], kiitos"),
        ("gsm: 0401234567", "gsm: [PHONE_1]"),
        ("tavoitat minut: +358 50 123 4567", "tavoitat minut: [PHONE_1]"),
        ("(040) 123 4567", "[PHONE_1]"),
        ("p. 09-123 4567", "p. [PHONE_1]"),
        ("Ring mig på +46 70 123 45 67 tack", "Ring mig på [PHONE_1] tack"),
        ("Mobilnummer: 070-123 45 67", "Mobilnummer: [PHONE_1]"),
        ("Telefon 08-123 456 78", "Telefon [PHONE_1]"),
        ("Call me at +44 20 7946 0958 please", "Call me at [PHONE_1] please"),
        ("phone: (555) 123-4567", "phone: [PHONE_1]"),
        ("Fax 555-123-4567", "Fax [PHONE_1]"),
        ("WhatsApp +372 5123 4567", "WhatsApp [PHONE_1]"),
        ("0401234567 / 0507654321", "[PHONE_1] / [PHONE_2]"),
        ("0401234567 tai 040 123 4567", "[PHONE_1] tai [PHONE_1]"),
        ("<b>0401234567</b>", "<b>[PHONE_1]</b>"),
        ("Tel. 00358401234567", "Tel. [PHONE_1]"),
    ],
)
def test_number_goes_and_the_sentence_stays(text: str, expected: str) -> None:
    """Nothing but the number itself is replaced, and one number has one placeholder."""
    assert redact(text, DATA)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lasku 0401234567 on väärin",
        "tilausnumero: 0401234567",
        "viite 0401234567",
        "asiakasnumero 0501234567",
        "order no. 0401234567",
        "invoice number 0401234567",
        "fakturanummer 0701234567",
        "ärende 0701234567",
        "Päivitys tuli 12.03.2024 klo 10.15",
        "Kuukausi 01/2024 ja 02/2024",
        "2024-05-06T12:30:45",
        "Hinta oli 1 234,50 euroa",
        "Virhe 1234567 tulostuksessa",
        "error 0x80070005",
        "versio 10.15.7",
        "00:15:30",
        "0.0401234567",
        "build 0401234567",
        "100 000 000 riviä",
        "+1 000 rows",
        "60.1699, 24.9384",
        "v2.0.1234567",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Orders, invoices, dates, sums, versions, errors and coordinates are no telephone numbers."""
    assert redact(text, DATA) == (text, 0)


@pytest.mark.parametrize("number", ["0401234567", "+358401234567", "0501234567", "+46701234567", "(555) 123-4567"])
@pytest.mark.parametrize("around", ["{}", "({})", '"{}"', "{}.", "{},", "{}!", "{}?", "{};", "\n{}\n", "\t{}"])
def test_punctuation_around_a_number_hides_nothing(number: str, around: str) -> None:
    """Brackets, quotes, stops and line ends beside a number do not keep it."""
    found, count = redact(around.format(number), DATA)
    assert count == 1
    assert not any(character.isdigit() for character in found.replace("[PHONE_1]", ""))
