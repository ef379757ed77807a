"""``voc ingest --dry-run``: how exports would be read, with a few tickets as they would be kept; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from voc.analysis.text.intake import admit
from voc.errors import VocError
from voc.model.lexicon import Lexicon
from voc.model.ticket import Ticket
from voc.ports.source import Document, Exports, ReadOptions, Source

_ROWS = 3
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """How one document would be read.

    Attributes:
        source: the reader that would read it.
        rows: its first tickets, redacted.
        proposal: a mapping to look at, where voc cannot tell the columns.
        problem: what stands in the way.
    """

    name: str
    source: str | None = None
    rows: tuple[str, ...] = ()
    proposal: Mapping[str, str] = field(default_factory=dict)
    problem: VocError | None = None


def preview(
    exports: Exports,
    paths: Sequence[str],
    *,
    options: Callable[[Document, Source], ReadOptions],
    reader: Callable[[Document], str | None],
    key: bytes,
    lexicon: Lexicon,
) -> Iterator[Preview]:
    """Look at every document under ``paths`` (arguments as of ``ingest``)."""
    for document in exports.documents(paths):
        try:
            source = exports.source_for(document, reader(document))
        except VocError as problem:
            yield Preview(document.name, problem=problem)
            continue
        try:
            records = source.read(document, options(document, source))
            tickets = islice((each for each in records if isinstance(each, Ticket)), _ROWS)
            rows = tuple(_row(admit(ticket, key, lexicon)[0]) for ticket in tickets)
            yield Preview(document.name, source.name, rows)
        except VocError as problem:
            yield Preview(document.name, source.name, proposal=exports.propose(document), problem=problem)


def _row(ticket: Ticket) -> str:
    words = ticket.subject or (ticket.messages[0].text if ticket.messages else "")
    created = f"{ticket.created_at:%Y-%m-%d}" if ticket.created_at else "undated"
    return f"{ticket.id}  {created}  {words}"[:_WIDTH]
