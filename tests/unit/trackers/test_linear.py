"""What a Linear's answers come to: errors with status 200, limits, refusals, and answers that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.filing_world import TurnedClock, draft
from tests.linear_stub import COMMENT, ID, ISSUE, RESET, TOKEN, Fake, count, failed, operation, page, told, tracker
from tests.stub_model import Said, Seen, Stub

from voc.errors import TrackerError
from voc.model.filing import Issue, IssueChanges, IssueState, OutcomeKind
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.linear_issue import uuid_of
from voc.trackers.rest import TRIES

ABSENT = failed("Entity not found: Issue", "invalid input", "INPUT_ERROR", words="Could not find referenced Issue.")


def known(server: Stub) -> Issue:
    issue = tracker(server).get(ID)
    assert issue is not None
    return issue


def created(issue: Any, **more: Any) -> Said:
    return told({"issueCreate": {"success": True, "issue": issue, **more}})


# -- creates --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        Said(b"<html>log in</html>"),
        Said(b"", 302, {"Location": "/login"}),
        Said(b"", 200),
        told(None),
        told({}),
        told({"issueCreate": None}),
        created(None),
        created(ISSUE),  # it has another id than we gave it
        created({**ISSUE, "createdAt": None}),
        created(ISSUE, success=False),
        Said(json.dumps({"data": {"issueCreate": {"success": True}}}).encode(), drop=True),
        Said(b"", 502),
        failed("Internal server error", "internal error", "INTERNAL_SERVER_ERROR"),
        failed("lock timeout", "lock timeout", "LOCK_TIMEOUT", 400),
        failed("something new", "never heard of", "NEW", 400),
        failed("conflict on insert of Issue", "invalid input", "INPUT_ERROR", words="Entity … already exists."),
    ],
)
def test_a_create_that_is_not_proved(server: Stub, fake: Fake, said: Said) -> None:
    """Nobody knows whether it happened, and it was sent once."""
    fake.answers |= {"Issue": ABSENT, "CreateIssue": said}
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.issue) == (OutcomeKind.UNCERTAIN, None)
    assert count(server, "CreateIssue") == 1


@pytest.mark.parametrize("errors", [{}, {"errors": [{"message": "x", "extensions": {"type": "internal error"}}]}])
def test_the_answer_to_a_create_is_the_issue(server: Stub, fake: Fake, errors: Any) -> None:
    """Whatever went wrong beside it; id, team, attempt and last line went with the one request."""
    issue_id = uuid_of("team-1", draft().marker, "0")
    answer = {"data": {"issueCreate": {"success": True, "issue": {**ISSUE, "id": issue_id}}}}
    fake.answers |= {"Issue": ABSENT, "CreateIssue": Said(json.dumps({**answer, **errors}).encode())}
    at = tracker(server, priorities={"3": "low"})
    assert at.sets(draft()) == {"priority": "low"}
    outcome = at.create(draft(), "attempt-1")
    assert outcome.issue is not None
    assert outcome.issue.id == issue_id
    (sent,) = [seen for seen in server.requests if operation(seen) == "CreateIssue"]
    fields = sent.body["variables"]["input"]
    assert {name: fields[name] for name in ("id", "teamId", "priority")} == {
        "id": issue_id,
        "teamId": "team-1",
        "priority": 4,
    }
    assert "\nvoc: ns=default" in fields["description"] and "attempt=attempt-1" in fields["description"]
    assert sent.headers["Authorization"] == TOKEN


@pytest.mark.parametrize("name", ["Site", "Issue", "Labels", "CreateLabel"])
@pytest.mark.parametrize("said", [Said(b"", 503), told({"viewer": 1}), told([]), Said(b"<html>")])
def test_what_is_asked_before_a_create_is_no_part_of_it(server: Stub, fake: Fake, name: str, said: Said) -> None:
    """When anything cannot be read or made, or reads as something else, nothing was sent."""
    fake.answers |= {"Issue": ABSENT, name: said}
    if name == "Issue" and said.body.startswith(b'{"data": {"viewer"'):
        fake.answers["Issue"] = told({"issue": {**ISSUE, "team": None}})
    assert tracker(server, labels=True).create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert count(server, "CreateIssue") == 0


@pytest.mark.parametrize("node", [{}, None, {"id": "x", "name": "bug", "isGroup": False, "team": {}}])
def test_labels_that_are_none(server: Stub, fake: Fake, node: Any) -> None:
    """Nothing was sent then."""
    fake.answers |= {"Issue": ABSENT, "Labels": told({"issueLabels": page(node)})}
    assert tracker(server, labels=True).create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert count(server, "CreateIssue") == count(server, "CreateLabel") == 0


@pytest.mark.parametrize("trashed", [1, 3, 20])
def test_ids_in_the_trash_are_passed_over(server: Stub, fake: Fake, trashed: int) -> None:
    """Each deleted issue keeps its id; there is an end to it."""
    taken = {uuid_of("team-1", draft().marker, str(turn)) for turn in range(trashed)}
    free = uuid_of("team-1", draft().marker, str(trashed))

    def reply(seen: Seen) -> Said:
        if operation(seen) == "Issue":
            asked = seen.body["variables"]["id"]
            return told({"issue": {**ISSUE, "id": asked, "trashed": True}}) if asked in taken else ABSENT
        return created({**ISSUE, "id": free}) if operation(seen) == "CreateIssue" else fake(seen)

    server.reply = reply
    outcome = tracker(server).create(draft(), "attempt-1")
    assert outcome.kind is (OutcomeKind.DONE if trashed < 20 else OutcomeKind.NOT_SENT)
    assert len(taken | {free}) == trashed + 1
    assert all(each[14] == "4" and each[19] in "89ab" for each in taken)


# -- limits ---------------------------------------------------------------------------------------------------------
SPENT = {"X_RateLimit_Requests_Remaining": "0"}
LIMITS = [
    ({"Retry_After": "30"}, 30.0),
    ({**SPENT, "X_RateLimit_Requests_Reset": RESET}, 90.0),
    ({"X_RateLimit_Complexity_Remaining": "0", "X_RateLimit_Complexity_Reset": RESET}, 90.0),
    ({"X_RateLimit_Endpoint_Requests_Remaining": "0", "X_RateLimit_Endpoint_Requests_Reset": RESET}, 90.0),
    ({"X_RateLimit_Requests_Remaining": "9", "X_RateLimit_Requests_Reset": RESET}, 60.0),
    ({**SPENT, "X_RateLimit_Requests_Reset": "9" * 30}, 60.0),
    ({**SPENT, "X_RateLimit_Requests_Reset": "soon"}, 60.0),
    ({}, 60.0),
]


@pytest.mark.parametrize(("headers", "seconds"), LIMITS)
@pytest.mark.parametrize("kind", [("ratelimited", ""), ("", "RATELIMITED")])
def test_limits_are_told_from_refusals(
    server: Stub, fake: Fake, headers: dict[str, str], seconds: float, kind: tuple[str, str]
) -> None:
    """They come with status 400 and a time in thousandths of seconds: wait so long, and nothing was made."""
    limited = failed("Rate limit exceeded", *kind, 400, **headers)  # type: ignore[arg-type]
    fake.answers |= {"Issue": ABSENT, "CreateIssue": limited}
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.retry_after, outcome.fatal) == (OutcomeKind.THROTTLED, seconds, False)
    assert count(server, "CreateIssue") == 1


def test_reads_wait_as_long_as_a_limit_lasts(server: Stub, fake: Fake) -> None:
    """A limited read is asked again within the bounds of all reads, and is never taken for a lost issue."""
    issue, clock = known(server), TurnedClock()
    fake.answers["Issue"] = failed("Rate limit exceeded", "ratelimited", "RATELIMITED", 400, Retry_After="30")
    with pytest.raises(TrackerError):
        tracker(server, clock).get(issue.id)
    assert clock.slept == [30.0] * (TRIES - 1)


@pytest.mark.parametrize(
    ("said", "fatal", "detail"),
    [
        (failed("no", "authentication error", "AUTHENTICATION_ERROR", 401, words="Log in"), True, "Log in"),
        (failed("Invalid scope", "forbidden", "FORBIDDEN"), True, "Invalid scope"),
        (failed("x", "usage limit exceeded", "USAGE_LIMIT_EXCEEDED", words="Upgrade"), True, "Upgrade"),
        (failed("Argument Validation Error", "invalid input", "INPUT_ERROR", words="title"), False, "title"),
        (failed("Entity not found: IssueLabel", "invalid input", "INPUT_ERROR"), False, "Entity not found"),
        (failed("Cannot query field", "graphql error", "GRAPHQL_VALIDATION_FAILED", 400), False, "Cannot query"),
        (failed("odd", status=400), False, "odd"),
        (failed("odd", "never heard of", status=403), True, "odd"),
        (failed("canary " * 50, "invalid input"), False, ""),
        (failed(f"{TOKEN} is no token", "invalid input"), False, "*** is no token"),
    ],
)
def test_how_a_create_is_refused(server: Stub, fake: Fake, said: Said, fatal: bool, detail: str) -> None:
    """With Linear's own words for people, and none of ours; what every other create would meet too is fatal."""
    fake.answers |= {"Issue": ABSENT, "CreateIssue": said}
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, fatal)
    assert outcome.detail.startswith(detail)
    assert "canary" not in outcome.detail and TOKEN not in outcome.detail


