"""What is compared: a problem as somebody described it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

READ = 2_000
"""Characters of a body that are read: what it is about stands at its beginning, logs behind it."""


@dataclass(frozen=True, slots=True)
class Described:
    """A title, a body, and the time from ``since`` to ``until`` (the same moment for an issue; None where unknown)."""

    title: str
    body: str
    since: datetime | None = None
    until: datetime | None = None

    @property
    def text(self) -> str:
        """Title and body, the title as the first line."""
        return f"{self.title}\n{self.body[:READ]}"
