"""Clear identities -> keyed hashes that tell customers apart and name nobody."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

LENGTH = 24
"""Hexadecimal digits of a pseudonym (96 bits: no two of 2**32 customers are likely to meet)."""


def pseudonym(identity: str, purpose: str, key: bytes) -> str:
    """HMAC-SHA256 of ``identity`` under ``key``, cut to ``LENGTH`` hexadecimal digits.

    Case, Unicode form and blanks around it make no difference; ``purpose`` keeps a person and an organization of the
    same name apart.
    """
    normal = unicodedata.normalize("NFKC", identity).strip().casefold()
    return hmac.new(key, f"{purpose}\0{normal}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:LENGTH]


def mail_domain(identity: str) -> str | None:
    """The domain when ``identity`` is an e-mail address (``Name <address>`` too), in lower case."""
    local, at, domain = identity.strip().rstrip(">").rpartition("@")
    domain = domain.strip().rstrip(".").casefold()
    return domain if at and local and "." in domain and not set(domain) & set(" \t<>,;/") else None
