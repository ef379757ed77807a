"""Documents and readers that tests of sources share."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from voc.config.headers import load_headers
from voc.model.ticket import Reject, Ticket
from voc.ports.source import ReadOptions, Source
from voc.sources.exports import FileExports
from voc.sources.generic_csv import GenericCsv
from voc.sources.generic_jsonl import GenericJsonl
from voc.sources.zendesk_csv import ZendeskCsv
from voc.sources.zendesk_json import ZendeskJson


@dataclass(frozen=True)
class MemoryDocument:
    """A document that lies in memory."""

    data: bytes
    name: str = "export"

    def digest(self) -> str:
        """SHA-256 of the data."""
        return hashlib.sha256(self.data).hexdigest()

    def open(self) -> BinaryIO:
        """The data from its beginning."""
        return io.BytesIO(self.data)


def document(content: str | bytes | list[Any] | dict[str, Any]) -> MemoryDocument:
    """A document of bytes, of text as UTF-8, or of a value as JSON."""
    if isinstance(content, bytes):
        return MemoryDocument(content)
    text = content if isinstance(content, str) else json.dumps(content)
    return MemoryDocument(text.encode())


def readers() -> list[Source]:
    """Every reader there is."""
    headers = load_headers()
    return [ZendeskJson(headers), ZendeskCsv(headers), GenericCsv(headers), GenericJsonl(headers)]


def exports() -> FileExports:
    """Exports with every reader."""
    return FileExports(readers())


def read(content: str | bytes | list[Any] | dict[str, Any], **options: Any) -> tuple[list[Ticket], list[Reject]]:
    """Tickets and rejects of a document, by the reader its content chooses."""
    return split(_records(document(content), ReadOptions(**options)))


def _records(made: MemoryDocument, options: ReadOptions) -> Iterable[Ticket | Reject]:
    return exports().source_for(made).read(made, options)


def split(records: Iterable[Ticket | Reject]) -> tuple[list[Ticket], list[Reject]]:
    """Tickets, and rejects."""
    held = list(records)
    return [each for each in held if isinstance(each, Ticket)], [each for each in held if isinstance(each, Reject)]
