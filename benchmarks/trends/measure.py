"""What voc and two rules of thumb say of planted series, week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from scipy import stats

from benchmarks.results import Row
from benchmarks.trends.series import BEGIN, HISTORY, OBSERVED, SHAPES, WEATHERS, Planted, World
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.trend import CUSTOMERS, trends
from voc.model.report import Trend, TrendState
from voc.model.settings import RankSettings

SETTINGS = RankSettings()
ALPHA = 0.05


def _half_more(trend: Trend) -> bool:
    """+50 % week on week."""
    return trend.current >= 1.5 * trend.weekly[-2]


def _poisson(trend: Trend) -> bool:
    """A Poisson test against the mean of all weeks before, each theme for itself."""
    return bool(stats.poisson.sf(trend.current - 1, np.mean(trend.weekly[:-1])) <= ALPHA)


RULES: dict[str, Callable[[Trend], bool]] = {
    "voc": lambda trend: trend.state is TrendState.RISING,
    "+50 %": lambda trend: trend.current >= CUSTOMERS and _half_more(trend),
    "Poisson": lambda trend: trend.current >= CUSTOMERS and _poisson(trend),
}
"""Each holds from ``CUSTOMERS`` customers on, voc's own least number."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A series and what each rule said of it, True for rising, in the observed weeks."""

    planted: Planted
    weather: str
    said: dict[str, tuple[bool, ...]]


def follow(world: World) -> list[Followed]:
    """Report on ``world`` on the Monday after each observed week."""
    weeks = []
    for week in range(HISTORY + 1, HISTORY + OBSERVED + 1):
        end = BEGIN + timedelta(weeks=week)
        weeks.append(trends(world.themes, world.facts, period_of(end, end, end.tzinfo, SETTINGS, end), SETTINGS))
    return [
        Followed(
            planted,
            world.weather,
            {name: tuple(rule(week[theme]) for week in weeks) for name, rule in RULES.items()},
        )
        for theme, planted in world.planted.items()
    ]


def false_alarms(followed: Sequence[Followed]) -> list[Row]:
    """Of each shape, while it does not rise: how often it is said to, a week and ever; then of each weather."""
    calm = [_before(each) if each.planted.shape.rises else each for each in followed]
    rows = []
    for shape in SHAPES:
        of = [each for each in calm if each.planted.shape is shape and len(each.said["voc"])]
        rows.append(_alarms(shape.name + (", until then" if shape.rises else ""), of))
    for weather in WEATHERS:
        rows.append(_alarms(f"all of these, {weather}", [each for each in calm if each.weather == weather]))
    return rows


def _before(followed: Followed) -> Followed:
    """The weeks before its change."""
    weeks = followed.planted.change - HISTORY
    return replace(followed, said={name: said[:weeks] for name, said in followed.said.items()})


def _alarms(name: str, followed: Sequence[Followed]) -> Row:
    row: Row = {"does not rise": name, "series": len(followed)}
    for rule in RULES:
        said = [each.said[rule] for each in followed]
        row[f"{rule}: of the weeks"] = _share(week for series in said for week in series)
        row[f"{rule}: ever in {OBSERVED}"] = _share(any(series) for series in said)
    return row


def rises(followed: Sequence[Followed]) -> list[Row]:
    """Of each shape that rises: how many are seen in the first week, within two, and ever."""
    rows = []
    for shape in filter(lambda shape: shape.rises, SHAPES):
        row: Row = {"rises": shape.name, "series": 0}
        for rule in RULES:
            after = [
                each.said[rule][each.planted.change - HISTORY :] for each in followed if each.planted.shape is shape
            ]
            row["series"] = len(after)
            row[f"{rule}: 1st week"] = _share(series[0] for series in after)
            row[f"{rule}: within 2"] = _share(any(series[:2]) for series in after)
            row[f"{rule}: ever"] = _share(any(series) for series in after)
        rows.append(row)
    return rows


def _share(said: Iterable[bool]) -> float:
    counted = list(said)
    return sum(counted) / len(counted) if counted else 0.0
