"""Documents for machines: JSON, NDJSON, CSV and Markdown tables."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from tests.made_up_shop import report, shop

from voc.errors import UsageError
from voc.model.report import Report
from voc.model.settings import RankSettings
from voc.renderers.csv import CsvRenderer
from voc.renderers.documents import ASSIGNMENT_COLUMNS, assignment_rows, rounded
from voc.renderers.json import JsonRenderer
from voc.renderers.rows import THEME_COLUMNS, theme_rows
from voc.renderers.text import FORMATS, assignments_text, csv_text, json_text, themes_text


@pytest.fixture(scope="module")
def found() -> Report:
    """The shop's report."""
    return report(settings=RankSettings(bootstrap_draws=20))


def test_the_json_document(found: Report) -> None:
    """It names its schema and its maker, and holds every theme in the order of the report."""
    document = json.loads(themes_text(found, "json"))
    assert document["schema_version"] == 1
    assert document["generated_by"] == "voc 0.0.0"
    assert document["period"]["end"] == "2026-11-09T00:00:00+00:00"
    assert [theme["id"] for theme in document["themes"]] == [ranked.theme.id for ranked in found.themes]
    assert document["themes"][0]["issue"] == {
        "key": "SHOP-7", "status": "In progress", "url": "https://tracker.example/SHOP-7",
    }  # fmt: skip


def test_numbers_are_rounded_to_four_decimals(found: Report) -> None:
    """No float of the document has more, and there is no negative zero."""

    def floats(value: object) -> list[float]:
        if isinstance(value, dict):
            return [number for item in value.values() for number in floats(item)]
        if isinstance(value, list):
            return [number for item in value for number in floats(item)]
        return [value] if isinstance(value, float) else []

    numbers = floats(json.loads(themes_text(found, "json")))
    assert len(numbers) > 50
    assert all(number == round(number, 4) for number in numbers)
    assert str(rounded(-0.00001)) == "0.0"
    assert rounded(None) is None


def test_an_infinite_half_life_is_valid_json() -> None:
    """JSON has no infinity: the setting is written as text."""
    found = report(settings=RankSettings(half_life_days=float("inf"), bootstrap_draws=5))
    assert json.loads(themes_text(found, "json"))["method"]["settings"]["half_life_days"] == "inf"


def test_ndjson_is_one_theme_a_line(found: Report) -> None:
    """Every line is a whole theme, the same as in the document."""
    lines = themes_text(found, "ndjson").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(themes_text(found, "json"))["themes"]


def test_json_keeps_words_and_escapes_what_acts() -> None:
    """Finnish stays readable; terminal escapes, direction marks and lone surrogates are written as escapes."""
    text = json_text({"a": "äö\x1b\x9b\u202e\ud800"})
    assert "äö" in text
    assert "\\u001b\\u009b\\u202e\\ud800" in text
    assert json.loads(text)["a"] == "äö\x1b\x9b\u202e\ud800"
    text.encode()


def test_csv_for_machines(found: Report) -> None:
    """Line feeds, no byte order mark, one row a theme, the columns of the table."""
    text = themes_text(found, "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert "\r" not in text
    assert tuple(rows[0]) == THEME_COLUMNS
    assert len(rows) == len(found.themes)
    assert rows[0]["customers"] == str(found.themes[0].score.customers)


def test_csv_for_spreadsheets(found: Report) -> None:
    """A byte order mark and their line ends; the same rows."""
    content = CsvRenderer().render(found)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == list(csv.DictReader(io.StringIO(themes_text(found, "csv"), newline="")))


def test_formulas_are_guarded_and_numbers_are_not(found: Report) -> None:
    """A quote that begins with = gets an apostrophe; a negative number stays one."""
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(themes_text(found, "csv")))}
    assert rows["t08"]["quote"].startswith("'=HYPERLINK")
    assert csv_text([{"a": -1.5, "b": "-1.5", "c": None}], ("a", "b", "c")) == "a,b,c\n-1.5,'-1.5,\n"


def test_every_row_has_every_column(found: Report) -> None:
    """No more, no less: a column that is forgotten is found."""
    assert all(set(row) == set(THEME_COLUMNS) for row in theme_rows(found))


def test_the_markdown_table(found: Report) -> None:
    """One line a theme, the same number of cells, hostile titles inert."""
    lines = themes_text(found, "markdown").splitlines()
    assert len(lines) == len(found.themes) + 2
    bare = [line.replace("\\|", "") for line in lines]
    assert {line.count("|") for line in bare} == {bare[0].count("|")}
    assert not any("<b>" in line or "@admin" in line for line in lines)


def test_assignments_as_csv() -> None:
    """The contract's header; a placed, an unclustered and a left-out ticket."""
    made = shop()
    rows = assignment_rows(made.assignments.values(), made.feedback, made.themes)
    lines = assignments_text(rows, "0", "csv").splitlines()
    assert lines[0] == (
        "ticket_id,theme_id,confidence,nearest_theme_id,kind,severity,language,sub_theme,kind_reason,severity_reason,"
        "sentiment,sentiment_reason"
    )
    cells = [line.split(",")[:8] for line in lines]
    assert cells[1] == ["zendesk:1000", "t01", "0.6", "t01", "bug", "4", "en", ""]
    assert ["zendesk:90000", "", "0.0", "t01", "bug", "", "en", ""] in cells
    assert ["zendesk:95000", "", "0.0", "", "other", "", "en", ""] in cells
    assert ["zendesk:5000", "t05", "0.6", "t05", "bug", "2", "en", "Every push arrives twice since the update"] in cells
    assert len(lines) == 1 + len(made.facts)


def test_assignments_do_not_depend_on_order() -> None:
    """Sorted by ticket id, whatever the order they come in; a ticket without feedback still has its row."""
    made = shop()
    del made.feedback["zendesk:1000"]
    rows = assignment_rows(made.assignments.values(), made.feedback, made.themes)
    turned = assignment_rows(reversed(made.assignments.values()), dict(reversed(made.feedback.items())), made.themes)
    assert rows == turned == sorted(rows, key=lambda row: str(row["ticket_id"]))
    values = ("zendesk:1000", "t01", 0.6, "t01", *[None] * 8)
    assert rows[0] == dict(zip(ASSIGNMENT_COLUMNS, values, strict=True))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_ends_its_last_line(found: Report, form: str) -> None:
    """Text for standard output ends with a line feed and has no byte order mark."""
    for text in (themes_text(found, form), assignments_text([], "0", form) or "\n"):
        assert text.endswith("\n")
        assert not text.startswith("\ufeff")


def test_an_unknown_format_is_refused(found: Report) -> None:
    """The message names the formats there are."""
    with pytest.raises(UsageError, match="xml") as refused:
        themes_text(found, "xml")
    assert "ndjson" in refused.value.hint


def test_no_themes_is_an_empty_table(found: Report) -> None:
    """The header stays, the list is empty."""
    empty = replace(found, themes=())
    assert themes_text(empty, "csv") == ",".join(THEME_COLUMNS) + "\n"
    assert themes_text(empty, "ndjson") == ""
    assert json.loads(JsonRenderer().render(empty))["themes"] == []
