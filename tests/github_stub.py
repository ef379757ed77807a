"""One repository of a GitHub whose every answer a test may change."""

from __future__ import annotations

import json
from typing import Any

from tests.filing_world import START, TurnedClock
from tests.stub_model import Said, Seen, Stub

from voc.config.schema import GithubSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.trackers.github import GithubTracker
from voc.trackers.signature import signed

TOKEN = "canary-token-5f3a"
NOW = f"{START:%a, %d %b %Y %H:%M:%S} GMT"
RESET = str(int(START.timestamp()) + 90)
REPOSITORY = {"id": 1, "full_name": "acme/app", "has_issues": True, "permissions": {"push": True}}
ISSUE = {
    "number": 7, "repository_url": "https://api.example.com/repos/acme/app", "title": "t", "body": "b", "labels": [],
    "state": "open", "locked": False, "comments": 0, "created_at": "2026-11-09T08:00:00Z",
    "updated_at": "2026-11-09T08:00:00Z", "closed_at": None, "html_url": "https://example.com/acme/app/issues/7",
}  # fmt: skip
COMMENT = {"id": 3, "user": {"login": "voc-bot"}, "body": signed("said")}


def told(document: Any, status: int = 200, **headers: str) -> Said:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Said(json.dumps(document).encode(), status, {"Date": NOW, **named})


class Fake:
    """A GitHub with one repository; ``answers`` says what else is answered, by method and end of the path."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Said] = {
            ("GET", "/user"): told({"id": 5, "login": "voc-bot"}),
            ("GET", "/repos/acme/app"): told(REPOSITORY),
            ("GET", "/issues/7"): told(ISSUE),
            ("GET", "/issues"): told([]),
            ("POST", "/issues"): told({"message": "no title"}, 422),
        }

    def __call__(self, seen: Seen) -> Said:
        path = seen.path.partition("?")[0]
        fitting = [said for (method, end), said in self.answers.items() if method == seen.method and path.endswith(end)]
        return fitting[-1] if fitting else told({"message": "Not Found"}, 404)


def tracker(server: Stub, clock: TurnedClock | None = None, **special: Any) -> GithubTracker:
    github = GithubSettings(**special)
    settings = TrackerSettings(name="github", url=server.url, project="acme/app", timeout=5.0, github=github)
    return GithubTracker(settings, Secret(TOKEN), clock or TurnedClock())
