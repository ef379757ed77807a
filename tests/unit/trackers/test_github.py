"""What a GitHub's answers come to: limits, refusals, redirects and answers that are none."""

from __future__ import annotations

import json

import pytest
from tests.filing_world import TurnedClock, draft
from tests.github_stub import COMMENT, ISSUE, RESET, TOKEN, Fake, told, tracker
from tests.stub_model import Said, Seen, Stub

from voc.errors import TrackerError
from voc.model.filing import Issue, IssueChanges, IssueState, OutcomeKind
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.rest import TRIES


def known(server: Stub) -> Issue:
    issue = tracker(server).get("7")
    assert issue is not None
    return issue


def count(server: Stub, method: str) -> int:
    return [seen.method for seen in server.requests].count(method)


# -- creates --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        Said(b"<html>log in</html>"),
        Said(b"", 302, {"Location": "/login"}),
        Said(b"", 201),
        told([], 201),
        told({}, 201),
        told({**ISSUE, "number": None}, 201),
        told({**ISSUE, "repository_url": None}, 201),
        told(ISSUE, 201, Content_Length="9999"),
        Said(json.dumps(ISSUE).encode(), 201, drop=True),
        Said(b"", 502),
        Said(b"", 503, {"Retry-After": "1"}),
    ],
)
def test_a_create_that_is_not_proved(server: Stub, fake: Fake, said: Said) -> None:
    """Nobody knows whether it happened, and it was sent once."""
    fake.answers["POST", "/issues"] = said
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.issue) == (OutcomeKind.UNCERTAIN, None)
    assert count(server, "POST") == 1


def test_the_answer_to_a_create_is_the_issue(server: Stub, fake: Fake) -> None:
    """It is not read once more; attempt, marker and labels went with the one request."""
    fake.answers["POST", "/issues"] = told(ISSUE, 201)
    assert tracker(server).create(draft(), "attempt-1").issue == known(server)
    (sent,) = [seen for seen in server.requests if seen.method == "POST"]
    assert sent.body["labels"] == list(draft().labels)
    assert f"<!-- {draft().marker}\nvoc: ns=default" in sent.body["body"] and "attempt=attempt-1" in sent.body["body"]
    assert sent.headers["Authorization"] == f"Bearer {TOKEN}"
    assert sent.headers["X-GitHub-Api-Version"] == "2022-11-28"


@pytest.mark.parametrize("path", ["/user", "/repos/acme/app"])
@pytest.mark.parametrize("said", [Said(b"", 503), told({"id": 1}), told([])])
def test_what_is_asked_before_a_create_is_no_part_of_it(server: Stub, fake: Fake, path: str, said: Said) -> None:
    """When account or repository cannot be read, or read as something else, nothing was sent."""
    fake.answers["GET", path] = said
    assert tracker(server).create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert count(server, "POST") == 0


# -- limits ---------------------------------------------------------------------------------------------------------
LIMITS = [
    (told({"message": "You have exceeded a secondary rate limit"}, 403, Retry_After="30"), 30.0),
    (told({"message": ""}, 429, Retry_After="30"), 30.0),
    (told({"message": "API rate limit exceeded"}, 403, x_ratelimit_remaining="0", x_ratelimit_reset=RESET), 90.0),
    (told({"message": ""}, 429, x_ratelimit_remaining="0", x_ratelimit_reset=RESET), 90.0),
    (
        told(
            {"message": "API rate limit exceeded"},
            403,
            x_ratelimit_remaining="0",
            x_ratelimit_reset="999999999999999999999999999999",
        ),
        60.0,
    ),
    (told({"message": "API rate limit exceeded"}, 403, x_ratelimit_remaining="0", x_ratelimit_reset="soon"), 60.0),
    (told({"message": "You have exceeded a secondary rate limit"}, 403, x_ratelimit_remaining="4000"), 60.0),
    (told({"message": "You have triggered an abuse detection mechanism"}, 403), 60.0),
    (told({"message": ""}, 429), 60.0),
]


@pytest.mark.parametrize(("said", "seconds"), LIMITS)
def test_limits_are_told_from_refusals(server: Stub, fake: Fake, said: Said, seconds: float) -> None:
    """Primary and secondary, by header or by words: wait so long, and nothing was made."""
    fake.answers["POST", "/issues"] = said
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.retry_after, outcome.fatal) == (OutcomeKind.THROTTLED, seconds, False)
    assert count(server, "POST") == 1


