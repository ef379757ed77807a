"""What a change would write, line by line against what is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from voc.model.plan import Action, Change

_AROUND = 1
"""Unchanged lines shown beside changed ones."""


def diff_of(change: Change) -> Iterator[str]:
    """The lines that ``change`` would write, behind ``+``, those that it would take away, behind ``-``, and a few that
    stay, behind a blank; none where it writes no text.
    """
    if change.draft and change.action is Action.CREATE:
        yield from (f"+{line}" for line in change.draft.block.split("\n"))
    if change.draft and change.before is not None:
        before, after = change.before.replace("\r\n", "\n").split("\n"), change.draft.block.split("\n")
        lines = list(unified_diff(before, after, lineterm="", n=_AROUND))[2:]  # the first two name files
        yield from (line if not line.startswith("@@") else "@@" for line in lines)
    if change.comment:
        yield from (f"+{line}" for line in ("comment:", *change.comment.split("\n")))
