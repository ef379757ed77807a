"""A Redmine of our own on loopback, quick enough for thousands of runs: same addresses, same JSON, same habits.

What voc relies on is held against the real one by the contract suite, which both pass. Its habits: line ends become
CRLF, a filter of an unknown field goes unheard, closed issues are listed only when asked for, and the number of the
newest issue is given out again once that was deleted, as on SQLite.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.http_double import Asked, Told, serve
from tests.redmine_world import Project, Redmine

FIELD = 1
STATUSES = {1: ("New", False), 2: ("In Progress", False), 5: ("Closed", True), 6: ("Rejected", True)}
TYPES = {1: "Bug", 2: "Feature", 3: "Support"}
PRIORITIES = {3: "Low", 4: "Normal", 5: "High"}
USERS = {"key-of-voc": (5, "voc-bot"), "key-of-human": (6, "human"), "key-of-admin": (1, "admin")}
PERMISSIONS = ("view_issues", "add_issues", "edit_issues", "add_issue_notes", "edit_own_issue_notes", "delete_issues")

Document = dict[str, Any]
Answer = tuple[int, Document | None]
Now = Callable[[], datetime]


class RedmineDouble:
    """Projects, issues, notes and relations in memory.

    Args:
        now: what its clock says, in whole seconds like Redmine's.
    """

    def __init__(self, now: Now = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._projects: dict[str, Document] = {}
        self._issues: dict[int, Document] = {}
        self._counts = {"journal": 0, "relation": 0}
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile(r"/users/current"), self._user),
            ("GET", re.compile(r"/roles/(\d+)"), lambda asker, given, _: (200, {"role": {"permissions": PERMISSIONS}})),
            ("GET", re.compile(r"/issue_statuses"), self._statuses),
            ("GET", re.compile(r"/enumerations/issue_priorities"), self._priorities),
            ("POST", re.compile(r"/projects"), self._new_project),
            ("GET", re.compile(r"/projects/([\w-]+)"), self._project),
            ("PUT", re.compile(r"/projects/([\w-]+)/close"), self._close_project),
            ("POST", re.compile(r"/projects/([\w-]+)/issue_categories"), self._new_category),
            ("POST", re.compile(r"/projects/([\w-]+)/memberships"), lambda asker, given, name: (201, {})),
            ("GET", re.compile(r"/issues"), self._list),
            ("POST", re.compile(r"/issues"), self._new),
            ("GET", re.compile(r"/issues/(\d+)"), self._read),
            ("PUT", re.compile(r"/issues/(\d+)"), self._change),
            ("DELETE", re.compile(r"/issues/(\d+)"), self._delete),
            ("POST", re.compile(r"/issues/(\d+)/relations"), self._relate),
            ("PUT", re.compile(r"/journals/(\d+)"), self._rewrite),
        ]

    def answer(self, method: str, path: str, key: str, body: bytes) -> Answer:
        """What is said to a request; one at a time, as a database would."""
        if key not in USERS:
            return 401, None
        parts = urlsplit(path)
        given = json.loads(body) if body else dict(parse_qsl(parts.query, keep_blank_values=True))
        for verb, pattern, route in self._routes:
            found = pattern.fullmatch(parts.path.removesuffix(".json"))
            if verb == method and found:
                with self._lock:
                    return route(key, given, *found.groups())
        return 404, None

    def add(self, project: str, key: str, fields: Document) -> None:
        """An issue that was there before anybody asks."""
        status, _ = self._new(key, {"issue": {"project_id": project, **fields}})
        assert status == 201

    # -- around issues ------------------------------------------------------------------------------------------
    def _user(self, key: str, given: Document) -> Answer:
        number, login = USERS[key]
        places = [{"project": {"id": each["id"]}, "roles": [{"id": 3}]} for each in self._projects.values()]
        return 200, {"user": {"id": number, "login": login, "admin": login == "admin", "memberships": places}}

    def _statuses(self, key: str, given: Document) -> Answer:
        return 200, {"issue_statuses": [_status(number) for number in STATUSES]}

    def _priorities(self, key: str, given: Document) -> Answer:
        named = [{"id": number, "name": name, "active": True} for number, name in PRIORITIES.items()]
        return 200, {"issue_priorities": named}

    def _new_project(self, key: str, given: Document) -> Answer:
        name = given["project"]["identifier"]
        types = [{"id": number, "name": title} for number, title in TYPES.items()]
        about = {"id": len(self._projects) + 1, "identifier": name, "name": name, "status": 1, "trackers": types}
        about["issue_categories"] = []
        self._projects[name] = about
        return 201, {"project": about}

    def _new_category(self, key: str, given: Document, name: str) -> Answer:
        there = self._projects[name]["issue_categories"]
        there.append({"id": len(there) + 1, "name": given["issue_category"]["name"]})
        return 201, {"issue_category": there[-1]}

    def _project(self, key: str, given: Document, name: str) -> Answer:
        return (200, {"project": self._projects[name]}) if name in self._projects else (404, None)

    def _named(self, project: Any) -> Document | None:
        """A project by number or identifier."""
        given = self._projects.values()
        return next((each for each in given if str(project) in (str(each["id"]), each["identifier"])), None)

    def _close_project(self, key: str, given: Document, name: str) -> Answer:
        self._projects[name]["status"] = 5
        return 204, None

    # -- issues -------------------------------------------------------------------------------------------------
    def _list(self, key: str, given: Document) -> Answer:
        project = self._named(given.get("project_id"))
        if project is None:
            return 404, None
        found = [issue for issue in self._issues.values() if issue["project"]["id"] == project["id"]]
        if given.get("status_id") != "*":
            found = [issue for issue in found if not issue["status"]["is_closed"]]
        if given.get("author_id") == "me":
            found = [issue for issue in found if issue["author"]["id"] == USERS[key][0]]
        wanted = given.get(f"cf_{FIELD}", "")
        found = [issue for issue in found if wanted.removeprefix("~") in issue["custom_fields"][0]["value"]]
        found.sort(key=lambda issue: issue["id"], reverse=given.get("sort", "id:desc") == "id:desc")
        offset, limit = int(given.get("offset", 0)), min(100, int(given.get("limit", 25)))
        page = [_without(issue, "journals") for issue in found[offset : offset + limit]]
        return 200, {"issues": page, "total_count": len(found), "offset": offset, "limit": limit}

    def _new(self, key: str, given: Document) -> Answer:
        fields = given["issue"]
        project = self._named(fields.get("project_id"))
        if project is None or project["status"] != 1:
            return (404, None) if project is None else (403, None)
        if not 0 < len(fields.get("subject", "")) <= 255:
            return 422, {"errors": ["Subject cannot be blank" if not fields.get("subject") else "Subject is too long"]}
        number, at, (author, login) = max(self._issues, default=0) + 1, self._stamp(), USERS[key]
        kind, priority, under = fields.get("tracker_id", 1), fields.get("priority_id", 4), fields.get("category_id")
        self._issues[number] = {
            "id": number,
            "project": {"id": project["id"], "name": project["name"]},
            "tracker": {"id": kind, "name": TYPES[kind]},
            "priority": {"id": priority, "name": PRIORITIES[priority]},
            "category": next((each for each in project["issue_categories"] if each["id"] == under), None),
            "status": _status(1),
            "author": {"id": author, "name": f"{login} Test"},
            "subject": fields["subject"],
            "description": _crlf(fields.get("description") or ""),
            "custom_fields": [{"id": FIELD, "name": "voc_marker", "value": _value(fields) or ""}],
            "created_on": at,
            "updated_on": at,
            "closed_on": None,
            "relations": [],
            "journals": [],
        }
        return 201, {"issue": _without(self._issues[number], "journals", "relations")}

    def _read(self, key: str, given: Document, number: str) -> Answer:
        issue = self._issues.get(int(number))
        allowed = [_status(each) for each in STATUSES]
        return (404, None) if issue is None else (200, {"issue": {**issue, "allowed_statuses": allowed}})

    def _change(self, key: str, given: Document, number: str) -> Answer:
        issue, fields = self._issues.get(int(number)), given["issue"]
        if issue is None or not self._open(issue):
            return (404, None) if issue is None else (403, None)
        before = json.dumps(issue)
        if "subject" in fields:
            issue["subject"] = fields["subject"]
        if "description" in fields:
            issue["description"] = _crlf(fields["description"])
        if "status_id" in fields:
            issue["status"] = _status(fields["status_id"])
            issue["closed_on"] = self._stamp() if issue["status"]["is_closed"] else issue["closed_on"]
        value = _value(fields)
        if value is not None:
            issue["custom_fields"][0]["value"] = value
        if json.dumps(issue) != before or fields.get("notes"):
            self._note(key, issue, fields.get("notes", ""))
        return 204, None

    def _open(self, issue: Document) -> bool:
        return any(each["id"] == issue["project"]["id"] and each["status"] == 1 for each in self._projects.values())

    def _note(self, key: str, issue: Document, text: str) -> None:
        number, login = USERS[key]
        self._counts["journal"] += 1
        user = {"id": number, "name": f"{login} Test"}
        issue["journals"].append({"id": self._counts["journal"], "user": user, "notes": _crlf(text)})
        issue["updated_on"] = self._stamp()

    def _delete(self, key: str, given: Document, number: str) -> Answer:
        return (204, None) if self._issues.pop(int(number), None) else (404, None)

    def _relate(self, key: str, given: Document, number: str) -> Answer:
        wanted, self._counts["relation"] = given["relation"], self._counts["relation"] + 1
        relation = {**wanted, "id": self._counts["relation"], "issue_id": int(number)}
        for each in (int(number), wanted["issue_to_id"]):
            self._issues[each]["relations"].append(relation)
        return 201, {"relation": relation}

    def _rewrite(self, key: str, given: Document, number: str) -> Answer:
        for issue in self._issues.values():
            for note in issue["journals"]:
                if note["id"] == int(number) and note["user"]["id"] == USERS[key][0]:
                    note["notes"] = _crlf(given["journal"]["notes"])
                    issue["updated_on"] = self._stamp()
                    return 204, None
        return 404, None

    def _stamp(self) -> str:
        return f"{self._now():%Y-%m-%dT%H:%M:%SZ}"


def _status(number: int) -> Document:
    name, closed = STATUSES[number]
    return {"id": number, "name": name, "is_closed": closed}


def _value(fields: Mapping[str, Any]) -> str | None:
    """What is set in the text field; other fields are passed over."""
    return next((each["value"] for each in fields.get("custom_fields", ()) if each["id"] == FIELD), None)


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _without(issue: Document, *names: str) -> Document:
    return {name: value for name, value in issue.items() if name not in names}


@contextmanager
def redmine_double(now: Now = lambda: datetime.now(UTC), double: RedmineDouble | None = None) -> Iterator[Redmine]:
    """A running one, gone at the end; to be used like the real one. ``double`` holds something already."""
    running = double or RedmineDouble(now)

    def told(asked: Asked) -> Told:
        key = asked.headers.get("X-Redmine-API-Key", "")
        status, document = running.answer(asked.method, asked.path, key, asked.body)
        body = b"" if document is None else json.dumps(document).encode()
        return Told(status, body, {"Content-Type": "application/json"})

    with serve(told) as url:
        yield Redmine(url, "key-of-voc", "key-of-human", "key-of-admin", FIELD)


@contextmanager
def redmine_double_project() -> Iterator[Project]:
    """An empty project in a running one."""
    with redmine_double() as redmine:
        yield redmine.project()
