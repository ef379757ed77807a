"""E-mail and network addresses."""

from __future__ import annotations

import ipaddress
import re

from voc.analysis.text.redaction.detector import Detector, Stretch

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NOT_A_DOMAIN = r"(?!(?:png|jpe?g|gif|svg|webp|ico|css|js)\b)"
_AT_DOMAIN = re.compile(
    rf"(?:@|%40| ?[\[(]at[\])] ?)(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.){{1,8}}{_NOT_A_DOMAIN}[^\W\d_]{{2,24}}",
    re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.+%'’-]{1,64}\Z")
_LONGEST_LOCAL_PART = 64
_IPV4 = re.compile(
    rf"\d(?<![\w.].)(?<![A-Za-z]-.)\d{{0,2}}\.(?:{_OCTET}\.){{2}}{_OCTET}(?!\w|\.\d|\.(?:v|rc|ga|beta|alpha|final|snapshot))",
    re.ASCII | re.IGNORECASE,
)
_IPV6 = re.compile(
    rf"(?<![0-9A-Za-z_:.])[0-9A-Fa-f]{{0,4}}:(?:[0-9A-Fa-f]{{0,4}}:){{1,8}}(?:(?:{_OCTET}\.){{3}}{_OCTET}|[0-9A-Fa-f]{{0,4}})(?![0-9A-Za-z_:])",
    re.ASCII,
)
_VERSION_WORD = re.compile(
    r"(?:version|versio\w{0,4}|ver|v|release|build|sdk|runtime|firmware|driver|titanium|ios|android|chrome|firefox|safari)\W{0,3}$",
    re.IGNORECASE,
)
_LOOK_BACK = 24
_LARGEST_OCTET = 255
_SHORTEST_SHORTENED = 2


def _email(match: re.Match[str]) -> Stretch | None:
    """An ``@`` and a domain are an address when a local part stands before them."""
    local = _LOCAL_PART.search(match.string, max(0, match.start() - _LONGEST_LOCAL_PART), match.start())
    return (local.start(), match.end()) if local else None


def _ipv4(match: re.Match[str]) -> Stretch | None:
    """Four octets that are not a version and not this machine's own address."""
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    first = int(match[0].partition(".")[0])
    if first > _LARGEST_OCTET or match[0] == "0.0.0.0" or match[0].startswith("127.") or _VERSION_WORD.search(before):  # noqa: S104 - compared, not bound
        return None
    return match.span()


def _ipv6(match: re.Match[str]) -> Stretch | None:
    """Anything the standard library parses, except ``::``, ``::1`` and names of code such as ``Ab::Cd``."""
    text = match[0]
    skip = 1 if text.startswith(":") and not text.startswith("::") else 0
    cut = 1 if text.endswith(":") and not text.endswith("::") else 0
    value = text[skip : len(text) - cut]
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return None
    groups = [group for group in value.split(":") if group]
    if len(groups) < _SHORTEST_SHORTENED or not any(character.isdigit() for character in value):
        return None
    return match.start() + skip, match.end() - cut


EMAIL = Detector("EMAIL", _AT_DOMAIN, _email)
"""Addresses with a domain; names of images such as ``icon@2x.png`` are none."""

IPV4 = Detector("IP", _IPV4, _ipv4, hint=".")
IPV6 = Detector("IP", _IPV6, _ipv6, hint=":")