def test_reads_wait_as_long_as_a_limit_lasts(server: Stub, fake: Fake) -> None:
    """A limited read is asked again within the bounds of all reads, and is never taken for a lost issue."""
    issue, clock = known(server), TurnedClock()
    server.requests.clear()
    fake.answers["GET", "/issues/7"] = told({}, 403, Retry_After="30")
    with pytest.raises(TrackerError):
        tracker(server, clock).get(issue.id)
    assert clock.slept == [30.0] * (TRIES - 1)


@pytest.mark.parametrize(
    ("said", "fatal", "detail"),
    [
        (told({"message": "Resource not accessible by integration"}, 403), True, "Resource not"),
        (told({"message": "Bad credentials"}, 401), True, "Bad credentials"),
        (told({"message": "Not Found"}, 404), True, "Not Found"),
        (told({"message": "Issues are disabled"}, 410), True, "Issues are disabled"),
        (told({"message": "x", "errors": [{"field": "title"}]}, 422), False, "x, title"),
        (told({"message": "canary " * 50, "errors": ["canary"]}, 422), False, ""),
        (told({"message": f"{TOKEN} is no token"}, 422), False, "*** is no token"),
    ],
)
def test_how_a_create_is_refused(server: Stub, fake: Fake, said: Said, fatal: bool, detail: str) -> None:
    """With GitHub's own words and fields, and none of ours; what every other create would meet too is fatal."""
    fake.answers["POST", "/issues"] = said
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, fatal)
    assert outcome.detail.startswith(detail)
    assert "canary" not in outcome.detail and TOKEN not in outcome.detail


# -- updates and comments -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (told(ISSUE), OutcomeKind.REJECTED),  # the issue stayed as it was
        (Said(drop=True), OutcomeKind.UNCERTAIN),
        (Said(b"", 502), OutcomeKind.UNCERTAIN),
        (Said(b"", 307, {"Location": "/repositories/2/issues/1"}), OutcomeKind.UNCERTAIN),
        (told({}, 404), OutcomeKind.CONFLICT),
        (told({}, 410), OutcomeKind.CONFLICT),
        (told({}, 403), OutcomeKind.REJECTED),
        (told({}, 403, Retry_After="9"), OutcomeKind.THROTTLED),
        (told({"message": "Validation Failed"}, 422), OutcomeKind.REJECTED),
    ],
)
def test_how_an_update_ends(server: Stub, fake: Fake, said: Said, kind: OutcomeKind) -> None:
    """It is believed when the issue says so afterwards, never sent twice, and labels wait for the text."""
    issue = known(server)
    fake.answers["PATCH", "/issues/7"], fake.answers["POST", "/labels"] = said, told([])
    outcome = tracker(server).update(issue, IssueChanges(body="new", add_labels=("x",)))
    assert outcome.kind is kind
    assert (count(server, "PATCH"), count(server, "POST")) == (1, int(said.status == 200 and not said.drop))


def test_a_label_that_somebody_took_off_already(server: Stub, fake: Fake) -> None:
    """Is off, and the update is done; its name is quoted in the path."""
    outcome = tracker(server).update(known(server), IssueChanges(remove_labels=("a/b ä",)))
    assert outcome.kind is OutcomeKind.DONE
    (sent,) = [seen.path for seen in server.requests if seen.method == "DELETE"]
    assert sent.endswith("/issues/7/labels/a%2Fb%20%C3%A4")
    assert fake.answers["GET", "/issues/7"].status == 200


def test_reopening_that_has_no_effect(server: Stub, fake: Fake) -> None:
    """Is a refusal, whatever the answer says."""
    fake.answers["GET", "/issues/7"] = told({**ISSUE, "state": "closed", "closed_at": "2026-11-09T09:00:00Z"})
    fake.answers["PATCH", "/issues/7"] = told(ISSUE)
    issue = known(server)
    assert issue.state is IssueState.DONE
    outcome = tracker(server).update(issue, IssueChanges(reopen=True))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "state")


def test_a_comment_counts_before_a_read_shows_it(server: Stub, fake: Fake) -> None:
    """The answer to its one request proves it; a list that lags does not undo it."""
    fake.answers["POST", "/comments"] = told(COMMENT, 201)
    outcome = tracker(server).comment(known(server), "said")
    assert outcome.issue is not None
    assert [(comment.id, comment.text) for comment in outcome.issue.comments] == [("3", "said")]


