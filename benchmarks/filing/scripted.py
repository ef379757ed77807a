"""A run whose trouble is written down instead of drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests import faults
from tests.fault_proxy import FaultProxy

from benchmarks.filing.trial import Trial
from benchmarks.filing.trouble import NOWHERE, Trouble

Death = tuple[str, int]


def _no_faults(trouble: Trouble) -> None:
    """Nothing goes wrong on the way."""


@dataclass(frozen=True)
class Phase:
    """Applies at the same time: where each dies, what goes wrong on the way, and how many seconds pass after it."""

    deaths: Sequence[Death] = (NOWHERE,)
    stir: Callable[[Trouble], None] = _no_faults
    seconds: float = 60.0
    customers: int = 5


class Scripted(Trial):
    """One run through ``phases``, then quiet ones as ever; search shows new issues after ``lag`` seconds."""

    def __init__(self, phases: Sequence[Phase], *arguments: Any, lag: float = 0.0, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._script = phases
        self._lag = faults.hide(lag, self._now) if lag else None

    def _phases(self, proxy: FaultProxy) -> None:
        for phase in self._script:
            proxy.clear()
            trouble = self._trouble(proxy, self._lag)
            trouble.hide()
            phase.stir(trouble)
            self._customers = phase.customers
            self._apply(phase.deaths)
            self._offset.value += phase.seconds


def _lose_answer(trouble: Trouble) -> None:
    """The second create arrives, its answer does not."""
    trouble.create(faults.drop_after(), nth=2)


WORST = (
    Phase([("after create", 4)], _lose_answer),
    Phase([("before save filed", 1), ("after save sending", 1)], _lose_answer),
    Phase([NOWHERE] * 3, customers=9),
)
"""Lost answers, deaths right after a create arrived, and three at once, while search does not show new issues."""
WORST_LAG = 1500.0


def _lose_three(trouble: Trouble) -> None:
    """Three answers in a row are lost, which stops a run that does not see the issues."""
    trouble.create(faults.drop_after(), times=3)


def one_death(step: str) -> Sequence[Phase]:
    """An apply that dies at ``step``, where four creates and then comments are due, and is run again at once."""
    if step.endswith(("uncertain", "release")):
        return (Phase([(step, 1)], _lose_three), Phase())
    often = step.endswith(("create", "read", "sending", "filed"))
    early = Phase() if step.endswith("update") else Phase([(step, 2 if often else 1)])
    return (early, Phase([(step, 1)], customers=9), Phase(customers=9))
