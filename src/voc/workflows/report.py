"""The store summed up as a report, and the report as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path

from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.summarize import input_digest, summarize
from voc.analysis.ranking.ticket_sample import with_words
from voc.analysis.ranking.verify import with_verified_quotes
from voc.analysis.themes.review.proposed import open_proposals
from voc.errors import UsageError
from voc.model.report import IssueRef, Period, Provenance, Report
from voc.model.settings import RankSettings
from voc.model.theme import ThemeStatus
from voc.model.ticket import Ticket, TicketFacts
from voc.ports.renderer import Renderer
from voc.ports.store import Store
from voc.workflows.changes import changes_of
from voc.workflows.files import write_whole
from voc.workflows.parts import quoted_tickets
from voc.workflows.snapshot import Snapshot, snapshot


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a report is asked for.

    Attributes:
        now: the time of the run, aware; it decides the reporting period unless ``as_of`` does.
        timezone: where the week begins.
        as_of: the end of the reporting period.
    """

    now: datetime
    timezone: tzinfo
    as_of: datetime | date | None = None


def summarize_store(
    store: Store,
    settings: RankSettings,
    occasion: Occasion,
    *,
    version: str,
    config_digest: str,
    issues: Mapping[str, IssueRef] | None = None,
    even: str = "",
    held: Snapshot | None = None,
) -> Report:
    """The report of everything in ``store``; a theme that people took all tickets out of is not in it.

    Args:
        store: read only.
        settings: how themes are ranked.
        occasion: when it is asked for.
        version: of voc.
        config_digest: of the configuration.
        issues: the tracker issue of each filed theme, by theme id.
        even: a theme that is in the report even where it has no tickets.
        held: what ``store`` holds, where it has been read just now.

    Raises:
        StoreError: the store cannot be read.
    """
    held = held or snapshot(store)
    findings = _findings(store, held, even)
    read = input_digest(findings.facts.values(), held.digest)
    period = _period(findings.facts, settings, occasion)
    report = summarize(
        findings,
        period=period,
        settings=settings,
        provenance=Provenance(version, config_digest, read, _space(store), settings.seed),
        issues=issues or {},
    )
    shown = _tickets(store, {item.ticket_id for item in report.review})
    return replace(
        report,
        review=with_words(report.review, shown),
        changes=changes_of(
            store, held.found, findings.themes, occasion.timezone, period.end if occasion.as_of else None
        ),
    )


def write_report(report: Report, path: Path, renderer: Renderer) -> None:
    """Write ``report`` to ``path``, whole or not at all.

    Raises:
        UsageError: the path cannot be written to.
        StoreError: the disk is full or broken.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder", f"name a file in it, such as {path / 'report'}{renderer.suffix}")
    write_whole(path, renderer.render(report))


def _tickets(store: Store, ids: Iterable[str]) -> dict[str, Ticket]:
    """Some tickets by id."""
    return {ticket.id: ticket for ticket in store.tickets(sorted(ids))}


def _findings(store: Store, held: Snapshot, even: str) -> Findings:
    """All that ``store`` knows of themes with tickets and of ``even``, without the quotes that no ticket has."""
    themes = [theme for theme in store.themes() if theme.ticket_ids or theme.id == even]
    active = {theme.id: theme for theme in themes if theme.status is ThemeStatus.ACTIVE}
    waiting = open_proposals(held.found.proposals, active, store.redirects(), store.decisions())
    return Findings(
        with_verified_quotes(themes, quoted_tickets(store, [theme.quotes for theme in themes])),
        held.feedback,
        held.facts,
        {row.ticket_id: row for row in held.assignments},
        waiting,
    )


def _period(facts: Mapping[str, TicketFacts], settings: RankSettings, occasion: Occasion) -> Period:
    """The reporting period; a date in the future is an error of the export and decides nothing."""
    now = occasion.now
    dates = [fact.created_at for fact in facts.values() if fact.created_at and fact.created_at <= now]
    newest, oldest = max(dates, default=None), min(dates, default=None)
    return period_of(now, newest, occasion.timezone, settings, occasion.as_of, oldest_ticket=oldest)


def _space(store: Store) -> str:
    """The vector space of the last discover run, empty before the first."""
    state = store.encoder_state()
    return state[0].space if state else ""