# -- updates and comments -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (told({"issueUpdate": {"success": True}}), OutcomeKind.REJECTED),  # the issue stayed as it was
        (told({"issueUpdate": {"success": False}}), OutcomeKind.UNCERTAIN),
        (Said(drop=True), OutcomeKind.UNCERTAIN),
        (Said(b"", 502), OutcomeKind.UNCERTAIN),
        (ABSENT, OutcomeKind.CONFLICT),
        (failed("no", "forbidden"), OutcomeKind.REJECTED),
        (failed("slow down", "ratelimited", status=400), OutcomeKind.THROTTLED),
        (failed("Argument Validation Error", "invalid input"), OutcomeKind.REJECTED),
    ],
)
def test_how_an_update_ends(server: Stub, fake: Fake, said: Said, kind: OutcomeKind) -> None:
    """It is believed when the issue says so afterwards, and never sent twice."""
    issue = known(server)
    fake.answers["UpdateIssue"] = said
    assert tracker(server).update(issue, IssueChanges(body="new")).kind is kind
    assert count(server, "UpdateIssue") == 1


def test_a_status_that_stays_as_it_was(server: Stub, fake: Fake) -> None:
    """Is a refusal, whatever the answer says."""
    closed = {"state": {"name": "Done", "type": "completed"}, "completedAt": "2026-11-09T09:00:00.000Z"}
    fake.answers["Issue"] = told({"issue": {**ISSUE, **closed}})
    issue = known(server)
    assert issue.state is IssueState.DONE
    outcome = tracker(server).update(issue, IssueChanges(reopen=True))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "status")


