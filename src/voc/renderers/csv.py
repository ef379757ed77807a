"""The report as a spreadsheet: one row a theme."""

from __future__ import annotations

from voc.model.report import Report
from voc.renderers.rows import THEME_COLUMNS, theme_rows
from voc.renderers.text import csv_text


class CsvRenderer:
    """For spreadsheet programs: a byte order mark, so that they read UTF-8, and their line ends."""

    suffix = ".csv"

    def render(self, report: Report) -> bytes:
        """The table as bytes."""
        return csv_text(theme_rows(report), THEME_COLUMNS, newline="\r\n").encode("utf-8-sig")
