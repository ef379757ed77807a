"""No request leaves without a bound on its time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from tests.filing_world import Desk, TurnedClock, themes
from tests.linear_world import running as running_linear
from tests.redmine_double import redmine_double

import voc
from voc.ports.tracker import Tracker
from voc.stores.memory_ledger import MemoryLedger

SOURCES = sorted(Path(voc.__file__).parent.rglob("*.py"))
UNBOUND = {"urlopen", "HTTPConnection", "HTTPSConnection", "create_connection"}
VERBS = {"get", "post", "put", "patch", "delete", "head", "request"}


@pytest.fixture(params=["redmine", "linear"])
def tracker(request: pytest.FixtureRequest) -> Iterator[tuple[Tracker, set[str]]]:
    """One of each kind of interface, and how it is spoken to."""
    if request.param == "redmine":
        with redmine_double() as double:
            yield double.project().tracker(rewrite_block=True), {"GET", "POST", "PUT"}
    else:
        with running_linear() as linear:
            yield linear.tracker(rewrite_block=True), {"POST"}


def test_every_request_of_a_tracker_has_a_timeout(
    tracker: tuple[Tracker, set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doctor, plan, creates, comments and updates: each gives both a connect and a read timeout to the library."""
    send, bounds = HTTPAdapter.send, []

    def watched(adapter: HTTPAdapter, request: requests.PreparedRequest, **what: Any) -> requests.Response:
        bounds.append((request.method, what.get("timeout")))
        return send(adapter, request, **what)

    monkeypatch.setattr(HTTPAdapter, "send", watched)
    desk = Desk(tracker[0], MemoryLedger(), TurnedClock())
    desk.tracker.check()
    desk.apply(desk.plan(themes(2)), confirm_project=desk.tracker.project)
    desk.clock.sleep(8 * 86_400.0)
    desk.run(themes(2, customers=20))
    ours = [bound for bound in bounds if bound[1] != 60]  # what people do in the double waits for a minute
    assert {method for method, _ in ours} == tracker[1]
    assert all(isinstance(each, tuple) and 0 < min(each) <= max(each) <= 600 for _, each in ours)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_library_is_called_past_the_bounds(path: Path) -> None:
    """Nothing in the package opens a connection in a way that has no bound by default."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            has_timeout = any(each.arg == "timeout" for each in node.keywords)
            unbound = name in UNBOUND or (owner == "requests" and name in VERBS)
            assert has_timeout or not unbound, f"{path.name}:{node.lineno} {ast.unparse(node.func)}"
