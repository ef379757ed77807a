"""The report as JSON: the document of ``voc themes``."""

from __future__ import annotations

from voc.model.report import Report
from voc.renderers.text import themes_text


class JsonRenderer:
    """UTF-8, sorted keys, indented."""

    suffix = ".json"

    def render(self, report: Report) -> bytes:
        """The document as bytes."""
        return themes_text(report, "json").encode()
