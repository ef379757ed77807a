"""What a Redmine's answers come to where a real one would never give them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.filing_world import TurnedClock, draft
from tests.stub_model import Said, Seen, Stub

from voc.config.schema import RedmineSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError, UsageError
from voc.model.filing import Issue, IssueChanges, IssueState, OutcomeKind
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.redmine import PAGE, RedmineTracker
from voc.trackers.signature import signed

TOKEN = "canary-token-5f3a"
USER = {"id": 5, "login": "voc-bot", "api_key": TOKEN, "admin": True}
PROJECT = {"id": 1, "identifier": "app", "status": 1, "trackers": [{"id": 1, "name": "Bug"}]}
ISSUE = {
    "id": 7, "project": {"id": 1, "name": "App"}, "status": {"id": 1, "name": "New", "is_closed": False},
    "subject": "s", "description": "d\r\n", "created_on": "2026-11-09T08:00:00Z", "updated_on": "2026-11-09T08:00:00Z",
    "closed_on": None,
}  # fmt: skip


def told(document: Any, status: int = 200, **more: Any) -> Said:
    return Said(json.dumps(document).encode(), status, **more)


class Fake:
    """A Redmine with one project; ``answers`` says what else is answered, by method and beginning of the path."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Said] = {
            ("GET", "/users/current.json"): told({"user": USER}),
            ("GET", "/projects/app.json"): told({"project": PROJECT}),
            ("GET", "/issues/7.json"): told({"issue": ISSUE}),
        }

    def __call__(self, seen: Seen) -> Said:
        fitting = [said for (method, path), said in self.answers.items() if method == seen.method and path in seen.path]
        return fitting[-1] if fitting else Said(b"", 404)


def tracker(server: Stub, **special: Any) -> RedmineTracker:
    settings = TrackerSettings(name="redmine", url=server.url + "/", project="app", timeout=5.0,
                               redmine=RedmineSettings(**special))  # fmt: skip
    return RedmineTracker(settings, Secret(TOKEN), TurnedClock())


def known(server: Stub) -> Issue:
    issue = tracker(server).get("7")
    assert issue is not None
    return issue


def posts(server: Stub) -> list[Seen]:
    return [seen for seen in server.requests if seen.method == "POST"]


@pytest.mark.parametrize(
    "said",
    [
        Said(b"<html>log in</html>"),
        Said(b"", 302, {"Location": "/login"}),
        Said(b"", 201),
        told({}, 201),
        told({"issue": None}, 201),
        told({"issue": {"subject": "s"}}, 201),
        told({"issue": ISSUE}, 201, headers={"Content-Length": "9999"}),
        told({"issue": ISSUE}, 201, drop=True),
        Said(b"", 500),
    ],
)
def test_a_create_that_is_not_proved(server: Stub, fake: Fake, said: Said) -> None:
    """Nobody knows whether it happened, and it was sent once."""
    fake.answers["POST", "/issues.json"] = said
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.issue) == (OutcomeKind.UNCERTAIN, None)
    assert len(posts(server)) == 1


def test_the_answer_to_a_create_is_the_issue(server: Stub, fake: Fake) -> None:
    """It is not read once more; attempt, markers and set fields went with the one request."""
    fake.answers["POST", "/issues.json"] = told({"issue": ISSUE}, 201)
    outcome = tracker(server, label_field=3, fields={"9": "Support"}).create(draft(), "attempt-1")
    assert outcome.issue == known(server)
    (post,) = posts(server)
    sent = post.body["issue"]
    assert "attempt=attempt-1" in sent["description"]
    assert sent["custom_fields"] == [{"id": 9, "value": "Support"}, {"id": 3, "value": " ".join(draft().labels)}]
    assert draft().marker in draft().labels


STRANGE = told({"project": {"id": 1, "identifier": "app", "trackers": [{"id": 1}]}})


@pytest.mark.parametrize(
    ("path", "said"),
    [("/users/current.json", Said(b"", 503)), ("/projects/app.json", Said(b"", 503)), ("/projects/app.json", STRANGE)],
)
def test_what_is_asked_before_a_create_is_no_part_of_it(server: Stub, fake: Fake, path: str, said: Said) -> None:
    """When the account or the project cannot be read, or reads as something else, nothing was sent."""
    fake.answers["GET", path] = said
    assert tracker(server).create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert posts(server) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Said(b"", 204), OutcomeKind.REJECTED),  # the issue stayed as it was
        (Said(b"<html>log in</html>"), OutcomeKind.UNCERTAIN),
        (Said(drop=True), OutcomeKind.UNCERTAIN),
        (Said(b"", 404), OutcomeKind.CONFLICT),
        (Said(b"", 403), OutcomeKind.REJECTED),
        (told({"errors": ["Notes is too long"]}, 422), OutcomeKind.REJECTED),
    ],
)
def test_how_an_update_ends(server: Stub, fake: Fake, said: Said, kind: OutcomeKind) -> None:
    """It is believed when the issue says so afterwards, and never sent twice."""
    issue = known(server)
    fake.answers["PUT", "/issues/7.json"] = said
    outcome = tracker(server).update(issue, IssueChanges(body="new"))
    assert outcome.kind is kind
    assert [seen.method for seen in server.requests].count("PUT") == 1


