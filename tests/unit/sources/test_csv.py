"""Delimited text: delimiters, quotes, headers, damage."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document, read

from voc.model.ticket import Reject
from voc.sources.csv_records import Cells, delimiter_of, header_of, records
from voc.sources.encoding import Encoding
from voc.sources.lines import lines
from voc.sources.table import CsvTable, Record

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def rows(text: str, delimiter: str = ",") -> list[Cells | Reject]:
    return list(records(lines(document(text), Encoding("utf-8"), newline=""), "export", delimiter))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told_by_even_rows(delimiter: str) -> None:
    """The delimiter that divides the rows evenly wins, even when another stands in the text."""
    text = delimiter.join(["id", "text", "date"]) + "\n"
    text += "".join(delimiter.join([str(n), f'"slow; a, b | c, {n}"', "1.2.2026"]) + "\n" for n in range(9))
    found, evenness = delimiter_of(text)
    assert found == delimiter
    assert evenness == 1.0


def test_decimal_commas_do_not_win() -> None:
    """A Finnish spreadsheet with decimal commas is divided at its semicolons."""
    text = "id;otsikko;hinta\n1;Lasku väärin, taas;12,50\n2;Ei aukea;3,00\n3;Hidas, hidas, hidas;4,10\n"
    assert delimiter_of(text)[0] == ";"


def test_file_may_name_its_delimiter() -> None:
    """A first line ``sep=|`` is obeyed and is no header."""
    tickets, rejects = read("sep=|\nid|text\n1|It broke, twice\n")
    assert [each.messages[0].text for each in tickets] == ["It broke, twice"]
    assert rejects == []
    assert header_of("sep=|\nid|text\n") == ["id", "text"]


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=80)
def test_what_the_csv_module_writes_comes_back(table: list[list[str]], delimiter: str, newline: str) -> None:
    """Any table written as CSV is read cell by cell, with line breaks and delimiters within quotes."""
    table = [[cell or "x" for cell in row] for row in table]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(table)
    assert [row.cells for row in rows(buffer.getvalue(), delimiter) if isinstance(row, Cells)] == [
        row for row in table if any(cell.strip() for cell in row)
    ]


def test_line_numbers_count_lines_within_quotes() -> None:
    """A record is found by the line it begins on."""
    found = rows('id,text\n1,"two\nlines"\n\n2,one\n')
    assert [each.line for each in found] == [1, 2, 5]


def test_open_quote_costs_its_own_line() -> None:
    """A quote that is never closed is one reject; the rows it would have swallowed are read."""
    found = rows('id,text\n1,"never closed\n2,fine\n3,"also, fine"\n4,last')
    assert [each.cells[0] for each in found if isinstance(each, Cells)] == ["id", "2", "3", "4"]
    assert [(each.line, each.reason) for each in found if isinstance(each, Reject)] == [
        (2, "a quoted cell is never closed")
    ]


def test_open_quote_in_a_long_file_is_found_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stray quote does not hold back more lines than a cell may span."""
    monkeypatch.setattr("voc.sources.csv_records._MOST_LINES", 10)
    found = rows('id,text\n1,"never closed\n' + "".join(f"{number},ok\n" for number in range(2, 200)))
    assert len([each for each in found if isinstance(each, Cells)]) == 199
    assert [each.line for each in found if isinstance(each, Reject)] == [2]


def test_long_line_within_a_quote_loses_both_only() -> None:
    """A line over the limit in the middle of a cell costs that record, not the file."""
    text = 'id,text\n1,"begins\n' + "x" * 5000 + '\nends"\n2,fine\n'
    found = list(records(lines(document(text), Encoding("utf-8"), newline="", longest=1000), "export", ","))
    assert [each.cells[0] for each in found if isinstance(each, Cells)][-1] == "2"
    assert {each.line for each in found if isinstance(each, Reject)} >= {2, 3}


def test_repeated_headers_become_lists() -> None:
    """Columns of the same name are all kept, in order."""
    table = CsvTable(document("id,Label,text,Label\n1,a,Hello,b\n2,,Hi,c\n"))
    assert table.columns == ("id", "Label", "text")
    assert [each.values["Label"] for each in table.records() if isinstance(each, Record)] == [["a", "b"], ["", "c"]]


def test_wide_rows_are_rejects_and_short_ones_are_filled() -> None:
    """A row with more cells than the header is set aside with its line; trailing empty cells do no harm."""
    tickets, rejects = read("id,text,status\n1,ok\n2,too,many,cells\n3,fine,open,,\n4,a,b\n5,a,b\n6,a,b\n")
    assert [each.id for each in tickets] == ["csv:1", "csv:3", "csv:4", "csv:5", "csv:6"]
    assert [(each.line, each.reason) for each in rejects] == [(3, "row has 4 cells where the header has 3")]


def test_crlf_and_lone_cr_end_lines() -> None:
    """Old and new line ends are all understood."""
    assert [row.cells for row in rows("id,text\r\n1,a\r\n")] == [["id", "text"], ["1", "a"]]
    assert [row.cells for row in rows("id,text\r1,a\r")] == [["id", "text"], ["1", "a"]]


def test_line_breaks_in_cells_are_kept() -> None:
    """A multi-line description keeps its lines."""
    tickets, _ = read('id,text\n1,"First line\r\nsecond line"\n')
    assert tickets[0].messages[0].text == "First line\r\nsecond line"


@given(st.text(max_size=200))
@settings(max_examples=80)
def test_any_text_ends(text: str) -> None:
    """Whatever a file holds, reading it ends, and every line is in a record, empty, or in a reject."""
    found = rows(text)
    assert [each.line for each in found] == sorted({each.line for each in found})
