"""Check digits: what tells an identifier from any other number."""

from __future__ import annotations

_HETU_CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_BUSINESS_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_COORDINATION_NUMBER_DAYS = 60


def luhn(digits: str) -> bool:
    """Whether ASCII ``digits`` pass the Luhn formula (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) << (position & 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iban(compact: str) -> bool:
    """Whether ``compact`` (upper case, no blanks) has remainder 1 modulo 97 (ISO 13616)."""
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1


def finnish_personal_code(code: str) -> bool:
    """Whether an eleven-character Finnish personal identity code has the right control character.

    Date and number, nine digits, modulo 31 (Digital and Population Data Services Agency, "The personal identity code").
    """
    return _HETU_CONTROL[int(code[:6] + code[7:10]) % 31] == code[10].upper()


def finnish_business_id(digits: str) -> bool:
    """Whether eight digits (seven and the check digit) are a Finnish business id (Finnish Tax Administration)."""
    remainder = sum(w * int(d) for w, d in zip(_BUSINESS_ID_WEIGHTS, digits, strict=False)) % 11
    return remainder != 1 and (11 - remainder) % 11 == int(digits[7])


def swedish_personal_number(digits: str) -> bool:
    """Whether ten digits (YYMMDD and four) are a Swedish personal or coordination number (Skatteverket, SKV 704)."""
    month, day = int(digits[2:4]), int(digits[4:6]) % _COORDINATION_NUMBER_DAYS
    return 1 <= month <= 12 and 1 <= day <= 31 and luhn(digits)
