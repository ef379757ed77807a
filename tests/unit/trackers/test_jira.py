"""What becomes of a request to a Jira, whatever happens on the way; the ``jira`` package is the real one."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.filing_world import drafted, ranked
from tests.jira_server.faults import Break, Fault
from tests.jira_server.state import CLOUD, DATA_CENTER
from tests.jira_world import Jira, running

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError, UsageError
from voc.model.filing import IssueChanges, IssueDraft, IssueState, Outcome, OutcomeKind
from voc.model.settings import FilingSettings
from voc.ports.tracker import UnreadableIssueError
from voc.trackers import jira_wire
from voc.trackers.jira import JiraTracker
from voc.trackers.jira_issue import changed_by

DATES = {"Date": "Mon, 09 Nov 2026 08:00:00 GMT"}
LIBRARY_RETRIES = 3
"""What the package does unless it is told otherwise."""


@pytest.fixture(params=[CLOUD, DATA_CENTER])
def jira(request: pytest.FixtureRequest) -> Iterator[Jira]:
    with running(request.param) as jira:
        yield jira


def draft() -> IssueDraft:
    return drafted(ranked(1, quote="canary-words"), FilingSettings(), "ledger-1")


def create(jira: Jira, fault: Fault, **special: Any) -> Outcome:
    """One create that meets a fault."""
    tracker = jira.tracker(**special)
    tracker.account()
    jira.site.faults.append(fault)
    return tracker.create(draft(), "attempt-1")


def post(**what: Any) -> Fault:
    return Fault("POST", "/issue", times=99, **what)


# -- how a create ends ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fault",
    [
        {"drop": Break.BEFORE},
        {"drop": Break.AFTER},
        {"status": 500},
        {"status": 502, "commits": True},
        {"status": 503, "headers": {"Retry-After": "1"}, "commits": True},
        {"status": 504, "commits": True},
        {"status": 408},
        {"status": 425},
        {"status": 302, "headers": {"Location": "/rest/api/2/serverInfo"}},
        {"status": 200, "body": b"<html>log in</html>"},
        {"status": 200, "body": b'{"id": "1", "key": "APP-1"}'},
        {"status": 201, "body": b""},
        {"status": 201, "body": b'{"id": "10001", "ke'},
        {"status": 201, "body": b'{"self": "x"}'},
        {"status": 201, "body": b"[]"},
        {"status": 201, "body": b'{"id": "10001", "key": "APP-1"}', "headers": {"Content-Length": "999"}},
        {"stall": 30.0, "commits": True},
    ],
    ids=str,
)
def test_a_create_that_is_not_proved(jira: Jira, fault: dict[str, Any]) -> None:
    """Nobody knows whether it happened, it was sent once, and where it was told to go was not looked at."""
    outcome = create(jira, post(**fault), timeout=1.0)
    assert (outcome.kind, outcome.issue) == (OutcomeKind.UNCERTAIN, None)
    assert len(jira.posts()) == 1
    assert len(jira.site.issues) == int("commits" in fault or fault.get("drop") is Break.AFTER)
    assert jira.site.log[-1][0] == "POST"


@pytest.mark.parametrize(
    ("status", "kind", "fatal"),
    [(400, "rejected", False), (401, "rejected", True), (403, "rejected", True), (404, "rejected", False),
     (413, "rejected", False), (429, "throttled", False)],
)  # fmt: skip
def test_a_create_that_is_refused(jira: Jira, status: int, kind: str, fatal: bool) -> None:
    """A clear no is one; it was sent once."""
    outcome = create(jira, post(status=status))
    assert (outcome.kind, outcome.code, outcome.fatal) == (kind, str(status), fatal)
    assert len(jira.posts()) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "600"}, 600.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "Mon, 09 Nov 2026 08:05:00 GMT", **DATES}, 300.0),
        ({"Retry-After": "Mon, 09 Nov 2026 07:00:00 GMT", **DATES}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(jira: Jira, headers: dict[str, str], seconds: float | None) -> None:
    """Seconds or a date, by Jira's own clock; the package itself fails on dates and waits a minute at most."""
    outcome = create(jira, post(status=429, headers=headers))
    assert (outcome.kind, outcome.retry_after) == (OutcomeKind.THROTTLED, seconds)


