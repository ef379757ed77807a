"""What GitHub's lists do behind the fault proxy; what all trackers meet there is in ``test_remote_faults``."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from tests import faults
from tests.behind import Behind
from tests.filing_world import themes
from tests.github_world import PROJECT, Github
from tests.github_world import behind as behind_github

from voc.model.plan import Action, Result


@pytest.fixture
def behind(github: Github) -> Iterator[Behind]:
    with behind_github(github) as behind:
        yield behind


def test_new_issues_that_lists_do_not_show_yet(behind: Behind) -> None:
    """An answer that is lost and a list that lags: nothing is sent again, and what appears is taken over."""
    birth, hidden = faults.hide(6 * 3_600.0, lambda: behind.at.clock.now().timestamp())
    behind.proxy.rule(birth, method="POST", times=math.inf)
    behind.proxy.rule(hidden, method="GET", times=math.inf)
    behind.rule("drop after", behind.creates, times=2)
    done = behind.run(2).done
    assert [each.result for each in done] == [Result.UNCERTAIN, Result.UNCERTAIN]
    behind.at.retry_uncertain = True
    behind.run(2)
    behind.at.clock.sleep(7 * 3_600.0)
    assert {change.action for change in behind.at.plan(themes(2)).changes} == {Action.LINK}
    behind.run(2)
    assert sorted(behind.markers().values()) == [1, 1]
    assert sum(behind.proxy.posts().values()) == 2


def test_a_filter_that_goes_unheard(behind: Behind, github: Github) -> None:
    """Every issue of the repository comes back then, and none of a person's is taken for ours."""
    for _ in range(3):
        github.double.add_issue(PROJECT, labels=["voc-other-0123456789abcdef"])
    behind.proxy.rule(faults.ignore_filter(), method="GET", times=math.inf)
    behind.run(2)
    assert [issue.id for issue in behind.at.issues()] == ["4", "5"]
    assert [each.what for each in behind.at.tracker.check() if not each.ok] == ["github: labels are ignored by lists"]
