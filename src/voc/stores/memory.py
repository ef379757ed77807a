"""The store as plain dictionaries: the reference that the others are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import TypeVar
from uuid import uuid4

import numpy as np

from voc.errors import StoreError
from voc.model.decision import Decision
from voc.model.naming import Verdict
from voc.model.registry import Event, Found, Run, Standing, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, HalfVectors, Theme
from voc.model.ticket import Feedback, FeedbackFacts, Ticket, TicketFacts
from voc.ports.store import Discovery, IngestRecord, StoreCounts
from voc.stores.digests import digest_of, record_digest
from voc.stores.versions import oldest_first

Layer = TypeVar("Layer", Found, Standing)


class MemoryStore:
    """``ports.store.Store`` for tests and dry runs; see there for what each method promises."""

    def __init__(self) -> None:
        self._ledger_id = str(uuid4())
        self._tickets: dict[str, tuple[Ticket, str, int]] = {}
        self._history: dict[str, list[tuple[Ticket, str, int]]] = {}
        self._documents: dict[str, IngestRecord] = {}
        self._feedback: dict[str, tuple[Feedback, str]] = {}
        self._vectors: dict[tuple[str, str], tuple[str, HalfVectors]] = {}
        self._found, self._standing = Found(), Standing()
        self._decisions: dict[str, Decision] = {}
        self._runs: dict[int, tuple[Run, Sequence[Event], Sequence[ThemeCount]]] = {}
        self._state: EncoderState | None = None
        self._digest: str | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._key_fingerprint: str | None = None
        self._fitted_on = 0

    @property
    def ledger_id(self) -> str:
        """Random id of this store."""
        return self._ledger_id

    def close(self) -> None:
        """Nothing to let go of."""

    @contextmanager
    def writing(self, wait: float = 0.0) -> Iterator[None]:
        """Memory has one process, hence one writer."""
        yield

    def counts(self) -> StoreCounts:
        """How much there is."""
        return StoreCounts(len(self._tickets), len(self._documents), len(self._feedback), len(self._standing.themes))

    def key_fingerprint(self) -> str | None:
        """The fingerprint of the pseudonym key."""
        return self._key_fingerprint

    def keep_key_fingerprint(self, fingerprint: str) -> None:
        """Remember the fingerprint of the pseudonym key."""
        self._key_fingerprint = fingerprint

    # -- tickets ------------------------------------------------------------------------------------------------
    def source_digests(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Source digests of each known ticket, the current one first."""
        known = (key for key in ids if key in self._tickets)
        return {key: tuple(row[1] for row in (self._tickets[key], *self._history.get(key, ()))) for key in known}

    def tickets(self, ids: Sequence[str] | None = None) -> Iterator[Ticket]:
        """Stored tickets in the order of their ids."""
        wanted = self._tickets if ids is None else set(ids) & self._tickets.keys()
        yield from [self._tickets[key][0] for key in sorted(wanted)]

    def save_tickets(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Insert or replace tickets."""
        replaced = {ticket.id for ticket, _, _ in tickets} & self._tickets.keys()
        for key in replaced:
            self._feedback.pop(key, None)
        self._vectors = {key: row for key, row in self._vectors.items() if key[1] not in replaced}
        for ticket, digest, redactions in tickets:
            if ticket.id in self._tickets:
                self._history.setdefault(ticket.id, []).append(self._tickets[ticket.id])
            self._tickets[ticket.id] = (ticket, digest, redactions)

    def save_older(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Put versions that lost into their tickets' history."""
        self._must_know([ticket.id for ticket, _, _ in tickets])
        for row in tickets:
            self._history.setdefault(row[0].id, []).append(row)

    def history(self, ticket_id: str) -> list[Ticket]:
        """Other versions of a ticket, oldest first."""
        return oldest_first(ticket for ticket, _, _ in self._history.get(ticket_id, ()))

    def facts(self, ids: Sequence[str] | None = None) -> list[TicketFacts]:
        """Tickets without their words, in the order of ids."""
        return [
            TicketFacts(
                t.id, t.customer, t.created_at, t.channel, t.revenue, t.satisfaction, t.status, t.url, t.version
            )
            for t in self.tickets(ids)
        ]

    def ingested(self, digest: str) -> IngestRecord | None:
        """The record of a document that was read to its end, or None."""
        return self._documents.get(digest)

    def record_ingest(self, record: IngestRecord) -> None:
        """Remember that a document was read to its end."""
        self._documents[record.digest] = record

    # -- feedback -----------------------------------------------------------------------------------------------
    def without_feedback(self, version: str) -> Iterator[tuple[Ticket, int]]:
        """Tickets that have no feedback made by analysis ``version``."""
        current = {key for key, (_, made_by) in self._feedback.items() if made_by == version}
        rows = [self._tickets[key] for key in sorted(self._tickets.keys() - current)]
        yield from [(ticket, redactions) for ticket, _, redactions in rows]

    def save_feedback(self, feedback: Sequence[Feedback], version: str) -> None:
        """Insert or replace feedback."""
        self._must_know([item.ticket_id for item in feedback])
        self._feedback.update((item.ticket_id, (item, version)) for item in feedback)

    def feedback(self, ids: Sequence[str] | None = None) -> list[Feedback]:
        """Feedback in the order of ticket ids."""
        wanted = self._feedback if ids is None else set(ids) & self._feedback.keys()
        return [self._feedback[key][0] for key in sorted(wanted)]

    def feedback_facts(self) -> list[FeedbackFacts]:
        """All feedback without its words, in the order of ticket ids."""
        return [
            FeedbackFacts(**{each.name: getattr(f, each.name) for each in fields(FeedbackFacts)})
            for f in self.feedback()
        ]

    def feedback_digest(self) -> str:
        """One digest over all feedback."""
        return digest_of(record_digest(*self._feedback[key]) for key in sorted(self._feedback))

    # -- themes -------------------------------------------------------------------------------------------------
    def save_discovery(self, discovery: Discovery) -> None:
        """Replace what was found and stands, add the run, vectors and the fitted state, drop vectors of no use."""
        embedding, found, standing = discovery.embedding, discovery.found, discovery.standing
        self._must_know([item.ticket_id for item in (*found.assignments, *standing.assignments)])
        self._must_know(embedding.ticket_ids)
        self._found, self._standing = _ordered(found), _ordered(standing)
        if discovery.state is not None:
            self._state = discovery.state
            self._vectors = {key: row for key, row in self._vectors.items() if key[0] == discovery.state.space}
        for key, text, row in zip(embedding.ticket_ids, embedding.fingerprints, embedding.vectors, strict=True):
            self._vectors[embedding.space, key] = (text, row)
        looked_at = {item.ticket_id for item in found.assignments}
        self._vectors = {key: row for key, row in self._vectors.items() if key[1] in looked_at}
        self._digest, self._fitted_on = discovery.digest, discovery.fitted_on
        if discovery.run is not None:
            self._runs[discovery.run.number] = (discovery.run, discovery.events, discovery.counts)

    def discovery_digest(self) -> str | None:
        """``Discovery.digest`` of the last run."""
        return self._digest

    def themes(self) -> list[Theme]:
        """All themes in the order of their ids."""
        return list(self._standing.themes)

    def found(self) -> Found:
        """What the last run found."""
        return self._found

    def redirects(self) -> Mapping[str, str]:
        """Where themes that were merged away went."""
        return dict(self._standing.redirects)

    def replace_themes(self, changed: Sequence[Theme], standing: Standing) -> None:
        """Write found themes anew, and what stands."""
        themes = {theme.id: theme for theme in self._found.themes}
        for theme in changed:
            if theme.id not in themes:
                raise StoreError(f"the store knows no theme {theme.id}", "run the command again")
        themes |= {theme.id: theme for theme in changed}
        self._found, self._standing = replace(self._found, themes=tuple(themes.values())), _ordered(standing)

    def decisions(self) -> list[Decision]:
        """All that people ruled, in the order of the log."""
        return sorted(self._decisions.values(), key=lambda decision: (decision.at, decision.id))

    def add_decisions(self, decisions: Sequence[Decision], standing: Standing) -> None:
        """Join the log with ``decisions``, and replace what stands."""
        self._must_know([item.ticket_id for item in standing.assignments])
        self._decisions = {decision.id: decision for decision in decisions} | self._decisions
        self._standing = _ordered(standing)

    def runs(self) -> list[Run]:
        """All runs by number."""
        return [self._runs[number][0] for number in sorted(self._runs)]

    def theme_counts(self) -> list[ThemeCount]:
        """All counts by run and theme."""
        counts = [count for _, _, each in self._runs.values() for count in each]
        return sorted(counts, key=lambda count: (count.run, count.theme_id))

    def events(self, since: int = 0) -> list[Event]:
        """What happened from run ``since`` on."""
        return [event for number in sorted(self._runs) if number >= since for event in self._runs[number][1]]

    def verdicts(self, digests: Sequence[str]) -> Mapping[str, Verdict]:
        """What became of proposed titles, by digest."""
        return {digest: self._verdicts[digest] for digest in digests if digest in self._verdicts}

    def save_verdict(self, digest: str, verdict: Verdict) -> None:
        """Keep what became of a proposed title."""
        self._verdicts[digest] = verdict

    def assignments(self) -> list[Assignment]:
        """All assignments in the order of ticket ids."""
        return list(self._standing.assignments)

    def encoder_state(self) -> tuple[EncoderState, int] | None:
        """The current fitted encoder and the number of texts it was fitted on."""
        return (self._state, self._fitted_on) if self._state is not None else None

    def embedding(self, space: str) -> Embedding:
        """All stored vectors of ``space`` in the order of ticket ids."""
        ids = sorted(key for its_space, key in self._vectors if its_space == space)
        found = [self._vectors[space, key] for key in ids]
        rows = [row for _, row in found]
        vectors = np.stack(rows) if rows else np.zeros((0, 0), np.float16)
        return Embedding(tuple(ids), tuple(text for text, _ in found), vectors, space)

    def _must_know(self, ids: Sequence[str]) -> None:
        if not self._tickets.keys() >= set(ids):
            raise StoreError("store refused a row that refers to an unknown ticket", "run the command again")


def _ordered(layer: Layer) -> Layer:
    """The same in the order of ids."""
    return replace(
        layer,
        themes=tuple(sorted(layer.themes, key=lambda theme: theme.id)),
        assignments=tuple(sorted(layer.assignments, key=lambda item: item.ticket_id)),
        redirects=dict(sorted(layer.redirects.items())),
    )
