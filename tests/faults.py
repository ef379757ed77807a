"""Everything that goes wrong between voc and a tracker, for ``tests.fault_proxy``."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fault_proxy import Fault, Now, Said, Seen

LOGIN = b"<!DOCTYPE html><html><body><form action='/login'>Sign in</form></body></html>"


def drop_before() -> Fault:
    """The connection closes, and upstream never hears of the request."""
    return Fault("drop_before", forward=False, answer=lambda seen, said: None)


def drop_after() -> Fault:
    """Upstream has committed; the connection closes without an answer."""
    return Fault("drop_after", answer=lambda seen, said: None)


def delay_after(seconds: float) -> Fault:
    """Upstream has committed; the answer comes late."""

    def late(seen: Seen, said: Said) -> Said:
        time.sleep(seconds)
        return said

    return Fault("delay_after", answer=late)


def status(code: int, retry_after: str | None = None, *, forward: bool = False) -> Fault:
    """An answer of ``code``, with Retry-After as it stands; ``forward``: although upstream has committed."""
    headers = {"Content-Type": "application/json"} | ({} if retry_after is None else {"Retry-After": retry_after})
    said = Said(code, b'{"errors": ["try later"], "errorMessages": ["try later"]}', headers)
    return Fault(f"status {code}", forward=forward, answer=lambda seen, _: said)


def http_date(seconds: float) -> str:
    """A time from now as a header writes it, for ``status``; a past one where ``seconds`` is negative."""
    return formatdate(time.time() + seconds, usegmt=True)


def html200(*, forward: bool = False) -> Fault:
    """A login page with status 200."""
    said = Said(200, LOGIN, {"Content-Type": "text/html"})
    return Fault("html200", forward=forward, answer=lambda seen, _: said)


def redirect302(*, forward: bool = False) -> Fault:
    """A redirect to a login page."""
    said = Said(302, b"", {"Location": "/login"})
    return Fault("redirect302", forward=forward, answer=lambda seen, _: said)


def truncate() -> Fault:
    """Half of the JSON."""
    return Fault("truncate", answer=lambda seen, said: replace(said, body=said.body[: len(said.body) // 2]))


def no_id() -> Fault:
    """Success without id and key."""

    def without(seen: Seen, said: Said) -> Said:
        document = _document(said)
        if not isinstance(document, dict):
            return said
        for part in (document, document.get("issue", {})):
            for name in ("id", "key", "self"):
                part.pop(name, None)
        return replace(said, body=json.dumps(document).encode())

    return Fault("no_id", answer=without)


def hide(seconds: float, now: Now = time.time) -> tuple[Fault, Fault]:
    """Search that lags: issues younger than ``seconds`` are missing in lists and their totals, not in a GET by id.

    Returns:
        Two faults: the first notes births and goes on all POSTs, the second hides and goes on all GETs.
    """
    born: dict[str, float] = {}

    def note(seen: Seen, said: Said) -> Said:
        number = _created(said)
        if number is not None:
            born.setdefault(number, now())
        return said

    def young(issue: Any) -> bool:
        return now() - born.get(str(issue.get("id")), float("-inf")) < seconds

    def without(seen: Seen, said: Said) -> Said:
        return _listed(said, lambda issues: [issue for issue in issues if not young(issue)])

    return Fault("birth", answer=note, clean=True), Fault("hide", answer=without, clean=True)


def stale(seconds: float, now: Now = time.time) -> Fault:
    """Search that shows issues as they were some seconds ago, as far as it has seen them; for all GETs."""
    known: dict[str, list[tuple[float, Any]]] = {}

    def old(issue: Any) -> Any:
        versions = known.setdefault(str(issue["id"]), [])
        if not versions or versions[-1][1] != issue:
            versions.append((now(), deepcopy(issue)))
        past = [document for at, document in versions if now() - at >= seconds]
        return past[-1] if past else versions[0][1]

    def then(seen: Seen, said: Said) -> Said:
        return _listed(said, lambda issues: [old(issue) for issue in issues])

    return Fault("stale", answer=then, clean=True)


def ignore_filter(without: Callable[[str], str] | None = None) -> Fault:
    """The marker's filter goes unheard: ``without`` takes it out of the path; by default parameters with a marker."""
    return Fault("ignore_filter", ask=lambda seen: (without or without_markers)(seen.path), clean=True)


def on_before(callback: Callable[[Seen], None]) -> Fault:
    """Something happens before upstream hears of the request: a client is killed, a person edits."""

    def ask(seen: Seen) -> str:
        callback(seen)
        return seen.path

    return Fault("on before", ask=ask, clean=True)


def on_after(callback: Callable[[Seen], None]) -> Fault:
    """Something happens after upstream has answered and before the client hears of it."""

    def answer(seen: Seen, said: Said) -> Said:
        callback(seen)
        return said

    return Fault("on after", answer=answer, clean=True)


def _created(said: Said) -> str | None:
    """The id in the answer to a create."""
    document = _document(said) if said.status in (200, 201) else None
    if not isinstance(document, dict):
        return None
    inner = document.get("issue", document)
    return str(inner["id"]) if isinstance(inner, dict) and "id" in inner else None


def _listed(said: Said, change: Callable[[list[Any]], list[Any]]) -> Said:
    """The answer with its list of issues changed, and its total with it; GitHub's lists are bare."""
    document = _document(said)
    if isinstance(document, list):
        return replace(said, body=json.dumps(change(document)).encode())
    if not isinstance(document, dict) or not isinstance(document.get("issues"), list):
        return said
    issues = change(document["issues"])
    fewer = len(document["issues"]) - len(issues)
    totals = {name: document[name] - fewer for name in ("total", "total_count") if isinstance(document.get(name), int)}
    return replace(said, body=json.dumps({**document, "issues": issues, **totals}).encode())


def _document(said: Said) -> Any:
    try:
        return json.loads(said.body)
    except ValueError:
        return None


def without_markers(path: str) -> str:
    """A path without the parameters that hold a marker."""
    parts = urlsplit(path)
    kept = [pair for pair in parse_qsl(parts.query) if not re.search(r"\bvoc-", pair[1])]
    return parts._replace(query=urlencode(kept)).geturl()
