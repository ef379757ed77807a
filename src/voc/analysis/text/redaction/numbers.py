"""Identifiers that a checksum proves: account, card, personal and business numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voc.analysis.text.redaction import checksums
from voc.analysis.text.redaction.detector import Detector, Stretch, behind_none

_END = r"(?![0-9A-Za-z])"
_DIGIT = behind_none(r"\d", "[0-9A-Za-z]")

_IBAN_HEAD = re.compile(behind_none("[A-Za-z]", "[0-9A-Za-z]") + r"[A-Za-z]\d\d(?=[ -]?[0-9A-Za-z])", re.ASCII)
# 3 to 6 and 22 to 27 are the first digits of payment cards; other long numbers are rarely theirs.
_CARD_SHAPE = r"(?:\d{13,18}|\d{3}([ -])\d{4}\1\d{4}\1\d{4}|\d{3}([ -])\d{6}\2\d{4,5})"
_CARD = re.compile(rf"[2-6](?<![0-9A-Za-z_/.].)(?<!\d[,-].)(?:(?<=[3-6])|(?=[2-7])){_CARD_SHAPE}{_END}(?!_)", re.ASCII)
_PERSONAL_CODE = re.compile(
    rf"{behind_none('[0-3]', '[0-9A-Za-z]')}\d[01]\d{{3}}[-+A-FU-Y ]\d{{3}}[0-9A-FHJ-NPR-Y]{_END}",
    re.ASCII | re.IGNORECASE,
)
_PERSONAL_NUMBER = re.compile(
    rf"{_DIGIT}(?<!\d\..)(?:(?<=1)[89]\d{{6}}[-+]?|(?<=2)0\d{{6}}[-+]?|\d{{5}}[-+])\d{{4}}{_END}", re.ASCII
)
_BUSINESS_ID = re.compile(rf"{_DIGIT}\d{{5,6}}-\d{_END}(?!-\d)", re.ASCII)
_VAT_NUMBER = re.compile(rf"{behind_none('F', '[0-9A-Za-z]')}I ?\d{{8}}{_END}", re.ASCII)
_NOT_DIGIT = re.compile(r"\D")

_MASTERCARD_LENGTH = 16


def _digits(match: re.Match[str]) -> str:
    """The digits of a candidate."""
    return _NOT_DIGIT.sub("", match[0])


def _card(match: re.Match[str]) -> Stretch | None:
    """Cards pass Luhn; those that begin with 2 have sixteen digits, which dates with a time have not."""
    digits = _digits(match)
    plausible = digits[0] != "2" or len(digits) == _MASTERCARD_LENGTH
    return match.span() if plausible and checksums.luhn(digits) else None


def _personal_code(match: re.Match[str]) -> Stretch | None:
    """Finnish personal identity codes begin with a date and end in the right control character."""
    day, month = int(match[0][:2]), int(match[0][2:4])
    dated = 1 <= day <= 31 and 1 <= month <= 12
    return match.span() if dated and checksums.finnish_personal_code(match[0]) else None


def _personal_number(match: re.Match[str]) -> Stretch | None:
    """Swedish personal numbers hold a date and pass Luhn."""
    return match.span() if checksums.swedish_personal_number(_digits(match)[-10:]) else None


def _business_id(match: re.Match[str]) -> Stretch | None:
    """Finnish business ids end in the right digit; old ones have six digits before it."""
    return match.span() if checksums.finnish_business_id(_digits(match).rjust(8, "0")) else None


def iban_detector(lengths: Mapping[str, int]) -> Detector:
    """IBANs of the countries in ``lengths``, grouped or not."""
    tails = {n: re.compile(rf"(?:[ -]?[0-9A-Za-z]){{{n - 4}}}{_END}", re.ASCII) for n in sorted(set(lengths.values()))}

    def accept(match: re.Match[str]) -> Stretch | None:
        """Walk over as many letters and digits as the country's IBANs have, single blanks between them."""
        length = lengths.get(match[0][:2].upper(), 0)
        if not length:
            return None
        tail = tails[length].match(match.string, match.end())
        if tail is None:
            return None
        compact = re.sub(r"[ -]", "", match[0] + tail[0]).upper()
        return (match.start(), tail.end()) if checksums.iban(compact) else None

    return Detector("IBAN", _IBAN_HEAD, accept)


PERSONAL_CODE = Detector("PERSONAL_ID", _PERSONAL_CODE, _personal_code)
"""Finnish personal identity codes."""

NUMBERS = (
    PERSONAL_CODE,
    Detector("CARD", _CARD, _card),
    Detector("PERSONAL_ID", _PERSONAL_NUMBER, _personal_number),
    Detector("BUSINESS_ID", _BUSINESS_ID, _business_id),
    Detector("BUSINESS_ID", _VAT_NUMBER, _business_id),
)
"""Checked numbers besides IBAN, the surest first."""
