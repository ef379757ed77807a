"""People's decisions, and the history of runs, in SQL: what is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from voc.model.decision import Decision
from voc.model.registry import Event, Run, ThemeCount
from voc.stores.bulk import insert_rows
from voc.stores.codec import dumps, loads
from voc.stores.schema import decisions, events, runs, theme_counts


def add_decisions(connection: Connection, given: Sequence[Decision]) -> None:
    """Add those that are not known yet."""
    known = set(connection.execute(select(decisions.c.id)).scalars())
    new = {decision.id: decision for decision in given if decision.id not in known}
    rows = [{"id": each.id, "at": each.at, "payload": dumps(each)} for each in new.values()]
    insert_rows(connection, decisions, rows)


def load_decisions(connection: Connection) -> list[Decision]:
    """All of them, in the order of the log."""
    query = select(decisions.c.payload).order_by(decisions.c.at, decisions.c.id)
    return [loads(Decision, payload) for payload in connection.execute(query).scalars()]


def save_run(connection: Connection, run: Run, happened: Sequence[Event], counts: Sequence[ThemeCount]) -> None:
    """Add a run with what happened in it and what it counted, in the place of one of the same number."""
    for table, column in ((runs, runs.c.number), (events, events.c.run), (theme_counts, theme_counts.c.run)):
        connection.execute(delete(table).where(column == run.number))
    insert_rows(connection, runs, [{"number": run.number, "at": run.at, "payload": dumps(run)}])
    numbered = enumerate(happened)
    rows = [{"run": run.number, "number": place, "payload": dumps(event)} for place, event in numbered]
    insert_rows(connection, events, rows)
    insert_rows(connection, theme_counts, [_count_row(run.number, count) for count in counts])


def _count_row(run: int, count: ThemeCount) -> dict[str, Any]:
    return {"run": run, "theme_id": count.theme_id, "tickets": count.tickets, "customers": count.customers}


def load_runs(connection: Connection) -> list[Run]:
    """All runs by number."""
    payloads = connection.execute(select(runs.c.payload).order_by(runs.c.number)).scalars()
    return [loads(Run, payload) for payload in payloads]


def load_counts(connection: Connection) -> list[ThemeCount]:
    """All counts by run and theme."""
    c = theme_counts.c
    rows = connection.execute(select(c.run, c.theme_id, c.tickets, c.customers).order_by(c.run, c.theme_id))
    return [ThemeCount(*row) for row in rows]


def load_events(connection: Connection, since: int) -> list[Event]:
    """What happened from run ``since`` on."""
    query = select(events.c.payload).where(events.c.run >= since).order_by(events.c.run, events.c.number)
    return [loads(Event, payload) for payload in connection.execute(query).scalars()]
