"""The ledger in the store's database, so that one file, one lock and one backup hold both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, insert, select, update

from voc.model.ledger import LEFT_OPEN, EntryState, LedgerEntry, Scope
from voc.ports.ledger import StaleTokenError
from voc.stores.codec import dumps, loads
from voc.stores.engine import reading, write_transaction
from voc.stores.schema import metadata
from voc.stores.sql import SqlStore
from voc.stores.types import Text

ledger = Table(
    "ledger",
    metadata,
    Column("tracker", Text, primary_key=True),
    Column("project", Text, primary_key=True),
    Column("namespace", Text, primary_key=True),
    Column("theme_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("token", Text, nullable=False),  # of the one process that may write the row
    Column("run_id", Text, nullable=False),
    Column("issue_key", Text),
    Column("payload", Text, nullable=False),  # the whole LedgerEntry
)


class SqlLedger:
    """``ports.ledger.Ledger`` in one table; see there for what each method promises.

    Args:
        store: the store that it lies in; its writers begin with BEGIN IMMEDIATE and are synced at their commit.
    """

    def __init__(self, store: SqlStore) -> None:
        self.ledger_id = store.ledger_id
        self._engine = store.engine

    def has_filed(self) -> bool:
        """Whether any theme has an issue, in whatever scope."""
        with reading(self._engine) as connection:
            return (
                connection.execute(select(ledger.c.theme_id).where(ledger.c.issue_key.is_not(None)).limit(1)).first()
                is not None
            )

    def entries(self, scope: Scope) -> Mapping[str, LedgerEntry]:
        """All rows of a scope by theme id."""
        with reading(self._engine) as connection:
            return _rows(connection, scope)

    def claim(self, scope: Scope, theme_ids: Sequence[str], token: str, run_id: str) -> Mapping[str, LedgerEntry]:
        """Take rows over for the one process ``token``."""
        with write_transaction(self._engine) as connection:
            known = _rows(connection, scope, theme_ids)
            claimed = {}
            for theme_id in dict.fromkeys(theme_ids):
                row = known.get(theme_id, LedgerEntry(scope, theme_id, EntryState.PLANNED))
                state = EntryState.CLAIMED if row.state is EntryState.PLANNED else row.state
                claimed[theme_id] = replace(row, state=state, token=token, run_id=run_id)
                _put(connection, claimed[theme_id], is_new=theme_id not in known)
        return claimed

    def save(self, entry: LedgerEntry) -> None:
        """Replace a claimed row; ``StaleTokenError`` when another run holds it."""
        mine = and_(_is(entry), ledger.c.token == entry.token)
        with write_transaction(self._engine) as connection:
            written = connection.execute(update(ledger).where(mine).values(_values(entry))).rowcount
        if written != 1:
            raise StaleTokenError(f"theme {entry.theme_id} is being filed by another run", "let it finish first")

    def remember(self, scope: Scope, theme_ids: Sequence[str], reason: str) -> None:
        """Put themes that wait for their turn on record as ``planned``."""
        if all(theme_id in self.entries(scope) for theme_id in theme_ids):
            return
        with write_transaction(self._engine) as connection:
            known = _rows(connection, scope)
            for theme_id in theme_ids:
                if theme_id not in known:
                    _put(connection, LedgerEntry(scope, theme_id, EntryState.PLANNED, reason=reason), is_new=True)

    def release(self, scope: Scope) -> None:
        """End what runs left open."""
        with write_transaction(self._engine) as connection:
            for row in _rows(connection, scope).values():
                if row.state in LEFT_OPEN:
                    ended = replace(row, state=LEFT_OPEN[row.state], token="", run_id="")
                    _put(connection, ended, is_new=False)


def _rows(connection: Connection, scope: Scope, theme_ids: Sequence[str] | None = None) -> dict[str, LedgerEntry]:
    """Rows of a scope by theme id: all of them, or those asked for."""
    query = select(ledger.c.theme_id, ledger.c.payload).where(_within(scope)).order_by(ledger.c.theme_id)
    if theme_ids is not None:
        query = query.where(ledger.c.theme_id.in_(theme_ids))
    return {theme_id: loads(LedgerEntry, payload) for theme_id, payload in connection.execute(query)}


def _put(connection: Connection, entry: LedgerEntry, *, is_new: bool) -> None:
    values = _values(entry)
    connection.execute(insert(ledger).values(values) if is_new else update(ledger).where(_is(entry)).values(values))


def _values(entry: LedgerEntry) -> dict[str, str | None]:
    return {
        "tracker": entry.scope.tracker,
        "project": entry.scope.project,
        "namespace": entry.scope.namespace,
        "theme_id": entry.theme_id,
        "state": entry.state.value,
        "token": entry.token,
        "run_id": entry.run_id,
        "issue_key": entry.issue_key,
        "payload": dumps(entry),
    }


def _within(scope: Scope) -> ColumnElement[bool]:
    return and_(
        ledger.c.tracker == scope.tracker, ledger.c.project == scope.project, ledger.c.namespace == scope.namespace
    )


def _is(entry: LedgerEntry) -> ColumnElement[bool]:
    return and_(_within(entry.scope), ledger.c.theme_id == entry.theme_id)
