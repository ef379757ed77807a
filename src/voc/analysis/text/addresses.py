"""Addresses of the web that a person may follow."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from voc.model.unseen import UNSEEN

_KEPT = "!#$%&'()*+,/:;=?@[]~"


def web_address(url: str | None, kept: str = _KEPT) -> str | None:
    """``url`` if it leads to the web by http or https, with all characters but letters, digits and ``kept`` escaped, so
    that none can end a link; else None.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or UNSEEN.search(url):
        return None
    return quote(url, safe=kept)
