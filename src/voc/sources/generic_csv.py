"""Delimited text of any help desk, spreadsheet or script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voc.config.headers import Headers
from voc.model.ticket import Reject, Ticket
from voc.ports.source import Document, ReadOptions, Sniff
from voc.sources.csv_records import delimiter_of
from voc.sources.generic import read_table
from voc.sources.json_records import looks_like_json
from voc.sources.mapping import propose, resolve
from voc.sources.table import CsvTable


class GenericCsv:
    """Rows below a header line; columns are known by their names or by a mapping."""

    name = "csv"
    vendor = "csv"

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def sniff(self, head: str) -> Sniff:
        """A fallback's score for anything that one delimiter divides into even records."""
        delimiter, evenness = delimiter_of(head)
        if looks_like_json(head) or evenness < 0.5:
            return Sniff(0.0)
        return Sniff(0.6, (f"records divided by {delimiter!r}",))

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """A ticket a row."""
        table = CsvTable(document, options.encoding)
        columns = resolve(table, self._headers, options.mapping)
        return read_table(table, columns, self.vendor, options, self._headers)

    def propose(self, document: Document) -> Mapping[str, str]:
        """A mapping for a person to look at."""
        return propose(CsvTable(document), self._headers)
