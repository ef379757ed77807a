"""Which of two versions of one ticket is kept."""

from __future__ import annotations

from voc.model.ticket import Ticket


def supersedes(new: Ticket, old: Ticket) -> bool:
    """Whether ``new``, which was read after ``old``, replaces it.

    A copy without messages never replaces one with them; else the newest ``updated_at`` wins; where the export does
    not say, what is read later is the later version.
    """
    if bool(new.messages) != bool(old.messages):
        return bool(new.messages)
    if new.updated_at and old.updated_at:
        return new.updated_at >= old.updated_at
    return True
