"""What voc and two rules of thumb say of planted series, week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

import numpy as np
from scipy import stats

from benchmarks.results import Row
from benchmarks.trends.series import BEGIN, HISTORY, MIXES, OBSERVED, SHAPES, WEATHERS, Planted, World
from voc.analysis.ranking.change import CUSTOMERS
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.trend import trends
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
    mix: str
    weather: str
    said: dict[str, tuple[bool, ...]]


def follow(world: World) -> list[Followed]:
    """Report on ``world`` on the Monday after each observed week."""
    weeks = []
    for week in range(HISTORY + 1, HISTORY + OBSERVED + 1):
        end = BEGIN + timedelta(weeks=week)
        weeks.append(trends(Findings(world.themes, {}, world.facts), period_of(end, end, UTC, SETTINGS, end), SETTINGS))
    return [
        Followed(
            planted,
            world.mix,
            world.weather,
            {name: tuple(rule(week[theme]) for week in weeks) for name, rule in RULES.items()},
        )
        for theme, planted in world.planted.items()
    ]


def false_alarms(followed: Sequence[Followed]) -> list[Row]:
    """Of each mix and shape, while it does not rise: how often it is said to, in a week and ever; then by weather."""
    calm = [each for each in map(_while_calm, followed) if each.said["voc"]]
    rows = []
    for mix in MIXES:
        here = [each for each in calm if each.mix == mix.name]
        for shape in SHAPES.values():
            name = shape.name + (", until then" if shape.rises else "")
            rows.append(_alarms(mix.name, name, [each for each in here if each.planted.shape is shape]))
        for weather in WEATHERS:
            rows.append(_alarms(mix.name, f"all these, {weather}", [each for each in here if each.weather == weather]))
    return [row for row in rows if row["series"]]


def _while_calm(followed: Followed) -> Followed:
    """Without the weeks in which it rises."""
    if not followed.planted.shape.rises:
        return followed
    weeks = followed.planted.change - HISTORY
    return replace(followed, said={name: said[:weeks] for name, said in followed.said.items()})


def _alarms(mix: str, name: str, followed: Sequence[Followed]) -> Row:
    row: Row = {"stores": mix, "does not rise": name, "series": len(followed)}
    for rule in RULES:
        said = [each.said[rule] for each in followed]
        row[f"{rule}: of the weeks"] = _share(week for series in said for week in series)
        row[f"{rule}: ever in {OBSERVED}"] = _share(any(series) for series in said)
    return row


def rises(followed: Sequence[Followed]) -> list[Row]:
    """Of each mix and shape that rises: how many are seen in the first week, within two, and ever."""
    rows = []
    for mix in MIXES:
        for shape in filter(lambda shape: shape.rises, SHAPES.values()):
            of = [each for each in followed if each.mix == mix.name and each.planted.shape is shape]
            rows.append(_seen(mix.name, shape.name, of))
    return [row for row in rows if row["series"]]


def _seen(mix: str, name: str, followed: Sequence[Followed]) -> Row:
    row: Row = {"stores": mix, "rises": name, "series": len(followed)}
    for rule in RULES:
        said = [each.said[rule][each.planted.change - HISTORY :] for each in followed]
        row[f"{rule}: 1st week"] = _share(series[0] for series in said)
        row[f"{rule}: within 2"] = _share(any(series[:2]) for series in said)
        row[f"{rule}: ever"] = _share(any(series) for series in said)
    return row


def wrong(followed: Sequence[Followed]) -> list[Row]:
    """Of all that is called rising in a mix, how much does not rise; what ``q`` promises to bound."""
    rows = []
    for mix in MIXES:
        here = [each for each in followed if each.mix == mix.name]
        row: Row = {"stores": mix.name, "series": len(here)}
        for rule in RULES:
            alarms = sum(sum(_while_calm(each).said[rule]) for each in here)
            row[f"{rule}: wrong of those called rising"] = alarms / max(1, sum(sum(each.said[rule]) for each in here))
        rows.append(row)
    return rows


def _share(said: Iterable[bool]) -> float:
    counted = list(said)
    return sum(counted) / len(counted) if counted else 0.0
