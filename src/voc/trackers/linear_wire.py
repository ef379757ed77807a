"""How requests get to a Linear: what its answers say in their body, and how long its limits last."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import requests

from voc.net.exchange import Reply, Wire

SECONDS_UNTOLD = "60"
"""What a limit is waited for that does not say for how long."""

_STATUSES = {
    "ratelimited": 429,
    "authentication error": 401,
    "forbidden": 403,
    "feature not accessible": 403,
    "usage limit exceeded": 403,
    "invalid input": 422,
    "input error": 422,
    "user error": 422,
    "bad user input": 422,
    "graphql error": 422,
    "graphql validation failed": 422,
    "graphql parse failed": 422,
}
"""What kinds of errors come to; any other is Linear's own trouble, of which nobody knows what was done."""
_TROUBLE = 500
GONE = 410
"""What is not there, told from an address that is not."""
_PLAIN = frozenset({401, 403, 429})
"""Statuses that say the same whatever the error is called."""
_ABSENT = re.compile(r"Entity not found: (?:Issue|Comment)\b")
_TAKEN = re.compile(r"conflict on insert|already exists")
_LIMITS = ("requests", "complexity", "endpoint-requests")


class LinearWire(Wire):
    """Requests to one Linear. Its errors come with status 200 or 400; here with the status that says what they are."""

    def _reply(self, session: requests.Session, method: str, path: str, **what: Any) -> Reply:
        return told(super()._reply(session, method, path, **what))


def told(reply: Reply) -> Reply:
    """``reply`` with the status of its first error; one in which a write succeeded stays as it is."""
    document = _document(reply)
    errors = document.get("errors")
    if not errors or reply.status >= 500 or _succeeded(document):
        return reply
    status = _status(errors[0] if isinstance(errors, list) and isinstance(errors[0], dict) else {}, reply.status)
    return replace(reply, status=status, retry_after=_asked_to_wait(reply) if status == 429 else reply.retry_after)


def words_of(document: Mapping[str, Any]) -> list[str]:
    """What the errors of an answer say to people."""
    errors = document.get("errors")
    found = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    said = [_extensions(error).get("userPresentableMessage") or error.get("message") for error in found]
    return [each for each in said if isinstance(each, str)]


def _extensions(error: Mapping[str, Any]) -> Mapping[str, Any]:
    more = error.get("extensions")
    return more if isinstance(more, dict) else {}


def _status(error: Mapping[str, Any], otherwise: int) -> int:
    more = _extensions(error)
    kinds = [str(more.get(name, "")).replace("_", " ").casefold() for name in ("type", "code")]
    words = f"{error.get('message')} {more.get('userPresentableMessage')}"
    found = next((_STATUSES[kind] for kind in kinds if kind in _STATUSES), None)
    if found is None and otherwise in _PLAIN:
        return otherwise
    if found is None:
        refusal = more.get("userError") is True or (400 <= otherwise < 500 and not any(kinds))
        return 422 if refusal else _TROUBLE
    if found == 422 and _ABSENT.match(str(error.get("message"))):
        return GONE
    return 409 if found == 422 and _TAKEN.search(words) else found


def _succeeded(document: Mapping[str, Any]) -> bool:
    """Whether a write was done, whatever went wrong with the rest of the answer."""
    data = document.get("data")
    payloads = data.values() if isinstance(data, dict) else ()
    return any(isinstance(each, dict) and each.get("success") is True for each in payloads)


def _asked_to_wait(reply: Reply) -> str:
    """How long a limit lasts, as Retry-After says it: until what is used up comes back."""
    if reply.retry_after is not None:
        return reply.retry_after
    until = [
        reply.headers.get(f"x-ratelimit-{name}-reset", "")
        for name in _LIMITS
        if reply.headers.get(f"x-ratelimit-{name}-remaining") == "0"
    ]
    times = [int(text) for text in until if text.isdecimal() and len(text) < 15]
    if not times:
        return SECONDS_UNTOLD
    return format_datetime(datetime.fromtimestamp(-(-max(times) // 1000), UTC), usegmt=True)


def _document(reply: Reply) -> Mapping[str, Any]:
    """The JSON object in an answer; empty where there is none."""
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
