"""What the doctor tells of a Linear, whatever that answers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.linear_stub import ISSUE, SITE, TEAM, TOKEN, Fake, failed, operation, page, told, tracker
from tests.stub_model import Said, Stub

REFUSED = failed("Entity not found: Team", "invalid input", "INPUT_ERROR")
ABSENT = failed("Entity not found: Issue", "invalid input", "INPUT_ERROR")
OTHER = {**ISSUE, "createdAt": "2026-11-08T08:00:00.000Z"}


@pytest.fixture
def fake() -> Fake:
    fake = Fake()
    fake.answers |= {"Issue": ABSENT, "CreateIssue": REFUSED}
    return fake


def findings(server: Stub, **special: Any) -> tuple[str, str]:
    """What is well, and what is not."""
    found = tracker(server, **{"labels": True, **special}).check()
    assert TOKEN not in repr(found)
    return tuple("\n".join(f"{each.what}; {each.hint}" for each in found if each.ok is ok) for ok in (True, False))  # type: ignore[return-value]


def site(**about: Any) -> Said:
    return told({**SITE, "teams": {"nodes": [{**TEAM, **about}]}})


def test_the_doctor_finds_all_well(server: Stub) -> None:
    """Each question is answered; the one issue that is offered is for a team that is not there, and has no title."""
    well, bad = findings(server, state="todo", declined=("No",))
    assert bad == ""
    for each in (
        "voc-bot in the workspace acme",
        "team ENG",
        "begin in todo",
        "takes issues",
        "by their ids",
        "newest",
    ):
        assert each in well
    (offered,) = [seen.body["variables"]["input"] for seen in server.requests if "Create" in operation(seen)]
    assert offered["title"] == "" and offered["teamId"] != "team-1"


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("Site", told({**SITE, "teams": {"nodes": []}}), "shows no team ENG"),
        ("Site", site(key="OTHER"), "shows no team ENG"),
        ("Site", site(archivedAt="2026-11-09T08:00:00.000Z"), "is archived"),
        ("Site", site(states={"nodes": [{"id": "s", "name": "Todo", "type": "unstarted"}]}), "means won't fix"),
        ("Site", site(states=None), "does not answer as a Linear"),
        ("Site", told({"viewer": None}), "does not answer as a Linear"),
        ("Site", failed("no", "authentication error", status=401), "tracker.token"),
        ("Site", Said(b"<html>"), "no JSON"),
        ("CreateIssue", failed("Invalid scope", "forbidden"), "takes no issue: 403 Invalid scope"),
        ("CreateIssue", Said(b"", 502), "takes no issue: 502"),
        ("Labels", told({"issueLabels": page({"id": "x"})}), "are not told apart by name"),
        ("Issues", told({"issues": page(ISSUE)}), "labels are ignored by lists"),
        ("Issues", told({"issues": page(ISSUE)}), "descriptions are ignored by lists"),
        ("Issues", told({"issues": page(OTHER, ISSUE)}), "begin with the oldest"),
        ("Issue", told({"issue": ISSUE}), "that nobody made"),
    ],
)
def test_what_the_doctor_tells_of(server: Stub, fake: Fake, name: str, said: Said, words: str) -> None:
    """What is wrong, with what to do about it."""
    fake.answers[name] = said
    assert words in findings(server)[1]


def test_settings_that_name_what_is_not_there(server: Stub) -> None:
    """A status of new issues, and those of rulings."""
    bad = findings(server, state="Nowhere", declined=("Never",), duplicate=("Again",))[1]
    for each in ("no status 'Nowhere'", "no status 'Never'", "no status 'Again'", "it has no, todo"):
        assert each in bad
