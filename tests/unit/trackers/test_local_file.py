"""An issue's file as text: single values change, everything else stays byte for byte."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from voc.model.filing import IssueComment
from voc.trackers.local_file import (
    FrontMatterError,
    new_file,
    parse,
    read_comments,
    revision_of,
    split,
    state_of,
    with_comment,
    with_value,
)

FILE = """---
key: VOC-1  # do not change
title: 'It''s: broken'
labels:
  - bug   # the kind
  - mine
# below the labels
status: open
resolution:
---

Text
"""
DAY = date(2026, 11, 16)


def front(text: str) -> dict[str, object]:
    file = split(text)
    assert file is not None
    fields = yaml.safe_load(file.front)
    assert isinstance(fields, dict)
    return fields


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("status", "done", "status: open", "status: done"),
        ("resolution", "fixed", "resolution:\n", "resolution: fixed\n"),
        ("title", "a: b", "title: 'It''s: broken'", "title: 'a: b'"),
        ("labels", ["x", "y"], "labels:\n  - bug   # the kind\n  - mine\n", "labels:\n  [x, y]\n"),
        ("fresh", 7, "resolution:\n---", "resolution:\nfresh: 7\n---"),
        ("resolution", None, "resolution:", "resolution:"),
    ],
)
def test_one_value_is_replaced(name: str, value: object, old: str, new: str) -> None:
    """Remarks, order, quotes and neighbours stay."""
    changed = with_value(FILE, name, value)
    assert changed.replace(" \n", "\n") == FILE.replace(old, new)
    assert front(changed)[name] == value


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30),
    st.lists(st.text("abc: #[]{}-'\"\\,", max_size=8), max_size=4),
    st.none(),
)


@given(VALUES, st.sampled_from(["title", "status", "labels", "new"]), st.booleans())
def test_any_value_reads_back_and_the_rest_stays(value: object, name: str, windows: bool) -> None:
    """Whatever is written, YAML reads the same, and the other values and the body are as before."""
    text = FILE.replace("\n", "\r\n") if windows else FILE
    changed = with_value(text, name, value)
    before, after = front(text), front(changed)
    assert after == before | {name: value}
    old, new = split(text), split(changed)
    assert old is not None
    assert new is not None
    assert new.body == old.body
    assert with_value(changed, name, value) == changed


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60))
def test_a_new_file_reads_back(title: str) -> None:
    """Any title survives the way to the file and back."""
    text = new_file({"key": "VOC-1", "title": title, "labels": ["a"], "resolution": None}, "body\n")
    issue = parse(text.encode(), "f.md", "VOC")
    assert issue is not None
    assert (issue.title, issue.labels, issue.body) == (title, ("a",), "\nbody\n")
    assert issue.revision == revision_of(text.encode())


@pytest.mark.parametrize(
    "text", ["", "# Notes\n", "text\n---\nkey: VOC-1\n---\n", "--- \nno: key\n---\n", "---\n---\n"]
)
def test_what_is_no_issue_is_none(text: str) -> None:
    """No front matter at the very top, or none with a key: not voc's business."""
    assert parse(text.encode(), "f.md", "VOC") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nkey: [\n---\n", "f.md:3"),
        ("---\nkey: VOC-1\n\ttab: x\n---\n", "f.md:3"),
        ("---\n- a\n- b\n---\n", "f.md:2"),
        ("---\nkey: VOC-1\n", "f.md:1"),
        ("---\nkey: VOC-1\nlabels: {a: b}\n---\n", "f.md:2"),
        ("---\nkey: !!python/object/apply:os.system [ls]\n---\n", "f.md:2"),
        ("---\nkey: *nowhere\n---\n", "f.md:2"),
    ],
)
def test_a_broken_front_matter_is_told_by_line(text: str, line: str) -> None:
    """File and line, in one line; nothing that YAML could run is run."""
    with pytest.raises(FrontMatterError) as refused:
        parse(text.encode(), "f.md", "VOC")
    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)


def test_what_people_write_by_hand_is_read_kindly() -> None:
    """Labels as a text, dates without a time, numbers as titles, missing fields."""
    text = "---\nkey: VOC-9\ntitle: 404\nlabels: bug, mine\nresolved: 2026-11-10\ncreated: soon\nlocked: yes\n---\nx"
    issue = parse(text.encode(), "f.md", "VOC")
    assert issue is not None
    assert (issue.title, issue.labels, issue.locked, issue.status) == ("404", ("bug", "mine"), True, "open")
    assert issue.resolved_at == datetime(2026, 11, 10, tzinfo=UTC)
    assert issue.created_at is None
    assert issue.project == "VOC"


def test_the_project_is_the_keys() -> None:
    """An issue that was moved to another project is not this one's."""
    issue = parse(b"---\nkey: OPS-4\n---\n", "f.md", "VOC")
    assert issue is not None
    assert issue.project == "OPS"


def test_a_declined_duplicate_is_a_duplicate() -> None:
    """The more telling word wins, whichever field it stands in."""
    assert state_of("duplicate", "declined") == "duplicate"
    assert state_of("declined", "") == "declined"
    assert state_of("done", "rejected") == "declined"


COMMENT = st.text("ab ä#>-*", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(st.lists(COMMENT, min_size=1, max_size=4), st.booleans())
def test_comments_read_back_in_order(texts: list[str], windows: bool) -> None:
    """Each comment has a number of its own; the description above stays, line ends too."""
    body = "Text\r\n\r\nmore\r\n" if windows else "Text\n\nmore\n"
    whole = body
    for text in texts:
        whole = with_comment(whole, text, None, DAY)
    assert read_comments(whole) == tuple(IssueComment(str(n), text) for n, text in enumerate(texts, start=1))
    assert whole.startswith(body.rstrip())
    assert not windows or whole.count("\n") == whole.count("\r\n")


@given(COMMENT, COMMENT, COMMENT)
def test_a_comment_is_rewritten_where_it_stands(first: str, second: str, new: str) -> None:
    """Its neighbours, and what people wrote between, stay byte for byte."""
    whole = with_comment(with_comment("Text\n", first, None, DAY) + "\nbetween\n", second, None, DAY)
    changed = with_comment(whole, new, "1", DAY)
    assert [comment.text for comment in read_comments(changed)] == [new, second]
    assert changed.partition("between")[2] == whole.partition("between")[2]
    assert changed.startswith("Text\n")


def test_a_comment_that_a_person_deleted_is_added_anew() -> None:
    """With nothing to rewrite there is a new one at the end, under the number asked for."""
    assert [comment.id for comment in read_comments(with_comment("Text\n", "x", "3", DAY))] == ["3"]
