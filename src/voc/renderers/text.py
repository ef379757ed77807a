"""Documents as text for standard output: JSON, NDJSON, CSV and Markdown; line feeds, no byte order mark."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from voc.errors import UsageError
from voc.model.report import Report
from voc.model.review import Dossier, Explanation
from voc.model.unseen import UNSEEN
from voc.renderers.decisions import DECISION_COLUMNS
from voc.renderers.documents import (
    ASSIGNMENT_COLUMNS,
    SCHEMA_VERSION,
    Row,
    assignments_document,
    theme_value,
    themes_document,
)
from voc.renderers.escaping import inert, spreadsheet_cell
from voc.renderers.explain import explanation_value
from voc.renderers.review import REVIEW_COLUMNS, matter_row, matter_value
from voc.renderers.rows import SHORT_COLUMNS, THEME_COLUMNS, theme_rows

FORMATS = ("json", "ndjson", "csv", "markdown")


def themes_text(report: Report, form: str, **more: object) -> str:
    """The themes of ``report`` in one of ``FORMATS``; JSON with ``more`` parts beside them.

    Raises:
        UsageError: another format.
    """
    if form == "json":
        return json_text({**themes_document(report), **more})
    if form == "ndjson":
        return ndjson_text(theme_value(ranked) for ranked in report.themes)
    rows = theme_rows(report)
    return _table(rows, THEME_COLUMNS if form == "csv" else SHORT_COLUMNS, form)


def assignments_text(rows: Sequence[Row], version: str, form: str) -> str:
    """The ``rows`` of ``documents.assignment_rows`` in one of ``FORMATS``.

    Raises:
        UsageError: another format.
    """
    if form == "json":
        return json_text(assignments_document(rows, version))
    if form == "ndjson":
        return ndjson_text(rows)
    return _table(rows, ASSIGNMENT_COLUMNS, form)


def decisions_text(values: Sequence[Row], version: str, form: str) -> str:
    """The ``values`` of ``decisions.decision_value`` in one of ``FORMATS``.

    Raises:
        UsageError: another format.
    """
    if form == "json":
        return json_text(_headed(version, decisions=list(values)))
    if form == "ndjson":
        return ndjson_text(values)
    return _table(values, DECISION_COLUMNS, form)


def review_text(dossiers: Iterable[Dossier], version: str, form: str) -> str:
    """What needs a person in one of ``FORMATS``.

    Raises:
        UsageError: another format.
    """
    if form == "json":
        return json_text(_headed(version, matters=[matter_value(each) for each in dossiers]))
    if form == "ndjson":
        return ndjson_text(matter_value(each) for each in dossiers)
    return _table([matter_row(each) for each in dossiers], REVIEW_COLUMNS, form)


def explanation_text(explained: Explanation, version: str, form: str) -> str:
    """Why a ticket is in a theme, as JSON or NDJSON.

    Raises:
        UsageError: another format.
    """
    if form not in ("json", "ndjson"):
        raise UsageError(f"an explanation is no table, so there is none as {form}", "use --format json")
    value = explanation_value(explained)
    return json_text(_headed(version, explanation=value)) if form == "json" else ndjson_text([value])


def json_text(document: Mapping[str, object]) -> str:
    """``document`` as indented JSON with sorted keys; characters that a terminal would act on are escaped."""
    return _escaped(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)) + "\n"


def ndjson_text(rows: Iterable[Mapping[str, object]]) -> str:
    """One JSON object a line."""
    dumped = (json.dumps(row, ensure_ascii=False, sort_keys=True, allow_nan=False) for row in rows)
    return "".join(f"{_escaped(line)}\n" for line in dumped)


def csv_text(rows: Iterable[Row], columns: Sequence[str], newline: str = "\n") -> str:
    """A table with a header; numbers stay numbers, text cannot become a formula, None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(columns)
    for row in rows:
        cells = (row[column] for column in columns)
        writer.writerow([spreadsheet_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def markdown_table(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """A Markdown table; every cell is inert."""
    lines = [[column.replace("_", " ") for column in columns], ["---"] * len(columns)]
    lines += [[inert("" if row[column] is None else str(row[column])) for column in columns] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _headed(version: str, **parts: object) -> Row:
    return {"schema_version": SCHEMA_VERSION, "generated_by": f"voc {version}", **parts}


def _table(rows: Iterable[Row], columns: Sequence[str], form: str) -> str:
    """A table in one of the two forms that have columns."""
    if form == "csv":
        return csv_text(rows, columns)
    if form == "markdown":
        return markdown_table(rows, columns)
    raise UsageError(f"unknown format {form!r}", f"known are {', '.join(FORMATS)}")


def _escaped(dumped: str) -> str:
    """JSON text with unseen characters, which stand only inside strings, written as escapes."""
    return UNSEEN.sub(lambda found: _json_escape(found[0]), dumped)


def _json_escape(char: str) -> str:
    """``char`` as JSON escapes it: by its one or two UTF-16 units."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
