"""One Jira as it is found: which of the two it is, who we are there, and the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.net.address import plain_address
from voc.ports.clock import Clock
from voc.trackers.jira_adf import Adf
from voc.trackers.jira_issue import Place, account_of
from voc.trackers.jira_search import MOST_AFRESH, PAGE, by_number, by_token, not_jira
from voc.trackers.jira_wiki import Wiki
from voc.trackers.jira_wire import JiraWire
from voc.trackers.rest import MOST_PAGES, Rest

_CLOUD_API, _OWN_API = "/rest/api/3", "/rest/api/2"
_GATEWAY = "/ex/jira/"
"""In addresses through which scoped tokens reach a Cloud; people go another way."""
_PAGE = 50


class JiraSite:
    """What is asked once in a run, when it is first wanted. Reads raise ``TrackerError``.

    Args:
        settings: address, project and what is special here.
        token: of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: address or project are not set.
        UsageError: the address is none that text may be sent to.
    """

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        if settings.url is None or settings.project is None:
            raise ConfigError("tracker.url and tracker.project are not both set", "config/trackers/jira.yaml has both")
        address = plain_address(settings.url, "the Jira", "tracker.token", "https://example.atlassian.net")
        self.url, self.project, self.settings = address.url, settings.project, settings.jira
        auth = ("Authorization", token.value)  # masked in answers; the wire signs requests by itself
        self.rest = Rest(address, auth, clock, settings.timeout, JiraWire(address, settings, token))

    @cached_property
    def server(self) -> Mapping[str, Any]:
        """What it says of itself."""
        return self.whole(self.rest.read(f"{_OWN_API}/serverInfo"), "deploymentType")

    @property
    def cloud(self) -> bool:
        """Whether it is Jira Cloud."""
        return bool(self.server["deploymentType"] == "Cloud")

    @property
    def api(self) -> str:
        """Where its interface begins: version 3 on Cloud, 2 on Data Center."""
        return _CLOUD_API if self.cloud else _OWN_API

    @cached_property
    def user(self) -> Mapping[str, Any]:
        """Our account. Asked before any issue: to a token that ended, Cloud shows an empty Jira instead of none."""
        user = self.rest.read(f"{self.api}/myself")
        if not account_of(user):
            raise not_jira(self.rest)
        return user

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The project."""
        return self.whole(self.rest.read(f"{self.api}/project/{self.project}"), "id", "key")

    @property
    def seen_at(self) -> str:
        """Where people find its issues."""
        return str(self.server.get("baseUrl", self.url)).rstrip("/") if _GATEWAY in self.url else self.url

    @cached_property
    def place(self) -> Place:
        """How its issues are read."""
        return Place(
            url=self.seen_at,
            project=self.project,
            project_id=str(self.about["id"]),
            account_id=account_of(self.user),
            markup=Adf() if self.cloud else Wiki(),
            settings=self.settings,
            cloud=self.cloud,
        )

    def listed(self, jql: str, pages: int = MOST_PAGES, size: int = PAGE) -> Iterator[Mapping[str, Any]]:
        """The issues of a search, asked for as far as they are wanted."""
        return by_token(self.rest, jql, pages, size) if self.cloud else by_number(self.rest, jql, pages, size)

    def afresh(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """Issues as they are now, on Cloud, whose searches may tell of yesterday."""
        found: list[Mapping[str, Any]] = []
        for start in range(0, len(ids), MOST_AFRESH):
            some = ids[start : start + MOST_AFRESH]
            found += by_token(self.rest, f"id in ({','.join(some)})", afresh=some)
        return found

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The types that a new issue can have: number by name."""
        found = self._listed(f"{self.api}/issue/createmeta/{self.project}/issuetypes", "issueTypes")
        return {each["name"]: str(each["id"]) for each in found if not each.get("subtask")}

    def fields_of(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """The fields of a new issue of a type, by their id.

        Raises:
            ConfigError: there is no such type.
        """
        if kind not in self.types:
            raise ConfigError(f"Jira has no issue type {kind!r}", "mend tracker.jira.type and types")
        path = f"{self.api}/issue/createmeta/{self.project}/issuetypes/{self.types[kind]}"
        return {each["fieldId"]: each for each in self._listed(path, "fields")}

    def whole(self, document: Any, *names: str) -> Mapping[str, Any]:
        """``document`` if it holds what it must."""
        if not isinstance(document, dict) or any(document.get(name) is None for name in names):
            raise not_jira(self.rest)
        return document

    def _listed(self, path: str, name: str) -> Sequence[Mapping[str, Any]]:
        """Every page of a list, which Cloud calls by its name and Data Center ``values``."""
        everything: list[Mapping[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = self.rest.read(path, {"startAt": str(len(everything)), "maxResults": str(_PAGE)})
            found = page.get(name, page.get("values"))
            if not isinstance(found, list):
                raise not_jira(self.rest)
            everything += found
            if not found or len(everything) >= page.get("total", 0):
                return everything
        raise TrackerError(f"{self.rest.host} lists more than {MOST_PAGES * _PAGE:,} {name}", "see tracker.url")
