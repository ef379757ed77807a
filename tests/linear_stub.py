"""One team of a Linear whose every answer a test may change."""

from __future__ import annotations

import json
from typing import Any

from tests.filing_world import START, TurnedClock
from tests.stub_model import Said, Seen, Stub

from voc.config.schema import LinearSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.trackers.linear import LinearTracker
from voc.trackers.signature import SHOWN, signed

TOKEN = "canary-token-5f3a"
NOW = f"{START:%a, %d %b %Y %H:%M:%S} GMT"
RESET = str((int(START.timestamp()) + 90) * 1_000 - 5)
ID = "7f0c0de0-0000-4000-8000-000000000007"
TEAM = {
    "id": "team-1", "key": "ENG", "name": "Engineering", "archivedAt": None, "defaultIssueState": {"id": "s-1"},
    "states": {
        "nodes": [{"id": "s-1", "name": "Todo", "type": "unstarted"}, {"id": "s-2", "name": "No", "type": "canceled"}],
    },
}  # fmt: skip
SITE = {
    "viewer": {"id": "u-1", "name": "voc-bot"}, "organization": {"urlKey": "acme"}, "teams": {"nodes": [TEAM]},
}  # fmt: skip
ISSUE = {
    "id": ID, "identifier": "ENG-7", "number": 7, "title": "t", "description": "b", "url": "https://example.com/ENG-7",
    "createdAt": "2026-11-09T08:00:00.000Z", "updatedAt": "2026-11-09T08:00:00.000Z", "archivedAt": None,
    "trashed": None, "completedAt": None, "canceledAt": None, "team": {"id": "team-1", "key": "ENG"},
    "state": {"name": "Todo", "type": "unstarted"}, "labels": {"nodes": []}, "relations": {"nodes": []},
    "comments": {"nodes": []},
}  # fmt: skip
COMMENT = {"id": "c-3", "user": {"id": "u-1"}, "body": signed("said", SHOWN), "createdAt": "2026-11-09T09:00:00.000Z"}


def told(data: Any, status: int = 200, **headers: str) -> Said:
    """An answer with data."""
    return _said({"data": data}, status, headers)


def failed(message: str, kind: str = "", code: str = "", status: int = 200, *, words: str = "", **headers: str) -> Said:
    """An answer with an error."""
    more = {"type": kind, "code": code} | ({"userPresentableMessage": words} if words else {})
    return _said({"errors": [{"message": message, "extensions": more}], "data": None}, status, headers)


def page(*nodes: Any, more: bool = False, cursor: str | None = None) -> Any:
    """A page of a list."""
    return {"nodes": list(nodes), "pageInfo": {"hasNextPage": more, "endCursor": cursor}}


def _said(document: Any, status: int, headers: dict[str, str]) -> Said:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Said(json.dumps(document).encode(), status, {"Date": NOW, **named})


class Fake:
    """A Linear with one team; ``answers`` says what is answered, by the name of the operation."""

    def __init__(self) -> None:
        self.answers: dict[str, Said] = {
            "Site": told(SITE),
            "Issue": told({"issue": ISSUE}),
            "Issues": told({"issues": page()}),
            "Labels": told({"issueLabels": page()}),
            "UpdateIssue": told({"issueUpdate": {"success": True}}),
        }

    def __call__(self, seen: Seen) -> Said:
        assert (seen.method, seen.path) == ("POST", "/graphql")
        unknown = failed(f"Entity not found: {operation(seen)}", "invalid input", "INPUT_ERROR")
        return self.answers.get(operation(seen), unknown)


def operation(seen: Seen) -> str:
    """What was asked."""
    return str(seen.body["query"].split()[1].partition("(")[0])


def count(server: Stub, name: str) -> int:
    """How often something was asked."""
    return [operation(seen) for seen in server.requests].count(name)


def tracker(server: Stub, clock: TurnedClock | None = None, **special: Any) -> LinearTracker:
    """Without labels unless they are asked for."""
    linear = LinearSettings(**{"labels": False, **special})
    settings = TrackerSettings(name="linear", url=server.url, project="ENG", timeout=5.0, linear=linear)
    return LinearTracker(settings, Secret(TOKEN), clock or TurnedClock())
