"""Which decisions of the log count: what was taken back is left out before anything is replayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voc.model.decision import Decision, Ruling


@dataclass(frozen=True, slots=True)
class Log:
    """The decisions of a store, sorted out.

    Attributes:
        live: those that are replayed, in their order.
        undone: id of each that was taken back to that of the undo, or of the unmerge, that did.
        idle: why some take nothing back, by id.
    """

    live: tuple[Decision, ...]
    undone: Mapping[str, str] = field(default_factory=dict)
    idle: Mapping[str, str] = field(default_factory=dict)


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Each once, in the order in which a log is replayed, wherever it was written."""
    return sorted({each.id: each for each in decisions}.values(), key=lambda each: (each.at, each.id))


def sort_out(decisions: Iterable[Decision]) -> Log:
    """Leave out what was undone, the undos themselves, and merges that a later unmerge of the same theme cancels."""
    ordered, undone, idle = in_order(decisions), {}, {}
    place = {each.id: number for number, each in enumerate(ordered)}
    for number, each in reversed(list(enumerate(ordered))):  # the latest first: it may undo an undo
        if each.ruling is not Ruling.UNDO or each.id in undone:
            continue
        if place.get(each.undoes, number) >= number:
            idle[each.id] = f"no decision {each.undoes or '(none)'} before it is known"
        else:
            undone[each.undoes] = each.id
    kept = [each for each in ordered if each.id not in undone and each.ruling is not Ruling.UNDO]
    cancelled = _cancelled(kept, idle)
    return Log(tuple(each for each in kept if each.id not in cancelled), undone | cancelled, idle)


def _cancelled(decisions: Iterable[Decision], idle: dict[str, str]) -> dict[str, str]:
    """The merges that a later unmerge takes back, each with it; unmerges that take back none are noted."""
    merges: defaultdict[str, list[str]] = defaultdict(list)
    cancelled: dict[str, str] = {}
    for each in decisions:
        if each.ruling is Ruling.MERGE:
            merges[each.theme_id].append(each.id)
        elif each.ruling is Ruling.UNMERGE:
            taken_back = merges.pop(each.theme_id, [])
            cancelled |= dict.fromkeys(taken_back, each.id)
            if not taken_back and not each.ticket_ids:
                idle[each.id] = f"no person merged {each.theme_id} before"
    return cancelled
