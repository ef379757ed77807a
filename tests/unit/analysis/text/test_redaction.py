"""Identifiers are found by form and checksum; what only looks like one stays."""

from __future__ import annotations

import pytest

from voc.analysis.text.redaction import checksums
from voc.analysis.text.redaction.redactor import Redactor, redact
from voc.config.lexicon import load_lexicon

DATA = load_lexicon().identifiers

FOUND = {
    "EMAIL": [
        "matti.meikalainen@example.com",
        "Matti <matti@example.fi>",
        "matti (at) example.com",
        "matti%40example.com",
        "å.ö@exämple.fi",
    ],
    "PHONE": [
        "+358 40 123 4567",
        "+358401234567",
        "+358 (0)40 123 4567",
        "040-123 4567",
        "0401234567",
        "050 123 456",
        "(09) 123 4567",
        "019-1234567",
        "+46 70 123 45 67",
        "070-123 45 67",
        "08-123 456 78",
        "00358 40 1234567",
        "+1 (555) 123-4567",
        "(555) 123-4567",
        "555-123-4567",
        "020 7946 0958",
        "puh. 1234567",
        "Call me at 5551234567",
        "nro 0451234567, kiitos",
    ],
    "IBAN": [
        "FI21 1234 5600 0007 85",
        "FI2112345600000785",
        "fi21 1234 5600 0007 85 kiitos",
        "DE89370400440532013000",
        "GB82 WEST 1234 5698 7654 32",
        "SE45 5000 0000 0583 9825 7466",
    ],
    "CARD": [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "3782 822463 10005",
        "1 4111 1111 1111 1111 12/27",
    ],
    "IP": [
        "192.0.2.44",
        "IP:10.20.30.40",
        "http://203.0.113.9:8080/x",
        "2001:db8::8a2e:370:7334",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "fe80::1ff:fe23:4567:890a",
    ],
    "PERSONAL_ID": [
        "131052-308T",
        "131052-308t",
        "(131052-308T)",
        "131052 308T",
        "811218-9876",
        "19811218-9876",
        "198112189876",
    ],
    "BUSINESS_ID": ["1572860-0", "Y-tunnus:1572860-0", "FI15728600"],
    "SECRET": [
        "https://user:hunter22@example.com/x",
        "https://x.example/reset?token=abc123def456",
        "password: hunter22",
        "salasana: kissa123",
        "lösenord: katt1234",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc123",
        "AKIAIOSFODNN7EXAMPLE",
        "Bearer abcdef0123456789abcdef",
        "api_key = 'abcd1234efgh'",
        "my password is hunter2",
        "My password for the shop is: hunter2, thanks",
        "pw: hunter2",
        "salasana on Kissa123",
        "salasanani palveluun on Kissa123.",
        "lösenordet är katt1234",
        "api key abcd1234efgh",
        "PIN 1234",
        "pin-koodini on 4711",
        "käyttäjä matti / Kissa123",
        "käyttäjätunnus: matti12",
    ],
    "LICENCE_KEY": ["ABCDE-12345-FGHIJ-67890-KLMNO"],
}

KEPT = [
    "order 12345678",
    "tilausnumero 0401234567",
    "2024-05-06 12:30:45",
    "12.05.2024 klo 10.15",
    "09-12-2014",
    "1.10.2024-31.12.2024",
    "v1.2.3.4",
    "version 1.2.3.4",
    "SDK 1.6.0.12",
    "build 3.4.1.201410281743",
    "1 234 567,89 EUR",
    "€1,234,567.00",
    "0.4111111111111111",
    "at com.foo.Bar.main(Bar.java:123456)",
    "0x7fff5fbff8c0",
    "std::vector ab::cd",
    "127.0.0.1 and ::1",
    "010190-1234",
    "1572860-1",
    "4111 1111 1111 1112",
    "FI21 1234 5600 0007 86",
    "icon@2x.png",
    "1300000000",
    "20120301093042",
    "123e4567-e89b-12d3-a456-426614174000",
    "#40123456789",
    "ISO 27001:2013",
    "my password is wrong",
    "password must be 12 characters",
    "password reset on iOS17 fails",
    "password is sha256 hashed",
    "salasana on vanhentunut",
    "salasana on 2.0.1 versiossa rikki",
    "the PIN prompt appears 3 times",
    "käyttäjä / rooli2",
    "spinner 1234",
]


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, texts in FOUND.items() for text in texts])
def test_identifiers_become_placeholders_of_their_type(label: str, text: str) -> None:
    """Every usual way to write an identifier is found, named by its type, and found only once."""
    redacted, count = redact(text, DATA)
    assert f"[{label}_1]" in redacted
    assert count == 1
    assert redact(redacted, DATA) == (redacted, 0)


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_an_identifier_stays(text: str) -> None:
    """Dates, amounts, versions, order numbers and wrong checksums are no identifiers."""
    assert redact(text, DATA) == (text, 0)


def test_text_around_an_identifier_stays() -> None:
    """Only the identifier itself is replaced, even when a word touches it."""
    text = "IBAN FI21 1234 5600 0007 85 kiitos, soita 040 123 4567."
    assert redact(text, DATA)[0] == "IBAN [IBAN_1] kiitos, soita [PHONE_1]."


def test_the_same_value_has_the_same_number_in_all_texts_of_a_ticket() -> None:
    """However a value is grouped or capitalised, it is one value."""
    redactor = Redactor(DATA)
    assert redactor.redact("a@example.com, b@example.com") == "[EMAIL_1], [EMAIL_2]"
    assert redactor.redact("A@Example.com") == "[EMAIL_1]"
    assert redactor.redact("FI21 1234 5600 0007 85 = FI2112345600000785") == "[IBAN_1] = [IBAN_1]"
    assert redactor.count == 5


def test_a_placeholder_in_the_text_keeps_its_number_for_itself() -> None:
    """A new value never gets the number of a placeholder that is already there."""
    assert redact("[EMAIL_3] and a@example.com", DATA)[0] == "[EMAIL_3] and [EMAIL_4]"


def test_a_version_field_keeps_four_numbers() -> None:
    """In a version field, dotted numbers are a version; an address of a person is still one."""
    assert Redactor(DATA).redact("10.2.3.4", addresses=False) == "10.2.3.4"
    assert Redactor(DATA).redact("a@example.com", addresses=False) == "[EMAIL_1]"


@pytest.mark.parametrize(
    ("valid", "wrong", "check"),
    [
        ("131052-308T", "010190-1234", checksums.finnish_personal_code),
        ("15728600", "15728601", checksums.finnish_business_id),
        ("8112189876", "8112189875", checksums.swedish_personal_number),
        ("FI2112345600000785", "FI2112345600000786", checksums.iban),
        ("4111111111111111", "4111111111111112", checksums.luhn),
    ],
)
def test_checksums(valid: str, wrong: str, check: object) -> None:
    """Published check values pass, and the same with one digit changed does not."""
    assert callable(check)
    assert check(valid)
    assert not check(wrong)


def test_a_business_id_with_remainder_one_is_never_valid() -> None:
    """Remainder 1 would need the check digit 10, so no digit makes such a number valid."""
    stem = next(
        f"{n:07d}"
        for n in range(1000)
        if sum(w * int(d) for w, d in zip((7, 9, 10, 5, 8, 4, 2), f"{n:07d}", strict=True)) % 11 == 1
    )
    assert not any(checksums.finnish_business_id(stem + str(digit)) for digit in range(10))
