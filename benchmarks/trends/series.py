"""Planted series: a store's tickets week by week, themes of known shape among tickets of none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from voc.model.theme import Theme
from voc.model.ticket import Kind, TicketFacts

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday."""

HISTORY, OBSERVED = 16, 8
"""Weeks before the first report, and weeks with one."""

CUSTOMERS = 4000
"""How many customers a store has; in one week nobody writes twice about a theme and counts twice."""

WRITES_AGAIN = 0.2
"""Share of a week's customers who send one more ticket about the theme."""

WITHOUT_THEME = 60
"""Tickets of a plain week that are in no theme."""

Mean = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many customers a week a theme is expected to have, given the week and the week of its change.

    Attributes:
        share: themes of this shape among a hundred of a store.
        spread: variance over mean; 1 is chance.
        weekdays: the days on which customers write, Monday is 0.
        rises: whether it may be said to rise from the week of its change on; otherwise it never may.
    """

    name: str
    share: int
    mean: Mean
    spread: float = 1.0
    weekdays: tuple[int, ...] = tuple(range(7))
    rises: bool = False


def _steady(customers: float) -> Mean:
    return lambda week, change: customers


def _stepped(before: float, after: float) -> Mean:
    return lambda week, change: after if week >= change else before


def _creeping(before: float, factor: float) -> Mean:
    return lambda week, change: before * factor ** min(max(week - change + 1, 0), 7)


def _month_end(usual: float, then: float) -> Mean:
    return lambda week, change: then if _ends_a_month(BEGIN.date() + timedelta(weeks=week)) else usual


def _ends_a_month(monday: date) -> bool:
    return (monday + timedelta(days=7)).month != monday.month


DOUBLED = "doubled from 10"

SHAPES = (
    Shape("flat at 1", 14, _steady(1)),
    Shape("flat at 2", 14, _steady(2)),
    Shape("flat at 3", 14, _steady(3)),
    Shape("flat at 10", 12, _steady(10)),
    Shape("flat at 10, twice the spread of chance", 8, _steady(10), spread=2),
    Shape("5 a week, all on Mondays", 8, _steady(5), weekdays=(0,)),
    Shape("8 in the last week of a month, else 1", 8, _month_end(1, 8)),
    Shape("halved from 10", 5, _stepped(10, 5)),
    Shape("halved from 20", 3, _stepped(20, 10)),
    Shape(DOUBLED, 10, _stepped(10, 20), rises=True),
    Shape("from 10, a tenth more every week", 4, _creeping(10, 1.1), rises=True),
)

WEATHERS: dict[str, Callable[[int], float]] = {
    "as usual": lambda week: 1.0,
    "5 % more of everything every week": lambda week: 1.05**week,
    "holidays, two weeks with 40 % of everything": lambda week: 0.4 if week % 10 in (8, 9) else 1.0,
}
"""What all tickets of a store do."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One series: what it is made after, and the week from which it is another one (0-based)."""

    shape: Shape
    change: int


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A store of planted series: ``planted`` by the id of the theme."""

    weather: str
    planted: dict[str, Planted]
    themes: list[Theme]
    facts: dict[str, TicketFacts]


def world(weather: str, seed: int) -> World:
    """A hundred series, each changing (if it does) in one of the weeks that are observed with the week after."""
    draw = np.random.default_rng(seed)
    shapes = [shape for shape in SHAPES for _ in range(shape.share)]
    planted = {
        f"th-{number:03}": Planted(shape, HISTORY + int(draw.integers(0, OBSERVED - 1)))
        for number, shape in enumerate(shapes)
    }
    facts: dict[str, TicketFacts] = {}
    for name, one in {**planted, "none": Planted(Shape("", 0, _steady(WITHOUT_THEME)), 0)}.items():
        for week in range(HISTORY + OBSERVED):
            expected = one.shape.mean(week, one.change) * WEATHERS[weather](week)
            for fact in _week(f"{name}-{week:02}", week, expected, one.shape, draw):
                facts[fact.id] = fact
    return World(weather, planted, [_theme(name, facts) for name in planted], facts)


def _week(prefix: str, week: int, expected: float, shape: Shape, draw: np.random.Generator) -> list[TicketFacts]:
    """Tickets of one series and week, each customer's first one and some second ones."""
    count = min(_count(expected, shape.spread, draw), CUSTOMERS)
    customers = draw.choice(CUSTOMERS, size=count, replace=False).tolist()
    writing = customers + [each for each in customers if draw.random() < WRITES_AGAIN]
    return [
        TicketFacts(f"planted:{prefix}-{place}", f"c{customer}", _moment(week, shape, draw))
        for place, customer in enumerate(writing)
    ]


def _count(expected: float, spread: float, draw: np.random.Generator) -> int:
    """A Poisson count, or a negative binomial one of a wider ``spread``."""
    wide = draw.gamma(expected / (spread - 1), spread - 1) if spread > 1 else expected
    return int(draw.poisson(wide))


def _moment(week: int, shape: Shape, draw: np.random.Generator) -> datetime:
    day = int(draw.choice(shape.weekdays))
    return BEGIN + timedelta(weeks=week, days=day, seconds=int(draw.integers(0, 86_400)))


def _theme(name: str, facts: dict[str, TicketFacts]) -> Theme:
    tickets = tuple(sorted(id_ for id_ in facts if id_.startswith(f"planted:{name}-")))
    return Theme(name, name, Kind.BUG, (), (), tickets, None, None)
