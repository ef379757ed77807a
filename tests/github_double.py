"""A GitHub of our own on loopback: same addresses, same JSON, same habits.

Its habits: closed issues are listed only when asked for, pull requests are listed as issues, pages are told by links
that name the repository by its number, labels are one whatever their case and are made as they are set, who may not
set labels gets none without a word, a transferred issue is redirected to and a deleted one is 410, everything answers
404 to those who may not see it, limits come as 403 or 429, and the end of a token stands in a header.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tests.github_state import MEMBERS, ROOT, USERS, Document, Now, Repositories
from tests.http_double import Asked, Told, serve

LONGEST_BODY, LONGEST_TITLE, LONGEST_LABEL = 65_536, 256, 50

Answer = tuple[int, Any, dict[str, str]]


class GithubDouble(Repositories):
    """Answers requests about them; ``log`` holds each one's method and path.

    Args:
        now: what its clock says.
    """

    def __init__(self, now: Now = lambda: datetime.now(UTC)) -> None:
        super().__init__(now)
        self.expires: str | None = "2027-06-30 12:00:00 UTC"
        self.scopes: str | None = None
        self.log: list[tuple[str, str]] = []
        self.next: list[Answer] = []
        """Answers that are given to the next requests, whatever these are."""
        at = r"(/repos/[\w-]+/[\w.-]+|/repositories/\d+)"
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile("/user"), self._user),
            ("GET", re.compile(at), self._repository),
            ("GET", re.compile(rf"{at}/issues"), self._list),
            ("POST", re.compile(rf"{at}/issues"), self._new),
            ("GET", re.compile(rf"{at}/issues/(\d+)"), self._read),
            ("PATCH", re.compile(rf"{at}/issues/(\d+)"), self._change),
            ("GET", re.compile(rf"{at}/issues/(\d+)/comments"), self._comments),
            ("POST", re.compile(rf"{at}/issues/(\d+)/comments"), self._say),
            ("PATCH", re.compile(rf"{at}/issues/comments/(\d+)"), self._rewrite),
            ("POST", re.compile(rf"{at}/issues/(\d+)/labels"), self._label),
            ("DELETE", re.compile(rf"{at}/issues/(\d+)/labels/([^/]+)"), self._unlabel),
        ]

    def answer(self, method: str, path: str, token: str, body: bytes) -> Answer:
        """What is said to a request; one at a time, as a database would."""
        self.log.append((method, path.removeprefix(ROOT)))
        if self.next:
            return self.next.pop(0)
        if token not in USERS:
            return _no(401, "Bad credentials")
        parts = urlsplit(path.removeprefix(ROOT))
        given = dict(parse_qsl(parts.query)) if method == "GET" else json.loads(body or b"{}")
        for verb, pattern, route in self._routes:
            found = pattern.fullmatch(parts.path)
            if verb == method and found:
                with self._lock:
                    return route(USERS[token][1], given, *found.groups())
        return _no(404)

    # -- answers ------------------------------------------------------------------------------------------------
    def _user(self, who: str, given: Document) -> Answer:
        number = next(number for number, login in USERS.values() if login == who)
        return 200, {"login": who, "id": number, "type": "User"}, {}

    def _named(self, who: str, path: str) -> Document | None:
        """The repository of a path, where the account may see it."""
        _, kind, name = path.split("/", 2)
        found = self.repositories.get(name.casefold()) if kind == "repos" else None
        if kind == "repositories":
            found = next((each for each in self.repositories.values() if str(each["id"]) == name), None)
        return None if found is None or who in found.get("hidden_from", ()) else found

    def _repository(self, who: str, given: Document, path: str) -> Answer:
        repository = self._named(who, path)
        if repository is None:
            return _no(404)
        if "renamed" in repository:
            return 301, {"message": "Moved Permanently"}, {"Location": f"{self.url}{ROOT}/repositories/4711"}
        may = who in MEMBERS and who not in repository.get("readers", ())
        roles = {"admin": who == "human", "maintain": False, "push": may, "triage": may, "pull": True}
        return 200, {**repository, "permissions": roles}, {}

    def _list(self, who: str, given: Document, path: str) -> Answer:
        repository = self._named(who, path)
        if repository is None or not repository["has_issues"]:
            return _no(404 if repository is None else 410, "Issues are disabled for this repo")
        found = [issue for (where, _), issue in self._issues.items() if where == repository["id"]]
        wanted, state = given.get("labels", ""), given.get("state", "open")
        names = {name.strip().casefold() for name in wanted.split(",") if name}
        found = [each for each in found if names <= {label["name"].casefold() for label in each["labels"]}]
        found = [each for each in found if state in ("all", each["state"])]
        found = [each for each in found if each["user"]["login"] == given.get("creator", each["user"]["login"])]
        newest = given.get("direction", "desc") == "desc"
        found.sort(key=lambda each: (each["created_at"], each["number"]), reverse=newest)
        return self._page(f"{repository['id']}/issues", found, given)

    def _page(self, path: str, found: list[Document], given: Document) -> Answer:
        page, size = int(given.get("page", 1)), min(100, int(given.get("per_page", 30)))
        headers, last = {}, max(1, -(-len(found) // size))
        if last > 1:
            base = f"{self.url}{ROOT}/repositories/{path}"
            turns = {"prev": page - 1, "next": page + 1, "last": last}
            links = [
                f'<{base}?{urlencode({**given, "page": number})}>; rel="{name}"'
                for name, number in turns.items()
                if 0 < number <= last and not (name == "last" and page == last)
            ]
            headers["Link"] = ", ".join(links)
        return 200, found[(page - 1) * size : page * size], headers

    def _new(self, who: str, given: Document, path: str) -> Answer:
        repository = self._named(who, path)
        if repository is None:
            return _no(404)
        if repository["archived"] or not repository["has_issues"]:
            return _no(403 if repository["archived"] else 410, "Issues are disabled for this repo")
        if not given.get("title"):
            return _no(422, 'Invalid request.\n\n"title" wasn\'t supplied.')
        for field, longest in (("title", LONGEST_TITLE), ("body", LONGEST_BODY)):
            if len(given.get(field) or "") > longest:
                error = {"resource": "Issue", "code": "custom", "field": field, "message": f"{field} is too long"}
                return 422, {"message": "Validation Failed", "errors": [error]}, {}
        if who not in MEMBERS or who in repository.get("readers", ()):
            given = {**given, "labels": []}
        return 201, self._made(repository, who, given), {}

    def _issue(self, who: str, path: str, number: str) -> Document | Answer:
        """An issue that may be seen, or why there is none."""
        repository = self._named(who, path)
        if repository is None:
            return _no(404)
        key = repository["id"], int(number)
        if key in self._moved:
            there, now = self._moved[key]
            seen = self._named(who, f"/repositories/{there}")
            location = {"Location": f"{self.url}{ROOT}/repositories/{there}/issues/{now}"}
            return (301, {"message": "Moved Permanently"}, location) if seen else _no(404)
        if key in self._deleted or not repository["has_issues"]:
            return _no(410, "This issue was deleted")
        return self._issues.get(key) or _no(404)

    def _read(self, who: str, given: Document, path: str, number: str) -> Answer:
        found = self._issue(who, path, number)
        return found if isinstance(found, tuple) else (200, {**found, "closed_by": None}, {})

    def _change(self, who: str, given: Document, path: str, number: str) -> Answer:
        issue = self._issue(who, path, number)
        if isinstance(issue, tuple):
            return issue
        changed = {name: given[name] for name in ("title", "body", "state") if name in given}
        if len(changed.get("body", "")) > LONGEST_BODY:
            return _no(422, "Validation Failed")
        if changed.get("state") == "open" and issue["state"] == "closed":
            changed |= {"closed_at": None, "state_reason": "reopened"}
        if any(issue[name] != value for name, value in changed.items()):
            issue |= {**changed, "updated_at": self._stamp()}
        return 200, issue, {}

    def _comments(self, who: str, given: Document, path: str, number: str) -> Answer:
        issue = self._issue(who, path, number)
        if isinstance(issue, tuple):
            return issue
        repository = self._named(who, path) or {}
        return self._page(f"{repository['id']}/issues/{number}/comments", issue.get("said", []), given)

    def _say(self, who: str, given: Document, path: str, number: str) -> Answer:
        issue = self._issue(who, path, number)
        if isinstance(issue, tuple):
            return issue
        if issue["locked"] and who not in MEMBERS:
            return _no(403, "Unable to create comment because issue is locked.")
        return 201, self._said(self._named(who, path) or {}, issue, who, given["body"]), {}

    def _rewrite(self, who: str, given: Document, path: str, number: str) -> Answer:
        for issue in self._issues.values():
            for comment in issue.get("said", ()):
                if comment["id"] == int(number):
                    comment["body"] = given["body"]
                    issue["updated_at"] = self._stamp()
                    return 200, comment, {}
        return _no(404)

    def _label(self, who: str, given: Document, path: str, number: str) -> Answer:
        issue = self._issue(who, path, number)
        if isinstance(issue, tuple):
            return issue
        if any(len(name) > LONGEST_LABEL for name in given["labels"]):
            return _no(422, "Validation Failed")
        self._set_labels(issue, given["labels"])
        return 200, issue["labels"], {}

    def _unlabel(self, who: str, given: Document, path: str, number: str, name: str) -> Answer:
        issue = self._issue(who, path, number)
        if isinstance(issue, tuple):
            return issue
        left = [label for label in issue["labels"] if label["name"].casefold() != unquote(name).casefold()]
        if len(left) == len(issue["labels"]):
            return _no(404, "Label does not exist")
        issue |= {"labels": left, "updated_at": self._stamp()}
        return 200, left, {}


def _no(status: int, message: str = "Not Found") -> Answer:
    return status, {"message": message, "documentation_url": "https://docs.github.com/rest"}, {}


@contextmanager
def serving(double: GithubDouble) -> Iterator[GithubDouble]:
    """It answers at its ``url``, and is gone at the end."""

    def told(asked: Asked) -> Told:
        token = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        status, document, headers = double.answer(asked.method, asked.path, token, asked.body)
        about = {"github-authentication-token-expiration": double.expires, "x-oauth-scopes": double.scopes}
        return Told(status, json.dumps(document).encode(), {**about, **headers})

    with serve(told) as double.url:
        yield double
