"""Whatever happens on the way to a Jira, however late its searches are: one issue a theme, one request an attempt."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.filing_world import Desk, themes
from tests.jira_server.faults import Break, Fault
from tests.jira_server.state import CLOUD, DATA_CENTER
from tests.jira_world import Jira, running
from tests.tracker_worlds import desk

from voc.model.filing import IssueState
from voc.model.plan import Action
from voc.trackers import jira_wire

THEMES = 20
SEEDS = range(5)
WRITES: tuple[dict[str, Any], ...] = (
    {"drop": Break.BEFORE},
    {"drop": Break.AFTER},
    {"drop": Break.AFTER},
    {"status": 500, "commits": True},
    {"status": 502},
    {"status": 503, "headers": {"Retry-After": "2"}, "commits": True},
    {"status": 429, "headers": {"Retry-After": "3"}},
    {
        "status": 429,
        "headers": {"Retry-After": "Mon, 09 Nov 2026 08:00:09 GMT", "Date": "Mon, 09 Nov 2026 08:00:00 GMT"},
    },
    {"status": 200, "body": b"<html>log in</html>", "commits": True},
    {"status": 302, "headers": {"Location": "/login.jsp"}},
    {"status": 201, "body": b'{"id": "1', "commits": True},
    {"status": 400, "body": b'{"errorMessages": ["Try again"], "errors": {}}'},
)
READS: tuple[dict[str, Any], ...] = (
    {"status": 429, "headers": {"Retry-After": "1"}},
    {"status": 503},
    {"drop": Break.BEFORE},
)


@pytest.fixture(params=[CLOUD, DATA_CENTER])
def jira(request: pytest.FixtureRequest) -> Iterator[Jira]:
    with running(request.param) as jira:
        yield jira


def spoil(jira: Jira, dice: random.Random) -> None:
    """Let some of the next requests go wrong, and searches lag as they like."""
    jira.site.lag = timedelta(minutes=dice.choice([0, 1, 30, 12 * 60]))
    jira.site.page_limit = dice.choice([3, 7, 100])
    jira.site.faults = [Fault("POST", "/issue", **dice.choice(WRITES)) for _ in range(dice.randint(1, 8))]
    jira.site.faults += [Fault("GET", ".*", **dice.choice(READS)) for _ in range(dice.randint(0, 2))]


def settle(jira: Jira, at: Desk) -> None:
    """Days pass without faults until there is nothing left to do."""
    jira.site.faults, jira.site.lag, at.retry_uncertain = [], timedelta(0), True
    for _ in range(15):
        jira.clock.sleep(timedelta(hours=25).total_seconds())
        at.apply(at.plan(themes(THEMES)), confirm_project="APP")
        if all(change.action is Action.SKIP and not change.blocked for change in at.plan(themes(THEMES)).changes):
            return


def rough_weeks(jira: Jira, seed: int) -> Desk:
    """Six runs in which much goes wrong, and then calm ones."""
    dice, at = random.Random(seed), desk(jira)
    at.set(max_new=5, max_new_per_day=10 * THEMES, flood_share=1.0)
    for _ in range(6):
        spoil(jira, dice)
        try:
            at.apply(at.plan(themes(THEMES)), confirm_project="APP")
        except Exception as error:
            assert type(error).__name__ == "TrackerError"
        jira.clock.sleep(dice.choice([60, 3_600, 30 * 3_600]))
    settle(jira, at)
    return at


def markers(jira: Jira) -> Counter[str]:
    """How many issues carry each theme's marker."""
    labels = (label for issue in jira.site.issues.values() for label in issue.fields["labels"])
    return Counter(label for label in labels if label.startswith("voc-default-"))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_issue_a_theme_and_one_post_an_attempt(jira: Jira, seed: int) -> None:
    """After everything, each theme has its issue, once, and the ledger knows it."""
    at = rough_weeks(jira, seed)
    assert markers(jira) == dict.fromkeys(markers(jira), 1)
    assert len(markers(jira)) == len(jira.site.issues) == THEMES
    assert max(Counter(jira.site.attempts).values()) == 1
    assert len(jira.site.attempts) > THEMES, "nothing went wrong in this seed"
    assert {at.row(number).issue_id for number in range(1, THEMES + 1)} == set(jira.site.issues)
    assert all(issue.state is IssueState.OPEN for issue in at.issues())


def test_the_package_s_retries_break_the_law(jira: Jira, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its default restored, an attempt is sent twice and a theme has two issues: the test above can see it."""
    monkeypatch.setattr(jira_wire, "MAX_RETRIES", 3)
    monkeypatch.setattr("jira.resilientsession.time.sleep", lambda _: None)
    rough_weeks(jira, 0)
    assert max(Counter(jira.site.attempts).values()) > 1
    assert max(markers(jira).values()) > 1
