"""What a GitHub of our own remembers, and what people do there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

ROOT = "/api/v3"

Document = dict[str, Any]
Now = Callable[[], datetime]

USERS = {"token-of-voc": (5, "voc-bot"), "token-of-human": (6, "human"), "token-of-reader": (7, "reader")}
MEMBERS = ("voc-bot", "human")


class Repositories:
    """Repositories, issues, labels and comments in memory; people's deeds are methods.

    Args:
        now: what its clock says, in whole seconds like GitHub's.
    """

    def __init__(self, now: Now = lambda: datetime.now(UTC)) -> None:
        self.url = ""
        self._now, self._lock = now, threading.Lock()
        self.repositories: dict[str, Document] = {}
        self._issues: dict[tuple[int, int], Document] = {}
        self._moved: dict[tuple[int, int], tuple[int, int]] = {}
        self._deleted: set[tuple[int, int]] = set()
        self._ids = 1_000

    def add_repository(self, name: str, **about: Any) -> Document:
        """A new one."""
        made = {"id": len(self.repositories) + 1, "full_name": name, "has_issues": True, "archived": False, "count": 0}
        self.repositories[name.casefold()] = made | {"private": True} | about
        return self.repositories[name.casefold()]

    def add_issue(self, name: str, who: str = "human", **fields: Any) -> str:
        """Somebody files an issue, or opens a pull request; its number."""
        with self._lock:
            repository = self.repositories[name.casefold()]
            issue = self._made(repository, who, {"title": "Reported by hand", **fields})
            if "pull_request" in fields:
                issue["pull_request"] = {"url": f"{self._at(repository)}/pulls/{issue['number']}"}
            return str(issue["number"])

    def edit(self, name: str, number: str, **fields: Any) -> None:
        """Somebody changes an issue."""
        with self._lock:
            issue = self._issues[self.repositories[name.casefold()]["id"], int(number)]
            if "labels" in fields:
                issue["labels"] = []
                self._set_labels(issue, fields.pop("labels"))
            issue.update(fields)
            if fields.get("state") == "closed":
                issue["closed_at"] = self._stamp()
                issue["state_reason"] = fields.get("state_reason", "completed")
            issue["updated_at"] = self._stamp()

    def document(self, name: str, number: str) -> Document:
        """An issue as it is kept."""
        return self._issues[self.repositories[name.casefold()]["id"], int(number)]

    def say(self, name: str, number: str, text: str, who: str = "human") -> None:
        """Somebody comments."""
        with self._lock:
            repository = self.repositories[name.casefold()]
            self._said(repository, self._issues[repository["id"], int(number)], who, text)

    def delete(self, name: str, number: str) -> None:
        """An administrator deletes an issue."""
        key = self.repositories[name.casefold()]["id"], int(number)
        del self._issues[key]
        self._deleted.add(key)

    def transfer(self, name: str, number: str, to: str) -> str:
        """Somebody transfers an issue; its new number."""
        with self._lock:
            here, there = self.repositories[name.casefold()], self.repositories[to.casefold()]
            issue = self._issues.pop((here["id"], int(number)))
            there["count"] += 1
            self._moved[here["id"], int(number)] = (there["id"], there["count"])
            self._issues[there["id"], there["count"]] = issue
            issue |= {"number": there["count"], "updated_at": self._stamp(), **self._addresses(there, there["count"])}
            return str(issue["number"])

    # -- of both people and requests ----------------------------------------------------------------------------
    def _made(self, repository: Document, who: str, given: Document) -> Document:
        repository["count"] += 1
        self._ids += 1
        number = repository["count"]
        issue = {
            "id": self._ids,
            "number": number,
            **self._addresses(repository, number),
            "title": given["title"],
            "type": {"name": given["type"]} if given.get("type") else None,
            "body": given.get("body"),
            "user": {"login": who},
            "labels": [],
            "state": "open",
            "state_reason": None,
            "locked": False,
            "comments": 0,
            "created_at": self._stamp(),
            "updated_at": self._stamp(),
            "closed_at": None,
        }
        self._set_labels(issue, given.get("labels", ()))
        self._issues[repository["id"], number] = issue
        return issue

    def _addresses(self, repository: Document, number: int) -> Document:
        name = repository["full_name"]
        return {"repository_url": self._at(repository), "html_url": f"{self.url}/{name}/issues/{number}"}

    def _at(self, repository: Document) -> str:
        return f"{self.url}{ROOT}/repos/{repository['full_name']}"

    def _said(self, repository: Document, issue: Document, who: str, text: str) -> Document:
        self._ids += 1
        standing = "MEMBER" if who in MEMBERS else "NONE"
        comment = {"id": self._ids, "user": {"login": who}, "body": text, "author_association": standing}
        issue.setdefault("said", []).append(comment)
        issue |= {"comments": len(issue["said"]), "updated_at": self._stamp()}
        return comment

    def _set_labels(self, issue: Document, names: Any) -> None:
        for name in names:
            if name.casefold() not in {label["name"].casefold() for label in issue["labels"]}:
                issue["labels"].append({"name": name})
                issue["updated_at"] = self._stamp()

    def _stamp(self) -> str:
        return f"{self._now():%Y-%m-%dT%H:%M:%SZ}"
