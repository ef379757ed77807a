"""The log of decisions, replayed over what voc found: the same from the same, whatever happened when.

Nothing here remembers: what was undone leaves no trace, and decisions count the same whether they were made before the
tickets came or after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from voc.analysis.themes.decisions.board import Board
from voc.analysis.themes.decisions.effects import rule
from voc.analysis.themes.decisions.log import Log, sort_out
from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.decisions.remarks import dressed, gather
from voc.analysis.themes.decisions.renaming import taken_at
from voc.analysis.themes.decisions.standing import themes_of
from voc.model.decision import Decision, Ruling
from voc.model.registry import Found, Standing
from voc.model.theme import Assignment, TitleBy


@dataclass(frozen=True, slots=True)
class Replayed:
    """What stands, and what became of the decisions.

    Attributes:
        standing: what everyone sees.
        undone: id of each decision that was taken back to that of the one that did.
        passed: why decisions had no effect, by id; they are kept, and count once what they speak of is known.
    """

    standing: Standing
    undone: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)


def replay(found: Found, decisions: Iterable[Decision], lookups: Lookups) -> Replayed:
    """What stands of ``found`` once ``decisions`` are replayed over it.

    Args:
        found: what voc found by itself.
        decisions: the whole log, in any order.
        lookups: asked about tickets where a decision needs it.
    """
    log = sort_out(decisions)
    if not log.live:
        return Replayed(_as_found(found), log.undone, log.idle)
    board = Board(found, _strangers(found, log, lookups))
    passed = dict(log.idle)
    for each in log.live:
        reason = rule(each, board, lookups)
        if reason:
            passed[each.id] = reason
    return Replayed(_standing(found, log, board, lookups), log.undone, passed)


def _as_found(found: Found) -> Standing:
    return Standing(found.themes, found.assignments, _flat(Board(found)))


def _strangers(found: Found, log: Log, lookups: Lookups) -> Iterable[str]:
    """Tickets that decisions speak of, and that took no part in what was found."""
    looked_at = {item.ticket_id for item in found.assignments}
    spoken_of = {ticket for each in log.live for ticket in (*each.ticket_ids, *each.stay_ids)}
    missing = sorted(spoken_of - looked_at)
    return lookups.feedback(missing).keys() if missing else ()


def _standing(found: Found, log: Log, board: Board, lookups: Lookups) -> Standing:
    titles = {name: text for each in log.live for name, text in _named(each) if text}
    said = gather(log.live, board)
    known = {theme.id for theme in found.themes}
    themes = []
    for theme in themes_of(board, found, titles, taken_at(log.live, board, found), lookups):
        named = theme if theme.id in known else replace(theme, title_by=TitleBy.PERSON)
        themes.append(dressed(named, said.get(theme.id)))
    return Standing(tuple(themes), tuple(_assignments(found, board)), _flat(board))


_NAMING = (Ruling.SPLIT, Ruling.UNMERGE, Ruling.KEEP)
"""Rulings whose text is the name of a theme that voc did not find."""


def _named(decision: Decision) -> tuple[tuple[str, str], ...]:
    """The themes that a decision lets stand, with their names."""
    if decision.ruling not in _NAMING:
        return ()
    opened = decision.into if decision.ruling is Ruling.SPLIT else decision.theme_id
    return (opened, decision.text), (decision.into, decision.into_text)


def _assignments(found: Found, board: Board) -> list[Assignment]:
    """Where each ticket is, in the order of ids: as found where nobody ruled otherwise."""
    before = {item.ticket_id: item for item in found.assignments}
    moved = board.sure - before.keys()
    moved |= {ticket for tickets in board.members.values() for ticket in tickets if ticket not in before}
    return [_assignment(ticket, before.get(ticket), board) for ticket in sorted(before.keys() | moved)]


def _assignment(ticket: str, before: Assignment | None, board: Board) -> Assignment:
    """Where one ticket is. A person who put it there is sure; else it belongs as surely as to where it was found."""
    theme = board.where(ticket)
    if theme is None:
        near = (before.theme_id or before.nearest_theme_id) if before else None
        return Assignment(ticket, None, 0.0, _nearest(near, board))
    confidence = 1.0 if before is None or before.theme_id is None or ticket in board.sure else before.confidence
    if before is not None and before.theme_id == theme:
        if before.nearest_theme_id == theme and before.confidence == confidence:
            return before
        return replace(before, confidence=confidence, nearest_theme_id=_nearest(before.nearest_theme_id, board))
    return Assignment(ticket, theme, confidence, theme)


def _nearest(theme_id: str | None, board: Board) -> str | None:
    return theme_id and (board.resolve(theme_id) or theme_id)


def _flat(board: Board) -> dict[str, str]:
    """Where each theme that does not stand is now, in the order of ids."""
    resolved = ((gone, board.resolve(gone)) for gone in sorted(board.redirects))
    return {gone: into for gone, into in resolved if into is not None}
