"""A proxy on loopback between voc and a real tracker: it counts what passes, and breaks what a test tells it to.

It knows no tracker. It never asks twice, follows no redirect, and closes a connection on which a fault happened.

    with fault_proxy(upstream_url) as proxy:
        proxy.rule(drop_after(), method="POST", path="/issues.json", nth=3)
        ...                                      # speak to proxy.url
        assert max(proxy.posts().values()) == 1  # POSTs that were forwarded, by attempt id
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.http_double import Asked, QuietServer, Told, handler_of

ATTEMPT = re.compile(rb"attempt=([\w-]+)")
"""How an issue's last line names the one request that made it."""
_PASSED_ON = ("content-type", "retry-after", "location", "etag", "date", "link", "www-authenticate")
_HOP = frozenset({"host", "connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"})
UPSTREAM_SECONDS = 120
Now = Callable[[], float]
"""Seconds on some clock."""


@dataclass
class Seen:
    """One request as it arrived; ``forwarded`` and ``status`` (of upstream) tell what came of it."""

    method: str
    path: str
    body: bytes
    attempt: str | None
    forwarded: bool = False
    status: int | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """An answer: upstream's, or what a fault makes of it."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def _same_path(seen: Seen) -> str:
    return seen.path


def _same_answer(seen: Seen, said: Said) -> Said | None:
    return said


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a request (``tests.faults`` makes all of filing.md's).

    Attributes:
        forward: whether upstream hears of it.
        ask: called before; the path that upstream is asked for.
        answer: called with what upstream answered (an empty 200 where it was not asked); what the client gets, None
            for a connection that is closed without an answer.
        clean: whether the connection is as good as before.
    """

    name: str
    forward: bool = True
    ask: Callable[[Seen], str] = _same_path
    answer: Callable[[Seen, Said], Said | None] = _same_answer
    clean: bool = False


@dataclass
class _Rule:
    fault: Fault
    method: str
    path: re.Pattern[str]
    body: re.Pattern[bytes]
    first: int
    last: float
    met: int = 0

    def strikes(self, seen: Seen) -> bool:
        """Whether it is this request's turn; counts the requests that it is meant for."""
        if self.method and seen.method not in self.method.split("|"):
            return False
        if not self.path.search(seen.path) or not self.body.search(seen.body):
            return False
        self.met += 1
        return self.first <= self.met <= self.last


class FaultProxy:
    """The server in front of ``upstream``; ``seen`` holds every request in the order of arrival."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream.rstrip("/")
        self.seen: list[Seen] = []
        self._rules: list[_Rule] = []
        self._lock = threading.Lock()
        self._server = QuietServer(handler_of(self._answer))
        self.url = self._server.url

    def rule(
        self, fault: Fault, *, method: str = "", path: str = "", body: str = "", nth: int = 1, times: float = 1
    ) -> None:
        """Let ``fault`` strike.

        Args:
            fault: what goes wrong.
            method: of the requests that are meant, several with ``|`` between them; empty for all.
            path: pattern that is searched for in path and query.
            body: pattern that is searched for in what they bring.
            nth: which of them is the first to be struck, from now on.
            times: how many are struck in a row; ``math.inf`` for all from then on.
        """
        with self._lock:
            meant = method, re.compile(path), re.compile(body.encode())
            self._rules.append(_Rule(fault, *meant, nth, nth + times - 1))

    def clear(self) -> None:
        """All rules away; what was seen stays."""
        with self._lock:
            self._rules.clear()

    def posts(self) -> Counter[str]:
        """POSTs that were forwarded, by the attempt id in their body."""
        return Counter(seen.attempt for seen in self.seen if seen.method == "POST" and seen.forwarded and seen.attempt)

    def writes(self) -> list[Seen]:
        """All but reads, forwarded or not."""
        return [seen for seen in self.seen if seen.method not in ("GET", "HEAD")]

    def close(self) -> None:
        """Serve no more."""
        self._server.close()

    def _answer(self, asked: Asked) -> Told | None:
        attempt = ATTEMPT.search(asked.body)
        seen = Seen(asked.method, asked.path, asked.body, attempt.group(1).decode() if attempt else None)
        said, clean = self.exchange(seen, dict(asked.headers.items()))
        return None if said is None else Told(said.status, said.body, said.headers, last=not clean)

    def exchange(self, seen: Seen, headers: dict[str, str]) -> tuple[Said | None, bool]:
        """The answer to a request, and whether its connection may be used again."""
        with self._lock:
            self.seen.append(seen)
            faults = [rule.fault for rule in self._rules if rule.strikes(seen)]
        seen.faults = tuple(fault.name for fault in faults)
        path = seen.path
        for fault in faults:
            path = fault.ask(seen) if path == seen.path else path
        said: Said | None = Said()
        if all(fault.forward for fault in faults):
            said = self._forwarded(seen, path, headers)
        for fault in faults:
            said = said and fault.answer(seen, said)
        return said, all(fault.clean for fault in faults)

    def _forwarded(self, seen: Seen, path: str, headers: dict[str, str]) -> Said | None:
        """Upstream's answer; None where it gives none."""
        to = urlsplit(self.upstream)
        ours = {name: value for name, value in headers.items() if name.lower() not in _HOP}
        for name in ("Origin", "Referer"):
            if name in ours:
                ours[name] = ours[name].replace(self.url, self.upstream)
        connection = HTTPConnection(to.hostname or "", to.port, timeout=UPSTREAM_SECONDS)
        try:
            seen.forwarded = True
            connection.request(seen.method, to.path + path, seen.body or None, ours)
            answer = connection.getresponse()
            body = answer.read().replace(self.upstream.encode(), self.url.encode())
            seen.status = answer.status
            kept = {name: value for name, value in answer.getheaders() if name.lower() in _PASSED_ON}
        except OSError:
            return None
        finally:
            connection.close()
        return Said(answer.status, body, {name: each.replace(self.upstream, self.url) for name, each in kept.items()})


@contextmanager
def fault_proxy(upstream: str) -> Iterator[FaultProxy]:
    """A running proxy, gone at the end."""
    proxy = FaultProxy(upstream)
    try:
        yield proxy
    finally:
        proxy.close()


def wait_for(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something comes true in time, such as a request's arrival."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
    return holds()


def forwarded_twice(posts: Counter[str]) -> Sequence[str]:
    """Attempts whose POST was forwarded more than once."""
    return sorted(attempt for attempt, times in posts.items() if times > 1)
