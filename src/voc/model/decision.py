"""What people ruled about themes: an append-only log, replayed over what voc finds by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voc.model.registry import ThemeChange


class Ruling(StrEnum):
    """What a person can rule. ``keep`` turns a proposed change down; ``undo`` takes an earlier decision back."""

    RENAME = "rename"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    MOVE = "move"
    KEEP = "keep"
    MUTE = "mute"
    UNMUTE = "unmute"
    NOTE = "note"
    WHY = "why"
    LINK = "link"
    UNLINK = "unlink"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One ruling of a person, never changed and never removed.

    Logs of two places are joined as sets: a decision is known by its id, and the log is replayed in the order of
    ``at``, then ``id``.

    Attributes:
        id: ``d-`` and ten hex digits of SHA-256 over all the rest.
        at: when, aware, to the microsecond; each later than the one before it in the same store.
        who: who ruled, as that person wishes to be called.
        ruling: what was ruled.
        theme_id: about which theme (of a move, none; of an undo, as in the decision that is taken back).
        into: the other theme: what it is merged into, moved to, split into (the new theme's id) or not changed into.
        ticket_ids: the tickets that are moved, split off, merged or kept (of a merge and an unmerge, those of then).
        stay_ids: of a split, the tickets that were looked at and stay; later ones go to the nearer side.
        query: of a split, the words that a ticket goes to the new theme for, today's and later ones.
        text: the new name, the note, a step of the chain of whys, or the issue's key; of a split, the new name.
        undoes: of an undo, the id of the decision that is taken back.
        change: of a proposal that is turned down, what it was.
        reason: why, in the person's words.
        into_text: of a merge that is turned down, the name of ``into``, should voc make it the other way round.
    """

    id: str
    at: datetime
    who: str
    ruling: Ruling
    theme_id: str
    into: str = ""
    ticket_ids: tuple[str, ...] = ()
    stay_ids: tuple[str, ...] = ()
    query: str = ""
    text: str = ""
    undoes: str = ""
    change: ThemeChange | None = None
    reason: str = ""
    into_text: str = ""
