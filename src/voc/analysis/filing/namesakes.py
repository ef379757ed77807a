"""Themes that would be filed a second time under a title that an issue has already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voc.analysis.filing.draft import kinds_of
from voc.analysis.filing.inert import inert_line
from voc.model.filing import Issue
from voc.model.plan import Action, Change
from voc.model.report import RankedTheme

_TOLD_APART = re.compile(r"\s*\([^()]*\)\s*$")
"""What a title is given at its end where another theme has the same one."""
_TITLE_LIMIT = 255


def without_namesakes(
    changes: Sequence[Change], themes: Sequence[RankedTheme], issues: Iterable[Issue]
) -> list[Change]:
    """``changes`` without creates whose title, kind for kind, an issue or an earlier create has already.

    A theme whose tickets were told in other words comes back from clustering as a theme of its own; its title gives
    it away, and only a person knows whether it is one. Only the title and kind count, so that a run that was killed,
    or that may file fewer issues, ends with the same issues.

    Args:
        changes: one for each theme, in filing order.
        themes: the themes of ``changes``.
        issues: every issue that voc filed, those of themes that are no more included.
    """
    names = [(ranked.theme.kind, plain(ranked.theme.title)) for ranked in themes]
    taken = {
        (kind, plain(issue.title)): issue.key for issue in _latest_first(issues) for kind in kinds_of(issue.labels)
    }
    for change, name in zip(changes, names, strict=True):
        if change.issue is not None:
            taken.setdefault(name, change.issue.key)
    kept = []
    for change, name in zip(changes, names, strict=True):
        first = taken.setdefault(name, change.theme_id) if change.action is Action.CREATE else change.theme_id
        kept.append(change if first == change.theme_id else _left(change, first))
    return kept


def plain(title: str) -> str:
    """A title as it is compared: as an issue bears it, without case and without what tells equal titles apart."""
    line = inert_line(title, _TITLE_LIMIT).casefold()
    return _TOLD_APART.sub("", line) or line


def _latest_first(issues: Iterable[Issue]) -> list[Issue]:
    """By the numbers in their keys, so that of several the earliest is the one that stays in a mapping."""
    return sorted(issues, key=lambda issue: (len(issue.key), issue.key), reverse=True)


def _left(change: Change, first: str) -> Change:
    return Change(Action.SKIP, change.theme_id, f"looks like {first}, which has the same title: link or merge them")
