"""One ``voc apply`` in a process of its own, which may be told to die at a step, or to lack a part of the protocol."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.filing_world import FORM, START, themes

from benchmarks.filing.ground import Client
from voc.config.secrets import Secret
from voc.errors import VocError
from voc.model.ledger import EntryState, LedgerEntry
from voc.model.plan import Applied
from voc.model.settings import FilingSettings
from voc.net.exchange import Wire
from voc.ports.tracker import Tracker
from voc.stores.ledger import SqlLedger
from voc.stores.sql import SqlStore, open_store
from voc.workflows.filing.apply import apply_plan
from voc.workflows.filing.plan import make_plan
from voc.workflows.filing.run import Filing

MUTATIONS = ("look-up", "lock", "intent row", "single send")
"""Parts of the protocol that can be taken out, one at a time."""
LEDGER_STEPS = ("entries", "claim", "remember", "release")
SAVED = tuple(f"save {state.value}" for state in (EntryState.SENDING, EntryState.UNCERTAIN, EntryState.FILED))
STEPS = tuple(
    f"{when} {step}" for step in (*LEDGER_STEPS, *SAVED, "read", "create", "update") for when in ("before", "after")
)
"""Where a process can be killed; of a request, ``before`` is before it leaves, ``after`` with the answer in hand."""
AROUND_A_CREATE = tuple(
    f"{when} {step}" for step in ("save sending", "create", "save filed") for when in ("before", "after")
)
WAIT_SECONDS = 120.0


@dataclass(frozen=True)
class Order:
    """What one apply is to do.

    Attributes:
        database, client: the store, and voc's side of the tracker.
        themes, customers: how many themes there are, and how many customers each has.
        step, nth: kills itself at the n-th time it comes to this step; an empty step for never.
        without: the part of the protocol that is taken out; empty for none.
        told: the file that takes what came of it.
    """

    database: str
    client: Client
    themes: int
    customers: int
    told: str
    retry_uncertain: bool = False
    step: str = ""
    nth: int = 0
    without: str = ""


class SharedClock:
    """One time for all processes and the proxy, which only moves when somebody waits."""

    def __init__(self, offset: Any) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """The time that it was turned to."""
        return START + timedelta(seconds=self._offset.value)

    def sleep(self, seconds: float) -> None:
        """Turn the clock."""
        with self._offset.get_lock():
            self._offset.value += seconds


class Fuse:
    """Counts the steps that lead to the end."""

    def __init__(self, order: Order) -> None:
        self._step, self._left = order.step, order.nth

    def burn(self, step: str) -> None:
        """A step is taken; when it is the last, the process is gone at once, like with ``kill -9``."""
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """``call`` with a step before and after it."""

        def burning(*arguments: Any, **options: Any) -> Any:
            self.burn(f"before {name}")
            result = call(*arguments, **options)
            self.burn(f"after {name}")
            return result

        return burning


class MortalLedger(SqlLedger):
    """A ledger at whose steps the process may die."""

    def __init__(self, store: SqlStore, fuse: Fuse) -> None:
        super().__init__(store)
        self._fuse = fuse
        for name in LEDGER_STEPS:
            setattr(self, name, fuse.around(name, getattr(self, name)))

    def save(self, entry: LedgerEntry) -> None:
        """Replace a claimed row."""
        self._fuse.around(f"save {entry.state.value}", super().save)(entry)


def carry_out(order: Order, offset: Any) -> None:
    """Plan and apply, and write down what came of it."""
    fuse = Fuse(order)
    _make_mortal(fuse, re.compile(order.client.requests.creates))
    clock = SharedClock(offset)
    store = open_store(order.database)
    ledger = MortalLedger(store, fuse)
    client = order.client
    tracker = client.tracker(client.settings, Secret(client.key), clock)
    if order.without:
        _TAKEN_OUT[order.without](ledger, tracker, client)
    settings = FilingSettings(max_new=order.themes, max_new_per_day=100 * order.themes, max_updates=order.themes)
    filing = Filing(tracker, ledger, settings, clock, FORM.template, retry_uncertain=order.retry_uncertain)
    lock = nullcontext() if order.without == "lock" else store.writing(WAIT_SECONDS)
    try:
        plan = make_plan(themes(order.themes, customers=order.customers), filing)
        done = apply_plan(plan, filing, lock, confirm_project=tracker.project)
    except VocError as error:
        _tell(order, {"error": f"{type(error).__name__}: {error.what}", "code": error.exit_code})
    else:
        _tell(order, _told(done))
    finally:
        store.close()


def _told(done: Applied) -> dict[str, Any]:
    results = {each.theme_id: [each.result.value, each.reason] for each in done.done}
    return {"code": done.exit_code, "stopped": done.stopped, "done": results}


def _tell(order: Order, document: dict[str, Any]) -> None:
    Path(order.told).write_text(json.dumps(document), encoding="utf-8")


def _make_mortal(fuse: Fuse, creates: re.Pattern[str]) -> None:
    """Requests are steps too."""
    read, write = Wire.read, Wire.write

    def mortal_read(wire: Wire, *arguments: Any) -> Any:
        return fuse.around("read", read)(wire, *arguments)

    def mortal_write(wire: Wire, method: str, path: str, data: bytes) -> Any:
        step = "create" if method == "POST" and creates.search(path) else "update"
        return fuse.around(step, write)(wire, method, path, data)

    _replace(Wire, read=mortal_read, write=mortal_write)


def _replace(owner: object, **methods: Callable[..., Any]) -> None:
    for name, method in methods.items():
        setattr(owner, name, method)


# -- parts taken out ------------------------------------------------------------------------------------------------
def _without_look_up(ledger: SqlLedger, tracker: Tracker, client: Client) -> None:
    """Nobody looks whether a theme's issue is there already."""
    _replace(tracker, find=lambda mark: [], family=lambda mark: [])


def _without_intent(ledger: SqlLedger, tracker: Tracker, client: Client) -> None:
    """A create leaves before it stands in the ledger."""
    save = ledger.save

    def forgetful(entry: LedgerEntry) -> None:
        if entry.state not in (EntryState.SENDING, EntryState.UNCERTAIN):
            save(entry)

    _replace(ledger, save=forgetful)


def _without_lock(ledger: SqlLedger, tracker: Tracker, client: Client) -> None:
    """Nobody waits for anybody, and a row belongs to whoever writes it."""
    save = ledger.save

    def by_anybody(entry: LedgerEntry) -> None:
        rows = ledger.claim(entry.scope, [entry.theme_id], entry.token, entry.run_id)
        save(replace(entry, token=rows[entry.theme_id].token))

    _replace(ledger, save=by_anybody)


def _without_single_send(ledger: SqlLedger, tracker: Tracker, client: Client) -> None:
    """The HTTP library sends a create again by itself, as ``jira`` does unless told not to."""
    client.resend()


_TAKEN_OUT: dict[str, Callable[[SqlLedger, Tracker, Client], None]] = {
    "look-up": _without_look_up,
    "lock": _without_lock,
    "intent row": _without_intent,
    "single send": _without_single_send,
}