def test_nobody_is_there(jira: Jira) -> None:
    """A connection that never came to be carried nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    tracker = jira.tracker()
    tracker.account()
    assert tracker._site.place
    tracker._rest._wire._to = replace(tracker._rest._wire._to, url=f"http://127.0.0.1:{free}")
    assert tracker.create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT


@pytest.mark.parametrize("path", ["/serverInfo", "/myself", "/project/APP"])
def test_what_is_asked_before_a_create_is_no_part_of_it(jira: Jira, path: str) -> None:
    """When the account or the project cannot be read, nothing was sent."""
    jira.site.faults.append(Fault("GET", path, times=99, status=503))
    assert jira.tracker().create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert jira.posts() == []


def test_a_filed_issue_that_cannot_be_read_back_is_filed(jira: Jira) -> None:
    """Its number is known for certain; what was sent stands for what will be read."""
    outcome = create(jira, Fault("GET", r"/issue/\d+", times=99, status=500))
    (kept,) = jira.site.issues.values()
    assert outcome.kind is OutcomeKind.DONE
    assert outcome.issue is not None
    assert (outcome.issue.id, outcome.issue.key, outcome.issue.title) == (kept.id, "APP-1", draft().title)
    jira.site.faults.clear()
    now = jira.tracker().get(kept.id)
    assert now is not None
    assert now.body == outcome.issue.body.rstrip()


def test_a_jira_that_repeats_the_token(jira: Jira) -> None:
    """What it says of a refusal is told without it."""
    said = json.dumps({"errorMessages": [f"no: {jira.token}"], "errors": {}}).encode()
    outcome = create(jira, Fault("POST", "/issue", status=400, body=said))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "no: ***")


def test_markers_attempt_and_identity_leave_with_the_one_request(jira: Jira) -> None:
    """Whatever happens after it, the issue can be told."""
    create(jira, post(drop=Break.AFTER))
    (kept,) = jira.site.issues.values()
    assert set(kept.fields["labels"]) == set(draft().labels)
    assert "attempt=attempt-1" in json.dumps(kept.fields["description"])


# -- the retries of the package -------------------------------------------------------------------------------------
def posts_of_one_attempt(jira: Jira, fault: Fault) -> tuple[int, int]:
    """How often one create is sent, and how many issues come of it."""
    create(jira, fault)
    return len(jira.posts()), len(jira.site.issues)


DROPPED = {"drop": Break.AFTER}
THROTTLED = {"status": 429, "headers": {"Retry-After": "1"}, "commits": True}
BUSY = {"status": 503, "headers": {"Retry-After": "1"}, "commits": True}


@pytest.mark.parametrize("fault", [DROPPED, THROTTLED, BUSY], ids=str)
def test_one_attempt_is_one_post(jira: Jira, fault: dict[str, Any]) -> None:
    """A create that Jira did, and whose answer is lost, is not sent again."""
    assert posts_of_one_attempt(jira, Fault("POST", "/issue", **fault)) == (1, 1)


@pytest.mark.parametrize("fault", [DROPPED, THROTTLED, BUSY], ids=str)
def test_the_package_s_own_retries_would_file_twice(
    jira: Jira, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    """With its default restored, what the test above guards against is there to be seen."""
    monkeypatch.setattr(jira_wire, "MAX_RETRIES", LIBRARY_RETRIES)
    monkeypatch.setattr("jira.resilientsession.time.sleep", lambda _: None)
    assert posts_of_one_attempt(jira, Fault("POST", "/issue", **fault)) == (2, 2)


def test_how_the_package_is_set_up(jira: Jira) -> None:
    """Retries off, both timeouts set, no redirect followed, no proxy before this machine."""
    session = jira.tracker(timeout=30.0)._rest._wire._session()
    assert (session.max_retries, session.timeout, session.max_redirects) == (0, (5.0, 30.0), 0)
    assert session.trust_env is False


def test_the_package_loads_only_where_it_is_needed() -> None:
    """Other trackers, and commands without one, do not wait for it."""
    code = "import sys, voc.cli.app, voc.wiring.tracking; sys.exit('jira' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- reads ----------------------------------------------------------------------------------------------------------
def test_reads_are_asked_again_as_jira_wants_it(jira: Jira) -> None:
    """After the time that it names, in either form."""
    dated = {"Retry-After": "Mon, 09 Nov 2026 08:00:07 GMT", **DATES}
    jira.site.faults += [
        Fault("GET", "/myself", status=429, headers=headers) for headers in ({"Retry-After": "3"}, dated)
    ]
    assert "voc-bot" in jira.tracker().account()
    assert jira.clock.slept == [3.0, 7.0]


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ({"status": 200, "body": b"<html>log in</html>"}, "answers with no JSON"),
        ({"status": 302, "headers": {"Location": "https://login.example.com"}}, "sends elsewhere"),
        ({"status": 401}, "refuses to be read"),
        ({"status": 200, "body": b"{}"}, "does not answer as a Jira"),
    ],
)
@pytest.mark.parametrize("path", ["/serverInfo", "/myself", "/project/APP", "/search.*"])
def test_what_is_no_jira(jira: Jira, path: str, fault: dict[str, Any], what: str) -> None:
    """It is told as such wherever it is met, and never taken for an empty list."""
    jira.site.faults.append(Fault("GET", path, times=99, **fault))
    with pytest.raises(TrackerError, match=what):
        jira.tracker().family("voc-default")
    assert not all(finding.ok for finding in jira.tracker().check())


def test_an_answer_without_end(jira: Jira, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not kept in memory."""
    monkeypatch.setattr(jira_wire, "LARGEST", 1000)
    jira.site.faults.append(Fault("GET", "/serverInfo", status=200, body=b" " * 5000))
    with pytest.raises(TrackerError, match="too large"):
        jira.tracker().account()


