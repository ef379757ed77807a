"""JSON objects of any shape: one a line, in a list, or a single one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voc.config.headers import Headers
from voc.model.ticket import Reject, Ticket
from voc.ports.source import Document, ReadOptions, Sniff
from voc.sources.generic import read_table
from voc.sources.json_records import looks_like_json
from voc.sources.mapping import propose, resolve
from voc.sources.table import JsonTable


class GenericJsonl:
    """Objects whose members, by name or dotted path, are known by their names or by a mapping."""

    name = "jsonl"
    vendor = "jsonl"

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def sniff(self, head: str) -> Sniff:
        """A fallback's score for anything that begins like objects."""
        return Sniff(0.6, ("begins like JSON objects",)) if looks_like_json(head) else Sniff(0.0)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """A ticket an object."""
        table = JsonTable(document, options.encoding)
        columns = resolve(table, self._headers, options.mapping)
        return read_table(table, columns, self.vendor, options, self._headers)

    def propose(self, document: Document) -> Mapping[str, str]:
        """A mapping for a person to look at."""
        return propose(JsonTable(document), self._headers)
