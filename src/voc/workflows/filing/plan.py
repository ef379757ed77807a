"""``voc plan``: what would be done to the tracker, each step with its reason; reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from voc.analysis.filing.draft import draft_issue
from voc.analysis.filing.edits import is_same
from voc.analysis.filing.markers import carries, family_of, markers_on, marks_of, read_identity
from voc.analysis.filing.matching.filed import with_candidates
from voc.analysis.filing.namesakes import without_namesakes
from voc.analysis.filing.plan import (
    Rules,
    Sight,
    budget_of_day,
    budget_of_run,
    decide,
    emptied,
    foreign_ledger,
    in_filing_order,
    merged_away,
    refuse_flood,
    within_limits,
)
from voc.analysis.filing.plan_json import sealed
from voc.analysis.filing.template_check import check_template
from voc.errors import LimitError
from voc.model.filing import Issue, IssueDraft, IssueState
from voc.model.ledger import LedgerEntry
from voc.model.plan import Action, Change, Plan
from voc.model.report import RankedTheme, Report
from voc.ports.tracker import Tracker, UnreadableIssueError, fields_of
from voc.workflows.filing.run import Filing


def make_plan(report: Report, filing: Filing) -> Plan:
    """What filing ``report`` would do. The tracker is listed once; known issues that the list lacks are read by id.

    Args:
        report: ranked themes.
        filing: what is filed, where and how much; the tracker is only read.

    Raises:
        TrackerError: the tracker cannot be read.
        LimitError: an issue belongs to another ledger, or most themes are new although many were filed before.
        ConfigError: the namespace or the template is unusable.
    """
    check_template(filing.form)
    tracker, settings, rules = filing.tracker, filing.settings, filing.rules
    entries = filing.ledger.entries(filing.scope)
    changes, compared = _compared(_wanted(report, filing, entries, rules), report, filing, entries)
    refuse_flood(changes, entries, settings)
    allowed = min(budget_of_run(changes, entries, settings), budget_of_day(changes, entries, settings, rules.now))
    changes = within_limits(changes, allowed, settings.max_updates, settings.max_new)
    themes = {ranked.theme.id: ranked for ranked in report.themes}
    plan = Plan(
        tracker=tracker.url,
        project=tracker.project,
        namespace=settings.namespace,
        account=tracker.account(),
        ledger_id=filing.ledger.ledger_id,
        created_at=rules.now,
        expires_at=rules.now + timedelta(hours=settings.plan_expires_hours),
        changes=(
            *(_checked(change, themes, filing) for change in changes),
            *merged_away(entries, filing.redirects),
            *emptied(entries, themes.keys() | filing.redirects.keys()),
        ),
        compared=compared,
    )
    return sealed(replace(plan, requests=tracker.requests))


def _wanted(report: Report, filing: Filing, entries: Mapping[str, LedgerEntry], rules: Rules) -> list[Change]:
    """What each theme would get if nothing were limited, in the order of filing."""
    eyes = _Eyes.on(filing)
    themes, changes = in_filing_order(report.themes), []
    for ranked in themes:
        draft, entry = _bare(ranked, filing), entries.get(ranked.theme.id)
        sight = eyes.look(ranked, draft, entry, entries)
        changes.append(decide(ranked, _whole(ranked, filing) if sight.issue else draft, entry, sight, rules))
    return without_namesakes(changes, themes, eyes.by_id.values())


def _compared(
    changes: Sequence[Change], report: Report, filing: Filing, entries: Mapping[str, LedgerEntry]
) -> tuple[list[Change], int]:
    """``changes`` with what people may have filed already, and with how many of their issues new ones were compared."""
    limit = filing.settings.compare_issues
    if not limit or not any(change.action is Action.CREATE for change in changes):
        return list(changes), 0
    ours = {entry.issue_id for entry in entries.values()}
    family = family_of(filing.settings.namespace)
    listed = filing.tracker.newest(limit)
    others = [issue for issue in listed if issue.id not in ours and not _is_vocs(issue, family)]
    themes = [ranked.theme for ranked in report.themes]
    return with_candidates(changes, themes, others, filing.aids), len(others)


def _is_vocs(issue: Issue, family: str) -> bool:
    """Whether voc filed an issue, in this namespace or another."""
    return family in marks_of(issue) or read_identity(issue.body) is not None


def _bare(ranked: RankedTheme, filing: Filing) -> IssueDraft:
    """The issue of a theme before its tickets are asked: most themes are not written in a run."""
    return draft_issue(ranked, filing.settings, filing.ledger.ledger_id, filing.form)


def _whole(ranked: RankedTheme, filing: Filing) -> IssueDraft:
    known = filing.particulars(ranked)
    return draft_issue(ranked, filing.settings, filing.ledger.ledger_id, filing.form, known)


def _checked(change: Change, themes: Mapping[str, RankedTheme], filing: Filing) -> Change:
    """A create is looked up once more by its own marker, which also meets issues that the list had to leave out; its
    issue is written out, and what it would set is told.
    """
    if change.action is not Action.CREATE:
        return change
    draft = _whole(themes[change.theme_id], filing)
    try:
        filing.tracker.find(draft.marker)
    except UnreadableIssueError as error:
        return Change(Action.SKIP, change.theme_id, str(error), blocked=True)
    return replace(change, draft=draft, fields=fields_of(filing.tracker, draft))


@dataclass(frozen=True, slots=True)
class _Eyes:
    """One listing of the tracker, and how a theme's issue is found in it."""

    tracker: Tracker
    by_id: Mapping[str, Issue]
    by_marker: Mapping[str, Sequence[Issue]]

    @classmethod
    def on(cls, filing: Filing) -> _Eyes:
        """List the namespace's issues, and stop when another ledger has filed any of them."""
        by_marker: dict[str, list[Issue]] = {}
        tracker = filing.tracker
        listed = tracker.family(family_of(filing.settings.namespace))
        for issue in listed:
            refuse_foreign(issue, filing.ledger.ledger_id, filing.adopt_ledger)
            for marker in markers_on(issue):
                if carries(issue, marker, tracker.project):
                    by_marker.setdefault(marker, []).append(issue)
        return cls(tracker, {issue.id: issue for issue in listed}, by_marker)

    def look(
        self, ranked: RankedTheme, draft: IssueDraft, entry: LedgerEntry | None, entries: Mapping[str, LedgerEntry]
    ) -> Sight:
        """What there is of a theme's issue; one that cannot be read is a reason, not an end."""
        try:
            return self._look(ranked, draft, entry, entries)
        except UnreadableIssueError as error:
            return Sight(unreadable=str(error))

    def _look(
        self, ranked: RankedTheme, draft: IssueDraft, entry: LedgerEntry | None, entries: Mapping[str, LedgerEntry]
    ) -> Sight:
        if entry and entry.issue_id:
            issue = self._of(entry)
            canonical = self._by_id(issue.duplicate_of) if issue and issue.duplicate_of else None
            return Sight(issue, canonical=canonical, others=self._late(draft.marker, entry.issue_id))
        hits = self.by_marker.get(draft.marker, [])
        if hits:
            return Sight(hits[0], others=tuple(hits[1:]))
        for theme_id in ranked.theme.merged_from:
            merged = entries.get(theme_id)
            issue = self._of(merged) if merged else None
            if issue:
                return Sight(issue, how=f"theme {theme_id}, which is now part of it")
        return Sight()

    def _of(self, entry: LedgerEntry) -> Issue | None:
        """The issue that an entry means."""
        issue = self._by_id(entry.issue_id) if entry.issue_id else None
        return issue if issue and is_same(entry, issue) else None

    def _late(self, marker: str, known: str) -> tuple[Issue, ...]:
        """Issues beside the known one, such as that of a create which was given up and arrived after all."""
        hits = self.by_marker.get(marker, ())
        return tuple(hit for hit in hits if hit.id != known and hit.state is not IssueState.DUPLICATE)

    def _by_id(self, issue_id: str) -> Issue | None:
        return self.by_id.get(issue_id) or self.tracker.get(issue_id)


def refuse_foreign(issue: Issue, ledger_id: str, adopt_ledger: str | None) -> None:
    """Stop before touching an issue that another ledger filed.

    Raises:
        LimitError: the issue names a ledger that is neither ours nor the one to adopt.
    """
    foreign = foreign_ledger(issue, ledger_id)
    if foreign is not None and foreign != adopt_ledger:
        raise LimitError(
            f"{issue.key} was filed by another store (ledger {foreign})",
            f"use that store, another namespace or project, or take its issues over with --adopt-ledger {foreign}",
        )