@pytest.mark.parametrize(
    ("said", "changes"), [("description", IssueChanges(body="new")), ("status", IssueChanges(reopen=True))]
)
def test_what_redmine_passes_over_is_a_refusal(server: Stub, fake: Fake, said: str, changes: IssueChanges) -> None:
    """It answers 204 to a field that the account may not write."""
    closed = {**ISSUE, "status": {"id": 5, "name": "Closed", "is_closed": True},
              "allowed_statuses": [{"id": 1, "name": "New", "is_closed": False}]}  # fmt: skip
    fake.answers["GET", "/issues/7.json"] = told({"issue": closed})
    fake.answers["PUT", "/issues/7.json"] = Said(b"", 204)
    outcome = tracker(server).update(known(server), changes)
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, said)


def test_a_closed_issue_that_may_not_be_opened(server: Stub, fake: Fake) -> None:
    """A workflow without a way back is respected before anything is sent."""
    fake.answers["GET", "/issues/7.json"] = told({"issue": {**ISSUE, "allowed_statuses": []}})
    assert tracker(server).update(known(server), IssueChanges(reopen=True)).detail == "status"
    assert [seen.method for seen in server.requests].count("PUT") == 0


@pytest.mark.parametrize("lacking", ["status", "subject", "project", "updated_on"])
def test_an_issue_of_another_shape(server: Stub, fake: Fake, lacking: str) -> None:
    """One issue that cannot be read is told as such."""
    fake.answers["GET", "/issues/7.json"] = told({"issue": {k: v for k, v in ISSUE.items() if k != lacking}})
    with pytest.raises(UnreadableIssueError, match="Redmine 5"):
        tracker(server).get("7")


def test_an_issue_of_another_shape_hides_no_other(server: Stub, fake: Fake) -> None:
    """The lists are told without it, a look for one theme's issue is not; where all are so, it is no Redmine 5."""
    fake.answers["GET", "/issues.json"] = told({"issues": [{"id": 8}, ISSUE], "total_count": 2})
    assert [issue.id for issue in tracker(server).newest(5)] == ["7"]
    assert list(tracker(server).family("voc-default")) == []
    with pytest.raises(UnreadableIssueError):
        tracker(server).find(draft().marker)
    fake.answers["GET", "/issues.json"] = told({"issues": [{"id": 8}], "total_count": 1})
    with pytest.raises(UnreadableIssueError, match="Redmine 5"):
        tracker(server).newest(5)


@pytest.mark.parametrize("path", ["/users/current.json", "/projects/app.json"])
@pytest.mark.parametrize("document", [{}, {"user": 5, "project": 5}, {"user": {}, "project": {}}])
def test_what_is_no_redmine(server: Stub, fake: Fake, path: str, document: object) -> None:
    """JSON of another shape is told as such, wherever it is met."""
    fake.answers["GET", path] = told(document)
    asker = tracker(server)
    with pytest.raises(TrackerError, match="does not answer as a Redmine"):
        asker.get("7")
    assert asker.create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT
    assert not all(finding.ok for finding in asker.check())


@pytest.mark.parametrize("status", ["Hylätty", "rejected", "AVSLAGEN"])
def test_won_t_fix_in_three_languages(server: Stub, fake: Fake, status: str) -> None:
    """Redmine's own default names, in any case."""
    closed = {**ISSUE, "status": {"id": 6, "name": status, "is_closed": True}}
    fake.answers["GET", "/issues/7.json"] = told({"issue": closed})
    assert known(server).state is IssueState.DECLINED


def test_only_signed_notes_of_our_account_are_ours(server: Stub, fake: Fake) -> None:
    """A note whose author was deleted is a person's, and so is one that a person wrote with our account."""
    ours = signed("ours\nmore").replace("\n", "\r\n")
    notes = [{"id": 1, "notes": ours}, {"id": 2, "user": {"id": 5}, "notes": ours},
             {"id": 3, "user": {"id": 5}, "notes": ""}, {"id": 4, "user": {"id": 6}, "notes": ours},
             {"id": 5, "user": {"id": 5}, "notes": "theirs"}, {"id": 6, "user": {"id": 5}}]  # fmt: skip
    fake.answers["GET", "/issues/7.json"] = told({"issue": {**ISSUE, "journals": notes}})
    assert [(comment.id, comment.text) for comment in known(server).comments] == [("2", "ours\nmore")]


