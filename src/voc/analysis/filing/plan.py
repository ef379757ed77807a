"""Which change each theme gets, as a pure decision; workflows bring in what the tracker and the ledger say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from voc.analysis.filing.markers import marks_of, read_identity
from voc.analysis.filing.plan_issue import Case, decide_known, gone, ref
from voc.errors import LimitError
from voc.model.filing import Capabilities, Issue, IssueDraft, IssueState
from voc.model.ledger import EntryState, LedgerEntry
from voc.model.plan import WAITS, Action, Change, Preconditions
from voc.model.report import RankedTheme
from voc.model.settings import FilingSettings
from voc.model.ticket import PRODUCT_KINDS

OPEN_OUTCOME = frozenset({EntryState.SENDING, EntryState.UNCERTAIN})
"""States of a create of which nobody knows whether it happened."""
_WRITES = frozenset({Action.UPDATE, Action.COMMENT, Action.REOPEN})
LOOKS, LOOK_RUNS = 3, 2
"""So many empty looks, in so many runs, before an uncertain create may be sent anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan is made by."""

    settings: FilingSettings
    capabilities: Capabilities
    now: datetime
    zone: tzinfo = UTC
    retry_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """What the tracker shows of a theme.

    Attributes:
        issue: the known issue, or the one found; None when there is none.
        how: by what an issue was found that the ledger did not know.
        others: more issues with the same marker.
        canonical: the issue that ``issue`` repeats, where it is closed as a duplicate.
        unreadable: why the issue cannot be read; empty when it can.
    """

    issue: Issue | None = None
    how: str = "its marker"
    others: tuple[Issue, ...] = ()
    canonical: Issue | None = None
    unreadable: str = ""


def in_filing_order(themes: Sequence[RankedTheme]) -> list[RankedTheme]:
    """Themes by rank, so that each kind's first comes before any second; unranked ones by customers after them."""

    def place(ranked: RankedTheme) -> tuple[float, int, int, str]:
        kind, score = ranked.theme.kind, ranked.score
        order = PRODUCT_KINDS.index(kind) if kind in PRODUCT_KINDS else len(PRODUCT_KINDS)
        if score.rank is None:
            return (float("inf"), -score.all_customers, order, ranked.theme.id)
        return (score.rank, 0, order, ranked.theme.id)

    return sorted(themes, key=place)


def decide(ranked: RankedTheme, draft: IssueDraft, entry: LedgerEntry | None, sight: Sight, rules: Rules) -> Change:
    """One theme's change, before limits."""
    barred = _barred(ranked, draft, entry, sight)
    if barred is not None:
        return barred
    if _is_denied(ranked, draft, sight):
        return _anew(_unknown(ranked, draft, None, Sight(), rules), entry, sight)
    if entry is None or entry.issue_id is None:
        return _unknown(ranked, draft, entry, sight, rules)
    if sight.issue is None:
        return gone(entry)
    if sight.issue.state is IssueState.DUPLICATE and sight.canonical:
        return _link(draft, sight.canonical, f"{sight.issue.key} repeats {sight.canonical.key}")
    seen, by = ranked.theme.last_seen, (rules.settings, rules.capabilities)
    return decide_known(Case(draft, entry, sight.issue, *by, seen, rules.now, rules.zone, sight.others))


def _barred(ranked: RankedTheme, draft: IssueDraft, entry: LedgerEntry | None, sight: Sight) -> Change | None:
    """Why nothing is done about a theme whatever its figures; None where something may be."""
    if ranked.theme.muted:
        return Change(Action.SKIP, draft.theme_id, f"muted by {ranked.theme.muted.who}")
    if sight.unreadable:
        return Change(Action.SKIP, draft.theme_id, sight.unreadable, blocked=True)
    said, issue = ranked.theme.unlinked, sight.issue
    if said and issue and entry and entry.written.block_sent and _is_denied(ranked, draft, sight):
        reason = f"{said.who} said that it is not {issue.key}, which voc filed and people took over; it is left alone"
        return Change(Action.SKIP, draft.theme_id, reason)
    return None


