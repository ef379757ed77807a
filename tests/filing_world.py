"""Themes, clocks and trackers to file with; all of it invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from typing import Any

from voc.analysis.filing.draft import Form, draft_issue
from voc.analysis.filing.matching.matcher import Aids
from voc.config.issue_template import shipped_template
from voc.model.environment import Particulars
from voc.model.filing import Issue, IssueDraft, IssueTemplate, OutcomeKind
from voc.model.ledger import LedgerEntry
from voc.model.plan import Applied, Change, Plan, Result
from voc.model.report import Counts, Parts, Period, Provenance, RankedTheme, Report, Score, Trend, TrendState
from voc.model.settings import FilingSettings
from voc.model.theme import Evidence, Theme
from voc.model.ticket import Kind
from voc.ports.ledger import Ledger
from voc.ports.tracker import Tracker
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.memory import MemoryTracker
from voc.workflows.filing.apply import apply_plan
from voc.workflows.filing.plan import make_plan
from voc.workflows.filing.run import Filing

START = datetime(2026, 11, 9, 8, tzinfo=UTC)
QUOTE = "Vienti kaatuu heti, kun painan nappia"
FORM = Form(shipped_template())


@dataclass
class TurnedClock:
    """A clock that only moves when somebody waits."""

    at: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The time it was turned to."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Note the wait and turn the clock."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def ranked(
    number: int = 1,
    *,
    customers: int = 5,
    kind: Kind = Kind.BUG,
    title: str | None = None,
    quote: str = QUOTE,
    trend: TrendState = TrendState.STEADY,
    severity: float | None = 3.0,
    rank: int | None = None,
    last_seen: datetime | None = datetime(2026, 11, 6, tzinfo=UTC),
    merged_from: tuple[str, ...] = (),
) -> RankedTheme:
    """A theme of ``customers`` customers with one ticket each."""
    theme_id = f"theme-{number:04}"
    tickets = tuple(f"desk:{number}-{each}" for each in range(customers))
    theme = Theme(
        id=theme_id,
        title=title or f"Vienti kaatuu {number}",
        kind=kind,
        keyphrases=("vienti", "kaatuu"),
        exemplars=(Evidence(tickets[0], 0, 0, len(quote), quote, "fi"),),
        ticket_ids=tickets,
        first_seen=datetime(2026, 10, 5, tzinfo=UTC),
        last_seen=last_seen,
        merged_from=merged_from,
    )
    return RankedTheme(theme, _score(theme_id, customers, trend, severity, rank or number))


def _score(theme_id: str, customers: int, trend: TrendState, severity: float | None, rank: int) -> Score:
    return Score(
        theme_id=theme_id,
        parts=Parts(reach=1.0, value=1.0, severity=severity, trend=None, churn=0.0, impact=None),
        total=1.0,
        rank=rank,
        rank_low=rank,
        rank_high=rank,
        tie_group=str(rank),
        customers=customers,
        tickets=customers,
        all_customers=customers,
        all_tickets=customers,
        churning=0,
        revenue=None,
        trend=Trend(trend, 1, 1, 1.0, None, None, (1, 1)),
    )


def report(*themes: RankedTheme) -> Report:
    """A report of these themes."""
    period = Period(START - timedelta(days=7), START, START - timedelta(days=56))
    return Report(period, themes, Counts(0, 0, 0), Provenance("0", "", "", "", 0))


def themes(number: int, **options: int) -> Report:
    """A report of so many themes."""
    return report(*(ranked(each + 1, **options) for each in range(number)))  # type: ignore[arg-type]


def drafted(
    theme: RankedTheme,
    settings: FilingSettings,
    ledger_id: str,
    form: Form = FORM,
    particulars: Particulars | None = None,
) -> IssueDraft:
    """The issue that the shipped template makes of a theme."""
    return draft_issue(theme, settings, ledger_id, form, particulars)


def draft(number: int = 1, **theme: Any) -> IssueDraft:
    """The issue of one theme by the shipped template and settings."""
    return drafted(ranked(number, **theme), FilingSettings(), "ledger-1")


def create(tracker: Tracker, wanted: IssueDraft, attempt: str = "attempt-1") -> Issue:
    """The issue that a create makes."""
    outcome = tracker.create(wanted, attempt)
    assert outcome.kind is OutcomeKind.DONE
    assert outcome.issue is not None
    return outcome.issue


@dataclass
class Desk:
    """A tracker, a ledger and settings; ``plan`` and ``apply`` as a person would call them."""

    tracker: Tracker
    ledger: Ledger
    clock: TurnedClock
    settings: FilingSettings = field(default_factory=FilingSettings)
    retry_uncertain: bool = False
    adopt_ledger: str | None = None
    deadline: float = 600.0
    aids: Aids = field(default_factory=Aids)
    template: IssueTemplate = FORM.template
    particulars: Mapping[str, Particulars] = field(default_factory=dict)
    zone: tzinfo = UTC
    redirects: Mapping[str, str] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=count)

    @property
    def filing(self) -> Filing:
        """What plan and apply work with."""
        return Filing(
            tracker=self.tracker,
            ledger=self.ledger,
            settings=self.settings,
            clock=self.clock,
            template=self.template,
            particulars=lambda ranked: self.particulars.get(ranked.theme.id, Particulars()),
            zone=self.zone,
            retry_uncertain=self.retry_uncertain,
            adopt_ledger=self.adopt_ledger,
            deadline=self.deadline,
            aids=self.aids,
            redirects=self.redirects,
            new_id=lambda: f"id-{next(self._ids):08}",
        )

    def plan(self, wanted: Report) -> Plan:
        """A plan for these themes."""
        return make_plan(wanted, self.filing)

    def apply(self, plan: Plan, **options: object) -> Applied:
        """Carry a plan out."""
        return apply_plan(plan, self.filing, nullcontext(), **options)  # type: ignore[arg-type]

    def run(self, wanted: Report) -> Applied:
        """Plan and apply."""
        return self.apply(self.plan(wanted))

    def change(self, wanted: Report) -> Change:
        """The only theme's change."""
        (change,) = self.plan(wanted).changes
        return change

    def change_of(self, theme_id: str, wanted: Report) -> Change:
        """One theme's change."""
        (change,) = (each for each in self.plan(wanted).changes if each.theme_id == theme_id)
        return change

    def row(self, number: int = 1) -> LedgerEntry:
        """A theme's row in the ledger."""
        return self.ledger.entries(self.filing.scope)[f"theme-{number:04}"]

    def issues(self) -> Sequence[Issue]:
        """Every issue that voc filed."""
        return self.tracker.family(f"voc-{self.settings.namespace}")

    def issue(self) -> Issue:
        """The only issue."""
        (issue,) = self.issues()
        return issue

    def set(self, **changes: object) -> None:
        """Change settings."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]


def file_one(at: Desk, **theme: Any) -> str:
    """File one theme; the issue's id."""
    plan = at.plan(report(ranked(**theme)))
    assert at.apply(plan, confirm_project=at.tracker.project).done[0].result is Result.FILED
    return at.row().issue_id or ""


def memory_desk(**tracker_options: object) -> Desk:
    """A desk whose tracker and ledger are in memory."""
    clock = TurnedClock()
    return Desk(MemoryTracker(clock, **tracker_options), MemoryLedger(), clock)  # type: ignore[arg-type]
