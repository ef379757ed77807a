"""Telephone numbers: no checksum proves them, so their form and what stands before them must."""

from __future__ import annotations

import re

from voc.analysis.text.redaction.detector import Detector, Stretch

_SEP = r"[ .\-/()]{0,2}"

_INTERNATIONAL = re.compile(rf"[+0](?<![\w.+].)(?:(?<=\+) ?[1-9]|(?<=0)0[1-9]\d)(?:{_SEP}\d){{6,13}}(?!\d)", re.ASCII)
_NATIONAL = re.compile(
    r"[(0](?<![\w+#].)(?<!\d[.,/-].)(?:(?<=\()0)?[1-9]\d{0,3}\)?(?:[ \-/]{0,2}\d){4,9}(?![\w])(?![.,-]\d)", re.ASCII
)
_AMERICAN = re.compile(r"[(2-9](?<![\w.+-].)(?:(?<=\()[2-9]\d\d\) ?|(?<=\d)\d\d-)\d{3}-\d{4}(?![\w-])", re.ASCII)
_NAMED = re.compile(
    r"\b(?:puh|puhelin(?:numero)?(?:ni|mme)?|tel(?:ephone)?|phone(?: number)?|gsm|mob(?:ile?)?|mobil(?:nummer)?|"
    r"fax|faksi|telefon(?:nummer)?|whatsapp|soita(?:kaa|thän)?|soittakaa|"
    r"numero(?:ni|mme|sta|on)|nummer|ring|call(?: me)?(?: at| on)?)"
    rf"[ .:]{{0,3}}(?:(?:is|on|är|nro|no|nr)[ .:]{{1,2}})?(?P<value>\+?\(?\d(?:{_SEP}\d){{5,13}})(?!\d)(?![.,]\d)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\(?\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?!\d)(?![-./ ]?\d{3})")
_DECIMAL = re.compile(r"\+ ?\d{1,3}\.\d{5,}$")
_VERSION = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,}$")
_MOBILE = re.compile(r"0(?:4|50|7[02369])|07\d{9}$")
_GROUPED = re.compile(r"\(?0\d{1,4}\)?[ \-/]{1,2}\d{2,8}(?:[ -]\d{2,4})*$")
_OTHER_NUMBER = re.compile(
    r"(?:order|tilau|invoice|lasku|ticket|tiketti|tapau|case|viite|reference|ref|artikel|product|tuote|serial|sarja|"
    r"asiakas|customer|faktura|kund|ärende|account|tili|id|build)\w{0,12}[ .:#]{0,3}"
    r"(?:(?:number|nro|no|nr|numero|nummer|id|is|on)[ .:#]{1,3})?$",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def _count(text: str) -> int:
    """How many digits."""
    return sum(character.isdigit() for character in text)


def _international(match: re.Match[str]) -> Stretch | None:
    """``+`` and 8 to 15 digits (ITU-T E.164); after ``00`` at least ten more."""
    digits = _count(match[0])
    if _DECIMAL.match(match[0]):
        return None
    return match.span() if 8 <= digits <= 15 and (match[0][0] == "+" or digits >= 11) else None


def _national(match: re.Match[str]) -> Stretch | None:
    """A trunk 0 and a mobile prefix, or groups like an area code's; not a date, and not said to be another number."""
    text = match[0]
    if not 7 <= _count(text) <= 11 or _DATE.match(text):
        return None
    mobile = _MOBILE.match(text.lstrip("(")) and _count(text) >= 8
    if not mobile and not _GROUPED.match(text):
        return None
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    return None if _OTHER_NUMBER.search(before) else match.span()


def _named(match: re.Match[str]) -> Stretch | None:
    """Anything long enough behind a word for telephone that is no date and no version."""
    value = match["value"]
    return None if _DATE.match(value) or _VERSION.match(value) else match.span("value")


PHONES = (
    Detector("PHONE", _INTERNATIONAL, _international),
    Detector("PHONE", _NAMED, _named),
    Detector("PHONE", _NATIONAL, _national),
    Detector("PHONE", _AMERICAN),
)
"""From the surest form to the least sure."""
