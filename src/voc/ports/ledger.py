"""What was filed where, kept between runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from voc.errors import StoreError
from voc.model.ledger import LedgerEntry, Scope


class StaleTokenError(StoreError):
    """Another run took the row over; nothing was written."""


class Ledger(Protocol):
    """One row a theme within a scope. Every write is one durable transaction: after a crash it happened or not."""

    @property
    def ledger_id(self) -> str:
        """Random id, minted once; every issue names the ledger that it belongs to."""

    def has_filed(self) -> bool:
        """Whether any theme has an issue, in whatever scope."""

    def entries(self, scope: Scope) -> Mapping[str, LedgerEntry]:
        """All rows of a scope by theme id."""

    def claim(self, scope: Scope, theme_ids: Sequence[str], token: str, run_id: str) -> Mapping[str, LedgerEntry]:
        """Take rows over for the one process ``token``.

        Missing and ``planned`` rows become ``claimed``, others keep their state. The caller holds the store's writer
        lock, which proves that an earlier holder is gone; should it live on, its next write fails.

        Returns:
            The rows as they are now, by theme id.
        """

    def save(self, entry: LedgerEntry) -> None:
        """Replace a claimed row.

        Raises:
            StaleTokenError: the row's token is no longer ``entry.token``.
        """

    def remember(self, scope: Scope, theme_ids: Sequence[str], reason: str) -> None:
        """Put themes that wait for their turn on record as ``planned``; rows that exist stay as they are."""

    def release(self, scope: Scope) -> None:
        """End what runs left open, once the writer lock is held and this run is done.

        ``claimed`` rows become ``planned``, since nothing was sent, and ``sending`` rows ``uncertain``.
        """