def _is_denied(ranked: RankedTheme, draft: IssueDraft, sight: Sight) -> bool:
    """Whether a person said that the theme is not the person's issue that it is linked to."""
    issue = sight.issue
    return ranked.theme.unlinked is not None and issue is not None and draft.family not in marks_of(issue)


def _anew(change: Change, entry: LedgerEntry | None, sight: Sight) -> Change:
    """``change`` of a theme that is none of a person's issues; a create lets go of the one that the ledger knows."""
    issue = sight.issue
    if change.action is not Action.CREATE or issue is None or entry is None or entry.issue_id != issue.id:
        return change
    reason = f"{change.reason}; it is not {issue.key}, which is left alone"
    wrong = Preconditions(issue.id, issue.revision, issue.updated_at)
    return replace(change, reason=reason, preconditions=wrong, becomes=EntryState.PLANNED)


def _unknown(ranked: RankedTheme, draft: IssueDraft, entry: LedgerEntry | None, sight: Sight, rules: Rules) -> Change:
    """The change for a theme without a known issue."""
    if sight.issue:
        more = f"; {', '.join(issue.key for issue in sight.others)} carry it too" if sight.others else ""
        return _link(draft, sight.issue, f"found by {sight.how}{more}")
    if entry and entry.state is EntryState.IGNORED:
        return Change(Action.SKIP, draft.theme_id, entry.reason or "ignored")
    if entry and entry.state in OPEN_OUTCOME and not may_send_again(entry, rules):
        sent = f" of {entry.sent_at.astimezone(rules.zone):%Y-%m-%d %H:%M}" if entry.sent_at else ""
        reason = f"a create{sent} is still uncertain; looking for it again"
        return Change(Action.SKIP, draft.theme_id, reason, becomes=EntryState.UNCERTAIN)
    if entry and entry.not_before and entry.not_before > rules.now:
        until = entry.not_before.astimezone(rules.zone)
        return Change(Action.SKIP, draft.theme_id, f"the tracker asked to wait until {until:%H:%M:%S}")
    unfit = unfit_reason(ranked, rules.settings)
    if unfit:
        return Change(Action.SKIP, draft.theme_id, unfit)
    reason = f"{ranked.score.all_customers} customers in {ranked.score.all_tickets} tickets"
    return Change(Action.CREATE, draft.theme_id, reason, draft=draft)


def _link(draft: IssueDraft, issue: Issue, reason: str) -> Change:
    precondition = Preconditions(issue.id, issue.revision, issue.updated_at)
    return Change(Action.LINK, draft.theme_id, reason, ref(issue), precondition, draft)


def unfit_reason(ranked: RankedTheme, settings: FilingSettings) -> str:
    """Why a theme is not filed; empty when it is."""
    kind, customers, link = ranked.theme.kind, ranked.score.all_customers, ranked.theme.link
    if link:
        return f"linked to {link.text} by {link.who}"
    if kind not in settings.kinds:
        return f"{kind.value.replace('_', ' ')} is not filed"
    if customers < settings.minimum_customers:
        return f"{customers} of {settings.minimum_customers} customers that an issue needs"
    return ""


def merged_away(entries: Mapping[str, LedgerEntry], redirects: Mapping[str, str]) -> list[Change]:
    """The issues of filed themes that are part of others now: left alone, and never lost from sight."""
    found = []
    for theme_id, entry in sorted(entries.items()):
        if theme_id in redirects and entry.issue_id is not None:
            into = entries.get(redirects[theme_id])
            twin = f": a duplicate of {into.issue_key} for a person to close" if into and into.issue_key else ""
            reason = f"merged into {redirects[theme_id]}; {entry.issue_key} is left alone{twin}"
            found.append(Change(Action.SKIP, theme_id, reason))
    return found


def emptied(entries: Mapping[str, LedgerEntry], known: Collection[str]) -> list[Change]:
    """The issues of filed themes that are not among the ``known``, since no ticket is left in them: left alone, too."""
    return [
        Change(Action.SKIP, theme_id, f"no ticket is left in it; {entry.issue_key} is left alone")
        for theme_id, entry in sorted(entries.items())
        if theme_id not in known and entry.issue_id is not None
    ]


