"""What Linear alone can do behind the fault proxy; what all trackers meet there is in ``test_remote_faults``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from tests import faults
from tests.behind import Behind
from tests.fault_proxy import Seen
from tests.filing_world import file_one, themes
from tests.linear_world import PROJECT, Linear
from tests.linear_world import behind as behind_linear
from tests.tracker_worlds import desk

from voc.model.plan import Action, Result
from voc.stores.memory_ledger import MemoryLedger


@pytest.fixture
def behind(linear: Linear) -> Iterator[Behind]:
    with behind_linear(linear) as behind:
        yield behind


def test_a_create_that_is_delivered_twice(behind: Behind, linear: Linear) -> None:
    """Something on the way repeats it: Linear refuses the second one, and the first one's issue is taken over."""

    def repeat(seen: Seen) -> None:
        url = linear.double.url + seen.path
        assert requests.post(url, seen.body, headers={"Authorization": "lin_api_voc"}, timeout=5).status_code == 200

    behind.proxy.rule(faults.on_before(repeat), **behind.creates)  # type: ignore[arg-type]
    assert [each.result for each in behind.run(2).done] == [Result.LINKED, Result.FILED]
    assert sorted(behind.markers().values()) == [1, 1]
    assert linear.double.log.count("CreateIssue") == 3


def test_two_stores_that_file_at_once(behind: Behind, linear: Linear) -> None:
    """Both looked and found nothing. Linear takes one issue; the run that came second finds whose it is, and stops."""
    other = desk(linear)
    other.ledger = MemoryLedger("another")

    def overtake(_: Seen) -> None:
        file_one(other)

    behind.proxy.rule(faults.on_before(overtake), **behind.creates)  # type: ignore[arg-type]
    applied = behind.run(1)
    assert [each.result for each in applied.done] == [Result.HELD]
    assert "ENG-1 was filed by another store (ledger another)" in applied.stopped
    assert len(linear.double.issues) == 1


def test_a_second_attempt_that_overtakes_the_first(behind: Behind, linear: Linear) -> None:
    """A create that arrives after a person let it go, and after it was sent anew, is refused."""
    late: list[Seen] = []
    behind.proxy.rule(faults.on_before(late.append), **behind.creates)  # type: ignore[arg-type]
    behind.rule("drop before", behind.creates)
    assert [each.result for each in behind.run(1).done] == [Result.UNCERTAIN]
    behind.settle(1)
    headers = {"Authorization": "lin_api_voc"}
    told = requests.post(f"{linear.double.url}/graphql", late[0].body, headers=headers, timeout=5).json()
    assert told["errors"][0]["message"] == "conflict on insert of Issue"
    assert sorted(behind.markers().values()) == [1]


def test_new_issues_that_lists_do_not_show_yet(behind: Behind, linear: Linear) -> None:
    """An answer that is lost and lists that lag: the issue is read by its id and taken over in the same run."""
    linear.double.lag = 6 * 3_600.0
    behind.rule("drop after", behind.creates, times=2)
    assert [each.result for each in behind.run(2).done] == [Result.LINKED, Result.LINKED]
    assert behind.at.issues() == []
    assert {change.action for change in behind.at.plan(themes(2)).changes} == {Action.SKIP}
    behind.at.ledger = MemoryLedger(behind.at.ledger.ledger_id)
    assert [each.result for each in behind.run(2).done] == [Result.LINKED, Result.LINKED]
    assert len(linear.double.issues) == 2


def test_a_filter_that_goes_unheard(behind: Behind, linear: Linear) -> None:
    """Every issue of the workspace comes back then, and none of a person's or of another team is taken for ours."""
    linear.double.add_team("SIDE")
    for key in (PROJECT, "SIDE", PROJECT):
        linear.double.add_issue(key, labels=["voc-other-0123456789abcdef"])
    linear.double.add_issue("SIDE", labels=["voc-default"])
    linear.double.hears_filters = False
    behind.run(2)
    assert [issue.key for issue in behind.at.issues()] == ["ENG-3", "ENG-4"]
    assert [each.what for each in behind.at.tracker.check() if not each.ok] == [
        "linear: labels are not told apart by name",
        "linear: labels are ignored by lists",
        "linear: descriptions are ignored by lists",
    ]
