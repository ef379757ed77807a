"""Where tickets, feedback and themes are kept between runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from voc.model.decision import Decision
from voc.model.naming import Verdict
from voc.model.registry import Event, Found, Run, Standing, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, Theme
from voc.model.ticket import Feedback, FeedbackFacts, Ticket, TicketFacts


@dataclass(frozen=True, slots=True)
class IngestRecord:
    """One document that was read to its end: ``digest`` covers its bytes, the reader, the options and voc's
    reading version, so that the same document is not read twice.
    """

    digest: str
    name: str
    tickets: int
    rejects: int


@dataclass(frozen=True, slots=True, eq=False)
class Discovery:
    """What one discover run found, written in one transaction.

    ``found`` and ``standing`` replace all earlier ones; ``embedding`` holds only tickets that have no vector, or one of
    another text, in its space; ``state`` is None when the fitted encoder did not change. ``digest`` names the input and
    settings that gave this result, so that a run with nothing new can stop at once. ``run``, ``events`` and ``counts``
    join those of earlier runs, and replace those of the same number.
    """

    found: Found
    standing: Standing
    embedding: Embedding
    state: EncoderState | None
    digest: str
    fitted_on: int
    run: Run | None = None
    events: tuple[Event, ...] = ()
    counts: tuple[ThemeCount, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much a store holds."""

    tickets: int
    documents: int
    feedback: int
    themes: int


class Store(Protocol):
    """Keeps what was read and found. Every write is one transaction: after a crash it happened or it did not.

    What is read equals what was given. The order of ids is that of code points, as Python sorts.
    A write takes the store for its length where the caller does not hold it already. An iterator shows the store as it
    was when it was begun, and may be left half-way; writing while one is open is allowed.

    All methods raise ``StoreError`` (locked, read-only, full, damaged) with one line that says what to do. Feedback,
    assignments and vectors of a ticket that the store does not hold are refused so too.
    """

    @property
    def ledger_id(self) -> str:
        """Random id of this store, minted once."""

    def close(self) -> None:
        """Let go of files and connections."""

    def writing(self, wait: float = 0.0) -> AbstractContextManager[None]:
        """Hold the store as its only writer; a second writer gets a ``StoreError`` that names the first (process
        id, host, since when), after ``wait`` seconds at most. Readers are not held up. Nests on the same object.
        """

    def counts(self) -> StoreCounts:
        """How many tickets, documents, feedback and themes there are; cheap."""

    def key_fingerprint(self) -> str | None:
        """What was last kept with ``keep_key_fingerprint``, or None."""

    def keep_key_fingerprint(self, fingerprint: str) -> None:
        """Remember by its fingerprint which pseudonym key the store is filled with; replaces an earlier one."""

    # -- tickets ------------------------------------------------------------------------------------------------
    def source_digests(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The keyed digests of every raw record that was ever kept of each known ticket: the current one first, then
        those in its history, in the order they went there.
        """

    def tickets(self, ids: Sequence[str] | None = None) -> Iterator[Ticket]:
        """Stored tickets in the order of their ids (all when ``ids`` is None)."""

    def save_tickets(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Insert or replace redacted tickets, each with its source digest and number of redactions, in one
        transaction. A replaced ticket is kept in its history, and its feedback and vectors are forgotten so that it
        is read anew. Which version wins is the caller's decision: the last one given replaces the others.
        """

    def save_older(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Put versions that lost against the kept ones into their tickets' history (same rows as ``save_tickets``), in
        one transaction; nothing else changes.
        """

    def history(self, ticket_id: str) -> list[Ticket]:
        """Other versions of a ticket by ``updated_at``, oldest first and those without before all."""

    def facts(self, ids: Sequence[str] | None = None) -> list[TicketFacts]:
        """Tickets without their words, in the order of ids (all when ``ids`` is None)."""

    def ingested(self, digest: str) -> IngestRecord | None:
        """The record of a document that was read to its end, or None."""

    def record_ingest(self, record: IngestRecord) -> None:
        """Remember that a document was read to its end."""

    # -- feedback -----------------------------------------------------------------------------------------------
    def without_feedback(self, version: str) -> Iterator[tuple[Ticket, int]]:
        """Tickets (with their number of redactions) that have no feedback made by analysis ``version``."""

    def save_feedback(self, feedback: Sequence[Feedback], version: str) -> None:
        """Insert or replace the feedback of some tickets, in one transaction."""

    def feedback(self, ids: Sequence[str] | None = None) -> list[Feedback]:
        """Feedback in the order of ticket ids (all when ``ids`` is None)."""

    def feedback_facts(self) -> list[FeedbackFacts]:
        """All feedback without its words, in the order of ticket ids; cheap enough for every run."""

    def feedback_digest(self) -> str:
        """SHA-256 in hex over all feedback, words and spans too, and the versions of the analysis that made it: equal
        as long as none is added, changed or removed. The same in every store; made without reading the words.
        """

    # -- themes -------------------------------------------------------------------------------------------------
    def save_discovery(self, discovery: Discovery) -> None:
        """Replace what was found and what stands, add or replace vectors and the fitted state, add the run, in one
        transaction; only what differs is written. Vectors of tickets that ``found`` does not assign are dropped, and
        with a new state those of all other spaces: nothing compares with them any more.
        """

    def discovery_digest(self) -> str | None:
        """``Discovery.digest`` of the last run, or None before the first."""

    def themes(self) -> list[Theme]:
        """All themes in the order of their ids."""

    def found(self) -> Found:
        """What the last run found, before any person's decision."""

    def redirects(self) -> Mapping[str, str]:
        """Where themes that were merged away, by voc or by people, went (``Standing.redirects``)."""

    def replace_themes(self, changed: Sequence[Theme], standing: Standing) -> None:
        """Put ``changed`` in the place of the found themes with their ids, and what stands then, in one transaction;
        nothing else changes. An id that was not found is a ``StoreError``.
        """

    def decisions(self) -> list[Decision]:
        """All that people ruled, in the order of ``at``, then ``id``."""

    def add_decisions(self, decisions: Sequence[Decision], standing: Standing) -> None:
        """Add those of ``decisions`` whose id is not known yet, and replace what stands, in one transaction. Nothing is
        ever removed.
        """

    def runs(self) -> list[Run]:
        """All discover runs that had news, by number."""

    def theme_counts(self) -> list[ThemeCount]:
        """How much each theme had at the end of each run, by run and theme id."""

    def events(self, since: int = 0) -> list[Event]:
        """What happened to themes in the runs from number ``since`` on, by run, in the order given."""

    def verdicts(self, digests: Sequence[str]) -> Mapping[str, Verdict]:
        """What became of proposed titles, by the digest of what was asked; those that are not known are left out."""

    def save_verdict(self, digest: str, verdict: Verdict) -> None:
        """Keep what became of a proposed title, in one transaction; replaces an earlier verdict."""

    def assignments(self) -> list[Assignment]:
        """One a ticket that was looked at, in the order of ticket ids."""

    def encoder_state(self) -> tuple[EncoderState, int] | None:
        """The current fitted encoder and the number of texts it was fitted on, or None before the first run."""

    def embedding(self, space: str) -> Embedding:
        """All stored vectors of ``space`` in the order of ticket ids (vectors of replaced tickets are gone),
        to the bit; 0 x 0 where there are none.
        """
