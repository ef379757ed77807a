"""Different tickets under one id: two exports that number their rows from 1, say."""

from __future__ import annotations

import re

from voc.model.ticket import Ticket

_WORD = re.compile(r"[^\W_]+")
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_0-9]*\]")
_SHARED = 0.5
"""Versions of one ticket share at least so much of the shorter one's words: a conversation grows, a typo is mended."""

_EXAMPLES = 3


def clash(new: Ticket, old: Ticket) -> bool:
    """Whether two stored tickets of one id hardly share a word, and are no versions of one by their dates.

    Two update times make them versions, unless they began at different times. A copy without messages is never another
    ticket: it has no words to tell.
    """
    began_apart = bool(new.created_at and old.created_at and new.created_at != old.created_at)
    versions = bool(new.updated_at and old.updated_at) and not began_apart
    if versions or not (new.messages and old.messages):
        return False
    mine, theirs = _words(new), _words(old)
    return len(mine & theirs) < _SHARED * min(len(mine), len(theirs))


def clash_sentence(ids: list[str]) -> str:
    """What happened to the tickets of ``ids`` (at least one), with the first few as examples, and what to do."""
    named = ", ".join(ids[:_EXAMPLES]) + (", …" if len(ids) > _EXAMPLES else "")
    subject = "1 id stands" if len(ids) == 1 else f"{len(ids)} ids stand"
    return (
        f"{subject} for texts that have little in common, and only the last is kept ({named}): "
        "where these are different tickets, give each file an account in voc.yaml"
    )


def _words(ticket: Ticket) -> set[str]:
    texts = (ticket.subject or "", *(message.text for message in ticket.messages))
    return {word for text in texts for word in _WORD.findall(_PLACEHOLDER.sub(" ", text).casefold())}
