"""What goes wrong in one troubled phase of a run, drawn by its seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests import faults
from tests.fault_proxy import Fault, FaultProxy, Now, Seen

from benchmarks.filing.applier import AROUND_A_CREATE, LEDGER_STEPS, STEPS
from benchmarks.filing.ground import Client

NOWHERE = ("", 0)


@dataclass(frozen=True)
class Trouble:
    """Draws faults and deaths, for one phase of a run.

    Attributes:
        chance: decides.
        proxy: takes the faults.
        client: voc's side, which knows what requests are what.
        now: seconds on the clock that everybody shares.
        themes: how many creates there may be.
        patience: seconds after which a request is given up; answers that come late are later than that.
        lag: search that does not show new issues (``faults.hide``), for the whole of a run; None where it does.
    """

    chance: random.Random
    proxy: FaultProxy
    client: Client
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
        return step, chance.randint(1, 80 if step.endswith("read") else self.themes // 2)

    def stir(self) -> None:
        """Faults on creates, now and then on reads and updates, search that lags, and filters that go unheard."""
        chance, proxy, requests = self.chance, self.proxy, self.client.requests
        self.hide()  # first: what was born is noted before any answer is lost
        for _ in range(chance.randint(0, 6)):
            self.create(self.fault(), nth=chance.randint(1, self.themes))
        if chance.random() < 0.4:
            proxy.rule(self.fault(), method="GET", nth=chance.randint(1, 60), times=chance.randint(1, 3))
        if chance.random() < 0.4:
            proxy.rule(self.fault(), method=requests.methods, path=requests.updates, nth=chance.randint(1, 5))
        if chance.random() < 0.2:
            proxy.rule(faults.ignore_filter(requests.unfiltered), method="GET", times=math.inf)
        if chance.random() < 0.2:
            proxy.rule(faults.stale(600, self.now), method="GET", path=requests.lists, times=math.inf)

    def hide(self) -> None:
        """Search that lags, where it does."""
        if self.lag is not None:
            self.create(self.lag[0], times=math.inf)
            self.proxy.rule(self.lag[1], method="GET", path=self.client.requests.lists, times=math.inf)

    def cut(self, power_cut: Callable[[Seen], None]) -> None:
        """Now and then every apply is gone at once, before or after upstream hears of a create."""
        if self.chance.random() < 0.3:
            fault = self.chance.choice([faults.on_before, faults.on_after])(power_cut)
            self.create(fault, nth=self.chance.randint(1, self.themes))

    def meanwhile(self, edit: Callable[[Seen], None]) -> None:
        """Now and then a person edits an issue between our read and our write."""
        if self.chance.random() < 0.3:
            requests = self.client.requests
            self.proxy.rule(faults.on_before(edit), method=requests.methods, path=requests.written, times=2)

    def create(self, fault: Fault, nth: int = 1, times: float = 1) -> None:
        """Let a fault strike creates."""
        self.proxy.rule(fault, method="POST", path=self.client.requests.creates, nth=nth, times=times)

    def fault(self, name: str = "") -> Fault:
        """The one of ``FAULTS`` that is named, or a drawn one."""
        return self._table()[name or self.chance.choice(FAULTS)]()

    def _table(self) -> Mapping[str, Callable[[], Fault]]:
        chance = self.chance
        broken, forward = chance.choice([500, 502, 503, 504]), chance.random() < 0.5
        late = chance.random() < 0.2
        found = self.lag is None or self.client.finds_unlisted  # else voc takes it for not made, and files a second one
        wait = chance.choice(["1", "0", "30", None, "soon", faults.http_date(20), faults.http_date(-20)])
        return {
            "drop before": faults.drop_before,
            "drop after": faults.drop_after,
            "late": lambda: faults.delay_after(self.patience + 0.2) if late else faults.drop_after(),
            "throttled": lambda: faults.status(429, wait),
            "throttled for long": lambda: faults.status(429, "900"),
            "throttled after": lambda: faults.status(429, "5", forward=found),
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
