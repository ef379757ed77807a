"""Zendesk's account export as CSV: every ticket in a row, none of the conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voc.config.headers import Headers, fold
from voc.model.ticket import Reject, Ticket
from voc.ports.source import Document, ReadOptions, Sniff
from voc.sources.csv_records import header_of
from voc.sources.generic import id_prefix, read_table
from voc.sources.mapping import located
from voc.sources.table import CsvTable, Record

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("Id",),
    "subject": ("Subject",),
    "requester": ("Requester email", "Requester id"),
    "organization": ("Organization",),
    "created_at": ("Created at",),
    "updated_at": ("Updated at",),
    "closed_at": ("Solved at",),
    "status": ("Status",),
    "priority": ("Priority",),
    "channel": ("Via",),
    "type": ("Ticket type",),
    "tags": ("Tags",),
    "satisfaction": ("Satisfaction Score",),
}
_EMPTY = frozenset({"-", "not offered"})
_CUSTOM_TEXT = "[txt]"


class ZendeskCsv:
    """Rows of the account export, known by its ``Summation column``."""

    name = "zendesk-csv"
    vendor = "zendesk"

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def sniff(self, head: str) -> Sniff:
        """By columns that no other export has."""
        header = {fold(cell) for cell in header_of(head)}
        if "id" in header and ("summation column" in header or {"requester domain", "group stations"} <= header):
            return Sniff(1.0, ("columns of Zendesk's account export",))
        return Sniff(0.0)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """A ticket a row: subject, custom text fields, and whatever else ``options.mapping`` names."""
        table = _ZendeskTable(document, options)
        by_name = {fold(column): column for column in table.columns}
        columns = {
            field: found
            for field, names in COLUMNS.items()
            if (found := tuple(by_name[fold(n)] for n in names if fold(n) in by_name))
        }
        columns["text"] = tuple(column for column in table.columns if column.lower().endswith(_CUSTOM_TEXT))
        columns |= located(table, self._headers, options.mapping)
        yield Reject(
            document.name,
            1,
            "Zendesk's CSV has no comments: subjects and text fields are read; JSON has all",
            lost=False,
        )
        yield from read_table(table, columns, self.vendor, options, self._headers)


class _ZendeskTable(CsvTable):
    """Rows in which a dash is an empty cell, blanks divide tags, and a requester's number is Zendesk's."""

    def __init__(self, document: Document, options: ReadOptions) -> None:
        super().__init__(document, options.encoding)
        self._prefix = id_prefix(ZendeskCsv.vendor, options.account)

    def records(self) -> Iterator[Record | Reject]:
        for row in super().records():
            yield (
                row
                if isinstance(row, Reject)
                else Record(row.line, {k: self._meant(k, v) for k, v in row.values.items()})
            )

    def _meant(self, column: str, value: object) -> object:
        if not isinstance(value, str) or not value.strip() or value.strip().lower() in _EMPTY:
            return "" if isinstance(value, str) else value
        match fold(column):
            case "tags":
                return value.split()
            case "requester id":
                return self._prefix + value.strip()
            case _:
                return value
