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

HISTORY, OBSERVED = 26, 8
"""Weeks before the first report, and weeks with one."""

CUSTOMERS = 20_000
"""How many customers a store has: so many that hardly one writes about two themes in a week."""

WRITES_AGAIN = 0.2
"""Share of a week's customers who send one more ticket about the theme."""

WITHOUT_THEME = 60
"""Tickets of a plain week that are in no theme."""

Mean = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many customers a week a theme is expected to have, given the week and the week of its change.

    Attributes:
        spread: variance over mean; 1 is chance.
        weekdays: the days on which customers write, Monday is 0.
        rises: whether it may be said to rise from the week of its change on; otherwise it never may.
    """

    name: str
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


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("flat at 1", _steady(1)),
        Shape("flat at 2", _steady(2)),
        Shape("flat at 3", _steady(3)),
        Shape("flat at 10", _steady(10)),
        Shape("flat at 10, twice the spread of chance", _steady(10), spread=2),
        Shape("5 a week, all on Mondays", _steady(5), weekdays=(0,)),
        Shape("8 in the last week of a month, else 1", _month_end(1, 8)),
        Shape("halved from 10", _stepped(10, 5)),
        Shape("halved from 20", _stepped(20, 10)),
        Shape("doubled from 10", _stepped(10, 20), rises=True),
        Shape("from 10, a tenth more every week", _creeping(10, 1.1), rises=True),
    )
}

_QUARTERS = (8, 8, 9, 0, 0, 25, 0, 15, 10, 20, 5)


@dataclass(frozen=True, slots=True)
class Mix:
    """How many themes of each of ``SHAPES`` a store of a hundred has; whether they change in one week."""

    name: str
    shares: tuple[int, ...]
    at_once: bool = False


MIXES = (
    Mix("a quarter each, at once", _QUARTERS, at_once=True),
    Mix("a quarter each", _QUARTERS),
    Mix("one in eight rises", (14, 14, 14, 14, 6, 10, 6, 6, 3, 10, 3)),
)
"""A quarter of the themes rises, falls, writes on one weekday, is flat; or hardly one of them moves."""

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

    mix: str
    weather: str
    planted: dict[str, Planted]
    themes: list[Theme]
    facts: dict[str, TicketFacts]


def world(mix: Mix, weather: str, seed: int) -> World:
    """A hundred series; what changes does so in one of the weeks that are observed with the week after."""
    draw = np.random.default_rng(seed)
    shapes = [shape for shape, share in zip(SHAPES.values(), mix.shares, strict=True) for _ in range(share)]
    changes = draw.integers(0, OBSERVED - 1, size=1 if mix.at_once else len(shapes)).tolist() * len(shapes)
    planted = {f"th-{number:03}": Planted(shape, HISTORY + changes[number]) for number, shape in enumerate(shapes)}
    facts: dict[str, TicketFacts] = {}
    for name, one in {**planted, "none": Planted(Shape("", _steady(WITHOUT_THEME)), 0)}.items():
        for week in range(HISTORY + OBSERVED):
            expected = one.shape.mean(week, one.change) * WEATHERS[weather](week)
            for fact in _week(f"{name}-{week:02}", week, expected, one.shape, draw):
                facts[fact.id] = fact
    return World(mix.name, weather, planted, _themes(planted, facts), facts)


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


def _themes(planted: dict[str, Planted], facts: dict[str, TicketFacts]) -> list[Theme]:
    tickets: dict[str, list[str]] = {name: [] for name in planted}
    for id_ in sorted(facts):
        tickets.get(id_.removeprefix("planted:").rsplit("-", 2)[0], []).append(id_)
    return [Theme(name, name, Kind.BUG, (), (), tuple(ids), None, None) for name, ids in tickets.items()]
