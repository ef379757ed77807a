"""What people do to issues between and during voc's runs, and whether all of it still stands."""

from __future__ import annotations

import random
from collections.abc import Container
from dataclasses import dataclass, field

from benchmarks.filing.ground import Ground, View

DELETED = "deleted"
IN_THE_BLOCK = frozenset({"text inside", "block away"})
"""Edits after which all of a description is people's."""


@dataclass
class People:
    """Everybody but voc.

    Attributes:
        ground: where they work.
        chance: decides what they do.
        left: each issue that they changed, as they left it; None for one that they deleted.
        owned: the issues whose managed block they changed, whatever voc takes it for.
        done: what they did, in order.
    """

    ground: Ground
    chance: random.Random
    left: dict[str, View | None] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    def edit(self, issue_id: str, *, may_delete: bool = True) -> str:
        """Do something to an issue; what it was."""
        kinds = self.ground.edits
        kind = self.chance.choice([*kinds, DELETED] if may_delete else list(kinds))
        if kind == DELETED:
            self.ground.delete(issue_id)
        else:
            kinds[kind](issue_id)
        if kind in IN_THE_BLOCK:
            self.owned.add(issue_id)
        self.left[issue_id] = None if kind == DELETED else self.ground.read(issue_id)
        self.done.append(kind)
        return kind

    def undone(self, there: Container[str]) -> list[str]:
        """What of their work is no more, given the numbers of all issues that are there."""
        found = []
        for number, then in self.left.items():
            if then is not None and number not in there:
                found.append(f"#{number} is gone")
            elif then is not None:
                what = _undone(then, self.ground.read(number), whole=number in self.owned)
                found += [f"#{number}: {each} of a person is undone" for each in what]
        return found


def _undone(then: View, now: View, *, whole: bool) -> list[str]:
    """What differs of what is people's: the ``whole`` description, or what stands around the block."""
    theirs = whole or then.around is None
    same = {
        "title": now.title == then.title,
        "status": now.status == then.status,
        "labels": now.labels == then.labels,
        "text": now.body == then.body if theirs else now.around == then.around,
        "note": then.notes <= now.notes,
    }
    return [what for what, stands in same.items() if not stands]
