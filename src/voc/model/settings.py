"""What can be set, with its default; ``voc.yaml`` overrides field by field.

A field marked ``inherited`` is set once for the whole of voc (the top-level ``seed``), not in its section.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voc.model.ticket import PRODUCT_KINDS, Kind


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How tickets are clustered; everything else follows the number of texts and their density."""

    ignore_kinds: bool = False
    seed: int = field(default=0, metadata={"inherited": True})


@dataclass(frozen=True, slots=True)
class RankSettings:
    """How themes are ranked (days, and the exponents of the score's parts).

    ``revenue_cap`` bounds the logarithm in a customer's revenue weight; ``rising_factor`` and ``falling_factor`` are
    the least changes that count, ``quiet_days`` the silence after which a theme is quiet; ``q`` is the share of false
    discoveries that trends may hold.
    """

    half_life_days: float = 28.0
    window_days: int = 56
    period_days: int = 7
    baseline_weeks: int = 8
    guard_weeks: int = 1
    value_exponent: float = 1.0
    severity_exponent: float = 0.5
    churn_exponent: float = 1.0
    minimum_customers: int = 3
    bootstrap_draws: int = 500
    q: float = 0.10
    revenue_cap: float = 3.0
    rising_factor: float = 1.5
    falling_factor: float = 0.67
    quiet_days: int = 28
    seed: int = field(default=0, metadata={"inherited": True})


@dataclass(frozen=True, slots=True)
class FilingSettings:
    """What is filed and how much at a time.

    ``comment_customers``: how many more customers are news worth a comment; ``comment_days``: at most one comment in
    so many days; ``reopen_fixed``: reopen a fixed issue that customers report again (else comment only);
    ``flood_share``: a plan stops when it wants more than ``max_new`` issues and more than this share of the themes
    was never seen before, since then the clustering has changed and not the customers.
    """

    namespace: str = "default"
    project: str = "VOC"
    kinds: tuple[Kind, ...] = PRODUCT_KINDS
    minimum_customers: int = 3
    max_new: int = 5
    max_new_per_day: int = 20
    max_updates: int = 50
    plan_expires_hours: int = 72
    comment_customers: int = 3
    comment_days: int = 6
    regression_window_days: int = 90
    reopen_fixed: bool = False
    flood_share: float = 0.5
    labels: tuple[str, ...] = field(default=("voice-of-customer",))
