"""Tables of labelled texts: columns by name, kinds by their names, bad rows set aside."""

from __future__ import annotations

import pytest
from tests.documents import MemoryDocument, document
from tests.made_up_labels import labelled, table

from voc.config.headers import load_headers
from voc.config.lexicon import load_lexicon
from voc.errors import InputError, UsageError
from voc.model.labels import Labelled
from voc.model.ticket import Kind, Reject
from voc.sources.labels import read_labels

HEADERS, LEXICON = load_headers(), load_lexicon()


def rows(content: str | bytes, *mapping: str) -> list[Labelled | Reject]:
    """What a table holds."""
    made: list[MemoryDocument] = [document(content)]
    return list(read_labels(iter(made), HEADERS, LEXICON, mapping))


def kind_of(called: str) -> Kind | None:
    """The kind that a cell stands for, None where it is rejected."""
    (row,) = rows(f'text,kind\nIt is so,"{called}"\n')
    return row.kind if isinstance(row, Labelled) else None


@pytest.mark.parametrize(
    "header",
    ["text,kind", "body,label", "Description,Type", "message;LABEL", "kuvaus\ttyyppi", "label,body", "id,text,kind"],
)
def test_columns_are_found_by_name(header: str) -> None:
    """Whatever their order, case, delimiter and language."""
    delimiter = next(each for each in ",;\t" if each in header)
    names = header.split(delimiter)
    cells = ["bug" if name.casefold() in ("kind", "label", "type", "tyyppi") else "It broke" for name in names]
    (row,) = rows(f"{header}\n{delimiter.join(cells)}\n")
    assert isinstance(row, Labelled)
    assert (row.kind, row.ticket.messages[0].text) == (Kind.BUG, "It broke")


def test_title_and_body_become_subject_and_message() -> None:
    """Both are read; a row may have only one of them."""
    first, second, third = rows("title,body,label\nJam,It jams,bug\n,It jams,bug\nJam,,bug\n")
    assert isinstance(first, Labelled) and isinstance(second, Labelled) and isinstance(third, Labelled)
    assert (first.ticket.subject, first.ticket.messages[0].text) == ("Jam", "It jams")
    assert second.ticket.subject is None
    assert third.ticket.messages == ()


@pytest.mark.parametrize(
    ("called", "kind"),
    [
        *((kind.value, kind) for kind in Kind),
        ("Bug", Kind.BUG),
        ("bugs", Kind.BUG),
        ("feature", Kind.FEATURE_REQUEST),
        ("Feature Request", Kind.FEATURE_REQUEST),
        ("feature-request", Kind.FEATURE_REQUEST),
        ("enhancement", Kind.FEATURE_REQUEST),
        ("questions", Kind.QUESTION),
        ("usability", Kind.HARD_TO_USE),
        ("virhe", Kind.BUG),
        ("kysymys", Kind.QUESTION),
        ("önskemål", Kind.FEATURE_REQUEST),
        (" hard to use ", Kind.HARD_TO_USE),
        ("normal", None),
        ("banana", None),
        ("bug, question", None),
    ],
)
def test_kinds_are_called_by_many_names(called: str, kind: Kind | None) -> None:
    """Voc's own names and what trackers call them, in three languages; a priority is no kind."""
    assert kind_of(called) is kind


def test_bad_rows_are_rejects_with_their_line() -> None:
    """Good rows are kept; a reject says where and why, and repeats nothing of the row."""
    found = rows("text,kind\nA,bug\nsecret@example.com,nobody@example.com\n,bug\nB,\nC,bug,more,cells\nD,question\n")
    rejects = [each for each in found if isinstance(each, Reject)]
    assert [each.kind for each in found if isinstance(each, Labelled)] == [Kind.BUG, Kind.QUESTION]
    assert [each.line for each in rejects] == [3, 4, 5, 6]
    assert "none of bug" in rejects[0].reason
    assert "@" not in "".join(each.reason + each.head for each in rejects)
    assert (rejects[1].reason, rejects[2].reason) == ("row has no text", "row has no kind")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,colour\nA,blue\n", "no column for the kind"),
        ("colour,kind\nblue,bug\n", "no column for the text"),
        ("", "no header"),
        ("\n\n", "no header"),
    ],
)
def test_missing_columns_are_told(content: str, said: str) -> None:
    """One line that says which column is missing and how to name it."""
    with pytest.raises(InputError, match=said) as caught:
        rows(content)
    assert "\n" not in str(caught.value)


def test_columns_can_be_mapped() -> None:
    """Any column can be said to hold the text or the kind."""
    (row,) = rows("a,b\nIt broke,bug\n", "text=a", "type=b")
    assert isinstance(row, Labelled)
    with pytest.raises(UsageError, match="no column 'c'"):
        rows("a,b\nIt broke,bug\n", "text=c")


@pytest.mark.parametrize(
    "content",
    [
        b"text,kind\n\xff\xfe\x00broken,bug\nfine,bug\n",
        b"text,kind\n=cmd|' /C calc'!A0,bug\nfine,bug\n",
        "\ufefftext,kind\r\nfine,bug\r\n".encode(),
        b'text,kind\n"never closed,bug\nfine,bug\n',
        ("text,kind\n" + "x" * 100_000 + ",bug\nfine,bug\n").encode(),
    ],
)
def test_hostile_tables_keep_their_good_rows(content: bytes) -> None:
    """Broken bytes, formulas, marks and quotes cost at most their own row."""
    assert any(isinstance(each, Labelled) and each.ticket.messages[0].text == "fine" for each in rows(content))


def test_a_table_is_read_as_it_was_written() -> None:
    """Line ends and quotes inside of cells survive."""
    expected = labelled()
    found = [each for each in rows(table(expected)) if isinstance(each, Labelled)]
    assert [(each.kind, each.ticket.subject, each.ticket.messages) for each in found] == [
        (each.kind, each.ticket.subject, each.ticket.messages) for each in expected
    ]
