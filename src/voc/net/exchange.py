"""One request and its reply, within bounds of time and size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookiejar import DefaultCookiePolicy
from queue import Empty, SimpleQueue
from typing import Any

import requests

from voc.net.address import Address

_PIECE = 1 << 13
_CONNECT_SECONDS = 5.0
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "voc"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said: status, body, and two headers as they stand: how long to wait, and what time it is there.
    ``headers`` are all of them, by their names in lower case.
    """

    status: int
    body: bytes
    retry_after: str | None = None
    date: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Failure(StrEnum):
    """Why no reply came."""

    LATE = "no answer in time"
    UNVERIFIED = "certificate not verified"
    UNREACHABLE = "cannot be reached"
    BROKEN = "connection broke off"
    LARGE = "answer too large"
    DENIED = "account not let in"


class NoReplyError(Exception):
    """No reply came.

    Attributes:
        why: the cause; the library's own words are not kept, since they may hold what was sent.
        sent: whether any of the request's body may have left.
    """

    def __init__(self, why: Failure, *, sent: bool) -> None:
        super().__init__(why.value)
        self.why = why
        self.sent = sent


class Body:
    """What a request brings. Its bytes are asked for once a connection stands, which tells whether they left."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._begun = self._given_up = False

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[bytes]:
        with self._lock:
            if self._given_up:
                raise OSError("given up before it was sent")
            self._begun = True
        yield self._data

    def give_up(self) -> bool:
        """Let none of it leave from now on; whether it has begun to already."""
        with self._lock:
            self._given_up = True
            return self._begun


class Wire:
    """How requests get to one service. Certificates are verified, redirects are not followed, cookies not kept.

    Args:
        to: the service.
        auth: header and value that say who we are; None for no header.
        timeout: seconds for the whole of a request. The library bounds only each wait for a byte, so a server that
            drips could hold us for ever; hence a thread for each request, which is left behind when time is up.
        largest: bytes of a reply that are read.
        headers: what else every request says.
    """

    def __init__(
        self,
        to: Address,
        auth: tuple[str, str] | None,
        timeout: float,
        largest: int,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._to, self._auth, self._timeout, self._largest = to, auth, timeout, largest
        self._headers = {**_HEADERS, **(headers or {})}
        self._kept: requests.Session | None = None

    def read(self, path: str, params: dict[str, str] | None = None, question: bytes | None = None) -> Reply:
        """GET, or POST of a JSON ``question`` that changes nothing, on a connection that is kept.

        Raises:
            NoReplyError: no reply came, or one that is too large.
        """
        session = self._kept = self._kept or self._session()
        what: dict[str, Any] = {"params": params}
        if question is not None:
            what |= {"data": question, "headers": {"Content-Type": "application/json"}}
        method = "GET" if question is None else "POST"
        try:
            return self._bounded(lambda: self._reply(session, method, path, **what), Body(b""))
        except NoReplyError as error:
            self._kept = None  # its thread may still be at it
            raise NoReplyError(error.why, sent=True) from None

    def write(self, method: str, path: str, data: bytes) -> Reply:
        """Send JSON, once, on a connection of its own: one that was kept can drop under a request.

        Raises:
            NoReplyError: no reply came, or one that is too large.
        """
        body = Body(data)

        def work() -> Reply:
            with self._session() as session:
                return self._reply(session, method, path, data=body, headers={"Content-Type": "application/json"})

        return self._bounded(work, body)

    def close(self) -> None:
        """Let go of the connection."""
        if self._kept is not None:
            self._kept.close()

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = not self._to.loopback  # no proxy stands between us and ourselves
        session.headers.update(self._headers)
        session.auth = _signing(self._auth)
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def _reply(self, session: requests.Session, method: str, path: str, **what: Any) -> Reply:
        times = (min(_CONNECT_SECONDS, self._timeout), self._timeout)
        url = self._to.url + path
        with session.request(method, url, timeout=times, allow_redirects=False, stream=True, **what) as response:
            body, headers = self._body(response), {name.lower(): text for name, text in response.headers.items()}
            return Reply(response.status_code, body, headers.get("retry-after"), headers.get("date"), headers)

    def _body(self, response: requests.Response) -> bytes:
        received = bytearray()
        for piece in response.iter_content(_PIECE):
            received += piece
            if len(received) > self._largest:
                raise NoReplyError(Failure.LARGE, sent=True)
        return bytes(received)

    def _bounded(self, work: Callable[[], Reply], body: Body) -> Reply:
        done: SimpleQueue[Reply | Exception] = SimpleQueue()

        def tell() -> None:
            try:
                done.put(work())
            except Exception as error:
                done.put(error)  # whatever it is: the thread that waits must hear of it

        threading.Thread(target=tell, name="voc-exchange", daemon=True).start()
        try:
            found = done.get(timeout=self._timeout)
        except Empty:
            found = requests.Timeout()
        if isinstance(found, Reply):
            return found
        raise _explained(found, sent=body.give_up()) from None


def _signing(auth: tuple[str, str] | None) -> Callable[[Any], Any]:
    """Puts the key into its header. Given even without a key, since otherwise ``~/.netrc`` would be looked into."""

    def sign(request: Any) -> Any:
        if auth is not None:
            request.headers[auth[0]] = auth[1]
        return request

    return sign


def _explained(error: Exception, *, sent: bool) -> Exception:
    """What went wrong, in our words; a mistake of ours stays what it is."""
    if isinstance(error, requests.exceptions.SSLError):
        return NoReplyError(Failure.UNVERIFIED if not sent else Failure.BROKEN, sent=sent)
    if isinstance(error, requests.Timeout):
        return NoReplyError(Failure.LATE, sent=sent)
    if isinstance(error, requests.exceptions.ProxyError) or (isinstance(error, requests.ConnectionError) and not sent):
        return NoReplyError(Failure.UNREACHABLE, sent=sent)
    return NoReplyError(Failure.BROKEN, sent=sent) if isinstance(error, requests.RequestException) else error
