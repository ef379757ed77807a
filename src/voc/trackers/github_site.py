"""One GitHub as it is found: where its interface is, who we are there, and the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from voc.config.schema import GithubSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.net.address import plain_address
from voc.net.exchange import Reply
from voc.ports.clock import Clock
from voc.trackers.github_issue import Place, is_issue
from voc.trackers.github_rest import GithubRest, not_github
from voc.trackers.rest import MOST_PAGES

PUBLIC = "https://github.com"
_OWN_DOMAIN = ".ghe.com"
_SERVER_API = "/api/v3"
_PROJECT = re.compile(r"[A-Za-z0-9][\w-]{0,99}/(?!\.{1,2}$)[\w.-]{1,100}", re.ASCII)


class GithubSite:
    """What is asked once in a run, when it is first wanted. Reads raise ``TrackerError``.

    Args:
        settings: address, project and what is special here.
        token: of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: the project is not set, or is none.
        UsageError: the address is none that text may be sent to.
    """

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        self.url, api = addresses(settings.url or PUBLIC, settings.github)
        self.project, self.settings = repository(settings.project or ""), settings.github
        where = plain_address(api, "the GitHub's interface", "tracker.token", "https://github.example.com/api/v3")
        self.rest = GithubRest(where, token, clock, settings.timeout)
        self.path = f"/repos/{self.project}"

    @cached_property
    def user(self) -> Mapping[str, Any]:
        """Our account."""
        if self.settings.account:
            return {"login": self.settings.account}
        return self.whole(self.rest.read("/user"), "id", "login")

    @cached_property
    def told(self) -> Reply:
        """The answer about the repository, whose headers tell of the token."""
        return self.rest.ask(self.path)

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The repository."""
        return self.whole(self.rest.document(self.told), "id", "full_name")

    @cached_property
    def place(self) -> Place:
        """How its issues are read. Where issues are turned off each one seems deleted, so that none is judged then.

        Raises:
            TrackerError: issues are turned off.
        """
        if self.about.get("has_issues") is False:
            raise TrackerError(f"{self.project} has its issues turned off", "turn them on in its settings")
        return Place(self.project, not self.about.get("archived"), str(self.user["login"]), self.settings)

    def listed(self, wanted: Mapping[str, str], pages: int = MOST_PAGES) -> Iterator[Mapping[str, Any]]:
        """Issues of the project in any state, without pull requests, the newest first."""
        fixed = {"state": "all", "sort": "created", "direction": "desc"}
        return filter(is_issue, self.rest.listed(f"{self.path}/issues", {**fixed, **wanted}, pages))

    def whole(self, document: Any, *names: str) -> Mapping[str, Any]:
        """``document`` if it holds what it must."""
        if not isinstance(document, dict) or any(document.get(name) is None for name in names):
            raise not_github(self.rest)
        return document


def addresses(url: str, settings: GithubSettings) -> tuple[str, str]:
    """Where people find a GitHub, and where its REST interface begins.

    Raises:
        UsageError: ``url`` is no address that text may be sent to.
    """
    address = plain_address(url, "the GitHub", "tracker.token", PUBLIC)
    scheme, _, host = address.url.partition("://")
    host = host.removesuffix(_SERVER_API).rstrip("/")
    if host.removeprefix("www.").removeprefix("api.") == "github.com" or host.endswith(_OWN_DOMAIN):
        host = host.removeprefix("www.").removeprefix("api.")
        api = f"{scheme}://api.{host}"
    else:
        api = f"{scheme}://{host}{_SERVER_API}"
    return f"{scheme}://{host}", settings.api or api


def repository(project: str) -> str:
    """``project``, if it can name a repository.

    Raises:
        ConfigError: it cannot.
    """
    if not _PROJECT.fullmatch(project):
        raise ConfigError("tracker.project is no repository", "write owner/repository, as in its address")
    return project
