"""Themes in the order of what they are worth: distinct customers, revenue, severity, with every part shown.

Themes are ranked within their kind: bugs against bugs, praise against praise. Too few customers in the window give no
rank. The score is a product of named parts over their references: 1 is a median theme of severity 3 whose customers
do not speak of leaving. Reach stands inside value and recency inside its decay, so neither counts a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from voc.analysis.ranking.bootstrap import rank_intervals, tie_groups
from voc.analysis.ranking.contacts import Floats
from voc.analysis.ranking.figures import Figures, figures_of
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.trend import NO_FIXES, trends
from voc.model.report import Parts, Period, Score, Trend
from voc.model.settings import RankSettings
from voc.model.theme import ThemeStatus
from voc.model.ticket import Kind


def score_themes(
    findings: Findings, period: Period, settings: RankSettings, fixed: Mapping[str, datetime] = NO_FIXES
) -> list[Score]:
    """The scores of the themes, kind by kind, each kind by rank; themes without a rank follow those with one, and
    one that a person muted has none.

    Equal scores go by customers of the window, then customers ever, then theme id.

    Args:
        findings: whose themes these are; revenue in several currencies is left out.
        period: its end is where ages are counted from, its window is what is ranked.
        settings: half-life, exponents, smallest number of customers, draws and seed.
        fixed: when the issue of a theme was closed as fixed, by theme id.
    """
    figures = figures_of(findings, period, settings)
    by_id = trends(findings, period, settings, fixed)
    known = {theme.id: theme for theme in findings.themes}
    of_kind: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for n, id_ in enumerate(figures.theme_ids):
        of_kind[known[id_].kind].append(n)
    muted = {n for n, id_ in enumerate(figures.theme_ids) if known[id_].status is ThemeStatus.MUTED}
    return [
        _score(figures, place, by_id[figures.theme_ids[place.theme]])
        for themes in of_kind.values()
        for place in _places(themes, muted, figures, settings)
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where theme number ``theme`` stands: its score; its rank, interval and tie group if it has one."""

    theme: int
    total: float
    rank: int | None = None
    low: int | None = None
    high: int | None = None
    tie_group: str | None = None


def _places(themes: list[int], muted: Set[int], figures: Figures, settings: RankSettings) -> list[_Place]:
    """The places of one kind's themes, in their order."""
    customers = figures.parts.customers
    order = sorted(
        themes, key=lambda n: (-figures.product[n], -customers[n], -figures.all_customers[n], figures.theme_ids[n])
    )
    ranked = [n for n in order if customers[n] >= settings.minimum_customers and n not in muted]
    watched = [n for n in order if customers[n] < settings.minimum_customers or n in muted]
    reference = _reference(figures.parts.value[ranked or watched]) ** settings.value_exponent
    total = figures.product / reference
    return [
        *(_Place(n, float(total[n]), *rank) for n, rank in zip(ranked, _ranks(figures.drawn[:, ranked]), strict=True)),
        *(_Place(n, float(total[n])) for n in watched),
    ]


def _reference(values: Floats) -> float:
    """The median of the positive values, 1 where there is none."""
    positive = values[values > 0]
    return float(np.median(positive)) if len(positive) else 1.0


def _ranks(drawn: Floats) -> list[tuple[int, int, int, str]]:
    """Rank, interval and tie group of themes whose draws stand in ``drawn`` by rank.

    An interval is widened to the rank itself where the draws, which lose a customer here and there, do not reach it.
    """
    low, high = rank_intervals(drawn)
    ranks = range(1, len(low) + 1)
    lows = [min(rank, int(bound)) for rank, bound in zip(ranks, low, strict=True)]
    highs = [max(rank, int(bound)) for rank, bound in zip(ranks, high, strict=True)]
    return list(zip(ranks, lows, highs, tie_groups(lows, highs), strict=True))


def _score(figures: Figures, place: _Place, trend: Trend) -> Score:
    """A theme's figures and place as plain numbers."""
    n, parts, impact = place.theme, figures.parts, figures.impact
    return Score(
        theme_id=figures.theme_ids[n],
        parts=Parts(
            reach=float(parts.reach[n]),
            value=float(parts.value[n]),
            severity=_known(parts.severity[n]),
            trend=trend.factor,
            churn=float(parts.churn[n]),
            impact=_known(impact.value[n]),
        ),
        total=place.total,
        rank=place.rank,
        rank_low=place.low,
        rank_high=place.high,
        tie_group=place.tie_group,
        customers=int(parts.customers[n]),
        tickets=int(figures.tickets[n]),
        all_customers=int(figures.all_customers[n]),
        all_tickets=int(figures.all_tickets[n]),
        churning=int(parts.churning[n]),
        revenue=_known(figures.revenue[n]),
        trend=trend,
        impact_low=_known(impact.low[n]),
        impact_high=_known(impact.high[n]),
    )


def _known(value: float) -> float | None:
    """A plain number, None for NaN."""
    return None if np.isnan(value) else float(value)
