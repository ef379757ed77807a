"""A report narrowed to the themes that were asked for, in the order that was asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from voc.errors import UsageError
from voc.model.report import RankedTheme, Report, TrendState
from voc.model.theme import ThemeStatus
from voc.model.ticket import PRODUCT_KINDS, Kind

_Key = Callable[[RankedTheme], float | None]

SORTS: dict[str, _Key] = {
    "score": lambda ranked: ranked.score.total,
    "customers": lambda ranked: ranked.score.customers,
    "tickets": lambda ranked: ranked.score.tickets,
    "reach": lambda ranked: ranked.score.parts.reach,
    "value": lambda ranked: ranked.score.parts.value,
    "severity": lambda ranked: ranked.score.parts.severity,
    "trend": lambda ranked: ranked.score.parts.trend,
    "churn": lambda ranked: ranked.score.parts.churn,
    "impact": lambda ranked: None if ranked.score.parts.impact is None else -ranked.score.parts.impact,
    "revenue": lambda ranked: ranked.score.revenue,
    "last_seen": lambda ranked: ranked.theme.last_seen.timestamp() if ranked.theme.last_seen else None,
}
"""What themes can be sorted by, the largest first; the most negative impact comes first, since it costs most."""

STATUSES = tuple(str(status) for status in (*ThemeStatus, *TrendState))
"""What ``status`` may name: where a theme is in its life, or what its count is doing."""


def select(
    report: Report,
    *,
    top: int | None = None,
    kind: str | None = None,
    status: str | None = None,
    since: datetime | None = None,
    sort: str | None = None,
) -> Report:
    """The same report with fewer themes, or in another order.

    Args:
        report: what is narrowed.
        top: at most so many themes; without ``sort`` those of the best ranks, product kinds before the others, still
            in the order of the report.
        kind: only themes of this kind.
        status: only themes of this status or trend; muted ones come only where it asks for them.
        since: only themes with a ticket at or after this time.
        sort: the part to order by; themes where it is unknown come last, equals keep the order of the report.

    Raises:
        UsageError: an unknown kind, status or part, or a negative ``top``.
    """
    kind = kind and _one_of(kind.replace("-", "_"), (str(name) for name in Kind), "kind")
    status = status and _one_of(status, STATUSES, "status")
    themes = [
        ranked
        for ranked in report.themes
        if (not kind or ranked.theme.kind == kind)
        and (not status or status in (ranked.theme.status, ranked.score.trend.state))
        and (ranked.theme.status is not ThemeStatus.MUTED or status == ThemeStatus.MUTED)
        and (not since or (ranked.theme.last_seen is not None and ranked.theme.last_seen >= since))
    ]
    if sort:
        key = SORTS[_one_of(sort, SORTS, "part to sort by")]
        themes.sort(key=lambda ranked: (key(ranked) is None, -(key(ranked) or 0.0)))
    if top is not None:
        themes = _first(themes, top) if sort else _best(themes, top)
    return replace(report, themes=tuple(themes))


def _first(themes: list[RankedTheme], top: int) -> list[RankedTheme]:
    """The first ``top`` themes."""
    if top < 0:
        raise UsageError(f"--top {top} is negative", "name how many themes to show")
    return themes[:top]


def _best(themes: list[RankedTheme], top: int) -> list[RankedTheme]:
    """The ``top`` themes of the best ranks, in the order they had."""
    places = sorted(range(len(themes)), key=lambda place: (*_standing(themes[place]), place))
    keep = {places[n] for n in range(len(_first(themes, top)))}
    return [ranked for place, ranked in enumerate(themes) if place in keep]


def _standing(ranked: RankedTheme) -> tuple[bool, bool, int]:
    """Ranked product themes first, by rank; then product themes to watch; then the rest."""
    return ranked.theme.kind not in PRODUCT_KINDS, ranked.score.rank is None, ranked.score.rank or 0


def _one_of(name: str, known: Iterable[str], noun: str) -> str:
    """``name`` in lower case, if it is known.

    Raises:
        UsageError: it is not; the hint gives the nearest name that is.
    """
    names = list(known)
    if name.lower() in names:
        return name.lower()
    near = difflib.get_close_matches(name.lower(), names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
    raise UsageError(f"unknown {noun} {name!r}", hint)
