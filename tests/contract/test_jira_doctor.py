"""What the doctor asks a Jira of either kind, and what it tells."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.filing_world import create, draft
from tests.jira_server.state import FieldSpec
from tests.jira_world import Jira, bad

from voc.errors import TrackerError
from voc.model.filing import OutcomeKind


def test_the_doctor_finds_all_well(jira: Jira) -> None:
    """Deployment, account, project, permissions, types, fields and look-up are proved; nothing is written."""
    findings = jira.tracker(types={"bug": "Bug"}, token_expires=date(2027, 5, 1)).check()
    assert [finding for finding in findings if not finding.ok] == []
    told = "\n".join(finding.what for finding in findings)
    which = "Cloud" if jira.site.cloud else "Data Center 9.12.15"
    for each in (which, "voc-bot", "APP", "may view, create", "a new Task has all", "a new Bug has all", "2027-05-01"):
        assert each in told
    assert jira.site.bot.token not in told
    assert {method for method, _ in jira.site.log} == {"GET"}


def test_the_doctor_tells_what_screens_lack(jira: Jira) -> None:
    """Labels that are on no screen, and a required field that nothing sets."""
    task = jira.project.type("Task")
    task.create_screen.discard("labels")
    jira.project.fields["customfield_1"] = FieldSpec("Team", {"type": "option"}, required=True, allowed=("A",))
    task.create_screen.add("customfield_1")
    first, second = bad(jira.tracker())
    assert "shows no labels" in first.what and "tracker.jira.labels" in first.hint
    assert "Team (customfield_1)" in second.what
    assert bad(jira.tracker(labels=False, fields={"customfield_1": "A"})) == []


@pytest.mark.parametrize(
    ("special", "what"),
    [
        ({"type": "Taks"}, "no issue type Taks"),
        ({"type": "Sub-task"}, "no issue type Sub-task"),
        ({"token_expires": date(2026, 11, 1)}, "the token ended on 2026-11-01"),
        ({"token_expires": date(2026, 11, 20)}, "the token ends on 2026-11-20"),
        ({"fields": {"customfield_9": "x"}}, "shows no customfield_9"),
    ],
)
def test_the_doctor_tells_what_is_set_wrongly(jira: Jira, special: dict[str, Any], what: str) -> None:
    """One finding for it."""
    (finding,) = bad(jira.tracker(**special))
    assert what in finding.what


def test_the_doctor_tells_what_the_account_may_not(jira: Jira) -> None:
    """Named by what voc does with it."""
    jira.site.bot.permissions -= {"ADD_COMMENTS", "EDIT_ISSUES"}
    (finding,) = bad(jira.tracker())
    assert "may not edit issues, comment" in finding.what


def test_the_doctor_tells_of_another_address(jira: Jira) -> None:
    """A Jira that calls itself otherwise is behind the wrong address, or has a wrong base URL."""
    jira.site.base_url = "https://jira.example.com"
    (finding,) = bad(jira.tracker())
    assert "calls itself https://jira.example.com" in finding.what


def test_a_wrong_token(jira: Jira) -> None:
    """One finding with what to do and no token in it, and nothing is read as an empty Jira or filed."""
    tracker = jira.tracker(token="canary-token")
    finding = bad(tracker)[-1]
    assert "canary" not in str(bad(tracker))
    assert "tracker.token" in finding.hint
    with pytest.raises(TrackerError):
        tracker.family("voc-default")
    assert tracker.create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT


def test_a_token_that_ends_during_a_run(jira: Jira) -> None:
    """Known issues are not taken for deleted, whatever Jira shows to nobody."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.bot.expires = jira.clock.now()
    with pytest.raises(TrackerError):
        tracker.get(issue.id)
    with pytest.raises(TrackerError):
        tracker.family("voc-default")
    outcome = tracker.create(draft(2), "attempt-2")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, True)


def test_a_captcha(jira: Jira) -> None:
    """Whom Jira wants to see in a browser is told so, and known issues are not taken for deleted."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.bot.captcha = True
    with pytest.raises(TrackerError, match="account not let in") as raised:
        tracker.get(issue.id)
    assert "browser" in raised.value.hint
    assert any("account not let in" in finding.what for finding in bad(jira.tracker()))
