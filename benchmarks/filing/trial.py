"""One seeded run: troubled applies of twenty themes behind the fault proxy, quiet ones after them, then the count."""

from __future__ import annotations

import json
import multiprocessing
import random
import re
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests import faults
from tests.fault_proxy import Fault, FaultProxy, Seen, fault_proxy, forwarded_twice

from benchmarks.filing.applier import Order, carry_out
from benchmarks.filing.ground import Ground
from benchmarks.filing.judge import AT_REST, Verdict, unpaired
from benchmarks.filing.people import People
from benchmarks.filing.trouble import NOWHERE, Trouble
from voc.model.ledger import EntryState, LedgerEntry, Scope
from voc.stores.ledger import SqlLedger
from voc.stores.sql import open_store

THEMES = 20
QUIET_RUNS = 12
DAY = 25 * 3600.0
APPLY_SECONDS = 400.0
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["benchmarks.filing.applier", "benchmarks.filing.on_redmine", "benchmarks.filing.on_jira"]
)


class Trial:
    """One run.

    Args:
        seed: decides everything that is drawn.
        ground: an empty project, past any proxy.
        offset: seconds on the clock that everybody shares, as a ``multiprocessing`` value.
        themes: how many are filed.
        without: the part of the protocol that is taken out; empty for none.
        patience: seconds until a request is given up.
    """

    def __init__(
        self,
        seed: int,
        ground: Ground,
        offset: Any,
        *,
        themes: int = THEMES,
        without: str = "",
        patience: float = 3.0,
    ) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._ground, self._offset, self._themes, self._without = ground, offset, themes, without
        self._settings = replace(ground.client.settings, timeout=patience, rewrite_block=self._chance.random() < 0.5)
        self._people = People(ground, self._chance)
        self._verdict = Verdict(seed)
        self._customers = 5
        self._running: list[BaseProcess] = []

    def run(self) -> Verdict:
        """The whole of it."""
        with _folder() as folder, fault_proxy(self._ground.url) as proxy:
            self._folder, self._proxy = folder, proxy
            self._settings = replace(self._settings, url=proxy.url)
            self._phases(proxy)
            proxy.clear()
            self._quiet(proxy)
            self._judge(proxy)
        return self._verdict

    # -- trouble ------------------------------------------------------------------------------------------------
    def _phases(self, proxy: FaultProxy) -> None:
        """Everything before the quiet runs."""
        chance = self._chance
        lag = faults.hide(chance.choice([20, 600, 1500]), self._now) if chance.random() < 0.6 else None
        for _ in range(chance.randint(1, 3)):
            self._troubled(proxy, lag)

    def _now(self) -> float:
        return float(self._offset.value)

    def _troubled(self, proxy: FaultProxy, lag: tuple[Fault, Fault] | None) -> None:
        """People edit, then one apply or three at once, with faults and deaths."""
        chance = self._chance
        self._edits()
        self._offset.value += chance.choice([60.0, 300.0, 3600.0, 8 * DAY])
        proxy.clear()
        trouble = self._trouble(proxy, lag)
        trouble.stir()
        trouble.cut(self._power_cut)
        if not self._settings.rewrite_block:  # there the window between read and write stays open, as documented
            trouble.meanwhile(self._meanwhile)
        self._apply([trouble.death() for _ in range(chance.choice([1, 1, 3]))])
        self._customers += chance.choice([0, 1, 4])

    def _trouble(self, proxy: FaultProxy, lag: tuple[Fault, Fault] | None) -> Trouble:
        return Trouble(self._chance, proxy, self._ground.client, self._now, self._themes, self._settings.timeout, lag)

    def _edits(self) -> None:
        """People do something to at most three issues that the ledger knows."""
        known = [row.issue_id for row in self._rows().values() if row.state is EntryState.FILED and row.issue_id]
        for issue_id in self._chance.sample(known, min(len(known), self._chance.randint(0, 3))):
            if issue_id not in self._people.left:
                self._people.edit(issue_id)

    def _power_cut(self, seen: Seen) -> None:
        """Every apply is gone at once."""
        for process in self._running:
            process.kill()

    def _meanwhile(self, seen: Seen) -> None:
        """A person edits the issue that voc has read and is about to write to."""
        found = re.search(self._ground.client.requests.written, seen.path)
        if found and found[1] not in self._people.left:
            self._people.edit(found[1], may_delete=False)

    # -- applies ------------------------------------------------------------------------------------------------
    def _apply(self, deaths: Iterable[tuple[str, int]], **more: Any) -> list[Mapping[str, Any]]:
        """Applies at the same time, each in a process; what they told, those that were killed nothing."""
        orders = [self._order(number, step, nth, **more) for number, (step, nth) in enumerate(deaths)]
        self._running = [PROCESSES.Process(target=carry_out, args=(order, self._offset)) for order in orders]
        for process in self._running:
            process.start()
        for process in self._running:
            process.join(APPLY_SECONDS)
        return [told for each in zip(self._running, orders, strict=True) if (told := self._ended(*each)) is not None]

    def _order(self, number: int, step: str, nth: int, **more: Any) -> Order:
        told = self._folder / f"told-{number}.json"
        told.unlink(missing_ok=True)
        return Order(
            database=str(self._folder / "voc.db"),
            client=replace(self._ground.client, settings=self._settings),
            themes=self._themes,
            customers=self._customers,
            told=str(told),
            step=step,
            nth=nth,
            without=self._without,
            **more,
        )

    def _ended(self, process: BaseProcess, order: Order) -> Mapping[str, Any] | None:
        """What an apply told; a death is counted, and an end of its own that it did not tell is a bug."""
        verdict = self._verdict
        if process.is_alive():
            process.kill()
            process.join()
            verdict.broken.append(f"an apply did not end within {APPLY_SECONDS:.0f} s")
        elif process.exitcode == -signal.SIGKILL:
            verdict.kills[order.step or "power cut"] += 1
        elif process.exitcode != 0:
            verdict.broken.append(f"an apply ended with {process.exitcode}")
        else:
            told: dict[str, Any] = json.loads(Path(order.told).read_text(encoding="utf-8"))
            verdict.hear(told, self._themes)
            return told
        return None

    # -- the end ------------------------------------------------------------------------------------------------
    def _quiet(self, proxy: FaultProxy) -> None:
        """Runs a day apart without trouble, until one finds nothing to do and writes nothing."""
        said: object = ""
        for _ in range(QUIET_RUNS):
            self._offset.value += DAY
            before = len(proxy.writes())
            for told in self._apply([NOWHERE], retry_uncertain=True):
                results = {result for result, _ in told.get("done", {}).values()}
                if results and results <= AT_REST and len(proxy.writes()) == before:
                    return
                said = told.get("error") or results
        self._verdict.broken.append(f"after {QUIET_RUNS} quiet runs there still is something to do: {said}")

    def _judge(self, proxy: FaultProxy) -> None:
        """The laws, by what tracker and ledger say past the proxy."""
        verdict, issues, people = self._verdict, self._ground.issues(), self._people
        verdict.deleted = sum(then is None for then in people.left.values())
        verdict.broken += [f"attempt {each} was sent more than once" for each in forwarded_twice(proxy.posts())]
        verdict.broken += people.undone(issues)
        verdict.broken += unpaired(self._rows(), issues, self._themes, verdict.deleted)
        verdict.posts, verdict.issues = proxy.posts().total(), len(issues)
        verdict.faults.update(name for seen in proxy.seen for name in seen.faults if name != "birth")
        verdict.edits.update(people.done)

    def _rows(self) -> Mapping[str, LedgerEntry]:
        store = open_store(str(self._folder / "voc.db"))
        try:
            return SqlLedger(store).entries(Scope(self._proxy.url, str(self._settings.project), "default"))
        finally:
            store.close()


@cache
def _empty_store() -> bytes:
    """A store with nothing in it, made once."""
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"{folder}/voc.db").close()
        return (Path(folder) / "voc.db").read_bytes()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with an empty store, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="voc-filing-"))
    try:
        (folder / "voc.db").write_bytes(_empty_store())
        yield folder
    finally:
        shutil.rmtree(folder)
