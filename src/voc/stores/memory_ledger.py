"""The ledger in memory: the reference that every other one must behave like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.model.ledger import LEFT_OPEN, EntryState, LedgerEntry, Scope
from voc.ports.ledger import StaleTokenError


class MemoryLedger:
    """Rows in a dictionary, gone with the process."""

    def __init__(self, ledger_id: str = "memory") -> None:
        self.ledger_id = ledger_id
        self._rows: dict[tuple[Scope, str], LedgerEntry] = {}

    def has_filed(self) -> bool:
        """Whether any theme has an issue, in whatever scope."""
        return any(row.issue_id for row in self._rows.values())

    def entries(self, scope: Scope) -> Mapping[str, LedgerEntry]:
        """All rows of a scope by theme id."""
        return {theme_id: row for (where, theme_id), row in sorted(self._rows.items(), key=_theme) if where == scope}

    def claim(self, scope: Scope, theme_ids: Sequence[str], token: str, run_id: str) -> Mapping[str, LedgerEntry]:
        """Take rows over for the one process ``token``."""
        for theme_id in theme_ids:
            row = self._rows.get((scope, theme_id), LedgerEntry(scope, theme_id, EntryState.PLANNED))
            state = EntryState.CLAIMED if row.state is EntryState.PLANNED else row.state
            self._rows[scope, theme_id] = replace(row, state=state, token=token, run_id=run_id)
        return {theme_id: self._rows[scope, theme_id] for theme_id in theme_ids}

    def save(self, entry: LedgerEntry) -> None:
        """Replace a claimed row; ``StaleTokenError`` when another run holds it."""
        row = self._rows.get((entry.scope, entry.theme_id))
        if row is None or row.token != entry.token:
            raise StaleTokenError(f"theme {entry.theme_id} is being filed by another run", "let it finish first")
        self._rows[entry.scope, entry.theme_id] = entry

    def remember(self, scope: Scope, theme_ids: Sequence[str], reason: str) -> None:
        """Put themes that wait for their turn on record as ``planned``."""
        for theme_id in theme_ids:
            self._rows.setdefault((scope, theme_id), LedgerEntry(scope, theme_id, EntryState.PLANNED, reason=reason))

    def release(self, scope: Scope) -> None:
        """End what runs left open."""
        for place, row in self._rows.items():
            if place[0] == scope and row.state in LEFT_OPEN:
                self._rows[place] = replace(row, state=LEFT_OPEN[row.state], token="", run_id="")


def _theme(item: tuple[tuple[Scope, str], LedgerEntry]) -> str:
    return item[0][1]
