"""Where a GitHub is, by what its address and repository are said to be."""

from __future__ import annotations

import pytest
from tests.filing_world import TurnedClock
from tests.github_stub import TOKEN

from voc.config.schema import GithubSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, UsageError
from voc.trackers.github import GithubTracker
from voc.trackers.github_site import addresses


@pytest.mark.parametrize(
    ("url", "people", "api"),
    [
        ("https://github.com", "https://github.com", "https://api.github.com"),
        ("https://www.github.com/", "https://github.com", "https://api.github.com"),
        ("https://api.github.com", "https://github.com", "https://api.github.com"),
        ("https://acme.ghe.com", "https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://git.example.com", "https://git.example.com", "https://git.example.com/api/v3"),
        ("https://git.example.com/api/v3/", "https://git.example.com", "https://git.example.com/api/v3"),
        ("https://notgithub.com:8443", "https://notgithub.com:8443", "https://notgithub.com:8443/api/v3"),
    ],
)
def test_where_the_interface_of_an_address_is(url: str, people: str, api: str) -> None:
    """However it is written, one GitHub is one."""
    assert addresses(url, GithubSettings()) == (people, api)
    assert addresses(url, GithubSettings(api="https://proxy.example.com"))[1] == "https://proxy.example.com"


def test_without_an_address_it_is_the_public_one() -> None:
    """Only the repository must be set."""
    assert GithubTracker(TrackerSettings(project="acme/app"), Secret(TOKEN), TurnedClock()).url == "https://github.com"


@pytest.mark.parametrize("project", [None, "", "app", "acme/", "acme/app/x", "../app", "acme/..", "acme/a b", "acme/ä"])
def test_a_project_that_is_none(project: str | None) -> None:
    """It never becomes part of a path."""
    with pytest.raises(ConfigError, match="is no repository"):
        GithubTracker(TrackerSettings(project=project), Secret(TOKEN), TurnedClock())


def test_nothing_is_sent_unencrypted() -> None:
    """Neither to the address nor to the interface beside it."""
    for settings in (
        TrackerSettings(url="http://git.example.com", project="acme/app"),
        TrackerSettings(project="acme/app", github=GithubSettings(api="http://git.example.com")),
    ):
        with pytest.raises(UsageError, match="unencrypted"):
            GithubTracker(settings, Secret(TOKEN), TurnedClock())
