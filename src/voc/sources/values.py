"""Single values of an export as the values a ticket holds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from voc.config.headers import Headers, fold
from voc.model.ticket import Revenue, Satisfaction
from voc.sources.text import clean

LONGEST_ID = 200
_CURRENCY = {"€": "EUR", "$": "USD", "£": "GBP"}
_MONEY = re.compile(r"(?P<before>[^\d\s-]*)\s*(?P<number>\d[\d\s.,'\u00a0\u202f]*)\s*(?P<after>\D*)")
_MARKUP = re.compile(r"<(?:!doctype html|html|body|div|p|span|table|ul|ol|h[1-6]|br)\b[^<>]*>", re.IGNORECASE)
_ZENDESK_API = re.compile(r"/api/v2/tickets/(\d+)\.json$")


def as_text(value: object) -> str:
    """``value`` as clean text without blanks around it; empty for what is no text, number or truth value."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else ""


def is_markup(text: str) -> bool:
    """Whether ``text`` is HTML from its first character to its last, as help desks write bodies into plain columns."""
    return text.endswith(">") and _MARKUP.match(text) is not None


def as_id(value: object) -> str | None:
    """A vendor's id as text, never as a number; None when it is none."""
    text = as_text(value) if not isinstance(value, bool) else ""
    return text if 0 < len(text) <= LONGEST_ID and text.isprintable() else None


def as_url(value: object) -> str | None:
    """A link a person can follow, only ``http(s)``; Zendesk's API addresses lead to the agent's page."""
    text = as_text(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or any(each.isspace() for each in text):
        return None
    return urlunsplit(parts._replace(path=_ZENDESK_API.sub(r"/agent/tickets/\1", parts.path)))


def as_money(value: object, currency: str | None) -> Revenue | None:
    """An amount such as ``12 000,50 €``; None for what is none, is negative or is not finite."""
    match = _MONEY.fullmatch(as_text(value))
    if match is None:
        return None
    amount = _number(re.sub(r"[\s']", "", match["number"]))
    named = (match["before"] or match["after"]).strip()
    code = _CURRENCY.get(named) or (named.upper() if re.fullmatch("[A-Za-z]{3}", named) else currency)
    return Revenue(amount, code) if amount is not None and math.isfinite(amount) else None


def _number(text: str) -> float | None:
    """The rightmost of ``.`` and ``,`` is the decimal mark, unless it repeats or three digits follow the only one."""
    text = text.rstrip(".,")
    mark = max(text.rfind("."), text.rfind(","))
    if mark >= 0:
        whole, fraction = text[:mark], text[mark + 1 :]
        grouped = text[mark] in whole or (len(fraction) == 3 and "." not in whole and "," not in whole)
        text = re.sub("[.,]", "", text) if grouped else re.sub("[.,]", "", whole) + "." + fraction
    try:
        return float(text)
    except ValueError:
        return None


def as_satisfaction(value: object, field: str = "satisfaction", comment: object = None) -> Satisfaction | None:
    """A rating: ``good`` or ``bad``, 1 to 5, stars, or 0 to 10 (``field`` ``nps``); None for no rating."""
    text = as_text(value).lower()
    said = as_text(comment) or None
    if field != "satisfaction":
        scale, highest = ("nps", 10) if field == "nps" else ("stars-5", 5)
        number = _whole(text)
        return Satisfaction(scale, str(number), said) if number is not None and number <= highest else None
    for word in ("good", "bad"):
        if text.startswith(word):
            return Satisfaction("good_bad", word, said)
    number = _whole(text)
    return Satisfaction("1-5", str(number), said) if number is not None and 1 <= number <= 5 else None


def _whole(text: str) -> int | None:
    text = text.removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def as_tags(values: list[object], separator: str = r"[,;]") -> tuple[str, ...]:
    """Tags in order, each once; texts are divided at ``separator``."""
    texts = (part.strip() for value in values for part in re.split(separator, as_text(value)))
    return tuple(dict.fromkeys(filter(None, texts)))


def canonical(
    field: str, value: object, headers: Headers, given: Mapping[str, Mapping[str, str]], otherwise: str | None = None
) -> str | None:
    """The canonical value of a field of fixed values: what the person says, else what ``headers`` knows.

    Unknown values are ``otherwise``; an empty one is None.
    """
    text = as_text(value)
    if not text:
        return None
    own = {fold(name): meant for name, meant in given.get(field, {}).items()}
    return own.get(fold(text)) or headers.values.get(field, {}).get(fold(text), otherwise)


def as_person(value: object) -> str | None:
    """A requester as it is compared: an e-mail address or name in lower case, without a mail header's name part."""
    text = as_text(value)
    address = re.search(r"<([^<>\s]+@[^<>\s]+)>", text)
    return (address[1] if address else " ".join(text.split())).casefold() or None


def mail_domain(requester: str | None, headers: Headers) -> str | None:
    """The organization a requester's mail domain stands for; None where anyone can have an address there."""
    if requester is None or " " in requester:
        return None
    local, _, domain = requester.rpartition("@")
    return domain if local and "." in domain and domain not in headers.free_mail else None
