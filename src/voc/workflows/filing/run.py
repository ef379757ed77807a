"""What one apply works with, what it has seen so far, and when it must stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from uuid import uuid4

from voc.analysis.filing.draft import Form
from voc.analysis.filing.matching.matcher import Aids
from voc.analysis.filing.plan import Rules
from voc.analysis.filing.plan_issue import ref
from voc.model.environment import Particulars
from voc.model.filing import Issue, IssueTemplate, Outcome, OutcomeKind
from voc.model.ledger import EntryState, LedgerEntry, Scope
from voc.model.plan import Change, Done, Result
from voc.model.report import RankedTheme
from voc.model.settings import FilingSettings
from voc.ports.clock import Clock
from voc.ports.ledger import Ledger
from voc.ports.tracker import Tracker

UNCERTAIN_IN_A_ROW, FAILURES_IN_A_ROW, EQUAL_REJECTIONS = 3, 5, 3
TRIES = 3
"""How often a write is tried that never left."""
STOPPED_BY_WAITING = "the tracker asked to wait longer than this run may"


def random_id() -> str:
    """A UUID that nobody else has."""
    return str(uuid4())


def nothing_more(_: RankedTheme) -> Particulars:
    """Where tickets are not asked for more than their quotes."""
    return Particulars()


@dataclass(frozen=True, slots=True)
class Filing:
    """What a plan is made with and an apply works with.

    Attributes:
        retry_uncertain: a create of unknown outcome may be sent anew once its quiet time has passed.
        adopt_ledger: id of a lost ledger whose issues this one may take over.
        deadline: seconds that the run may spend waiting for a tracker that throttles it.
        redirects: where themes that were merged away are now.
        aids: what helps to tell whether a person filed a theme already.
        template: what the block of an issue is made by.
        particulars: tells what the tickets of a theme say beside their quotes; asked only where an issue is written.
        zone: whose days are told.
        new_id: gives run, token and attempt ids.
    """

    tracker: Tracker
    ledger: Ledger
    settings: FilingSettings
    clock: Clock
    template: IssueTemplate
    particulars: Callable[[RankedTheme], Particulars] = nothing_more
    zone: tzinfo = UTC
    retry_uncertain: bool = False
    adopt_ledger: str | None = None
    deadline: float = 600.0
    redirects: Mapping[str, str] = field(default_factory=dict)
    aids: Aids = field(default_factory=Aids)
    new_id: Callable[[], str] = random_id

    @property
    def scope(self) -> Scope:
        """Where the filings are unique."""
        return Scope(self.tracker.url, self.tracker.project, self.settings.namespace)

    @property
    def rules(self) -> Rules:
        """What decisions are made by, at this moment."""
        return Rules(self.settings, self.tracker.capabilities, self.clock.now(), self.zone, self.retry_uncertain)

    @property
    def form(self) -> Form:
        """How drafts are written."""
        can = self.tracker.capabilities
        return Form(self.template, self.zone, can.title_limit, can.body_limit)


@dataclass(slots=True)
class Run:
    """The state of one apply: rows, results, and the circuit breaker."""

    filing: Filing
    token: str
    run_id: str
    rows: dict[str, LedgerEntry]
    reviewed: bool = True
    done: list[Done] = field(default_factory=list)
    stopped: str = ""
    waited: float = 0.0
    uncertain: int = 0
    failures: int = 0
    throttled: int = 0
    rejections: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def tracker(self) -> Tracker:
        """The tracker that is written to."""
        return self.filing.tracker

    def row(self, theme_id: str) -> LedgerEntry:
        """A theme's row as this run knows it; claimed first when it is not."""
        known = self.rows.get(theme_id)
        if known is None or known.token != self.token:
            run_id = known.run_id if known and known.issue_id else self.run_id
            known = self.filing.ledger.claim(self.filing.scope, [theme_id], self.token, run_id)[theme_id]
            self.rows[theme_id] = known
        return known

    def save(self, entry: LedgerEntry) -> LedgerEntry:
        """Put a row on record before anything else happens."""
        self.filing.ledger.save(entry)
        self.rows[entry.theme_id] = entry
        return entry

    def end(self, change: Change, result: Result, reason: str, issue: Issue | None = None) -> None:
        """Note how a theme ended, and count what trips the breaker."""
        self.done.append(Done(change.theme_id, result, reason, ref(issue) if issue else change.issue))
        self.uncertain = self.uncertain + 1 if result is Result.UNCERTAIN else 0
        self.failures = self.failures + 1 if result in (Result.FAILED, Result.REJECTED) else 0
        if self.uncertain >= UNCERTAIN_IN_A_ROW:
            self.stopped = f"{self.uncertain} creates in a row ended uncertain"
        if self.failures >= FAILURES_IN_A_ROW:
            self.stopped = f"{self.failures} failures in a row"

    def reject(self, change: Change, outcome: Outcome) -> None:
        """Note a refusal; the account's, or the same one again and again, ends the run."""
        cause = (outcome.code, outcome.detail)
        self.rejections[cause] += 1
        reason = f"the tracker refused it: {outcome.code} {outcome.detail}".rstrip()
        self.end(change, Result.REJECTED, reason)
        if outcome.fatal or self.rejections[cause] >= EQUAL_REJECTIONS:
            self.stopped = reason

    def wait(self, seconds: float) -> bool:
        """Wait; False, without waiting, when that is beyond the run's deadline."""
        if self.waited + seconds > self.filing.deadline:
            return False
        self.filing.clock.sleep(seconds)
        self.waited += seconds
        return True

    def asked_to_wait(self, outcome: Outcome) -> float:
        """Seconds to wait for a tracker that throttles: as long as it asks; where it does not say, twice as long each
        time in a row.
        """
        self.throttled += 1
        return outcome.retry_after or 2.0 ** (self.throttled - 1)

    def patiently(self, write: Callable[[], Outcome]) -> Outcome:
        """The end of a write to an existing issue, which is conditional: what was throttled is tried again after the
        wait, what never left at most ``TRIES`` times, and what may have arrived not at all.
        """
        for unsent in range(1, TRIES + 1):
            outcome = write()
            while outcome.kind is OutcomeKind.THROTTLED and self.wait(max(1.0, self.asked_to_wait(outcome))):
                outcome = write()
            if outcome.kind is not OutcomeKind.THROTTLED:
                self.throttled = 0
            if outcome.kind is not OutcomeKind.NOT_SENT or unsent == TRIES:
                break
        return outcome

    def failed(self, change: Change, outcome: Outcome) -> None:
        """Note a write to an existing issue that did not go through; a read will settle it in the next run."""
        if outcome.kind is OutcomeKind.CONFLICT:
            self.end(change, Result.STALE, "the issue was changed meanwhile; plan again")
        elif outcome.kind is OutcomeKind.REJECTED:
            self.reject(change, outcome)
        elif outcome.kind is OutcomeKind.THROTTLED:
            self.end(change, Result.THROTTLED, "the tracker asked to wait; the next run goes on")
            self.stopped = STOPPED_BY_WAITING
        else:
            self.end(change, Result.FAILED, f"no answer from the tracker {outcome.detail}".rstrip())


def filed(entry: LedgerEntry, issue: Issue) -> LedgerEntry:
    """``entry`` with its issue known."""
    return replace(
        entry,
        state=EntryState.FILED,
        issue_id=issue.id,
        issue_key=issue.key,
        issue_url=issue.url,
        issue_created_at=issue.created_at,
        not_before=None,
        looks=0,
        look_runs=0,
        reason="",
    )
