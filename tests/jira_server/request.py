"""A request once it is known who sent it, and the list of what can be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.jira_server.answers import Answer, RefusedError, no_issue
from tests.jira_server.state import Issue, Project, Site, User


@dataclass
class Request:
    """Who asks what; ``user`` is None for nobody, ``version`` that of the interface."""

    site: Site
    version: int
    user: User | None
    lists: dict[str, list[str]]
    document: Any

    @property
    def query(self) -> dict[str, str]:
        """The last value of each word in the query."""
        return {name: values[-1] for name, values in self.lists.items()}

    def known(self) -> User:
        """The account; nobody is refused."""
        if self.user is None:
            raise RefusedError(401, "Client must be authenticated to access this resource.")
        return self.user

    def may(self, permission: str) -> bool:
        """Whether the account has a permission."""
        return self.user is not None and permission in self.user.permissions

    def issue(self, id_or_key: str) -> Issue:
        """The issue of a number or key, if it may be seen."""
        issue = self.site.find(id_or_key)
        if issue is None or issue.hidden or not self.may("BROWSE_PROJECTS"):
            raise no_issue()
        return issue

    def project(self, id_or_key: str) -> Project:
        """The project of a number or key, if it may be seen."""
        found = [each for each in self.site.projects.values() if id_or_key in (each.id, each.key)]
        if not found or not self.may("BROWSE_PROJECTS"):
            raise RefusedError(404, f"No project could be found with key '{id_or_key}'.")
        return found[0]

    def number(self, name: str, default: int, most: int) -> int:
        """A number in the query, no larger than the server allows."""
        return min(int(self.query.get(name) or default), most)


Route = Callable[..., Answer]
ROUTES: list[tuple[str, str, Route]] = []
"""Method, pattern of the path, and what answers; filled by the files for each matter."""


def route(method: str, pattern: str) -> Callable[[Route], Route]:
    """Enter a function into the list."""

    def enter(function: Route) -> Route:
        ROUTES.append((method, pattern, function))
        return function

    return enter