def test_a_comment_counts_before_a_read_shows_it(server: Stub, fake: Fake) -> None:
    """The answer to its one request proves it; a list that lags does not undo it. Its id follows from what it says."""
    fake.answers["CreateComment"] = told({"commentCreate": {"success": True, "comment": COMMENT}})
    ids = []
    for text in ("said", "said", "more"):
        outcome = tracker(server).comment(known(server), text)
        assert outcome.issue is not None
        assert [(comment.id, comment.text) for comment in outcome.issue.comments] == [("c-3", "said")]
        ids.append([seen for seen in server.requests if operation(seen) == "CreateComment"][-1].body["variables"])
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("comment", [None, {}, {**COMMENT, "user": None}, {**COMMENT, "body": "somebody's"}])
def test_a_comment_that_is_not_proved(server: Stub, fake: Fake, comment: Any) -> None:
    """An answer without our comment proves nothing."""
    fake.answers["CreateComment"] = told({"commentCreate": {"success": True, "comment": comment}})
    assert tracker(server).comment(known(server), "said").kind is OutcomeKind.UNCERTAIN


# -- reads ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lacking", ["identifier", "title", "labels", "state", "updatedAt", "team", "relations"])
def test_an_answer_that_is_no_issue(server: Stub, fake: Fake, lacking: str) -> None:
    """Is said to be none."""
    fake.answers["Issue"] = told({"issue": {name: value for name, value in ISSUE.items() if name != lacking}})
    with pytest.raises(UnreadableIssueError):
        tracker(server).get(ID)


def test_a_refusal_of_the_account_is_no_lost_issue(server: Stub, fake: Fake) -> None:
    """Only what is not found, or in the trash, is gone."""
    fake.answers["Issue"] = failed("no", "forbidden", "FORBIDDEN")
    with pytest.raises(TrackerError, match="403"):
        tracker(server).get(ID)
    fake.answers["Issue"] = Said(b"no such page", 404)
    with pytest.raises(TrackerError, match="404"):
        tracker(server).get(ID)
    for said in (ABSENT, told({"issue": None}), told({"issue": {**ISSUE, "trashed": True}})):
        fake.answers["Issue"] = said
        assert tracker(server).get(ID) is None
    assert tracker(server).get("ENG-7") is None


@pytest.mark.parametrize(
    "said",
    [told(None), told({"issues": None}), told({"issues": {"nodes": []}}), Said(b"<html>"), failed("x", "forbidden")],
)
def test_a_list_that_is_none(server: Stub, fake: Fake, said: Said) -> None:
    """Nothing was found in it, and so nothing may be filed."""
    fake.answers["Issues"] = said
    with pytest.raises(TrackerError) as raised:
        tracker(server).family("voc-default")
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("cursor", [None, "c-1"])
def test_a_list_without_end_is_ended(server: Stub, fake: Fake, cursor: str | None) -> None:
    """A page that leads to itself, or nowhere, is told of."""
    fake.answers["Issues"] = told({"issues": page(ISSUE, more=True, cursor=cursor)})
    with pytest.raises(TrackerError, match="same page again"):
        tracker(server).newest(500)
    assert count(server, "Issues") == (1 if cursor is None else 2)
