"""What goes wrong in one troubled phase of a run, drawn by its seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests import faults
from tests.fault_proxy import Fault, FaultProxy, Now, Seen

from benchmarks.filing.applier import AROUND_A_CREATE, LEDGER_STEPS, STEPS

CREATES = r"^/issues\.json"
WRITTEN = r"/issues/\d+"
NOWHERE = ("", 0)


@dataclass(frozen=True)
class Trouble:
    """Draws faults and deaths, for one phase of a run.

    Attributes:
        chance: decides.
        proxy: takes the faults.
        now: seconds on the clock that everybody shares.
        themes: how many creates there may be.
        patience: seconds after which a request is given up; answers that come late are later than that.
        lag: search that does not show new issues (``faults.hide``), for the whole of a run; None where it does.
    """

    chance: random.Random
    proxy: FaultProxy
    now: Now
    themes: int
    patience: float
    lag: tuple[Fault, Fault] | None = None

    def death(self) -> tuple[str, int]:
        """The step at which an apply ends itself, and the how many-th of its kind it is; nowhere, now and then."""
        chance = self.chance
        if chance.random() < 0.35:
            return NOWHERE
        step = chance.choice(STEPS if chance.random() < 0.4 else AROUND_A_CREATE)
        if any(step.endswith(name) for name in LEDGER_STEPS):
            return step, 1
        return step, chance.randint(1, 80 if step.endswith("GET") else self.themes // 2)

    def stir(self) -> None:
        """Faults on creates, now and then on reads and updates, search that lags, and filters that go unheard."""
        chance, proxy = self.chance, self.proxy
        for _ in range(chance.randint(0, 6)):
            proxy.rule(self.fault(), method="POST", path=CREATES, nth=chance.randint(1, self.themes))
        if chance.random() < 0.4:
            proxy.rule(self.fault(), method="GET", nth=chance.randint(1, 60), times=chance.randint(1, 3))
        if chance.random() < 0.4:
            proxy.rule(self.fault(), method="PUT", nth=chance.randint(1, 5))
        self.hide()
        if chance.random() < 0.2:
            proxy.rule(faults.ignore_filter(), method="GET", times=math.inf)
        if chance.random() < 0.2:
            proxy.rule(faults.stale(600, self.now), method="GET", times=math.inf)

    def hide(self) -> None:
        """Search that lags, where it does."""
        if self.lag is not None:
            self.proxy.rule(self.lag[0], method="POST", path=CREATES, times=math.inf)
            self.proxy.rule(self.lag[1], method="GET", times=math.inf)

    def cut(self, power_cut: Callable[[Seen], None]) -> None:
        """Now and then every apply is gone at once, before or after upstream hears of a create."""
        if self.chance.random() < 0.3:
            fault = self.chance.choice([faults.on_before, faults.on_after])(power_cut)
            self.proxy.rule(fault, method="POST", path=CREATES, nth=self.chance.randint(1, self.themes))

    def meanwhile(self, edit: Callable[[Seen], None]) -> None:
        """Now and then a person edits an issue between our read and our write."""
        if self.chance.random() < 0.3:
            self.proxy.rule(faults.on_before(edit), method="PUT", path=WRITTEN, times=2)

    def fault(self, name: str = "") -> Fault:
        """The one of ``FAULTS`` that is named, or a drawn one."""
        return self._table()[name or self.chance.choice(FAULTS)]()

    def _table(self) -> Mapping[str, Callable[[], Fault]]:
        chance = self.chance
        broken, forward = chance.choice([500, 502, 503, 504]), chance.random() < 0.5
        late = chance.random() < 0.2
        wait = chance.choice(["1", "0", "30", None, "soon", faults.http_date(20), faults.http_date(-20)])
        return {
            "drop before": faults.drop_before,
            "drop after": faults.drop_after,
            "late": lambda: faults.delay_after(self.patience + 0.2) if late else faults.drop_after(),
            "throttled": lambda: faults.status(429, wait),
            "throttled for long": lambda: faults.status(429, "900"),
            "throttled after": lambda: faults.status(429, "5", forward=True),
            "broken": lambda: faults.status(broken, chance.choice(["1", None]), forward=forward),
            "login": lambda: faults.html200(forward=forward),
            "redirect": lambda: faults.redirect302(forward=forward),
            "half": faults.truncate,
            "nameless": faults.no_id,
        }


FAULTS = (
    "drop before",
    "drop after",
    "late",
    "throttled",
    "throttled for long",
    "throttled after",
    "broken",
    "login",
    "redirect",
    "half",
    "nameless",
)
