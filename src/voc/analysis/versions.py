"""Which of two versions of one ticket is kept."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace

from voc.model.ticket import Ticket


def supersedes(new: Ticket, old: Ticket, *, later: bool) -> bool:
    """Whether ``new`` replaces ``old``, a version of the same ticket that is already kept.

    A copy without messages never replaces one with them; else the newest ``updated_at`` wins, else the one that is
    known to be ``later`` (a later row of the same document, or a later run), else the larger content digest, so
    that the order of documents within one run makes no difference.
    """
    if bool(new.messages) != bool(old.messages):
        return bool(new.messages)
    if new.updated_at and old.updated_at and new.updated_at != old.updated_at:
        return new.updated_at > old.updated_at
    return later or content_digest(new) > content_digest(old)


def content_digest(ticket: Ticket) -> str:
    """Hex digest of everything but the customer's pseudonyms, which differ from store to store."""
    plain = replace(ticket, requester=None, organization=None)
    return hashlib.sha256(repr(asdict(plain)).encode()).hexdigest()
