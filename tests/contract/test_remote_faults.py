"""Filing behind the fault proxy: whatever becomes of requests and answers, each theme is one issue.

A Redmine behind it is tried in ``tests/property``, where processes die and people edit as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.behind import DAY, FAULTS, Behind
from tests.filing_world import themes
from tests.github_world import behind as behind_github
from tests.github_world import running as running_github
from tests.linear_world import behind as behind_linear
from tests.linear_world import running as running_linear

from voc.model.plan import Action

GITHUB = ("no id", "limit of 403")
LINEAR = (
    "no issue",
    "no success",
    "trouble after",
    "trouble beside it",
    "limit of 400",
    "refused although it was made",
)
CASES = [
    *((tracker, name) for tracker in ("github", "linear") for name in FAULTS),
    *(("github", name) for name in GITHUB),
    *(("linear", name) for name in LINEAR),
]
ON_COMMENTS = ("drop after", "late", "502 after", "half", "limit of 429")


@pytest.fixture
def behind(request: pytest.FixtureRequest) -> Iterator[Behind]:
    """A desk that files into the tracker that the test names."""
    if request.param == "github":
        with running_github() as github, behind_github(github) as behind:
            yield behind
    else:
        with running_linear() as linear, behind_linear(linear) as behind:
            yield behind


@pytest.mark.parametrize(("behind", "name"), CASES, indirect=["behind"])
def test_each_fault_on_two_creates_in_a_row(behind: Behind, name: str) -> None:
    """No attempt is sent twice, each theme ends as one issue, and then there is nothing to do."""
    behind.rule(name, behind.creates, times=2)
    behind.run(3)
    behind.proxy.clear()
    behind.settle(3)
    assert sorted(behind.markers().values()) == [1, 1, 1]
    assert max(behind.proxy.posts().values()) == 1
    assert {change.action for change in behind.at.plan(themes(3)).changes} == {Action.SKIP}


@pytest.mark.parametrize("name", ON_COMMENTS)
@pytest.mark.parametrize("behind", ["github", "linear"], indirect=True)
def test_faults_on_comments(behind: Behind, name: str) -> None:
    """What became of a comment is settled by a read: it stands there once, never twice."""
    behind.run(1)
    behind.rule(name, behind.comments)
    for _ in range(3):
        behind.at.clock.sleep(8 * DAY)
        behind.run(1, customers=50)
    (listed,) = behind.eyes.newest(2)
    issue = behind.eyes.get(listed.id)
    assert issue is not None
    assert len(issue.comments) == 1
    assert "50 customers" in issue.comments[0].text
