"""Where a model is, and whether text may be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from voc.errors import UsageError

_PATH = "/chat/completions"
_EXAMPLE = "write it like https://llm.example.com/v1"


@dataclass(frozen=True, slots=True)
class Address:
    """One OpenAI-compatible endpoint.

    Attributes:
        url: where questions are posted.
        host: for messages, with the port where one is given.
        loopback: whether what is sent stays on this machine.
    """

    url: str
    host: str
    loopback: bool


def address(endpoint: str) -> Address:
    """The endpoint with the base address ``endpoint``, such as ``https://llm.example.com/v1``.

    Raises:
        UsageError: no address, one that holds a secret, or one that would send text unencrypted over a network. The
            message shows nothing of it, since it may hold a secret.
    """
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname or "", parts.port  # a port that is no number raises
    except ValueError:
        raise UsageError("the address of the language model is no URL", _EXAMPLE) from None
    if parts.scheme not in ("http", "https") or not host or not endpoint.isprintable() or " " in endpoint:
        raise UsageError("the address of the language model is no http(s) URL", _EXAMPLE)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise UsageError(
            f"the address of the language model at {host} holds more than host and path",
            "put a key into naming.key as env:NAME or file:PATH",
        )
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise UsageError(f"text would go to {host} unencrypted", "use https:// (http:// is for this machine only)")
    return Address(endpoint.rstrip("/") + _PATH, parts.netloc, loopback)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
