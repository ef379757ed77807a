"""What the doctor tells of a GitHub, whatever that answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.github_stub import ISSUE, REPOSITORY, TOKEN, Fake, told, tracker
from tests.stub_model import Said, Stub

from voc.trackers.github_check import expiry


def findings(server: Stub, **special: Any) -> tuple[str, str]:
    """What is well, and what is not."""
    found = tracker(server, **special).check()
    assert TOKEN not in repr(found)
    return tuple("\n".join(f"{each.what}; {each.hint}" for each in found if each.ok is ok) for ok in (True, False))  # type: ignore[return-value]


def test_the_doctor_finds_all_well(server: Stub) -> None:
    """Each question is answered; the one issue that is offered has no title."""
    well, bad = findings(server)
    assert bad == ""
    for each in ("voc-bot at", "token ends", "acme/app", "issues are on", "set labels", "takes issues", "looked up"):
        assert each in well
    assert [seen.body for seen in server.requests if seen.method != "GET"] == [{}]


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("GET /repos/acme/app", told({**REPOSITORY, "full_name": "acme/new"}), "set tracker.project to acme/new"),
        ("GET /repos/acme/app", Said(b"", 301), "tracker.project to where it leads"),
        ("GET /repos/acme/app", told({**REPOSITORY, "archived": True}), "is archived"),
        ("GET /repos/acme/app", told({**REPOSITORY, "has_issues": False}), "issues are turned off"),
        ("GET /repos/acme/app", told({**REPOSITORY, "permissions": {"triage": True}}), "may not make labels"),
        ("GET /repos/acme/app", told(REPOSITORY, X_OAuth_Scopes="gist, user"), "lacks the scope repo"),
        ("GET /repos/acme/app", told({**REPOSITORY, "private": True}, X_OAuth_Scopes="public_repo"), "scope repo"),
        ("GET /repos/acme/app", told({"message": "Not Found"}, 404), "tracker.project"),
        ("GET /user", told({"message": "Resource not accessible"}, 403), "set tracker.github.account"),
        ("GET /user", told({"message": "Bad credentials"}, 401), "tracker.token"),
        ("GET /user", Said(b"<html>"), "no JSON"),
        ("POST /issues", told({"message": "Resource not accessible"}, 403), "takes no issue: 403 Resource not"),
        ("GET /issues", told([ISSUE]), "labels are ignored"),
        (
            "GET /repos/acme/app",
            told(REPOSITORY, github_authentication_token_expiration="2026-11-12 08:00:00 UTC"),
            "the token ends on 2026-11-12",
        ),
    ],
)
def test_what_the_doctor_tells_of(server: Stub, fake: Fake, asked: str, said: Said, words: str) -> None:
    """What is wrong, with what to do about it."""
    method, _, path = asked.partition(" ")
    fake.answers[method, path] = said
    assert words in findings(server)[1]


def test_an_app_s_token_with_its_login(server: Stub, fake: Fake) -> None:
    """It may not ask who it is, and need not."""
    fake.answers["GET", "/user"] = told({"message": "Resource not accessible by integration"}, 403)
    assert findings(server, account="github-actions[bot]")[1] == ""
    assert tracker(server, account="github-actions[bot]").account() == "github-actions[bot]"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2026-12-31 23:59:59 UTC", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-12-31 23:59:59 +0200", datetime(2026, 12, 31, 21, 59, 59, tzinfo=UTC)),
        ("2026-12-31 23:59:59 -0700", datetime(2027, 1, 1, 6, 59, 59, tzinfo=UTC)),
        ("soon", None),
    ],
)
def test_when_a_token_ends(text: str, ends: datetime | None) -> None:
    """In both spellings of GitHub's header."""
    assert expiry(text) == ends
