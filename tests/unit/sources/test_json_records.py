"""JSON lines are told from JSON documents, and a bad line costs itself only."""

from __future__ import annotations

import json

import pytest
from tests.documents import document

from voc.model.ticket import Reject
from voc.sources.encoding import Encoding
from voc.sources.json_records import is_lines, json_elements, looks_like_json

UTF8 = Encoding("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": 1}', True),
        (' \n {"id": 1}', True),
        ("{}", True),
        ("[]", True),
        ('[{"id": 1}]', True),
        ('[\n  {"id": 1}', True),
        ("[1, 2]", False),
        ('["a"]', False),
        ("{id: 1}", False),
        ("id,text", False),
        ("", False),
        ('"text"', False),
        ("[ERROR] it broke", False),
    ],
)
def test_json_begins_with_an_object_or_a_list_of_them(text: str, expected: bool) -> None:
    """A log line in brackets or a list of numbers is no export."""
    assert looks_like_json(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": 1}\n{"id": 2}\n', True),
        ('\n\n{"id": 1}\n', True),
        ('{"id": 1}', True),
        ('{\n  "id": 1\n}', False),
        ('{"tickets": [\n', False),
        ('{"id": 1,\n', False),
        ('{"tickets":\n', False),
        ('{"tickets": [{"id": 1}]}', False),
        ('{"users" : [ ]}', False),
        ('[{"id": 1}]\n', False),
        ("", False),
    ],
)
def test_lines_are_told_by_how_the_first_one_ends(text: str, expected: bool) -> None:
    """A first line that goes on belongs to a document that is printed over many."""
    assert is_lines(text) is expected


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("blank", ["", "\n", " \n\t\n"])
def test_lines_come_with_their_numbers(newline: str, blank: str) -> None:
    """Empty lines are counted and give nothing."""
    text = '{"id": "ä1"}\n' + blank + '{"id": "ö2"}\n'
    found = list(json_elements(document(text.replace("\n", newline)), UTF8))
    assert [each.value for each in found] == [{"id": "ä1"}, {"id": "ö2"}]
    assert [each.line for each in found] == [1, 2 + blank.count("\n")]


@pytest.mark.parametrize("bad", ["{broken", '{"id": 1', "id,text", '{"id": 1} x', "[" * 100_000])
def test_bad_line_costs_itself_only(bad: str) -> None:
    """The lines before and behind it are read, and the reject names its number."""
    found = list(json_elements(document(f'{{"id": 1}}\n{bad}\n{{"id": 3}}\n'), UTF8))
    assert [each.value for each in found if not isinstance(each, Reject)] == [{"id": 1}, {"id": 3}]
    assert [(each.line, each.reason) for each in found if isinstance(each, Reject)] == [(2, "line is not JSON")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lines_are_read_in_their_encoding(encoding: str) -> None:
    """Finnish and Swedish letters come back whatever the bytes."""
    data = '{"text": "Åäö ei näy"}\n{"text": "på svenska"}\n'.encode(encoding)
    found = list(json_elements(document(data), Encoding(encoding)))
    assert [each.value for each in found] == [{"text": "Åäö ei näy"}, {"text": "på svenska"}]


@pytest.mark.parametrize("indent", [None, 2])
def test_document_gives_the_values_of_its_list(indent: int | None) -> None:
    """On one line or pretty-printed, a list of tickets gives the same values."""
    text = json.dumps([{"id": 1, "text": "a\nb"}, {"id": 2}], indent=indent)
    found = [each.value for each in json_elements(document(text), UTF8) if each.value is not None]
    assert found == [{"id": 1, "text": "a\nb"}, {"id": 2}]
