"""Whether the laws held in a run, by what tracker and ledger say in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.model.ledger import EntryState, LedgerEntry

AT_REST = frozenset({"skipped", "blocked"})
"""How every theme ends a run in which nothing is left to do."""


@dataclass
class Verdict:
    """What came of one run.

    Attributes:
        broken: what must not be; empty when all laws held.
        kills, faults: steps at which processes ended, and what struck requests.
        results, edits: how themes ended applies, and what people did.
        posts: creates that reached the tracker; ``issues``: how many it holds; ``deleted``: of those people deleted.
    """

    seed: int
    broken: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    posts: int = 0
    issues: int = 0
    deleted: int = 0

    def hear(self, told: Mapping[str, Any], themes: int) -> None:
        """What one apply says of itself: every theme has a reason, and nobody was overtaken."""
        if "error" in told:
            self.results[told["error"].split(":")[0]] += 1
            if "StaleToken" in told["error"]:
                self.broken.append("an apply was overtaken by another")
            return
        self.results.update(result for result, _ in told["done"].values())
        if len(told["done"]) != themes or not all(reason for _, reason in told["done"].values()):
            self.broken.append("a theme ended a run without a reason")


def unpaired(rows: Mapping[str, LedgerEntry], issues: Mapping[str, str | None], themes: int, deleted: int) -> list[str]:
    """Themes without their one issue or a reason why not, and issues without their one theme.

    Args:
        rows: the ledger by theme id.
        issues: all that the tracker holds, by id, with the theme that each names.
        themes: how many there are.
        deleted: how many issues people deleted.
    """
    filed = {theme_id: row.issue_id for theme_id, row in rows.items() if row.state is EntryState.FILED}
    unfiled = [row for row in rows.values() if row.state is not EntryState.FILED]
    found = [f"{row.theme_id} is {row.state.value} without a reason" for row in unfiled if not row.reason]
    lost = sum(row.state is EntryState.LOST for row in unfiled)
    if len(filed) + lost != themes or lost > deleted:
        found.append(f"{len(filed)} filed and {lost} lost of {themes} themes, {deleted} issues deleted by people")
    if sorted(filed.values(), key=str) != sorted(issues):
        found.append(f"the ledger knows {len(filed)} issues, the tracker holds {len(issues)}")
    times = Counter(theme_id for theme_id in issues.values() if theme_id)
    return found + [f"{theme_id} has {count} issues" for theme_id, count in times.items() if count > 1]
