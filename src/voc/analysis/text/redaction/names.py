"""Names of people and organizations that the export itself gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from voc.analysis.text.redaction.detector import Detector
from voc.model.ticket import Ticket

_SHORTEST = 4
_FULL_NAME = 2
_LONGEST = 12
"""Words of a name; a longer one is a sentence."""
_ID = re.compile(r"[^\s@]+[:/][^\s@]+|\S*\d\S*|[^\s@]+\.[^\s@]+")
_ADDRESS = re.compile(r"<?([^\s<>@]+)@[^\s<>@]+>?")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_COMPANY_FORM = re.compile(r"(?i)^(?:tmi|ky)\s+|[\s,]+(?:oyj?|ab|abp|tmi|ky|ry|ltd|llc|inc|gmbh|as|aps|plc)\.?$")
_MARKS = "[\u0300-\u036f]"
_BETWEEN = r"[\s._,-]{1,3}"
_ENDING = r"(?:[:'’]?[^\W\d_]{1,4})?"
"""Finnish cases and the like: *Kampaamo Siirin*."""


def bare(text: str) -> str:
    """``text`` in lower case without diacritics, as names are compared."""
    low = text.lower()
    return low if low.isascii() else re.sub(_MARKS, "", unicodedata.normalize("NFD", low))


def name_detectors(ticket: Ticket) -> Iterator[Detector]:
    """A detector for each name of the ticket's requester and organization, the longest names first.

    Args:
        ticket: straight from its source, its messages plain text. An organization counts when it is a name of at least
            four letters and neither an id nor a domain; a requester when two words of a name are known, from the local
            part of an address too.
    """
    comment = ticket.satisfaction.comment if ticket.satisfaction else None
    bodies = (message.text for message in ticket.messages)
    said = bare("\n".join((ticket.subject or "", *bodies, comment or "", *ticket.tags, ticket.url or "")))
    found = {("ORGANIZATION", name) for name in _organizations(ticket.organization or "")}
    found |= {("NAME", name) for name in _people(ticket.requester or "")}
    for given in ticket.names:
        found |= {("NAME", name) for name in _organizations(given)}
    for label, name in sorted(found, key=lambda each: (-len(each[1]), each)):
        # Most names stand nowhere in their ticket, and a pattern takes long to build.
        if len(name.split()) <= _LONGEST and _stem(name.split()[0]) in said:
            yield _detector(label, name)


def _organizations(given: str) -> Iterator[str]:
    """The name, and the name without the company's legal form."""
    name = bare(" ".join(given.split()))
    if "@" in name or _ID.fullmatch(name):
        return
    for each in (name, _COMPANY_FORM.sub("", name).strip()):
        if sum(map(str.isalpha, each)) >= _SHORTEST:
            yield each


def _people(given: str) -> Iterator[str]:
    """The full name, first or last name first, of ``Name``, ``Name <address>`` or ``first.last@domain``."""
    address = _ADDRESS.search(given)
    local = address[1] if address else ""
    for text in (_ADDRESS.sub("", given), local):
        words = _WORDS.findall(bare(text)) if not _ID.fullmatch(text) or text == local else []
        if len(words) >= _FULL_NAME:
            yield " ".join(words)
            yield " ".join((words[-1], *words[:-1]))


@lru_cache(maxsize=4096)
def _detector(label: str, name: str) -> Detector:
    """Finds ``name`` (bare) whatever its case, diacritics and, in a name of several words, its ending."""
    words = name.split()
    spelled = _BETWEEN.join(map(_word, words))
    value = " ".join(sorted(_COMPANY_FORM.sub("", name).split()))
    ending = _ENDING if len(words) > 1 else r"(?:[:'’][^\W\d_]{1,4})?"
    pattern = re.compile(rf"(?<!\w){spelled}{ending}(?!\w)", re.IGNORECASE)
    return Detector(label, pattern, hint=_stem(words[0]), value=value)


def _word(word: str) -> str:
    """A pattern for a word; Finnish names in *-nen* change before an ending (*Meikäläinen*, *Meikäläisen*)."""
    stem = "".join(map(_letter, _stem(word)))
    return stem if _stem(word) == word else rf"{stem}(?:nen|s[^\W\d_]{{1,7}})"


def _stem(word: str) -> str:
    return word[:-3] if word.endswith("nen") and len(word) > _SHORTEST else word


def _letter(character: str) -> str:
    """A pattern for a letter with or without diacritics."""
    return _VARIANTS.get(character) or re.escape(character)


def _variants() -> dict[str, str]:
    """Bare Latin letter -> class of that letter with every diacritic there is in one character."""
    found: dict[str, str] = {}
    for code in range(0xC0, 0x180):
        letter = bare(chr(code))
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            found[letter] = found.get(letter, letter) + chr(code)
    return {letter: f"[{every}]" for letter, every in found.items()}


_VARIANTS = _variants()
