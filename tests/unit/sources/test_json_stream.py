"""JSON of any size and shape, value by value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document

from voc.model.ticket import Reject
from voc.sources import json_stream
from voc.sources.encoding import Encoding
from voc.sources.json_records import is_lines, json_elements, looks_like_json
from voc.sources.json_stream import Element, elements

UTF8 = Encoding("utf-8")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def streamed(text: str, **options: Any) -> list[Element | Reject]:
    return list(elements(document(text), UTF8, **options))


@pytest.fixture(params=[1, 7, 1 << 20])
def _chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "_CHUNK", request.param)


@pytest.mark.usefixtures("_chunks")
def test_list_gives_its_values_with_lines() -> None:
    """The values of a list come in order, each with the line it begins on, however the text is cut into chunks."""
    found = streamed('[\n {"id": 1},\n {"id":\n 2},\n 3.25]')
    assert [(each.line, each.value) for each in found] == [(2, {"id": 1}), (3, {"id": 2}), (5, 3.25)]
    assert all(each.listed and each.key is None for each in found)


@pytest.mark.usefixtures("_chunks")
def test_object_gives_its_lists_value_by_value() -> None:
    """A page's lists are opened, its other members come whole, and its end is told."""
    found = streamed('{"tickets": [{"id": 1}, {"id": 2}], "count": 12, "users": [], "meta": {"a": [1]}}')
    assert [(each.key, each.value, each.listed) for each in found] == [
        ("tickets", {"id": 1}, True),
        ("tickets", {"id": 2}, True),
        ("count", 12, False),
        ("meta", {"a": [1]}, False),
        (None, None, False),
    ]


@pytest.mark.usefixtures("_chunks")
def test_documents_may_follow_one_another() -> None:
    """Pages saved one after another are all read, with blanks between them or without."""
    found = streamed('[1]\n\n{"a": 2}[3]4')
    assert [each.value for each in found] == [1, 2, None, 3, 4]


@given(st.lists(VALUES, max_size=6), st.sampled_from([1, 3, 64]), st.sampled_from([None, 1]))
@settings(max_examples=60)
def test_stream_equals_the_json_module(values: list[Any], chunk: int, indent: int | None) -> None:
    """Any list, in any layout, cut into chunks of any size, streams to what the json module reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_CHUNK", chunk)
        found = streamed(json.dumps(values, indent=indent))
    assert [each.value for each in found] == json.loads(json.dumps(values))


@given(st.lists(st.fixed_dictionaries({"id": st.integers(), "text": st.text()}), max_size=5), st.data())
@settings(max_examples=80)
def test_truncation_keeps_every_whole_record(values: list[Any], data: st.DataObject) -> None:
    """Wherever a list is cut, the records before the cut are read, and the cut is one reject at the end."""
    text = json.dumps(values, indent=1)
    cut = data.draw(st.integers(1, len(text) - 1))
    found = streamed(text[:cut])
    assert isinstance(found[-1], Reject)
    whole = [each.value for each in found[:-1]]
    assert whole == values[: len(whole)]
    assert found[-1].line == text[:cut].rstrip().count("\n") + 1 or found[-1].line <= text[:cut].count("\n") + 1


@pytest.mark.parametrize(
    "text", ["[1, 2", '{"a": [1, 2]', '{"a"', '[{"id": "unfinished', "[1,", '{"tickets": [1, 2], "users']
)
def test_text_that_breaks_off_is_told(text: str) -> None:
    """A document that ends too early says so."""
    assert "breaks off" in streamed(text)[-1].reason


@pytest.mark.parametrize(
    "text", ["[1, nonsense and more to come]", "[1 2 3 4 5 6 7 8 9 10]", "{1: 2, 3: 4, 5: 6, 7: 8}"]
)
def test_text_that_is_no_json_is_told(text: str) -> None:
    """A document that is wrong in its middle says where, without reading to its end."""
    last = streamed(text)[-1]
    assert isinstance(last, Reject)
    assert "not JSON" in last.reason or "breaks off" in last.reason
    assert last.line == 1


def test_values_over_the_limit_are_refused() -> None:
    """One value may not fill the memory."""
    found = streamed('["' + "x" * 3_000_000 + '"]', longest=1_500_000)
    assert len(found) == 1
    assert "longer than" in found[0].reason


def test_deep_nesting_is_refused() -> None:
    """Brackets without end neither crash nor hang."""
    assert isinstance(streamed('{"a": {"b": ' + "[" * 200_000)[-1], Reject)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": 1}\n{"id": 2}\n', True),
        ('{"id": 1, "te\n{"id": 2}\n', True),
        ('\ufeff\n{"id": 1}'.lstrip("\ufeff"), True),
        ('{\n "id": 1\n}\n', False),
        ('{"tickets": [\n{"id": 1}\n]}', False),
        ('[{"id": 1}]\n', False),
        ('{"count": 1, "tickets": [{"id": 1}]}', False),
        ('{"id": 1, "text": "one record only"}', True),
    ],
)
def test_lines_are_told_from_documents(text: str, expected: bool) -> None:
    """A record a line is told from a pretty-printed or one-line document by its first line."""
    assert is_lines(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [('{"a":1}', True), (" [ {", True), ("[]", True), ("id,text", False), ("{curly}", False), ("", False)],
)
def test_json_is_told_by_its_beginning(text: str, expected: bool) -> None:
    """Only objects and lists of them count as JSON exports."""
    assert looks_like_json(text) is expected


def test_bad_lines_cost_only_themselves() -> None:
    """In a file of lines, a broken one is a reject with its number and the rest is read."""
    found = list(json_elements(document('{"id": 1}\n{"id": 2, "te\n\n{"id": 4}\n'), UTF8))
    assert [(each.line, each.value) for each in found if isinstance(each, Element)] == [(1, {"id": 1}), (4, {"id": 4})]
    assert [(each.line, each.reason) for each in found if isinstance(each, Reject)] == [(2, "line is not JSON")]


def test_raw_control_characters_are_forgiven() -> None:
    """Exporters that forget to escape a line break's tab still give good records."""
    found = list(json_elements(document('{"text": "a\tb"}\n'), UTF8))
    assert found == [Element(1, None, {"text": "a\tb"})]


def test_huge_numbers_are_no_crash() -> None:
    """A number with more digits than Python converts is a bad line."""
    found = list(json_elements(document('{"id": ' + "9" * 5000 + "}\n"), UTF8))
    assert isinstance(found[0], Reject)
