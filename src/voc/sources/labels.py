"""A table of labelled texts, for ``voc train kinds``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voc.config.headers import Headers, fold
from voc.errors import InputError
from voc.model.labels import Labelled
from voc.model.lexicon import Lexicon
from voc.model.ticket import Kind, Message, Reject, Ticket
from voc.ports.source import Document
from voc.sources.mapping import located, recognised
from voc.sources.table import CsvTable, Record, values_at
from voc.sources.values import as_text

_LABELS = ("kind", "label", "type")
_UNKNOWN = f"its kind is none of {', '.join(Kind)}"


def read_labels(
    documents: Iterator[Document], headers: Headers, lexicon: Lexicon, mapping: Sequence[str] = ()
) -> Iterator[Labelled | Reject]:
    """Every row with a text and a kind; a reject for every other.

    Args:
        documents: CSV; text is read from the columns that an export's would be, the kind from ``kind``, ``label`` or
            ``type`` or another name of that field.
        headers: column names that exports use.
        lexicon: for what kinds are called; its decisive type values are kinds.
        mapping: ``FIELD=COLUMN`` pairs, with the kind under ``type``.

    Raises:
        InputError: a document cannot be read, or has no such columns.
        UsageError: the mapping names a field or column that does not exist.
    """
    kinds = _names(lexicon)
    for document in documents:
        table = CsvTable(document)
        columns = _columns(table, headers, mapping)
        for record in table.records():
            yield record if isinstance(record, Reject) else _labelled(record, columns, kinds, document.name)


def _names(lexicon: Lexicon) -> dict[str, Kind]:
    """What kinds are called, folded: their own names, and what an export's type field calls them."""
    called = {name: rule.kind for name, rule in lexicon.types.items() if rule.decisive or rule.kind is not Kind.BUG}
    return {fold(name): kind for name, kind in {**called, **{kind.value: kind for kind in Kind}}.items()}


def _columns(table: CsvTable, headers: Headers, mapping: Sequence[str]) -> dict[str, str]:
    """The column of the kind (``type``), and of ``subject``, ``text`` or both."""
    known = {field: names[0] for field, names in recognised(table.columns, headers).items()}
    labels = {fold(column): column for column in reversed(table.columns)}
    known.update({"type": labels[name]} if (name := next(filter(labels.get, _LABELS), None)) else {})
    known.update({field: names[0] for field, names in located(table, headers, headers.mapping(mapping)).items()})
    columns: dict[str, str] = {field: known[field] for field in ("type", "subject", "text") if field in known}
    if "type" not in columns:
        raise InputError(
            f"{table.name} has no column for the kind", "name one kind, label or type, or say --map type=COLUMN"
        )
    if len(columns) == 1:
        raise InputError(f"{table.name} has no column for the text", "name one text or title, or say --map text=COLUMN")
    return columns


def _labelled(record: Record, columns: Mapping[str, str], kinds: Mapping[str, Kind], name: str) -> Labelled | Reject:
    cells = {field: _cell(record, column) for field, column in columns.items()}
    if not cells.get("subject") and not cells.get("text"):
        return Reject(name, record.line, "row has no text")
    called = fold(cells["type"])
    kind = kinds.get(called) or kinds.get(called.removesuffix("s"))
    if kind is None:
        return Reject(name, record.line, _UNKNOWN if called else "row has no kind")
    messages = (Message(cells["text"]),) if cells.get("text") else ()
    return Labelled(Ticket(f"labels:{record.line}", messages, cells.get("subject") or None), kind)


def _cell(record: Record, column: str) -> str:
    return " ".join(text for value in values_at(record.values, column) if (text := as_text(value)))
