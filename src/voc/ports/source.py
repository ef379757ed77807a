"""Exports, and the readers that turn them into tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from voc.model.ticket import Reject, Ticket


class Document(Protocol):
    """One export: a file, a member of an archive, or standard input."""

    @property
    def name(self) -> str:
        """As shown to the user: a path, ``archive.zip:member``, or ``-``. Never used as a path again."""

    def digest(self) -> str:
        """SHA-256 of the bytes as they lie there (packed, where the file is a ``.gz``), as hex."""

    def open(self) -> BinaryIO:
        """The unpacked bytes from the beginning; may be called again and again.

        Raises:
            InputError: the file is gone or may not be read; while reading: it unpacks to more than is allowed.
        """


@dataclass(frozen=True, slots=True)
class Sniff:
    """How sure a reader is that a document is of its format (0..1), and what it saw."""

    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about an export that the export does not say itself.

    Attributes:
        mapping: canonical field to the columns (CSV) or dotted paths (JSON) that hold it; several are joined.
        values: for a canonical field, the export's values to canonical ones.
        timezone: IANA name of the zone of times that name none.
        day_first: whether ``3/4/2026`` is in April; None to tell from the whole column.
        account: name of the vendor's instance, where there are several; part of every ticket's id.
        revenue_field: the organization field that holds yearly revenue (Zendesk ``organization_fields``).
        currency: of the revenue, where the export names none (ISO 4217).
        channel: of tickets whose export names none.
        encoding: of text that is neither marked nor UTF-8; None to tell from the bytes.
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    timezone: str = "UTC"
    day_first: bool | None = None
    account: str | None = None
    revenue_field: str | None = None
    currency: str | None = None
    channel: str | None = None
    encoding: str | None = None


class Source(Protocol):
    """A reader of one export format."""

    name: str
    """The reader's id, as ``--format`` takes it, such as ``zendesk-json``."""

    vendor: str
    """Whose format it is: the first part of every ticket id, such as ``zendesk``."""

    def sniff(self, head: str) -> Sniff:
        """How much ``head``, the decoded beginning of a document, looks like this format."""

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """Tickets in file order, and a reject for everything that could not be read or was left out.

        Tickets are as the vendor gave them: clear identities, HTML bodies marked as such, ids never repeated by the
        reader's doing (a file that repeats an id gives it repeatedly). A damaged end loses only the damaged end.

        Raises:
            InputError: nothing of the document can be read (before the first ticket), or it unpacks to too much.
            UsageError: the options name a field, column or time zone that does not exist.
        """


class Exports(Protocol):
    """What the user points at, as documents, and the reader of each."""

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        """Documents of files, folders (recursively, in order of names), globs, archives and ``-``, each once.

        All paths are looked at before the first document comes.

        Raises:
            InputError: a path is missing, a symbolic link, empty or an archive that may not be opened.
        """

    def skipped(self) -> Mapping[str, int]:
        """How many files the last ``documents`` passed over, by reason."""

    def source_for(self, document: Document, name: str | None = None) -> Source:
        """The reader called ``name``, or the only one that claims the document by its content.

        Raises:
            UsageError: there is no reader of that name.
            InputError: the document is empty, or no reader or several claim it.
        """

    def propose(self, document: Document) -> Mapping[str, str]:
        """A mapping (canonical field to column) that a person should look at; empty for formats that need none."""
