"""What a Linear of our own remembers, and what people do there."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.linear_server.execution import Document, RefusedError

Now = Callable[[], datetime]

USERS = {
    "lin_api_voc": ("u-voc", "voc-bot"),
    "lin_oauth_voc": ("u-voc", "voc-bot"),
    "lin_api_human": ("u-human", "Human"),
    "lin_api_reader": ("u-reader", "Reader"),
}
STATES = {
    "Triage": "triage",
    "Backlog": "backlog",
    "Todo": "unstarted",
    "In Progress": "started",
    "Done": "completed",
    "Released": "completed",
    "Canceled": "canceled",
    "Duplicate": "duplicate",
}
_V4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Workspace:
    """Teams, issues, labels and comments in memory; people's deeds are methods.

    Args:
        now: what its clock says, in thousandths of seconds like Linear's.
    """

    def __init__(self, now: Now = lambda: datetime.now(UTC)) -> None:
        self.url, self.lag, self.hears_filters = "", 0.0, True
        self.spelling: Callable[[str], str] = lambda text: text
        """What else its editor does to texts."""
        self.organization: Document = {"id": str(uuid4()), "name": "Acme", "urlKey": "acme"}
        self._now, self.lock = now, threading.RLock()
        self.teams: dict[str, Document] = {}
        self.issues: dict[str, Document] = {}
        self.labels: list[Document] = []
        self._ids: set[str] = set()

    def add_team(self, key: str, **about: Any) -> Document:
        """A new one, with the statuses that Linear gives it."""
        states = [{"id": str(uuid4()), "name": name, "type": kind, "position": 1.0} for name, kind in STATES.items()]
        made = {"id": str(uuid4()), "key": key, "name": f"Team {key}", "private": False, "archivedAt": None}
        begins = {"defaultIssueState": states[2], "states": states, "count": 0}
        self.teams[key] = made | begins | about
        return self.teams[key]

    def add_label(self, name: str, key: str | None = None, *, is_group: bool = False) -> Document:
        """Somebody makes a label, of a team or of the workspace."""
        team = self.teams[key] if key else None
        made = {"id": str(uuid4()), "name": name, "color": "#888888", "isGroup": is_group, "team": team}
        self.labels.append(made)
        return made

    def add_issue(self, key: str, who: str = "u-human", **fields: Any) -> str:
        """Somebody files an issue; its id."""
        with self.lock:
            return str(self.made(self.teams[key], who, {"title": "Reported by hand", **fields})["id"])

    def edit(self, issue_id: str, **fields: Any) -> None:
        """Somebody changes an issue; labels and status by their names."""
        with self.lock:
            issue = self.issues[issue_id]
            if "labels" in fields:
                issue["labels"] = [self._named(issue["team"], name) for name in fields.pop("labels")]
            if "state" in fields:
                self.close(issue, fields.pop("state"))
            issue |= {**fields, "updatedAt": self.stamp()}

    def close(self, issue: Document, name: str) -> None:
        """Move it to a status."""
        state = next(each for each in issue["team"]["states"] if each["name"] == name)
        issue["state"] = state
        issue["completedAt"] = self.stamp() if state["type"] == "completed" else None
        issue["canceledAt"] = self.stamp() if state["type"] in ("canceled", "duplicate") else None

    def say(self, issue_id: str, text: str, who: str = "u-human") -> None:
        """Somebody comments."""
        with self.lock:
            self.said(self.issues[issue_id], who, text)

    def delete(self, issue_id: str) -> None:
        """Somebody deletes an issue: it lies in the trash for a month."""
        self.issues[issue_id] |= {"trashed": True, "archivedAt": self.stamp(), "updatedAt": self.stamp()}

    def purge(self, issue_id: str) -> None:
        """The month is over."""
        del self.issues[issue_id]
        self._ids.discard(issue_id)

    def archive(self, issue_id: str) -> None:
        """Linear archives what was closed long ago."""
        self.issues[issue_id]["archivedAt"] = self.stamp()

    def move(self, issue_id: str, key: str) -> None:
        """Somebody moves an issue to another team: another number, the same id."""
        issue, team = self.issues[issue_id], self.teams[key]
        issue |= {"team": team, **self._numbered(team), "updatedAt": self.stamp()}
        self.close(issue, issue["state"]["name"])

    def mark_duplicate(self, issue_id: str, original: str) -> None:
        """Somebody says that an issue repeats another one."""
        issue, other = self.issues[issue_id], self.issues[original]
        relation = {"id": str(uuid4()), "type": "duplicate", "issue": issue, "relatedIssue": other}
        issue["relations"].append(relation)
        self.edit(issue_id, state="Duplicate")

    # -- of both people and requests ----------------------------------------------------------------------------
    def made(self, team: Document, who: str, given: Document) -> Document:
        """A new issue."""
        issue_id = self.taken(given.get("id"), "Issue")
        state = given.get("state") or team["defaultIssueState"]
        issue = {
            "id": issue_id,
            **self._numbered(team),
            "title": given["title"],
            "description": self.spelt(given.get("description") or ""),
            "priority": given.get("priority", 0),
            "createdAt": self.stamp(),
            "updatedAt": self.stamp(),
            **dict.fromkeys(("archivedAt", "trashed", "completedAt", "canceledAt")),
            "team": team,
            "state": state,
            "creator": {"id": who},
            "labels": [self._named(team, each) if isinstance(each, str) else each for each in given.get("labels", ())],
            "relations": [],
            "comments": [],
        }
        self.issues[issue_id] = issue
        return issue

    def said(self, issue: Document, who: str, text: str, comment_id: str | None = None) -> Document:
        """A new comment."""
        at = self.stamp()
        made = {"id": self.taken(comment_id, "Comment"), "body": self.spelt(text), "createdAt": at, "updatedAt": at}
        issue["comments"].append(made | {"user": {"id": who}})
        return issue["comments"][-1]

    def taken(self, wanted: str | None, kind: str) -> str:
        """An id, taken now; one that was brought along must be new."""
        if wanted is not None and not _V4.fullmatch(wanted):
            raise RefusedError("Argument Validation Error", words="id must be a UUID.")
        if wanted in self._ids:
            raise RefusedError(f"conflict on insert of {kind}", words=f"Entity {kind} with id {wanted} already exists.")
        found = wanted or str(uuid4())
        self._ids.add(found)
        return found

    def _named(self, team: Document, name: str) -> Document:
        found = [each for each in self.labels if each["name"].casefold() == name.casefold()]
        return next((each for each in found if each["team"] in (None, team)), None) or self.add_label(name, team["key"])

    def _numbered(self, team: Document) -> Document:
        team["count"] += 1
        key = f"{team['key']}-{team['count']}"
        return {"number": team["count"], "identifier": key, "url": f"https://linear.app/acme/issue/{key}"}

    def shows(self, found: Document, asked: Any) -> bool:
        """Whether a list shows something: archived things when asked for, new issues after a while."""
        if found.get("archivedAt") and not asked.get("includeArchived"):
            return False
        young = "identifier" in found and self._now() - datetime.fromisoformat(found["createdAt"])
        return young is False or not self.lag or young >= timedelta(seconds=self.lag)

    def stamp(self) -> str:
        """The time, as it tells it."""
        return self._now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def spelt(self, text: str) -> str:
        """A text as Linear's editor spells it: its own bullets, one empty line between paragraphs, none at the ends."""
        text = re.sub(r"^(\s*)[-+] ", r"\1* ", text.replace("\r\n", "\n"), flags=re.MULTILINE)
        text = re.sub(r"[^\S\n]+$", "", text, flags=re.MULTILINE)
        return self.spelling(re.sub(r"\n{3,}", "\n\n", text).strip("\n"))
