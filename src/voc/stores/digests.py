"""Digests of feedback, the same from every store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from voc.model.ticket import Feedback
from voc.stores.codec import dumps


def record_digest(feedback: Feedback, version: str) -> str:
    """SHA-256 in hex over one record, its words too, and the version of the analysis that made it."""
    text = f"{version}\n{dumps(feedback)}"  # JSON has no line break, so a version cannot run into the record
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def digest_of(digests: Iterable[str]) -> str:
    """SHA-256 in hex over hex digests of one length, in their order."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()