@pytest.mark.parametrize("lacking", ["status", "summary", "project", "updated", "labels", "issuelinks"])
def test_an_issue_of_another_shape(jira: Jira, lacking: str) -> None:
    """One issue that cannot be read is told as such."""
    tracker = jira.tracker()
    filed = tracker.create(draft(), "attempt-1").issue
    assert filed is not None
    document = dict(tracker._document(filed.id) or {})
    document["fields"] = {name: value for name, value in document["fields"].items() if name != lacking}
    jira.site.faults.append(Fault("GET", f"/issue/{filed.id}", status=200, body=json.dumps(document).encode()))
    with pytest.raises(UnreadableIssueError):
        tracker.get(filed.id)


@pytest.mark.parametrize("issue_id", ["", "x", "1/../2", "APP-1?x=1", "-1", "app-1"])
def test_what_is_no_id_is_not_asked_for(jira: Jira, issue_id: str) -> None:
    """Nothing but a number or a key is put into an address."""
    assert jira.tracker().get(issue_id) is None
    assert jira.site.log == []


# -- other writes ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 204}, OutcomeKind.DONE),  # read back as it is
        ({"status": 200, "body": b"<html>log in</html>"}, OutcomeKind.UNCERTAIN),
        ({"drop": Break.AFTER}, OutcomeKind.UNCERTAIN),
        ({"status": 404}, OutcomeKind.CONFLICT),
        ({"status": 409}, OutcomeKind.CONFLICT),
        ({"status": 403}, OutcomeKind.REJECTED),
        ({"status": 429, "headers": {"Retry-After": "5"}}, OutcomeKind.THROTTLED),
    ],
    ids=str,
)
def test_how_an_update_ends(jira: Jira, fault: dict[str, Any], kind: OutcomeKind) -> None:
    """It is never sent twice."""
    tracker = jira.tracker()
    issue = tracker.create(draft(), "attempt-1").issue
    assert issue is not None
    jira.site.faults.append(Fault("PUT", r"/issue/\d+", times=99, **fault))
    assert tracker.update(issue, IssueChanges(add_labels=("new",))).kind is kind
    assert [method for method, _ in jira.site.log].count("PUT") == 1


