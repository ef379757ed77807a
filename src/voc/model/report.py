"""Scores, trends, and the report made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voc.model.decision import Decision
from voc.model.registry import Event, Proposal
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import Kind


class TrendState(StrEnum):
    """What a theme's weekly count of distinct customers is doing."""

    RETURNED = "returned-after-fix"
    QUIET = "quiet"
    WATCH = "watch"
    NEW = "new"
    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    NO_HISTORY = "no-history"


@dataclass(frozen=True, slots=True)
class Trend:
    """Distinct customers in the period against the baseline.

    Attributes:
        state: the first rule that matched.
        current, baseline: distinct customers in the period; sum of the baseline weeks' distinct customers.
        factor: the period's share of all contacts over the baseline's; with nobody in the baseline (``baseline`` 0)
            it is a lower bound, as if there had been one customer; None where neither can be told.
        p_up, p_down: one-sided p-values in 0..1, adjusted over the themes; None where untested.
        weekly: distinct customers a week, oldest first, the period last.
    """

    state: TrendState
    current: int
    baseline: int
    factor: float | None
    p_up: float | None
    p_down: float | None
    weekly: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of; None where it cannot be known."""

    reach: float
    value: float
    severity: float | None
    trend: float | None
    churn: float
    impact: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A theme's rank among the themes of its kind, with every part shown.

    Attributes:
        total: product of the named parts; 1 is a median theme of severity 3 without churn words.
        rank: 1 is first; None for a theme with fewer than three customers in the window.
        rank_low, rank_high: 80 % interval of the rank over resampled customers.
        tie_group: span of ranks that cannot be told apart, such as ``1-3``.
        customers, tickets: distinct customers and tickets of the window; ``all_customers`` and ``all_tickets`` ever.
        churning: customers of the window with words that say they may leave.
        revenue: yearly revenue of the window's distinct customers, None when no revenue is known.
        impact_low, impact_high: 80 % interval of ``parts.impact`` over resampled customers; None where it is None.
    """

    theme_id: str
    parts: Parts
    total: float
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    tie_group: str | None
    customers: int
    tickets: int
    all_customers: int
    all_tickets: int
    churning: int
    revenue: float | None
    trend: Trend
    impact_low: float | None = None
    impact_high: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The reporting period ``start`` (inclusive) to ``end`` (exclusive), and where the ranking window begins.

    ``follows_data`` is true when the newest ticket is so old that the period ends after it, not at the last Monday.
    """

    start: datetime
    end: datetime
    window_start: datetime
    follows_data: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a report: same provenance and input, same bytes."""

    version: str
    config_digest: str
    input_digest: str
    space: str
    seed: int


@dataclass(frozen=True, slots=True)
class IssueRef:
    """The tracker issue a theme is filed as; ``fixed_at`` is when it was closed as done, None where it was not, or the
    tracker does not say when.
    """

    key: str
    url: str | None
    status: str
    fixed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the tickets went: in all, taking part, in a theme; and by channel, source, kind and customer key.

    Attributes:
        tickets: all tickets of the store; ``clustered`` are in a theme, ``unclustered`` took part and are in none.
        left_out: tickets that took no part, by reason (their kind, or that they have no text).
        by_customer_key: tickets whose customer is known (``customer``), and those that count alone (``ticket``).
        undated: tickets without a date: in no window, unless no ticket has one.
        later: tickets dated at or after the end of the period: they wait for a later one.
        in_period, in_window: tickets of the period and of the ranking window.
        customers, paying: distinct customers of the store, and those of them whose revenue is known.
        currency: of all revenue (ISO 4217), None when no ticket says or several are named.
        mixed_currencies: those of the revenue where it is in several, in order: it is left out of all figures then.
    """

    tickets: int
    clustered: int
    unclustered: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    by_channel: Mapping[str, int] = field(default_factory=dict)
    by_source: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_customer_key: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0
    later: int = 0
    in_period: int = 0
    in_window: int = 0
    customers: int = 0
    paying: int = 0
    currency: str | None = None
    mixed_currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedTheme:
    """A theme beside its score and the issue it is filed as.

    ``channels`` counts its tickets of the window by channel, ``sentiment`` by ``negative``, ``neutral``, ``positive``
    and ``unknown``.
    """

    theme: Theme
    score: Score
    issue: IssueRef | None = None
    channels: Mapping[str, int] = field(default_factory=dict)
    sentiment: Mapping[str, int] = field(default_factory=dict)


class ReviewReason(StrEnum):
    """Why a ticket is shown to a person."""

    UNCLUSTERED = "unclustered"
    UNSURE = "unsure"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A ticket that a person should look at.

    ``theme_id`` is the theme it is in, or the nearest one; ``text`` the beginning of the customer's words.
    """

    ticket_id: str
    reason: ReviewReason
    kind: Kind
    theme_id: str | None
    confidence: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the themes since the run of the week before.

    Attributes:
        since: when that was; None where there was none.
        events: what voc did since then.
        rulings: what people decided since then, as far as it counts.
        titles: of all themes that are named here and elsewhere, those of themes that are gone too, by id.
    """

    since: datetime | None = None
    events: tuple[Event, ...] = ()
    rulings: tuple[Decision, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """Ranked themes of one period: bugs, requests and hard-to-use each in rank order, other kinds after them.

    ``review`` is a fixed sample of tickets for a person's eye, ``proposals`` are the changes of themes that wait for a
    person, ``changes`` those that were made since the run of the week before; ``urls`` lead to the tickets that are
    quoted; ``settings`` are those the ranks were made with.
    """

    period: Period
    themes: tuple[RankedTheme, ...]
    counts: Counts
    provenance: Provenance
    review: tuple[ReviewItem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    changes: Changes = field(default_factory=Changes)
    urls: Mapping[str, str] = field(default_factory=dict)
    settings: RankSettings = field(default_factory=RankSettings)
