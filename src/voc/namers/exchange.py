"""One request and its reply, within bounds of time and size."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from voc.config.secrets import Secret
from voc.namers.address import Address
from voc.ports.namer import NamerError

LARGEST = 1 << 18
"""Bytes of a reply that are read; an answer has a few hundred."""

_PIECE = 1 << 13
_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said: status, body, and how long it wants us to wait (the header as it stands)."""

    status: int
    body: bytes
    retry_after: str | None


def post(to: Address, body: dict[str, Any], key: Secret | None, timeout: float) -> Reply:
    """Post ``body`` as JSON. Certificates are verified, redirects are not followed.

    ``timeout`` (seconds) holds for the whole of it. The library bounds only each wait for a byte, so a server that
    drips could hold us for ever; hence the thread, which is left behind when time is up.

    Raises:
        NamerError: no reply came, or one larger than ``LARGEST``.
    """
    done: SimpleQueue[Reply | Exception] = SimpleQueue()

    def work() -> None:
        try:
            done.put(_post(to, body, key, timeout))
        except Exception as error:
            done.put(error)  # whatever it is: the thread that waits must hear of it

    threading.Thread(target=work, name="voc-namer", daemon=True).start()
    try:
        found = done.get(timeout=timeout)
    except Empty:
        found = requests.Timeout()
    if isinstance(found, Exception):
        raise _explained(found, to, timeout) from None  # the library's own words may hold what was sent
    return found


def _post(to: Address, body: dict[str, Any], key: Secret | None, timeout: float) -> Reply:
    with requests.Session() as session:
        session.trust_env = not to.loopback  # no proxy stands between us and ourselves
        with session.post(
            to.url,
            json=body,
            auth=_authorization(key),
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "voc"},
            timeout=(min(_CONNECT_SECONDS, timeout), timeout),
            allow_redirects=False,
            stream=True,
        ) as response:
            return Reply(response.status_code, _body(response, to), response.headers.get("Retry-After"))


def _body(response: requests.Response, to: Address) -> bytes:
    received = bytearray()
    for piece in response.iter_content(_PIECE):
        received += piece
        if len(received) > LARGEST:
            raise NamerError(f"{to.host} answers with more than {LARGEST // 1024} KiB", "see whether it is a model")
    return bytes(received)


def _authorization(key: Secret | None) -> Callable[[Any], Any]:
    """Puts the key into its header. Given even without a key, since otherwise ``~/.netrc`` would be looked into."""

    def authorize(request: Any) -> Any:
        if key is not None:
            request.headers["Authorization"] = f"Bearer {key.value}"
        return request

    return authorize


def _explained(error: Exception, to: Address, timeout: float) -> Exception:
    """What went wrong, in our words."""
    if isinstance(error, requests.Timeout):
        return NamerError(f"{to.host} gave no answer within {timeout:g} s", "raise naming.timeout, or try later")
    if isinstance(error, requests.exceptions.SSLError):
        return NamerError(
            f"the certificate of {to.host} cannot be verified", "see whether it is who it says", final=True
        )
    if isinstance(error, requests.ConnectionError):
        reason = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(error, requests.exceptions.ProxyError) or isinstance(reason, NewConnectionError):
            return NamerError(
                f"{to.host} cannot be reached", "see whether it runs and the address is right", final=True
            )
    if isinstance(error, requests.RequestException):
        return NamerError(f"{to.host} broke off", "try later")
    return error
