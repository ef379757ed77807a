"""The fault proxy does what the tests of filing believe that it does."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest
import requests
from tests import faults
from tests.fault_proxy import Fault, FaultProxy, fault_proxy, forwarded_twice
from tests.stub_model import Said, Seen, Stub, stub

CREATE = {"issue": {"subject": "x", "description": "words\nvoc: ns=default theme=t attempt=a-1 ledger=l"}}
ISSUES = [{"id": 1, "subject": "old"}, {"id": 2, "subject": "new"}]


def upstream(seen: Seen) -> Said:
    """A tracker in which two issues are, the second made by whoever posts."""
    if seen.method == "POST":
        return Said(b'{"issue": {"id": 2, "key": "V-2", "subject": "new"}}', 201)
    if seen.path.startswith("/issues.json"):
        return Said(json.dumps({"issues": ISSUES, "total_count": 2, "asked": seen.path}).encode())
    return Said(b'{"issue": {"id": 2}}')


@pytest.fixture
def behind() -> Iterator[Stub]:
    with stub(upstream) as server:
        yield server


@pytest.fixture
def proxy(behind: Stub) -> Iterator[FaultProxy]:
    with fault_proxy(behind.url) as running:
        yield running


def post(proxy: FaultProxy) -> requests.Response:
    return requests.post(f"{proxy.url}/issues.json", json=CREATE, timeout=5, allow_redirects=False)


def get(proxy: FaultProxy, path: str = "/issues.json") -> requests.Response:
    return requests.get(proxy.url + path, timeout=5)


def test_what_is_not_struck_passes_unchanged(proxy: FaultProxy, behind: Stub) -> None:
    """Status, body, path and the caller's headers are upstream's to see; the attempt is counted."""
    answer = requests.post(f"{proxy.url}/issues.json?a=b", json=CREATE, headers={"X-Key": "k"}, timeout=5)
    assert (answer.status_code, answer.json()["issue"]["key"]) == (201, "V-2")
    (seen,) = behind.requests
    assert (seen.path, seen.body, seen.headers["X-Key"]) == ("/issues.json?a=b", CREATE, "k")
    assert (proxy.posts(), len(proxy.writes()), proxy.seen[0].status) == ({"a-1": 1}, 1, 201)


@pytest.mark.parametrize(
    ("fault", "arrives", "status"),
    [
        (faults.drop_before(), False, None),
        (faults.drop_after(), True, None),
        (faults.delay_after(0.01), True, 201),
        (faults.status(429, "7"), False, 429),
        (faults.status(503, forward=True), True, 503),
        (faults.html200(), False, 200),
        (faults.html200(forward=True), True, 200),
        (faults.redirect302(forward=True), True, 302),
        (faults.truncate(), True, 201),
        (faults.no_id(), True, 201),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else str(value),
)
def test_each_fault_once(proxy: FaultProxy, behind: Stub, fault: Fault, arrives: bool, status: int | None) -> None:
    """Upstream hears of the request or not, the client gets what the fault says, and the next request passes."""
    proxy.rule(fault, method="POST", nth=2)
    assert post(proxy).status_code == 201
    if status is None:
        with pytest.raises(requests.ConnectionError):
            post(proxy)
    else:
        assert post(proxy).status_code == status
    assert post(proxy).json()["issue"]["id"] == 2
    assert len(behind.requests) == 2 + arrives
    assert [seen.forwarded for seen in proxy.seen] == [True, arrives, True]
    assert forwarded_twice(proxy.posts()) == ["a-1"]


def test_a_new_issue_is_hidden_from_lists_and_not_from_its_own_address(proxy: FaultProxy) -> None:
    """Until it is old enough; the total does not give it away either."""
    time = [100.0]
    birth, hide = faults.hide(30, lambda: time[0])
    proxy.rule(birth, method="POST", times=math.inf)
    proxy.rule(hide, method="GET", times=math.inf)
    post(proxy)
    listed = get(proxy).json()
    assert ([issue["id"] for issue in listed["issues"]], listed["total_count"]) == ([1], 1)
    assert get(proxy, "/issues/2.json").json() == {"issue": {"id": 2}}
    time[0] += 30
    assert get(proxy).json()["issues"] == ISSUES


def test_lists_that_are_old(proxy: FaultProxy, behind: Stub) -> None:
    """An issue reads in lists as it did some seconds ago."""
    time = [100.0]
    proxy.rule(faults.stale(30, lambda: time[0]), method="GET", times=math.inf)
    get(proxy)
    behind.reply = lambda seen: Said(b'{"issues": [{"id": 1, "subject": "newer"}], "total_count": 1}')
    time[0] += 10
    assert get(proxy).json()["issues"] == ISSUES[:1]
    time[0] += 30
    assert get(proxy).json()["issues"] == [{"id": 1, "subject": "newer"}]


def test_a_marker_that_goes_unheard(proxy: FaultProxy) -> None:
    """The filter is gone, everything else is asked as it was."""
    proxy.rule(faults.ignore_filter(), method="GET")
    assert get(proxy, "/issues.json?cf_1=~voc-default-0f&limit=9").json()["asked"] == "/issues.json?limit=9"
    assert "cf_1" in get(proxy, "/issues.json?cf_1=~voc-default-0f").json()["asked"]


def test_what_happens_meanwhile(proxy: FaultProxy, behind: Stub) -> None:
    """Something is done before upstream hears of a request, or after it answered."""
    arrived: list[int] = []
    proxy.rule(faults.on_before(lambda seen: arrived.append(len(behind.requests))), method="PUT")
    proxy.rule(faults.on_after(lambda seen: arrived.append(len(behind.requests))), method="PUT")
    requests.put(f"{proxy.url}/issues/2.json", json={}, timeout=5)
    assert arrived == [0, 1]


def test_an_upstream_that_is_not_there() -> None:
    """The connection closes; the proxy answers nothing of its own."""
    with fault_proxy("http://127.0.0.1:9") as proxy, pytest.raises(requests.ConnectionError):
        get(proxy)
