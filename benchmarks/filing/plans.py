"""What a plan costs in a project that is full: seconds, and requests that reached the tracker."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fault_proxy import FaultProxy, fault_proxy
from tests.filing_world import Desk, TurnedClock, drafted, themes
from tests.redmine_double import RedmineDouble, redmine_double
from tests.redmine_world import Project, running

from benchmarks.results import Row
from voc.analysis.filing.draft import body_of
from voc.model.settings import FilingSettings
from voc.stores.memory_ledger import MemoryLedger

THEMES, FILED, ISSUES = 500, 400, 10_000
LEDGER = "memory"


def plan_rows(where: str, folder: Path) -> list[Row]:
    """A plan of ``THEMES`` themes, ``FILED`` of them filed, among ``ISSUES``; with a lost ledger and with it."""
    rows: list[Row] = []
    with _full(where, folder) as project, fault_proxy(project.redmine.url) as proxy:
        through = replace(project, usual=replace(project.usual, url=proxy.url))
        desk = Desk(through.tracker(), MemoryLedger(LEDGER), TurnedClock())
        desk.set(max_new=5, max_updates=THEMES)
        rows.append(_measured("with a lost ledger", where, desk, proxy))
        desk.apply(desk.plan(themes(THEMES)), confirm_project=project.name)
        desk.clock.sleep(7 * 86_400.0)
        rows.append(_measured("a week later", where, desk, proxy))
    return rows


def _measured(what: str, where: str, desk: Desk, proxy: FaultProxy) -> Row:
    before, begin = len(proxy.seen), time.monotonic()
    plan = desk.plan(themes(THEMES))
    seconds, requests = time.monotonic() - begin, len(proxy.seen) - before
    actions = [change.action.value for change in plan.changes]
    return {
        "plan": f"{THEMES} themes, {ISSUES:,} issues, {what}",
        "server": where,
        "requests": requests,
        "s": seconds,
        "changes": ", ".join(f"{name} {actions.count(name)}" for name in sorted(set(actions))),
    }


def _ours() -> Iterator[tuple[str, str, str]]:
    """Title, description and labels of issues that voc filed once."""
    for ranked in themes(FILED).themes:
        draft = drafted(ranked, FilingSettings(), LEDGER)
        yield draft.title, body_of(draft, f"attempt-{ranked.theme.id}"), " ".join(draft.labels)


def _theirs() -> Iterator[tuple[str, str, str]]:
    """The same of issues that people filed."""
    for number in range(ISSUES - FILED):
        yield f"Reported by hand {number}", f"Something is wrong with part {number % 97} of the product.\n" * 5, ""


@contextmanager
def _full(where: str, folder: Path) -> Iterator[Project]:
    """A project with all of these issues."""
    if where == "redmine":
        with running(folder) as redmine:
            project = redmine.project()
            _insert(project, folder / "redmine" / "redmine.db")
            yield project
        return
    double = RedmineDouble()
    with redmine_double(double=double) as redmine:
        project = redmine.project()
        for key, issues in ((redmine.human_key, _theirs()), (redmine.key, _ours())):
            for title, text, labels in issues:
                fields = {"custom_fields": [{"id": redmine.field, "value": labels}]}
                double.add(project.name, key, {**fields, "subject": title, "description": text})
        yield project


def _insert(project: Project, database: Path) -> None:
    """Copies of one issue of each account, past Redmine, which would take minutes for so many."""
    redmine = project.redmine
    for key, issues in ((redmine.human_key, _theirs()), (redmine.key, _ours())):
        fields = {"project_id": project.name, "subject": "copied", "description": "."}
        model = redmine.ask("POST", "/issues.json", key, {"issue": fields})["issue"]["id"]
        with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
            connection.row_factory = sqlite3.Row
            row = dict(connection.execute("SELECT * FROM issues WHERE id = ?", (model,)).fetchone())
            (first,) = connection.execute("SELECT max(id) + 1 FROM issues").fetchone()
            numbered = list(enumerate(issues, start=first))
            made = [
                {**row, "id": number, "root_id": number, "subject": title, "description": text.replace("\n", "\r\n")}
                for number, (title, text, _) in numbered
            ]
            field = {"customized_type": "Issue", "custom_field_id": redmine.field}
            values = [{**field, "customized_id": number, "value": labels} for number, (_, _, labels) in numbered]
            for table, rows in (("issues", made), ("custom_values", values)):
                _rows_into(connection, table, rows)
            connection.execute(
                "ANALYZE"
            )  # as servers do by themselves; without it SQLite reads all values for each issue
        redmine.ask("DELETE", f"/issues/{model}.json", redmine.admin_key)


def _rows_into(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    marks = ", ".join(f":{name}" for name in names)
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608 - our own
