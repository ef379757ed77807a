"""Exports into the store: read, redact, keep what is new, set aside what cannot be read."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from voc.analysis.text.intake import admit, identity
from voc.analysis.text.versions import supersedes
from voc.model.lexicon import Lexicon
from voc.model.ticket import Reject, Ticket
from voc.ports.source import Document, Exports, ReadOptions, Source
from voc.ports.store import IngestRecord, Store
from voc.workflows.clashes import clash, clash_sentence
from voc.workflows.keys import bind_key

READING_VERSION = "1"
"""Raised whenever the same bytes would be read or redacted differently."""

_BATCH = 500

Progress = Callable[[int, int], None]
Options = Callable[[Document, Source], ReadOptions]


@dataclass
class Ingested:
    """What one ingest did.

    Attributes:
        documents: documents looked at; ``known`` of them were read to their end before and not read again.
        new, changed, unchanged: tickets; ``older`` were left because a later version is kept.
        redactions: identifiers replaced in new and changed tickets.
        customer_keys: how many new and changed tickets are counted by organization, requester or by themselves.
        rejects: rows that could not be read, and those left out on purpose (``lost`` is false).
        skipped: files that were passed over, by reason.
        clashing: ids under which quite different texts came (see ``workflows.clashes``), each once, in their order.
    """

    documents: int = 0
    known: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    redactions: int = 0
    customer_keys: dict[str, int] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    skipped: Mapping[str, int] = field(default_factory=dict)
    clashing: list[str] = field(default_factory=list)

    @property
    def clashes(self) -> int:
        """How many ids stand for quite different texts."""
        return len(self.clashing)

    def clash_warning(self) -> str | None:
        """One sentence about them, with examples and what to do; None where there are none."""
        return clash_sentence(self.clashing) if self.clashing else None


def ingest(
    store: Store,
    exports: Exports,
    paths: Sequence[str],
    *,
    options: Options,
    key: bytes,
    lexicon: Lexicon,
    reader: Callable[[Document], str | None] = lambda document: None,
    progress: Progress = lambda done, total: None,
) -> Ingested:
    """Read every document under ``paths`` into the store, under its writer's lock.

    Documents are read in the order of their names, whatever order they are given in. Each batch is one transaction,
    and a version of a ticket that was met before is not written again, so that an interrupted run that is started
    again ends where an unbroken one does. Only redacted text reaches the store.

    Args:
        options: how a document is read by a source.
        key: of the pseudonyms and of the digests by which unchanged tickets are known.
        reader: name of the source to use for a document; None lets its content decide.

    Raises:
        InputError: a document cannot be read at all; what was read before it is kept.
        StoreError: the store is held by another writer, cannot be written, or was filled with another key.
    """
    done = Ingested()
    with store.writing():
        bind_key(store, key)
        intake = _Intake(store, key, lexicon, done)
        for document in sorted(exports.documents(paths), key=lambda each: (each.name, each.digest())):
            source = exports.source_for(document, reader(document))
            intake.read(document, source, options(document, source), progress)
        done.skipped = exports.skipped()
    done.clashing = sorted(set(done.clashing))
    return done


class _Intake:
    """One run's way into the store."""

    def __init__(self, store: Store, key: bytes, lexicon: Lexicon, done: Ingested) -> None:
        self._store, self._key, self._lexicon, self._done = store, key, lexicon, done

    def read(self, document: Document, source: Source, options: ReadOptions, progress: Progress) -> None:
        """Read one document to its end, unless that was done before."""
        self._done.documents += 1
        digest = _document_digest(document, source, options)
        known = self._store.ingested(digest)
        if known is not None:
            self._done.known += 1
            self._done.unchanged += known.tickets
            return
        tickets, before = 0, len(self._done.rejects)
        for batch in _batches(self._sift(source.read(document, options)), _BATCH):
            self._save(batch)
            tickets += len(batch)
            progress(tickets, 0)
        if not any(reject.lost for reject in self._done.rejects[before:]):
            # A document with bad rows is read again next time: they may stand there for the person to mend.
            self._store.record_ingest(IngestRecord(digest, document.name, tickets, 0))

    def _sift(self, records: Iterator[Ticket | Reject]) -> Iterator[Ticket]:
        for record in records:
            if isinstance(record, Reject):
                self._done.rejects.append(record)
            else:
                yield replace(record, id=identity(record.id, self._key, self._lexicon))

    def _save(self, batch: list[Ticket]) -> None:
        for group in _distinct(batch):
            known = self._store.source_digests([ticket.id for ticket in group])
            fresh = [(ticket, self._digest(ticket)) for ticket in group]
            changed = [(ticket, digest) for ticket, digest in fresh if digest not in known.get(ticket.id, ())]
            self._done.unchanged += len(group) - len(changed)
            self._replace(changed, {ticket.id for ticket, _ in changed} & known.keys())

    def _replace(self, changed: list[tuple[Ticket, str]], known: set[str]) -> None:
        kept = {ticket.id: ticket for ticket in self._store.tickets(sorted(known))} if known else {}
        newer, older = [], []
        for raw, digest in changed:
            ticket, redactions = admit(raw, self._key, self._lexicon)
            old = kept.get(ticket.id)
            if old is not None and clash(ticket, old):
                self._done.clashing.append(ticket.id)
            if old is not None and not supersedes(ticket, old):
                self._done.older += 1
                older.append((ticket, digest, redactions))
                continue
            newer.append((ticket, digest, redactions))
            self._count(ticket, redactions, new=old is None)
        if newer:
            self._store.save_tickets(newer)
        if older:
            self._store.save_older(older)

    def _count(self, ticket: Ticket, redactions: int, *, new: bool) -> None:
        self._done.new += new
        self._done.changed += not new
        self._done.redactions += redactions
        key = "organization" if ticket.organization else "requester" if ticket.requester else "ticket"
        self._done.customer_keys[key] = self._done.customer_keys.get(key, 0) + 1

    def _digest(self, ticket: Ticket) -> str:
        # Keyed, because the unredacted ticket goes into it.
        return hmac.new(self._key, f"{READING_VERSION}{ticket!r}".encode(), hashlib.sha256).hexdigest()


def _distinct(batch: list[Ticket]) -> Iterator[list[Ticket]]:
    """Runs of tickets in which no id stands twice, so that a later row meets the earlier one in the store."""
    group: dict[str, Ticket] = {}
    for ticket in batch:
        if ticket.id in group:
            yield list(group.values())
            group = {}
        group[ticket.id] = ticket
    if group:
        yield list(group.values())


def _batches(items: Iterable[Ticket], size: int) -> Iterator[list[Ticket]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _document_digest(document: Document, source: Source, options: ReadOptions) -> str:
    parts = (READING_VERSION, document.digest(), source.name, repr(options))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
