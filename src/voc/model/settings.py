"""What can be set, with its default; ``voc.yaml`` overrides field by field.

A field marked ``inherited`` is set once for the whole of voc (the top-level ``seed``), not in its section. The metadata
``minimum`` and ``maximum`` of a number say what a file may set, both included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from voc.model.ticket import PRODUCT_KINDS, Kind

MAX_DAYS = 3650
"""Ten years, longer than any window over tickets is of use."""


def bounded(default: float, minimum: float, maximum: float) -> Any:
    """A dataclass field for a number that a file may set from ``minimum`` to ``maximum``."""
    return field(default=default, metadata={"minimum": minimum, "maximum": maximum})


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How tickets are clustered; everything else follows the number of texts and their density.

    ``apply_agreed``: whether a change of themes that two weeks agree on is made; else only a person's word makes one.
    """

    ignore_kinds: bool = False
    apply_agreed: bool = True
    seed: int = field(default=0, metadata={"inherited": True})


@dataclass(frozen=True, slots=True)
class RankSettings:
    """How themes are ranked (days, and the exponents of the score's parts).

    ``revenue_cap`` bounds the logarithm in a customer's revenue weight; ``rising_factor`` and ``falling_factor`` are
    the least changes that count, ``quiet_days`` the silence after which a theme is quiet, ``returned_days`` how long
    after its fix a report still is of the time before; ``q`` is the share of false discoveries that trends may hold.
    """

    half_life_days: float = bounded(28.0, 1, MAX_DAYS)
    window_days: int = bounded(56, 1, MAX_DAYS)
    period_days: int = bounded(7, 1, MAX_DAYS)
    baseline_weeks: int = bounded(8, 1, 520)
    guard_weeks: int = bounded(1, 0, 520)
    value_exponent: float = bounded(1.0, 0, 10)
    severity_exponent: float = bounded(0.5, 0, 10)
    churn_exponent: float = bounded(1.0, 0, 10)
    minimum_customers: int = bounded(3, 1, 1_000_000)
    bootstrap_draws: int = bounded(500, 1, 10_000)
    q: float = bounded(0.20, 0.0001, 0.5)
    revenue_cap: float = bounded(3.0, 0, 100)
    rising_factor: float = bounded(1.5, 1, 100)
    falling_factor: float = bounded(0.67, 0.01, 1)
    quiet_days: int = bounded(28, 1, MAX_DAYS)
    returned_days: int = bounded(14, 0, MAX_DAYS)
    seed: int = field(default=0, metadata={"inherited": True})


@dataclass(frozen=True, slots=True)
class NamingBudget:
    """How much a language model may be asked in one run: themes, the largest first, and tokens."""

    themes: int = bounded(100, 0, 100_000)
    tokens: int = bounded(100_000, 0, 100_000_000)


@dataclass(frozen=True, slots=True)
class FilingSettings:
    """What is filed and how much at a time.

    ``comment_customers``: how many more customers are news worth a comment; ``comment_days``: at most one comment in
    so many days; ``reopen_fixed``: reopen a fixed issue that customers report again (else comment only);
    ``flood_share``: a plan stops when it wants more than ``max_new`` issues and more than this share of the themes
    was never seen before, since then the clustering has changed and not the customers; ``compare_issues``: with so many
    of the project's newest issues new ones are compared, in case a person filed them already (0: with none).
    """

    namespace: str = "default"
    project: str = "VOC"
    kinds: tuple[Kind, ...] = PRODUCT_KINDS
    minimum_customers: int = bounded(3, 1, 1_000_000)
    max_new: int = bounded(5, 0, 10_000)
    max_new_per_day: int = bounded(20, 0, 10_000)
    max_updates: int = bounded(50, 0, 10_000)
    plan_expires_hours: int = bounded(72, 1, 24 * MAX_DAYS)
    comment_customers: int = bounded(3, 1, 1_000_000)
    comment_days: int = bounded(6, 0, MAX_DAYS)
    regression_window_days: int = bounded(90, 0, MAX_DAYS)
    reopen_fixed: bool = False
    flood_share: float = bounded(0.5, 0, 1)
    compare_issues: int = bounded(10_000, 0, 100_000)
    labels: tuple[str, ...] = field(default=("voice-of-customer",))
