"""Reports as bytes."""

from __future__ import annotations

from typing import Protocol

from voc.model.report import Report


class Renderer(Protocol):
    """One output format of a report."""

    suffix: str
    """File ending with its dot, such as ``.md``."""

    def render(self, report: Report) -> bytes:
        """The report; the same report gives the same bytes."""