@pytest.mark.parametrize("said", [told({}, 201), Said(b"<html>"), told({**COMMENT, "user": None}, 201)])
def test_a_comment_that_is_not_proved(server: Stub, fake: Fake, said: Said) -> None:
    """An answer without our comment proves nothing."""
    fake.answers["POST", "/comments"] = said
    assert tracker(server).comment(known(server), "said").kind is OutcomeKind.UNCERTAIN


# -- reads ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lacking", ["number", "title", "labels", "state", "updated_at", "repository_url"])
def test_an_answer_that_is_no_issue(server: Stub, fake: Fake, lacking: str) -> None:
    """Is said to be none."""
    fake.answers["GET", "/issues/7"] = told({name: value for name, value in ISSUE.items() if name != lacking})
    with pytest.raises(UnreadableIssueError):
        tracker(server).get("7")


def test_an_answer_that_is_no_issue_hides_no_other(server: Stub, fake: Fake) -> None:
    """The lists are told without it; a look for one theme's issue is not, since it might be that one."""
    fake.answers["GET", "/issues"] = told([{"number": 8}, ISSUE])
    assert [issue.id for issue in tracker(server).newest(5)] == ["7"]
    assert list(tracker(server).family("voc-default")) == []
    with pytest.raises(UnreadableIssueError):
        tracker(server).find(draft().marker)


def test_a_refusal_of_the_account_is_no_lost_issue(server: Stub, fake: Fake) -> None:
    """A single sign-on says 403 of every issue; only 404 and 410 say that one is gone."""
    fake.answers["GET", "/issues/7"] = told({"message": "Resource protected by organization SAML enforcement."}, 403)
    with pytest.raises(TrackerError, match="403"):
        tracker(server).get("7")
    for status in (404, 410):
        fake.answers["GET", "/issues/7"] = told({"message": "gone"}, status)
        assert tracker(server).get("7") is None


@pytest.mark.parametrize("said", [told({"message": "x"}), told(["x"]), Said(b"<html>"), told([], 403), told([], 410)])
def test_a_list_that_is_none(server: Stub, fake: Fake, said: Said) -> None:
    """Nothing was found in it, and so nothing may be filed."""
    fake.answers["GET", "/issues"] = said
    with pytest.raises(TrackerError) as raised:
        tracker(server).find(draft().marker)
    assert TOKEN not in str(raised.value)


def test_a_full_page_without_a_link_is_not_the_last(server: Stub) -> None:
    """What stands before GitHub may drop the header; the next page is asked for then."""
    pages = {"1": [{**ISSUE, "number": number} for number in range(200, 100, -1)], "2": [{**ISSUE, "number": 100}]}
    fake = server.reply

    def paged(seen: Seen) -> Said:
        path, _, query = seen.path.partition("?")
        page = "2" if "page=2" in query.split("&") else "1"
        return told(pages[page]) if path.endswith("/issues") else fake(seen)

    server.reply = paged
    assert [issue.id for issue in tracker(server).newest(500)] == [str(number) for number in range(200, 99, -1)]


@pytest.mark.parametrize(
    "link", ['<https://x.example.com/i?state=all&sort=created&direction=desc&per_page=100>; rel="next"', "{}"]
)
def test_a_list_without_end_is_ended(server: Stub, fake: Fake, link: str) -> None:
    """A page that leads to itself is told of, and a link leads to no other host."""
    fake.answers["GET", "/issues"] = told([ISSUE], Link=link)
    if link == "{}":
        assert len(tracker(server).newest(500)) == 1
        return
    with pytest.raises(TrackerError, match="same page again"):
        tracker(server).newest(500)
    assert len([seen for seen in server.requests if "/issues?" in seen.path]) == 1


def test_an_issue_that_is_sent_round_and_round(server: Stub, fake: Fake) -> None:
    """Ends in an error, not in a hang; the account's token goes to our own address alone."""
    fake.answers["GET", "/issues/7"] = Said(b"", 301, {"Location": "https://x.example.com/repositories/2/issues/7"})
    with pytest.raises(TrackerError, match="from place to place"):
        tracker(server).get("7")
