"""What stands in which section of the weekly report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from voc.model.decision import Decision
from voc.model.registry import Event, Proposal, ThemeChange
from voc.model.report import Changes, RankedTheme, Report, TrendState
from voc.model.theme import ThemeStatus
from voc.model.ticket import NO_FEEDBACK_KINDS, PRODUCT_KINDS, Kind

TOP = 10
"""Themes of a kind on the first page."""
LISTED = 20
"""Themes of any other list; the rest is counted."""
DECISIONS = 3
OF_A_SORT = 4
"""Changes of themes of one sort, so that a week of many absorbed tickets does not hide its new themes."""

_MOVING = (TrendState.RETURNED, TrendState.NEW, TrendState.RISING)
_FADING = (TrendState.FALLING, TrendState.QUIET)


@dataclass(frozen=True, slots=True)
class Listing:
    """The themes of a section, as many as are shown, and how many are not."""

    shown: tuple[RankedTheme, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Page:
    """The themes of each section.

    Attributes:
        decisions: what to take up: not filed, moving ones before the others, then by rank.
        bugs, requests, hard_to_use, praise, leaving, other: ranked themes of these kinds.
        moving, fading, watch: product themes by what their counts do.
        detailed: every theme in a table above, once.
        busiest: the largest weekly count among them, for a common scale of the small charts.
        weeks: how many weeks a chart has.
        churn, revenue: whether anybody may leave, or pays, so that a column for it makes sense.
        muted: themes that people want left out of all these.
        titles: of all themes, by id.
        proposals: the first changes of themes that wait for a person; ``more_proposals`` are not shown.
        made: the first changes that voc made: the graver before the others, then by tickets.
        rebuilt: how many tickets a rebuild moved, and out of how many themes.
        ruled: the last rulings of people; ``more_changes`` of both are not shown.
    """

    decisions: tuple[RankedTheme, ...]
    bugs: Listing
    requests: Listing
    hard_to_use: Listing
    praise: Listing
    leaving: Listing
    other: Listing
    moving: Listing
    fading: Listing
    watch: Listing
    detailed: tuple[RankedTheme, ...]
    busiest: int
    weeks: int
    churn: bool
    revenue: bool
    muted: Listing
    titles: Mapping[str, str]
    proposals: tuple[Proposal, ...]
    more_proposals: int
    made: tuple[Event, ...]
    rebuilt: tuple[int, int]
    ruled: tuple[Decision, ...]
    more_changes: int


def page_of(report: Report) -> Page:
    """``report`` sorted into the sections of the page."""
    muted = _listing(ranked for ranked in report.themes if ranked.theme.status is ThemeStatus.MUTED)
    titles = {**report.changes.titles, **{ranked.theme.id: ranked.theme.title for ranked in report.themes}}
    made, unmade = _made(report.changes)
    report = replace(report, themes=tuple(each for each in report.themes if each.theme.status is ThemeStatus.ACTIVE))
    product = [ranked for ranked in report.themes if ranked.theme.kind in PRODUCT_KINDS]
    tables = [_ranked(report, kind) for kind in PRODUCT_KINDS]
    moving, fading = _doing(product, _MOVING), _doing(product, _FADING)
    detailed = dict.fromkeys(ranked.theme.id for listing in (*tables, moving) for ranked in listing.shown)
    by_id = {ranked.theme.id: ranked for ranked in product}
    return Page(
        decisions=_decisions(product),
        bugs=tables[0],
        requests=tables[1],
        hard_to_use=tables[2],
        praise=_ranked(report, Kind.PRAISE),
        leaving=_ranked(report, Kind.CHURN_SIGNAL),
        other=_ranked(report, Kind.QUESTION, *NO_FEEDBACK_KINDS),
        moving=moving,
        fading=fading,
        watch=_doing(product, (TrendState.WATCH,)),
        detailed=tuple(by_id[id_] for id_ in detailed),
        busiest=max((max(by_id[id_].score.trend.weekly, default=0) for id_ in detailed), default=0),
        weeks=report.settings.baseline_weeks + report.settings.guard_weeks + 1,
        churn=any(by_id[id_].score.churning for id_ in detailed),
        revenue=any(by_id[id_].score.revenue is not None for id_ in detailed),
        muted=muted,
        titles=titles,
        proposals=report.proposals[:TOP],
        more_proposals=max(0, len(report.proposals) - TOP),
        made=made,
        rebuilt=_rebuilt(report.changes),
        ruled=report.changes.rulings[-TOP:],
        more_changes=unmade + max(0, len(report.changes.rulings) - TOP),
    )


_GRAVEST = (
    ThemeChange.SPLIT, ThemeChange.MERGE, ThemeChange.ABSORB, ThemeChange.DISAPPEARED, ThemeChange.RENAMED,
    ThemeChange.EMERGED,
)  # fmt: skip


def _made(changes: Changes) -> tuple[tuple[Event, ...], int]:
    """What voc did to themes, the largest of each sort, and how many more there are; what a rebuild moved is told as a
    whole.
    """
    shown: list[Event] = []
    for sort in _GRAVEST:
        events = (event for event in changes.events if event.shift.change is sort)
        shown += sorted(events, key=lambda each: -len(each.shift.ticket_ids))[:OF_A_SORT]
    return tuple(shown), sum(event.shift.change in _GRAVEST for event in changes.events) - len(shown)


def _rebuilt(changes: Changes) -> tuple[int, int]:
    """How many tickets went to another theme in a rebuild, and out of how many themes."""
    moves = [event.shift for event in changes.events if event.shift.change is ThemeChange.REBUILD]
    return sum(len(shift.ticket_ids) for shift in moves), len({shift.theme_id for shift in moves})


def _decisions(product: list[RankedTheme]) -> tuple[RankedTheme, ...]:
    """The first themes nobody has filed: those on the move before the others, then by rank."""
    waiting = [ranked for ranked in product if ranked.score.rank and ranked.issue is None]
    waiting.sort(key=lambda ranked: (ranked.score.trend.state not in _MOVING, ranked.score.rank))
    return tuple(waiting[:DECISIONS])


def _ranked(report: Report, *kinds: Kind) -> Listing:
    """The ranked themes of some kinds."""
    return _listing((ranked for ranked in report.themes if ranked.theme.kind in kinds and ranked.score.rank), TOP)


def _doing(themes: Iterable[RankedTheme], states: tuple[TrendState, ...]) -> Listing:
    """The themes whose counts do one of some things."""
    return _listing((ranked for ranked in themes if ranked.score.trend.state in states), LISTED)


def _listing(themes: Iterable[RankedTheme], most: int = LISTED) -> Listing:
    """The first themes, and how many there are more."""
    found = tuple(themes)
    return Listing(found[:most], max(0, len(found) - most))
