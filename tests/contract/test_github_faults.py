"""Filing into a GitHub behind the fault proxy: whatever becomes of requests and answers, each theme is one issue."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from tests import faults
from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.filing_world import Desk, themes
from tests.github_world import PROJECT, Github

from voc.config.secrets import Secret
from voc.model.plan import Action, Applied, Result
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.github import GithubTracker

CREATES = r"/issues$"
DAY = 25 * 3_600.0
FAULTS: dict[str, Callable[[], Fault]] = {
    "drop before": faults.drop_before,
    "drop after": faults.drop_after,
    "late": lambda: faults.delay_after(1.6),
    "login page": faults.html200,
    "login page after": lambda: faults.html200(forward=True),
    "redirect": faults.redirect302,
    "redirect after": lambda: faults.redirect302(forward=True),
    "half": faults.truncate,
    "no id": faults.no_id,
    "limit": lambda: faults.status(403, "7"),
    "limit of 429": lambda: faults.status(429, "7"),
    "500": lambda: faults.status(500),
    **{f"{code} after": lambda code=code: faults.status(code, forward=True) for code in (500, 502, 503, 504)},  # type: ignore[misc]
}


@dataclass
class Behind:
    """A desk that files through the proxy."""

    github: Github
    proxy: FaultProxy
    at: Desk

    def run(self, number: int, **options: int) -> Applied:
        """Plan and apply so many themes."""
        return self.at.apply(self.at.plan(themes(number, **options)), confirm_project=PROJECT)

    def markers(self) -> Counter[str]:
        """How many issues there truly are, by their marker."""
        labels = (label for issue in self.github.tracker().newest(500) for label in issue.labels)
        return Counter(label for label in labels if label.startswith("voc-default-"))


@pytest.fixture
def behind(github: Github) -> Iterator[Behind]:
    with fault_proxy(github.double.url) as proxy:
        settings = replace(github.settings(), url=proxy.url, timeout=1.0)
        tracker = GithubTracker(settings, Secret("token-of-voc"), github.clock)
        yield Behind(github, proxy, Desk(tracker, MemoryLedger(), github.clock))


def settle(behind: Behind, number: int) -> None:
    """Runs on later days, in which a person lets go what never came to light."""
    behind.at.retry_uncertain = True
    for _ in range(5):
        behind.github.clock.sleep(DAY)
        behind.run(number)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_on_two_creates_in_a_row(behind: Behind, name: str) -> None:
    """No attempt is sent twice, each theme ends as one issue, and then there is nothing to do."""
    behind.proxy.rule(FAULTS[name](), method="POST", path=CREATES, times=2)
    behind.run(3)
    behind.proxy.clear()
    settle(behind, 3)
    assert sorted(behind.markers().values()) == [1, 1, 1]
    assert max(behind.proxy.posts().values()) == 1
    assert {change.action for change in behind.at.plan(themes(3)).changes} == {Action.SKIP}


def test_new_issues_that_lists_do_not_show_yet(behind: Behind) -> None:
    """An answer that is lost and a list that lags: nothing is sent again, and what appears is taken over."""
    birth, hidden = faults.hide(6 * 3_600.0, lambda: behind.github.clock.now().timestamp())
    behind.proxy.rule(birth, method="POST", times=math.inf)
    behind.proxy.rule(hidden, method="GET", times=math.inf)
    behind.proxy.rule(faults.drop_after(), method="POST", path=CREATES, times=2)
    done = behind.run(2).done
    assert [each.result for each in done] == [Result.UNCERTAIN, Result.UNCERTAIN]
    behind.at.retry_uncertain = True
    behind.run(2)
    behind.github.clock.sleep(7 * 3_600.0)
    assert {change.action for change in behind.at.plan(themes(2)).changes} == {Action.LINK}
    behind.run(2)
    assert sorted(behind.markers().values()) == [1, 1]
    assert sum(behind.proxy.posts().values()) == 2


def test_a_filter_that_goes_unheard(behind: Behind) -> None:
    """Every issue of the repository comes back then, and none of a person's is taken for ours."""
    for _ in range(3):
        behind.github.double.add_issue(PROJECT, labels=["voc-other-0123456789abcdef"])
    behind.proxy.rule(faults.ignore_filter(), method="GET", times=math.inf)
    behind.run(2)
    assert [issue.id for issue in behind.at.issues()] == ["4", "5"]
    assert [each.what for each in behind.at.tracker.check() if not each.ok] == ["github: labels are ignored by lists"]


@pytest.mark.parametrize("name", ["drop after", "late", "502 after", "half", "limit"])
def test_faults_on_comments(behind: Behind, name: str) -> None:
    """What became of a comment is settled by a read: it stands there once, never twice."""
    behind.run(1)
    behind.proxy.rule(FAULTS[name](), method="POST", path="/comments$")
    for _ in range(3):
        behind.github.clock.sleep(8 * DAY)
        behind.run(1, customers=50)
    issue = behind.github.tracker().get("1")
    assert issue is not None
    assert len(issue.comments) == 1
    assert "50 customers" in issue.comments[0].text
