"""What each ruling does to the tickets on the board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from voc.analysis.themes.decisions.board import Board
from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.decisions.query import parse_query
from voc.analysis.themes.decisions.sides import going
from voc.model.decision import Decision, Ruling
from voc.model.registry import ThemeChange

Passed = str
"""Why a decision was passed over; empty when it was not."""


def rule(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Let one decision that counts take its effect; what is only said of a theme has none here."""
    effect = _EFFECTS.get(decision.ruling)
    if effect is not None:
        return effect(decision, board, lookups)
    return _unknown(decision.theme_id) if board.resolve(decision.theme_id) is None else ""


def _unknown(theme_id: str) -> Passed:
    return f"theme {theme_id or '(none)'} is not known"


def _merge(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """All tickets of a theme, today's and later ones, belong to another."""
    return _close(decision.theme_id, decision.into, decision.ticket_ids, board)


def _close(theme_id: str, into: str, listed: Collection[str], board: Board) -> Passed:
    for each in (theme_id, into):
        if board.resolve(each) is None:
            return _unknown(each)
    if theme_id in board.trail(into):
        return f"{into} is part of {theme_id} already"
    if board.resolve(theme_id) != board.resolve(into):
        board.close(theme_id, into, listed)
    return ""


def _unmerge(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Of a person's merge nothing is left to take back here; one of voc's own is split again."""
    theme_id = decision.theme_id
    if not decision.ticket_ids or theme_id in board.members:
        return ""
    return _open(theme_id, theme_id, decision, board, lookups)


def _split(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    return _open(decision.theme_id, decision.into, decision, board, lookups)


def _open(theme_id: str, new: str, decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Split ``new`` off what ``theme_id`` is now."""
    source, listed = board.resolve(theme_id), board.known(decision.ticket_ids)
    if source is None:
        return _unknown(theme_id)
    if not new or new == source:
        return f"{source} cannot be split off itself"
    if decision.ticket_ids and not listed and not decision.query:
        return "none of its tickets is known"
    stay = board.known(decision.stay_ids) - listed
    brought = board.open(new, source) - stay
    others = board.members[source] - listed - stay - brought
    board.put(listed | brought | _following(others, listed, stay, decision.query, lookups), new)
    return ""


def _following(
    others: Collection[str], listed: frozenset[str], stay: frozenset[str], query: str, lookups: Lookups
) -> frozenset[str]:
    """Those of the tickets that nobody listed which go to the new theme: what matches, else what lies nearer to it."""
    if not query:
        return going(others, listed, stay, lookups.vectors)
    wanted = parse_query(query)
    said = lookups.feedback(others) if wanted else {}
    return frozenset(ticket for ticket, feedback in said.items() if wanted.matches(feedback.text))


def _move(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Tickets go to a theme, or out of every one, wherever they are."""
    target = board.resolve(decision.into) if decision.into else None
    if decision.into and target is None:
        return _unknown(decision.into)
    return _pin(decision, target, board)


def _pin(decision: Decision, target: str | None, board: Board) -> Passed:
    tickets = board.known(decision.ticket_ids)
    board.put(tickets, target)
    board.sure |= tickets
    return "" if tickets else "none of its tickets is known"


def _keep(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Should voc have done what a person turned down, it is done back; where it has not, nothing is to be done."""
    theme_id, other = decision.theme_id, decision.into
    target = board.resolve(theme_id)
    if target is None:
        return _unknown(theme_id)
    if decision.change is ThemeChange.ABSORB:
        return _pin(decision, target, board)
    if decision.change is ThemeChange.SPLIT and other in board.members and other != target:
        board.origin.setdefault(other, theme_id)
        return _close(other, theme_id, decision.ticket_ids, board)
    if decision.change is ThemeChange.MERGE and target == board.resolve(other):
        return _part(decision, board, lookups)
    return ""


def _part(decision: Decision, board: Board, lookups: Lookups) -> Passed:
    """Two themes that a person would not have merged are two again, whichever became part of the other."""
    theme_id, other = decision.theme_id, decision.into
    if theme_id not in board.members:
        return _open(theme_id, theme_id, decision, board, lookups)
    if other == theme_id or other in board.members:
        return ""
    turned = replace(decision, ticket_ids=decision.stay_ids, stay_ids=decision.ticket_ids)
    return _open(other, other, turned, board, lookups)


_EFFECTS: Mapping[Ruling, Callable[[Decision, Board, Lookups], Passed]] = {
    Ruling.MERGE: _merge,
    Ruling.UNMERGE: _unmerge,
    Ruling.SPLIT: _split,
    Ruling.MOVE: _move,
    Ruling.KEEP: _keep,
}
