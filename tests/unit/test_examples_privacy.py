"""The example export's personal data: valid, so that redaction must find it, and nobody's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def export() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / "zendesk_export.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def text(export: dict[str, Any]) -> str:
    """Every comment of the export, and the review table."""
    bodies = [comment["body"] for ticket in export["tickets"] for comment in ticket["comments"]]
    return "\n".join([*bodies, (EXAMPLES / "app_reviews.csv").read_text(encoding="utf-8")])


def mod_97(iban: str) -> int:
    """ISO 7064: 1 for a valid IBAN."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def luhn(number: str) -> int:
    """0 for a valid card number."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(sum(divmod(value, 10)) for value in doubled) % 10


def test_accounts_and_cards_are_valid_and_published_or_made_up(text: str) -> None:
    """Check digits hold, so that redaction must find them."""
    ibans = re.findall(r"\b(?:FI\d\d(?: \d{4}){3} \d\d|EE\d\d(?: \d{4}){4}|SE\d\d(?: \d{4}){5})\b", text)
    assert len(set(ibans)) >= 5
    assert all(mod_97(iban.replace(" ", "")) == 1 for iban in ibans)
    cards = set(re.findall(r"(?<!\d )\b[45]\d{3}(?: \d{4}){3}\b(?! \d)", text))
    assert cards == {"4111 1111 1111 1111", "5555 5555 5555 4444"}
    assert all(luhn(card.replace(" ", "")) == 0 for card in cards)


def test_identity_codes_are_valid_and_nobodys(text: str) -> None:
    """Control characters hold; individual numbers 900 to 999 are never issued."""
    codes = re.findall(r"\b(\d{6})[-+A-FU-Y](\d{3})([0-9A-Y])\b", text)
    assert len(codes) >= 4
    for birthday, individual, control in codes:
        assert "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(birthday + individual) % 31] == control
        assert 900 <= int(individual) <= 999


def test_addresses_reach_nobody(export: dict[str, Any], text: str) -> None:
    """Mail addresses lie at reserved domains or say that they are invented; IP addresses are documentation's."""
    texts = [text, *(user["email"] for user in export["users"])]
    addresses = re.findall(r"[\w.+-]+@[\w.-]+\w", "\n".join(texts))
    assert len(addresses) > 300
    assert not [each for each in addresses if not re.search(r"\.example$|\.keksitty\.\d+@gmail\.com$", each)]
    ips = re.findall(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", text)
    assert ips
    assert all(ip.startswith(("192.0.2.", "198.51.100.", "203.0.113.")) for ip in ips)
