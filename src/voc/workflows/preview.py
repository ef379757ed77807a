"""``voc ingest --dry-run``: how exports would be read, with a few tickets as they would be kept; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from voc.analysis.text.intake import admit
from voc.config.headers import Headers, fold
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
        mapping: which columns are read as which field; empty for formats whose columns are known.
        proposal: columns that are not read as they stand, and the field that each could be meant for.
        problem: what stands in the way.
    """

    name: str
    source: str | None = None
    rows: tuple[str, ...] = ()
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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
    headers: Headers,
) -> Iterator[Preview]:
    """Look at every document under ``paths`` (arguments as of ``ingest``; ``headers``: column names that are known)."""
    for document in exports.documents(paths):
        try:
            source = exports.source_for(document, reader(document))
        except VocError as problem:
            yield Preview(document.name, problem=problem)
            continue
        try:
            chosen = options(document, source)
            records = source.read(document, chosen)
            tickets = islice((each for each in records if isinstance(each, Ticket)), _ROWS)
            rows = tuple(_row(admit(ticket, key, lexicon)[0]) for ticket in tickets)
            mapping, proposal = _columns(_guess(exports, document), chosen.mapping, headers)
            yield Preview(document.name, source.name, rows, mapping, proposal)
        except VocError as problem:
            yield Preview(document.name, source.name, proposal=_guess(exports, document), problem=problem)


def _guess(exports: Exports, document: Document) -> Mapping[str, str]:
    try:
        return exports.propose(document)
    except VocError:
        return {}


def _columns(
    guess: Mapping[str, str], given: Mapping[str, tuple[str, ...]], headers: Headers
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """What is read, and the guesses that are not: only what a person gave, and names that are known, are read."""
    if not guess:
        return {}, {}
    taken = {column for columns in given.values() for column in columns}
    free = {name: column for name, column in guess.items() if name not in given and column not in taken}
    known = {name: (column,) for name, column in free.items() if fold(column) in headers.fields[name]}
    return {**given, **known}, {name: column for name, column in free.items() if name not in known}


def _row(ticket: Ticket) -> str:
    words = ticket.subject or (ticket.messages[0].text if ticket.messages else "")
    created = f"{ticket.created_at:%Y-%m-%d}" if ticket.created_at else "undated"
    return f"{ticket.id}  {created}  {words}"[:_WIDTH]
