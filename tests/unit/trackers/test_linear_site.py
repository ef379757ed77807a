"""Where a Linear is, by what its address and team are said to be."""

from __future__ import annotations

import pytest
from tests.filing_world import TurnedClock
from tests.linear_stub import TOKEN, Fake, tracker
from tests.stub_model import stub

from voc.config.schema import LinearSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError, UsageError
from voc.trackers.linear import LinearTracker
from voc.trackers.linear_site import addresses


def made(**settings: object) -> LinearTracker:
    return LinearTracker(TrackerSettings(**{"project": "ENG", **settings}), Secret(TOKEN), TurnedClock())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "people", "api", "workspace"),
    [
        ("https://linear.app", "https://linear.app", "https://api.linear.app", ""),
        ("https://linear.app/acme", "https://linear.app/acme", "https://api.linear.app", "acme"),
        ("https://linear.app/acme/team/ENG/all", "https://linear.app/acme", "https://api.linear.app", "acme"),
        ("https://api.linear.app", "https://linear.app", "https://api.linear.app", ""),
        ("https://linear.example.com/x", "https://linear.example.com/x", "https://linear.example.com/x", ""),
    ],
)
def test_where_the_interface_of_an_address_is(url: str, people: str, api: str, workspace: str) -> None:
    """However it is written, one workspace is one."""
    assert addresses(url) == (people, api, workspace)


def test_without_an_address_it_is_the_public_one() -> None:
    """Only the team must be set, in whatever case."""
    tracker = made(project="eng")
    assert (tracker.url, tracker.project) == ("https://linear.app", "ENG")


@pytest.mark.parametrize("project", [None, "", "acme/app", "ENG-1", "9", "../x", "E G", "É"])
def test_a_project_that_is_none(project: str | None) -> None:
    """It is no team's key."""
    with pytest.raises(ConfigError, match="is no team's key"):
        made(project=project)


def test_a_priority_that_is_none() -> None:
    """Is said before anything is asked."""
    with pytest.raises(ConfigError, match="'blocker' is none"):
        made(linear=LinearSettings(priorities={"5": "blocker"}))


def test_nothing_is_sent_unencrypted() -> None:
    """Over no network."""
    with pytest.raises(UsageError, match="unencrypted"):
        made(url="http://linear.example.com")


def test_another_workspace_s_token() -> None:
    """Is told of before a team of the same key is taken for ours."""
    with stub(Fake()) as server:
        there = tracker(server)
        there._site.workspace = "other"
        with pytest.raises(TrackerError, match="of the workspace acme"):
            there.newest(1)
