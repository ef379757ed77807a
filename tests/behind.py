"""A desk that files through the fault proxy into a tracker of our own, and what goes wrong there for all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests import faults
from tests.fault_proxy import Fault, FaultProxy
from tests.filing_world import Desk, themes

from voc.model.plan import Applied
from voc.ports.tracker import Tracker

DAY = 25 * 3_600.0
_MARKER = re.compile(r"voc-default-[0-9a-f]{16}")
FAULTS: dict[str, Callable[[], Fault]] = {
    "drop before": faults.drop_before,
    "drop after": faults.drop_after,
    "late": lambda: faults.delay_after(1.6),
    "login page": faults.html200,
    "login page after": lambda: faults.html200(forward=True),
    "redirect": faults.redirect302,
    "redirect after": lambda: faults.redirect302(forward=True),
    "half": faults.truncate,
    "limit of 429": lambda: faults.status(429, "7"),
    "500": lambda: faults.status(500),
    **{f"{code} after": lambda code=code: faults.status(code, forward=True) for code in (500, 502, 503, 504)},  # type: ignore[misc]
}
"""None of them takes longer than a second and a half, which is what a desk behind a proxy waits."""


@dataclass
class Behind:
    """A desk that files through the proxy; ``eyes`` see past it.

    ``creates`` and ``comments`` say which requests those are, ``limit`` what the tracker calls one.
    """

    at: Desk
    eyes: Tracker
    proxy: FaultProxy
    creates: Mapping[str, str]
    comments: Mapping[str, str]
    faults: Mapping[str, Callable[[], Fault]] = field(default_factory=dict)

    def rule(self, name: str, requests: Mapping[str, str], times: int = 1) -> None:
        """Let a fault strike the next of these requests."""
        self.proxy.rule({**FAULTS, **self.faults}[name](), method="POST", times=times, **requests)  # type: ignore[arg-type]

    def run(self, number: int, **options: int) -> Applied:
        """Plan and apply so many themes."""
        return self.at.apply(self.at.plan(themes(number, **options)), confirm_project=self.eyes.project)

    def settle(self, number: int) -> None:
        """Runs on later days, in which a person lets go what never came to light."""
        self.at.retry_uncertain = True
        for _ in range(5):
            self.at.clock.sleep(DAY)
            self.run(number)

    def markers(self) -> Counter[str]:
        """How many issues there truly are, by their marker."""
        labels = (label for issue in self.eyes.newest(500) for label in issue.labels)
        return Counter(label for label in labels if _MARKER.fullmatch(label))