def may_send_again(entry: LedgerEntry, rules: Rules) -> bool:
    """Whether an uncertain create may be sent anew, once a last look finds nothing either."""
    quiet = rules.capabilities.quiet_time
    if not quiet:
        return True
    waited = entry.sent_at is not None and rules.now - entry.sent_at >= quiet
    return waited and entry.looks >= LOOKS and entry.look_runs >= LOOK_RUNS and rules.retry_uncertain


def foreign_ledger(issue: Issue, ledger_id: str) -> str | None:
    """The id of another ledger that an issue names, or None."""
    identity = read_identity(issue.body)
    return identity.ledger_id if identity and identity.ledger_id != ledger_id else None


def within_limits(changes: Sequence[Change], new: int, updates: int, max_new: int) -> list[Change]:
    """``changes`` with creates beyond ``new`` and writes beyond ``updates`` put off; the first come first."""
    creates = [change.theme_id for change in changes if change.action is Action.CREATE][new:]
    writes = [change.theme_id for change in changes if change.action in _WRITES][updates:]
    waiting = dict.fromkeys(creates, f"{WAITS}: at most {max_new} new issues a run")
    waiting |= dict.fromkeys(writes, f"{WAITS}: enough updates for one run")
    return [_put_off(change, waiting[change.theme_id]) if change.theme_id in waiting else change for change in changes]


def _put_off(change: Change, reason: str) -> Change:
    becomes = EntryState.PLANNED if change.action is Action.CREATE else None
    return Change(Action.SKIP, change.theme_id, reason, change.issue, becomes=becomes)


def budget_of_run(changes: Sequence[Change], entries: Mapping[str, LedgerEntry], settings: FilingSettings) -> int:
    """How many of the creates in ``changes`` a run may plan.

    A run that was killed leaves ``claimed`` or ``sending`` rows behind; what it had filed counts as this run's, so that
    running the same command again ends where an unbroken run would have ended.
    """
    run = unfinished_run(entries)
    spent = [entry for entry in _sent(changes, entries) if run and entry.run_id == run]
    return max(0, settings.max_new - len(spent))


def budget_of_day(
    changes: Sequence[Change], entries: Mapping[str, LedgerEntry], settings: FilingSettings, now: datetime
) -> int:
    """How many of the creates in ``changes`` the last 24 hours leave room for, sends of unknown outcome included."""
    day = timedelta(days=1)
    today = [entry for entry in _sent(changes, entries) if entry.sent_at and now - entry.sent_at < day]
    return max(0, settings.max_new_per_day - len(today))


def _sent(changes: Sequence[Change], entries: Mapping[str, LedgerEntry]) -> list[LedgerEntry]:
    """Rows whose create left, or may have left, and is not wanted once more."""
    wanted = {change.theme_id for change in changes if change.action is Action.CREATE}
    return [entry for entry in entries.values() if entry.sent_at and entry.theme_id not in wanted]


def unfinished_run(entries: Mapping[str, LedgerEntry]) -> str:
    """The id of a run that was killed before its end, empty when there is none."""
    broken = (EntryState.CLAIMED, EntryState.SENDING)
    return max((entry.run_id for entry in entries.values() if entry.state in broken), default="")


def refuse_flood(changes: Sequence[Change], entries: Mapping[str, LedgerEntry], settings: FilingSettings) -> None:
    """Stop when most of the themes were never seen before: then the clustering has changed, not the customers.

    Raises:
        LimitError: more creates than a run may do, and too large a share of the fit themes without a ledger row.
    """
    wanted = [change for change in changes if change.action is Action.CREATE]
    fit = [change for change in changes if change.action is Action.CREATE or change.theme_id in entries]
    new = [change for change in wanted if change.theme_id not in entries]
    if entries and len(new) > settings.max_new and len(new) > settings.flood_share * len(fit):
        raise LimitError(
            f"{len(new)} of {len(fit)} themes are new since the last filing, more than {settings.flood_share:.0%}",
            "if the clustering did not change by mistake, raise filing.max_new",
        )
