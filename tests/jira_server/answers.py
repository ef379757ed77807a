"""What a Jira answers, and in which words it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

HELSINKI = timezone(timedelta(hours=2))
"""Times are told in the zone of whoever asks."""
HIDDEN = "Issue does not exist or you do not have permission to see it."


@dataclass
class Answer:
    """One answer; no document is an empty body."""

    document: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that Jira refuses."""

    def __init__(self, status: int, *messages: str, headers: Any = None, **errors: str) -> None:
        super().__init__(status)
        self.answer = Answer({"errorMessages": list(messages), "errors": errors}, status, headers or {})


def no_issue() -> RefusedError:
    """What is gone and what one may not see look the same."""
    return RefusedError(404, HIDDEN)


def time_of(at: datetime | None) -> str | None:
    """A time as Jira writes it."""
    if at is None:
        return None
    local = at.astimezone(HELSINKI)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03}{local:%z}"
