"""What goes wrong on the way to a Jira."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Break(StrEnum):
    """When the connection breaks off."""

    NEVER = "never"
    BEFORE = "before"
    AFTER = "after"


@dataclass
class Fault:
    """One thing that goes wrong, for so many requests that fit.

    Attributes:
        path: regular expression for the end of the path.
        times: how many requests meet it.
        status, headers, body: what is answered instead.
        commits: whether Jira does all the same what it was asked for.
        drop: whether the connection breaks off, before or after Jira did it.
        stall: seconds before anything is answered.
    """

    method: str
    path: str
    times: int = 1
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    commits: bool = False
    drop: Break = Break.NEVER
    stall: float = 0.0

    def fits(self, method: str, path: str) -> bool:
        """Whether a request meets it; counts those that do."""
        if self.times < 1 or method != self.method or not re.search(f"{self.path}$", path):
            return False
        self.times -= 1
        return True