@pytest.mark.parametrize("document", [{}, {"issues": None, "total_count": 1}, {"issues": []}])
def test_a_list_that_is_none(server: Stub, fake: Fake, document: object) -> None:
    """It is no empty list: an issue that is there could be filed twice."""
    fake.answers["GET", "/issues.json"] = told(document)
    with pytest.raises(TrackerError, match="does not answer as a Redmine"):
        tracker(server).find("voc-default-0")


def test_a_server_that_gives_few_at_a_time(server: Stub) -> None:
    """A page that is shorter than it was asked for is not the last one."""
    issues = [{**ISSUE, "id": number, "description": "voc-default"} for number in range(1, 8)]
    line = "voc: ns=default theme=theme-0001 attempt=a ledger=l"
    issues[6] = {**issues[6], "description": line}
    there = server.reply

    def three(seen: Seen) -> Said:
        if not seen.path.startswith("/issues.json"):
            return there(seen)
        offset = int(parse_qs(urlsplit(seen.path).query)["offset"][0])
        return told({"issues": issues[offset : offset + 3], "total_count": 7})

    server.reply = three
    assert [issue.id for issue in tracker(server).family("voc-default")] == ["7"]


@pytest.mark.parametrize(
    ("errors", "well"),
    [
        (["Subject cannot be blank"], True),
        (["Aihe ei voi olla tyhjä, vaan jotain"], True),
        (["Subject cannot be blank", "Team cannot be blank"], False),
    ],
)
def test_required_fields_in_any_language(server: Stub, fake: Fake, errors: list[str], well: bool) -> None:
    """What lacks beside the subject that was left out is told by the number of reasons, not by their words."""
    fake.answers["GET", "/issue_statuses.json"] = told({"issue_statuses": [{"name": "Rejected", "is_closed": True}]})
    fake.answers["POST", "/issues.json"] = told({"errors": errors}, 422)
    bad = [finding.what for finding in tracker(server).check() if not finding.ok]
    assert bad == ([] if well else [f"redmine: an issue would lack fields: {', '.join(errors)}"])


def test_a_refusal_that_repeats_what_was_sent(server: Stub, fake: Fake) -> None:
    """Only short reasons are told on; they are Redmine's, the rest may be a customer's."""
    fake.answers["POST", "/issues.json"] = told({"errors": ["Team is invalid", draft().block, 5]}, 422)
    outcome = tracker(server).create(draft(), "attempt-1")
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "Team is invalid")


def test_a_list_that_never_ends(server: Stub, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ignores where to go on is left."""
    monkeypatch.setattr("voc.trackers.redmine.MOST_PAGES", 3)
    fake.answers["GET", "/issues.json"] = told({"issues": [ISSUE] * PAGE, "total_count": 10**6})
    with pytest.raises(TrackerError, match="more than 300 issues"):
        tracker(server).family("voc-default")
    assert len([seen for seen in server.requests if "/issues.json" in seen.path]) == 3


@pytest.mark.parametrize("issue_id", ["", "../users/1", "7.json?x=", "-1"])
def test_an_id_that_is_none(server: Stub, issue_id: str) -> None:
    """Nothing is asked for what cannot be an issue's number."""
    assert tracker(server).get(issue_id) is None
    assert server.requests == []


def test_no_secret_is_shown(server: Stub, fake: Fake) -> None:
    """Account, findings and the object itself are free of the key, even where an answer holds it."""
    fake.answers["GET", "/issue_statuses.json"] = told({"issue_statuses": []})
    fake.answers["POST", "/issues.json"] = told({"errors": ["Subject cannot be blank"]}, 422)
    asker = tracker(server)
    assert TOKEN not in f"{asker.account()} {asker.check()} {asker!r} {vars(asker)!r}"


def test_what_must_be_set(server: Stub) -> None:
    """Address and project; and an address over which text may go."""
    with pytest.raises(ConfigError, match=r"tracker\.project are not"):
        RedmineTracker(TrackerSettings(url=server.url), Secret(TOKEN), TurnedClock())
    with pytest.raises(UsageError, match="unencrypted"):
        RedmineTracker(TrackerSettings(url="http://redmine.example.com", project="app"), Secret(TOKEN), TurnedClock())
    for project in ("../users", "1", "App", "a/b", ""):
        with pytest.raises(ConfigError, match="no identifier"):
            RedmineTracker(TrackerSettings(url=server.url, project=project), Secret(TOKEN), TurnedClock())
    with pytest.raises(ConfigError, match="by number"):
        tracker(server, fields={"Team": "Support"})