def test_text_and_way_back_are_two_requests(jira: Jira) -> None:
    """A change that wants both is refused, since a write is one request at most."""
    tracker = jira.tracker()
    issue = tracker.create(draft(), "attempt-1").issue
    assert issue is not None
    outcome = tracker.update(issue, IssueChanges(body="x", reopen=True))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "status")
    assert [method for method, _ in jira.site.log].count("PUT") == 0


def test_labels_are_changed_one_by_one(jira: Jira) -> None:
    """A list is never set, so that nobody's label is lost."""
    tracker = jira.tracker()
    issue = tracker.create(draft(), "attempt-1").issue
    assert issue is not None
    seen: list[Any] = []
    write = tracker._rest.write
    tracker._rest.write = lambda *what: (seen.append(what[2]), write(*what))[1]  # type: ignore[method-assign]
    tracker.update(issue, IssueChanges(add_labels=("a", "b"), remove_labels=("bug",)))
    assert seen == [{"update": {"labels": [{"add": "a"}, {"add": "b"}, {"remove": "bug"}]}}]


def test_who_changed_a_field_last() -> None:
    """By the number of the change, whichever way round the product lists them."""

    def change(number: int, name: str, account: str) -> dict[str, Any]:
        return {"id": str(number), "author": {"accountId": account}, "items": [{"field": name}]}

    log = [change(9, "description", "a"), change(10, "description", "b"), change(11, "labels", "c")]
    assert changed_by({"changelog": {"histories": log}}, "description") == "b"
    assert changed_by({"changelog": {"histories": log[::-1]}}, "description") == "b"
    assert changed_by({}, "description") is None


# -- secrets and settings -------------------------------------------------------------------------------------------
def test_no_secret_and_no_text_in_logs_and_outcomes(jira: Jira, caplog: pytest.LogCaptureFixture) -> None:
    """The package's own errors hold headers and payloads; none of it is told."""
    caplog.set_level(logging.DEBUG)
    told = [
        str(create(jira, post(status=status, body=b'{"errors": {"description": "canary-words ' + b"x" * 200 + b'"}}')))
        for status in (400, 401, 403, 429, 500)
    ]
    told.append(str(create(jira, post(drop=Break.AFTER))))
    kept = [record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG]
    assert "canary" not in "".join([*told, *kept])
    assert jira.site.bot.token not in "".join([*told, *(record.getMessage() for record in caplog.records)])


@pytest.mark.parametrize(
    ("settings", "error", "what"),
    [
        ({"url": None}, ConfigError, "are not both set"),
        ({"project": None}, ConfigError, "are not both set"),
        ({"project": "the app"}, ConfigError, "is no key"),
        ({"project": 'APP" OR key = X-1 OR project = "B'}, ConfigError, "is no key"),
        ({"url": "http://jira.example.com"}, UsageError, "unencrypted"),
        ({"url": "https://me:secret@jira.example.com"}, UsageError, "holds more than"),
    ],
)
def test_settings_that_lead_nowhere(settings: dict[str, Any], error: type[Exception], what: str) -> None:
    """Each is told before anything is sent."""
    good = TrackerSettings(name="jira", url="https://jira.example.com", project="APP")
    with pytest.raises(error, match=what):
        JiraTracker(replace(good, **settings), Secret("x"), None)  # type: ignore[arg-type]


def test_a_closed_issue_that_may_not_be_opened(jira: Jira) -> None:
    """An account without the permission sees no way."""
    tracker = jira.tracker()
    issue = tracker.create(draft(), "attempt-1").issue
    assert issue is not None
    jira.site.close(issue.id)
    jira.site.bot.permissions.discard("TRANSITION_ISSUES")
    closed = tracker.get(issue.id)
    assert closed is not None
    assert closed.state is IssueState.DONE
    assert tracker.update(closed, IssueChanges(reopen=True)).detail == "status"
