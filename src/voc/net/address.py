"""Where a service is, and whether text may be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from voc.errors import UsageError


@dataclass(frozen=True, slots=True)
class Address:
    """One service.

    Attributes:
        url: where requests go, without a slash at its end.
        host: for messages, with the port where one is given.
        loopback: whether what is sent stays on this machine.
    """

    url: str
    host: str
    loopback: bool


def plain_address(text: str, whose: str, secret: str, example: str) -> Address:
    """The address that ``text`` is.

    Args:
        text: a base address, such as ``https://llm.example.com/v1``.
        whose: what is there, such as ``the language model``, for messages.
        secret: the setting that a key belongs into.
        example: an address as it should be.

    Raises:
        UsageError: no address, one that holds a secret, or one that would send text unencrypted over a network. The
            message shows nothing of it, since it may hold a secret.
    """
    hint = f"write it like {example}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port  # a port that is no number raises
    except ValueError:
        raise UsageError(f"the address of {whose} is no URL", hint) from None
    if parts.scheme not in ("http", "https") or not host or not text.isprintable() or " " in text:
        raise UsageError(f"the address of {whose} is no http(s) URL", hint)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise UsageError(
            f"the address of {whose} at {host} holds more than host and path",
            f"put a key into {secret} as env:NAME or file:PATH",
        )
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise UsageError(f"text would go to {host} unencrypted", "use https:// (http:// is for this machine only)")
    return Address(text.rstrip("/"), parts.netloc, loopback)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
