"""Figures of a theme in the words of the weekly report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from voc.model.registry import Proposal, ThemeChange
from voc.model.report import Period, RankedTheme, Report, ReviewItem, ReviewReason, TrendState
from voc.model.theme import Evidence
from voc.model.ticket import SUBJECT

_SIGNS = {
    TrendState.RETURNED: "↺",
    TrendState.NEW: "★",
    TrendState.RISING: "▲",
    TrendState.FALLING: "▼",
    TrendState.QUIET: "–",
}
_REASONS = {
    ReviewReason.UNCLUSTERED: "Without a theme",
    ReviewReason.UNSURE: "Barely in a theme",
    ReviewReason.LEFT_OUT: "Left out",
}
_PROPOSED = {
    ThemeChange.MERGE: "Proposed: merge all {} of",
    ThemeChange.SPLIT: "Proposed: split {} off",
    ThemeChange.ABSORB: "Proposed: move {} of",
}
_BARS = "▁▂▃▄▅▆▇█"
_ROUGH = 5
"""Below so many customers the interval of a rank is too narrow."""


def title(report: Report) -> str:
    """``Voice of the customer, 2–8 November 2026``."""
    return f"Voice of the customer, {days(report.period)}"


def days(period: Period) -> str:
    """The days of a period, first to last, such as ``26 October – 1 November 2026``."""
    first, last = period.start, period.end - timedelta(microseconds=1)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_month(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {_month(last)}"
    return f"{first.day} {_month(first)} – {last.day} {_month(last)}"


def day(at: datetime | None, zone: tzinfo | None) -> str:
    """A date as it is in ``zone``, such as ``2026-11-08``; a dash when it is unknown."""
    return f"{at.astimezone(zone):%Y-%m-%d}" if at else "–"


def rank(ranked: RankedTheme) -> str:
    """The span of ranks it may hold; ``≈`` marks an interval that rests on too few customers."""
    score = ranked.score
    span = (score.tie_group or "–").replace("-", "–")
    return f"{'≈ ' if score.customers < _ROUGH else ''}{span}"


def state(ranked: RankedTheme) -> str:
    """What its count is doing, as a sign, a word and a factor."""
    trend = ranked.score.trend
    words = f"{_SIGNS.get(trend.state, '')} {trend.state.replace('-', ' ')}".strip()
    return (
        f"{words} {factor(ranked)}"
        if trend.state in (TrendState.RISING, TrendState.FALLING) and trend.current
        else words
    )


def factor(ranked: RankedTheme) -> str:
    """The period's share over the usual one, such as ``× 2.8``, ``≥ × 18`` when there was none before."""
    trend = ranked.score.trend
    if trend.factor is None:
        return ""
    return f"{'' if trend.baseline else '≥ '}× {trend.factor:.2g}"


def test(ranked: RankedTheme) -> str:
    """The adjusted p-value of the direction it goes, empty where nothing was tested."""
    trend = ranked.score.trend
    if trend.p_up is None or trend.p_down is None:
        return ""
    p = min(trend.p_up, trend.p_down)
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def reason(item: ReviewItem) -> str:
    """Why a ticket is for review."""
    return _REASONS[item.reason]


def proposed(proposal: Proposal) -> str:
    """What voc would do to a theme, before its title."""
    return _PROPOSED[proposal.shift.change].format(plural(len(proposal.shift.ticket_ids), "ticket"))


def seen(proposal: Proposal) -> str:
    """How long a proposal has been seen; a rebuild's is seen by rebuilds."""
    return f"seen in {plural(proposal.weeks, 'rebuild' if proposal.rebuilt else 'week')}"


def chart(ranked: RankedTheme, busiest: int) -> str:
    """Customers a week as bars on the common scale of ``busiest``; a dot is nobody."""
    top = len(_BARS) - 1
    return "".join(_BARS[round(count / busiest * top)] if count else "·" for count in ranked.score.trend.weekly)


def money(amount: float | None, currency: str | None) -> str:
    """A yearly amount with its currency, a dash when it is unknown."""
    if amount is None:
        return "–"
    return f"{amount:,.0f}".replace(",", " ") + (f" {currency}" if currency else "")


def severity(ranked: RankedTheme) -> str:
    """1 to 5, a dash when it is unknown."""
    value = ranked.score.parts.severity
    return "–" if value is None else f"{value:.0f}"


def churn(ranked: RankedTheme) -> str:
    """How many of its customers may leave, such as ``3/12``."""
    return f"{ranked.score.churning}/{ranked.score.customers}" if ranked.score.churning else "–"


def impact(ranked: RankedTheme) -> str:
    """The leave-out impact with its interval, empty when it is hidden."""
    score = ranked.score
    if score.parts.impact is None:
        return ""
    interval = "" if score.impact_low is None else f" ({score.impact_low:+.1f} … {score.impact_high:+.1f})"
    return f"{score.parts.impact:+.1f} points{interval}"


def shares(counts: Mapping[str, int], most: int = 4) -> str:
    """Names with counts, such as ``email 12, chat 3``; those beyond ``most`` are added up."""
    named = [(name, count) for name, count in counts.items() if count]
    rest = sum(count for _, count in named[most:])
    shown = [f"{name.replace('_', ' ')} {count}" for name, count in named[:most]]
    return ", ".join([*shown, f"others {rest}"] if rest else shown) or "–"


def quoted(ranked: RankedTheme, most: int) -> list[Evidence]:
    """Its first quotes that do not say the same."""
    different: dict[str, Evidence] = {}
    for quote in ranked.theme.exemplars:
        different.setdefault(" ".join(quote.quote.split()).casefold(), quote)
    return list(different.values())[:most]


def made_of(ranked: RankedTheme, most: int | None = None) -> str:
    """Its parts with their tickets, such as ``Export is empty (31); Export stops half-way (22)``; those beyond
    ``most`` are counted.
    """
    parts = ranked.theme.sub_themes
    shown = [f"{part.title} ({len(part.ticket_ids)})" for part in parts[:most]]
    return "; ".join([*shown, f"{len(parts) - len(shown)} more"] if len(shown) < len(parts) else shown)


def place(quote: Evidence) -> str:
    """Where a quote stands, such as ``message 1, characters 10–64``."""
    where = "subject" if quote.message == SUBJECT else f"message {quote.message + 1}"
    return f"{where}, characters {quote.start}–{quote.end}"


def percent(part: int, whole: int) -> str:
    """A share in whole per cent."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _month(at: datetime) -> str:
    return f"{at:%B %Y}"
