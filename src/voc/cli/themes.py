"""``voc themes`` and ``voc assignments``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc import __version__
from voc.cli.options import AsOf, day
from voc.cli.report import summed_up
from voc.cli.session import OutputFormat, Session, command
from voc.console import Column
from voc.model.ticket import Kind

if TYPE_CHECKING:
    from voc.model.report import RankedTheme, Report


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "themes")(themes)
    command(app, "assignments")(assignments)


def themes(
    session: Session,
    *,
    top: Annotated[int | None, typer.Option("--top", min=1, help="Only the first so many.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only this kind: bug, feature_request, hard_to_use …")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="Only this status or trend: rising, new, quiet, muted …")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only with a ticket at or after this day.")
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", help="Order by a part: customers, severity, trend, revenue …")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """List the ranked themes. Ranked within their kind, by distinct customers, severity and signs of leaving."""
    from voc.analysis.ranking.select import select

    first = day("--since", since)
    workplace = session.open(as_of=day("--as-of", as_of))
    known = summed_up(workplace)
    start = datetime.combine(first, time(), workplace.zone) if first else None
    chosen = select(known, top=top, kind=kind, status=status, since=start, sort=sort)
    if session.output is OutputFormat.TABLE:
        theme_table(session, chosen)
        if not chosen.themes:
            session.terminal.say(NONE_CHOSEN if known.themes else NO_THEMES)
    else:
        from voc.renderers.text import themes_text

        session.terminal.data(themes_text(chosen, session.output.value))


def assignments(session: Session) -> None:
    """List every ticket with its theme. An unclustered one names its nearest."""
    from voc.renderers.documents import assignment_rows
    from voc.renderers.text import assignments_text

    store = session.open().store
    facts = {each.ticket_id: each for each in store.feedback_facts()}
    rows = assignment_rows(store.assignments(), facts, store.themes())
    if session.output is OutputFormat.TABLE:
        session.terminal.table(_PLACES if rows else [], [_place(row) for row in rows])
    else:
        session.terminal.data(assignments_text(rows, __version__, session.output.value))


NO_THEMES = "there are no themes yet; voc run, or voc ingest and voc discover, find them in exports"
NONE_CHOSEN = "no theme is as asked; voc themes without options lists them"


def theme_table(session: Session, report: Report) -> None:
    """The themes of a report that fit 80 columns, a table for each kind, since ranks count within a kind."""
    for kind in dict.fromkeys(ranked.theme.kind for ranked in report.themes):
        session.terminal.line(KIND_NAMES[kind], style="bold")
        session.terminal.table(_COLUMNS, [_row(each) for each in report.themes if each.theme.kind is kind])
        session.terminal.line("")


KIND_NAMES = {
    Kind.BUG: "Bugs",
    Kind.FEATURE_REQUEST: "Feature requests",
    Kind.HARD_TO_USE: "Hard to use",
    Kind.QUESTION: "Questions",
    Kind.PRAISE: "Praise",
    Kind.CHURN_SIGNAL: "Customers who leave",
    Kind.LEAD: "Leads",
    Kind.OTHER: "Other matters",
    Kind.NO_ACTION: "No action",
}

_COLUMNS = (
    Column("Rank", number=True),
    Column("Theme", wrap=True),
    Column("Customers", number=True),
    Column("Tickets", number=True),
    Column("Trend"),
    Column("Issue"),
    Column("Id"),
)


_PLACES = (
    Column("Ticket", wrap=True),
    Column("Theme"),
    Column("Sure", number=True),
    Column("Nearest"),
    Column("Kind"),
    Column("Severity", number=True),
    Column("Language"),
)

SHORT_ID = 9
"""Characters of a theme's id that a table shows; every command takes them for the whole."""

_TRENDS = {"no-history": "–", "returned-after-fix": "returned"}
"""Short names of trends whose own are too long for a column."""


def _row(ranked: RankedTheme) -> list[str]:
    from voc.renderers.phrases import rank

    theme, score = ranked.theme, ranked.score
    trend = _TRENDS.get(score.trend.state.value, score.trend.state.value)
    issue = ranked.issue.key if ranked.issue else ""
    return [rank(ranked), theme.title, str(score.customers), str(score.tickets), trend, issue, theme.id[:SHORT_ID]]


def _place(row: Mapping[str, Any]) -> list[str]:
    """A row of ``voc assignments`` that fits 80 columns: without its part, and with the nearest theme where the ticket
    is in none.
    """
    from voc.model.theme import BY_COMPANY

    theme, nearest = (str(row[name] or "")[:SHORT_ID] for name in ("theme_id", "nearest_theme_id"))
    sure = (f"{row['confidence']:.2f}" if row["confidence"] > BY_COMPANY else "–") if theme else ""
    said = ["" if row[name] is None else str(row[name]) for name in ("kind", "severity", "language")]
    return [str(row["ticket_id"]), theme, sure, "" if theme else nearest, *said]
