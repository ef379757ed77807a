"""One Linear as it is found: where its interface is, who we are there, and the team."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.net.address import plain_address
from voc.ports.clock import Clock
from voc.trackers.linear_issue import Place
from voc.trackers.linear_queries import ISSUE, SITE
from voc.trackers.linear_rest import LinearRest, not_linear

PUBLIC = "https://linear.app"
API = "https://api.linear.app"
_HOSTS = frozenset({"linear.app", "www.linear.app", "api.linear.app"})
_OPEN = ("unstarted", "backlog", "triage")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,31}", re.ASCII)


class LinearSite:
    """What is asked once in a run, when it is first wanted. Reads raise ``TrackerError``.

    Args:
        settings: address, team and what is special here.
        token: of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: the team is not set, or is none.
        UsageError: the address is none that text may be sent to.
    """

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        self.url, api, self.workspace = addresses(settings.url or PUBLIC)
        self.project, self.settings = team_key(settings.project or ""), settings.linear
        where = plain_address(api, "the Linear", "tracker.token", f"{PUBLIC}/acme")
        self.rest = LinearRest(where, token, clock, settings.timeout, oauth=settings.linear.oauth)

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Our account, its workspace, and the team as far as it is shown to us."""
        told = self.rest.data(SITE, key=self.project)
        viewer, workspace = told.get("viewer"), told.get("organization")
        if not isinstance(viewer, dict) or not isinstance(workspace, dict) or not viewer.get("id"):
            raise not_linear(self.rest)
        return told

    @cached_property
    def user(self) -> Mapping[str, Any]:
        """Our account."""
        found: Mapping[str, Any] = self.told["viewer"]
        return found

    @cached_property
    def team(self) -> Mapping[str, Any]:
        """The team.

        Raises:
            TrackerError: it is not there or hidden from us, or the token is another workspace's.
        """
        there = str(self.told["organization"].get("urlKey"))
        if self.workspace and there.casefold() != self.workspace.casefold():
            raise TrackerError(f"the token is of the workspace {there}", "set tracker.url to it, or take another token")
        try:
            found = self.told["teams"]["nodes"]
            return next(each for each in found if each["key"].casefold() == self.project.casefold())
        except StopIteration:
            raise TrackerError(
                f"{self.rest.host} shows no team {self.project}", "see tracker.project, and whether voc is a member"
            ) from None
        except (LookupError, TypeError, AttributeError):
            raise not_linear(self.rest) from None

    @cached_property
    def place(self) -> Place:
        """How its issues are read. Where the team is hidden each one seems deleted, so that none is judged then."""
        team = self.team
        return Place(str(team["id"]), self.project, not team.get("archivedAt"), str(self.user["id"]), self.settings)

    @cached_property
    def begins(self) -> str | None:
        """The id of the status that is set for new issues; None for the team's own.

        Raises:
            ConfigError: the team has no status of that name.
        """
        name = self.settings.state
        if name is None:
            return None
        found = [each["id"] for each in self.states if each["name"].casefold() == name.casefold()]
        if not found:
            raise ConfigError(f"the team has no status {name!r}", "mend tracker.linear.state")
        return found[0]

    @property
    def opens(self) -> str | None:
        """The id of the status that a closed issue goes back to; None where there is none."""
        own = (self.team.get("defaultIssueState") or {}).get("id")
        wanted = (self.settings.state or "").casefold()
        named = next((each["id"] for each in self.states if each["name"].casefold() == wanted), None)
        first = next((each["id"] for each in self.states if each["type"] in _OPEN), None)
        return named or own or first

    @property
    def states(self) -> list[Mapping[str, str]]:
        """The team's statuses: id, name and type."""
        try:
            return [{name: str(each[name]) for name in ("id", "name", "type")} for each in self.team["states"]["nodes"]]
        except (LookupError, TypeError):
            raise not_linear(self.rest) from None

    def issue(self, issue_id: str) -> Mapping[str, Any] | None:
        """The document of an issue, out of the trash too; None when it was never there or is hidden from us."""
        found = self.rest.seek(ISSUE, id=issue_id)
        return None if found is None else found.get("issue")


def addresses(url: str) -> tuple[str, str, str]:
    """Where people find a Linear, where its interface is, and which workspace is meant, where that is said.

    Raises:
        UsageError: ``url`` is no address that text may be sent to.
    """
    address = plain_address(url, "the Linear", "tracker.token", f"{PUBLIC}/acme")
    if address.host.casefold() not in _HOSTS:
        return address.url, address.url, ""
    workspace = address.url.partition("://")[2].partition("/")[2].partition("/")[0]
    return f"{PUBLIC}/{workspace}".rstrip("/"), API, workspace


def team_key(project: str) -> str:
    """``project``, if it can be a team's key.

    Raises:
        ConfigError: it cannot.
    """
    if not _KEY.fullmatch(project):
        raise ConfigError("tracker.project is no team's key", "it begins its issues' names: ENG-1 is ENG's")
    return project.upper()
