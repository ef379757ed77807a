"""A Jira of our own for tests, on loopback: stateful, standard library only, one file per matter.

Shapes and habits follow what Atlassian publishes of Jira Cloud (REST version 3) and Data Center (version 2): searches
that lag, removed endpoints, screens, required fields, transitions, moved keys, and 404 for what one may not see. No
live Jira was asked: what is published is all that is known here.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from tests.http_double import Asked, QuietServer, Told, handler_of
from tests.jira_server import comments, issues, links, meta, search, workflow
from tests.jira_server.access import who_asks
from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.faults import Break, Fault
from tests.jira_server.request import ROUTES, Request
from tests.jira_server.state import Site, User

MATTERS = (comments, issues, links, meta, search, workflow)
"""The files that answer; each enters what it answers into the list as it is loaded."""
_API = re.compile(r"/rest/api/(?P<version>[23]|latest)(?P<path>/.*)")


class JiraServer:
    """A site that can be spoken to at ``url``."""

    def __init__(self, site: Site, port: int = 0) -> None:
        self.site = site
        self._over = threading.Event()
        self._web = QuietServer(handler_of(self._answer), port)
        self.url = self._web.url
        site.base_url = site.base_url or self.url

    def close(self) -> None:
        """End stalls and serve no more."""
        self._over.set()
        self._web.close()

    def _answer(self, asked: Asked) -> Told | None:
        site, path = self.site, urlsplit(asked.path).path
        with site.lock:
            site.log.append((asked.method, asked.path))
            site.attempts += re.findall(r"attempt=([\w-]+)", asked.body.decode()) if path.endswith("/issue") else []
            fault = next((each for each in site.faults if each.fits(asked.method, path)), None)
            said = _said(site, asked, fault)
        if fault is not None:
            self._over.wait(fault.stall)
        if said is None:
            return None
        data = b"" if said.document is None else json.dumps(said.document).encode()
        headers = {"Content-Type": "application/json;charset=UTF-8", **said.headers}
        return Told(said.status, fault.body if fault else data, headers)


@contextmanager
def serving(site: Site) -> Iterator[JiraServer]:
    """A running server, gone at the end."""
    server = JiraServer(site)
    try:
        yield server
    finally:
        server.close()


def answer(site: Site, method: str, target: str, headers: Any, body: bytes) -> Answer:
    """What the site says to a request, and does about it. Whom it did not let in, it tells so by a header only."""
    try:
        user = who_asks(site, method, headers)
    except RefusedError as refused:
        return refused.answer
    try:
        said = _routed(site, user, method, urlsplit(target), body)
    except RefusedError as refused:
        said = refused.answer
    if user is None and headers.get("Authorization") and site.tells_failed_login:
        said.headers["X-Seraph-LoginReason"] = "AUTHENTICATED_FAILED"
    return said


def _routed(site: Site, user: User | None, method: str, target: SplitResult, body: bytes) -> Answer:
    found = _API.fullmatch(unquote(target.path).removeprefix(site.gateway))
    version = 3 if found and found["version"] == "3" else 2
    if found is None or (version == 3 and not site.cloud):
        raise RefusedError(404, "null for uri")
    request = Request(site, version, user, parse_qs(target.query), _document(body))
    for wanted, pattern, route in ROUTES:
        fitting = re.fullmatch(pattern, found["path"])
        if fitting and wanted == method:
            return route(request, *fitting.groups())
    raise RefusedError(404, "null for uri")


def _document(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:
        raise RefusedError(400, "Unexpected character in the request") from None


def _said(site: Site, asked: Asked, fault: Fault | None) -> Answer | None:
    """The answer; None where the connection breaks off instead."""
    if fault is None:
        return answer(site, asked.method, asked.path, asked.headers, asked.body)
    if fault.commits or fault.drop is Break.AFTER:
        answer(site, asked.method, asked.path, asked.headers, asked.body)
    return None if fault.drop is not Break.NEVER else Answer(None, fault.status, fault.headers)
