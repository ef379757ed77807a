"""The store in a SQL database: a SQLite file by default, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine, func, select

from voc.errors import StoreError
from voc.model.decision import Decision
from voc.model.naming import Verdict
from voc.model.registry import Event, Found, Run, Standing, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, Theme
from voc.model.ticket import Feedback, FeedbackFacts, Ticket, TicketFacts
from voc.ports.store import Discovery, IngestRecord, StoreCounts
from voc.stores import sql_feedback, sql_history, sql_layers, sql_themes, sql_tickets, sql_verdicts
from voc.stores.engine import connect, reading, write_transaction
from voc.stores.locks import WriterLock
from voc.stores.migrate import migrate
from voc.stores.schema import documents, feedback, themes, tickets
from voc.stores.urls import location, parse_url


def open_store(url: str, *, create: bool = True) -> SqlStore:
    """The store at ``url``: a path, ``sqlite:///PATH`` or ``postgresql://...``, brought to the newest schema.

    Args:
        url: where the store lies.
        create: whether a missing file is made; false for commands that only read.

    Raises:
        UsageError: a URL that names no store voc can use.
        StoreError: missing, not a store, newer than this program, unreachable, read-only, full or damaged.
    """
    engine = connect(parse_url(url), create=create)
    try:
        migrate(engine)
        return SqlStore(engine)
    except BaseException:
        engine.dispose()
        raise


class SqlStore:
    """``ports.store.Store`` on SQLAlchemy Core; see there for what each method promises.

    Attributes:
        engine: for tables of others in the same database, such as the filing ledger; use it with
            ``engine.reading`` and ``engine.write_transaction``.
        ledger_id: random id of this store, minted with its first table.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = WriterLock(engine)
        with reading(engine) as connection:
            ledger_id = sql_themes.setting(connection, sql_themes.LEDGER_ID)
        if ledger_id is None:
            raise StoreError(f"store {location(engine.url)} has lost its id", "restore it from a backup")
        self._ledger_id = ledger_id

    @property
    def ledger_id(self) -> str:
        """Random id of this store, minted once."""
        return self._ledger_id

    def close(self) -> None:
        """Let go of files and connections."""
        self.engine.dispose()

    def writing(self, wait: float = 0.0) -> AbstractContextManager[None]:
        """Hold the store as its only writer."""
        return self._lock.hold(wait)

    def counts(self) -> StoreCounts:
        """How much there is."""
        with reading(self.engine) as connection:
            tables = (tickets, documents, feedback, themes)
            return StoreCounts(*(connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables))

    def key_fingerprint(self) -> str | None:
        """The fingerprint of the pseudonym key."""
        with reading(self.engine) as connection:
            return sql_themes.setting(connection, sql_themes.KEY_FINGERPRINT)

    def keep_key_fingerprint(self, fingerprint: str) -> None:
        """Remember the fingerprint of the pseudonym key."""
        with self._transaction() as connection:
            sql_themes.keep(connection, sql_themes.KEY_FINGERPRINT, fingerprint)

    # -- tickets ------------------------------------------------------------------------------------------------
    def source_digests(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Source digests of each known ticket, the current one first."""
        with reading(self.engine) as connection:
            return sql_tickets.source_digests(connection, ids)

    def tickets(self, ids: Sequence[str] | None = None) -> Iterator[Ticket]:
        """Stored tickets in the order of their ids."""
        with reading(self.engine) as connection:
            yield from sql_tickets.stream(connection, ids)

    def save_tickets(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Insert or replace tickets."""
        with self._transaction() as connection:
            sql_tickets.save(connection, tickets)

    def save_older(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        """Put versions that lost into their tickets' history."""
        with self._transaction() as connection:
            sql_tickets.save_older(connection, tickets)

    def history(self, ticket_id: str) -> list[Ticket]:
        """Other versions of a ticket, oldest first."""
        with reading(self.engine) as connection:
            return sql_tickets.history(connection, ticket_id)

    def facts(self, ids: Sequence[str] | None = None) -> list[TicketFacts]:
        """Tickets without their words, in the order of ids."""
        with reading(self.engine) as connection:
            return sql_tickets.facts(connection, ids)

    def ingested(self, digest: str) -> IngestRecord | None:
        """The record of a document that was read to its end, or None."""
        with reading(self.engine) as connection:
            return sql_tickets.ingested(connection, digest)

    def record_ingest(self, record: IngestRecord) -> None:
        """Remember that a document was read to its end."""
        with self._transaction() as connection:
            sql_tickets.record_ingest(connection, record)

    # -- feedback -----------------------------------------------------------------------------------------------
    def without_feedback(self, version: str) -> Iterator[tuple[Ticket, int]]:
        """Tickets that have no feedback made by analysis ``version``."""
        with reading(self.engine) as connection:
            yield from sql_feedback.missing(connection, version)

    def save_feedback(self, feedback: Sequence[Feedback], version: str) -> None:
        """Insert or replace feedback."""
        with self._transaction() as connection:
            sql_feedback.save(connection, feedback, version)

    def feedback(self, ids: Sequence[str] | None = None) -> list[Feedback]:
        """Feedback in the order of ticket ids."""
        with reading(self.engine) as connection:
            return sql_feedback.load(connection, ids)

    def feedback_facts(self) -> list[FeedbackFacts]:
        """All feedback without its words, in the order of ticket ids."""
        with reading(self.engine) as connection:
            return sql_feedback.load_facts(connection)

    def feedback_digest(self) -> str:
        """One digest over all feedback."""
        with reading(self.engine) as connection:
            return sql_feedback.digest(connection)

    # -- themes -------------------------------------------------------------------------------------------------
    def save_discovery(self, discovery: Discovery) -> None:
        """Replace what was found and stands, add the run, vectors and the fitted state."""
        with self._transaction() as connection:
            sql_themes.save(connection, discovery)

    def discovery_digest(self) -> str | None:
        """``Discovery.digest`` of the last run."""
        with reading(self.engine) as connection:
            return sql_themes.setting(connection, sql_themes.DISCOVERY_DIGEST)

    def themes(self) -> list[Theme]:
        """All themes in the order of their ids."""
        with reading(self.engine) as connection:
            return sql_layers.load_themes(connection)

    def found(self) -> Found:
        """What the last run found."""
        with reading(self.engine) as connection:
            return sql_layers.load_found(connection)

    def redirects(self) -> Mapping[str, str]:
        """Where themes that were merged away went."""
        with reading(self.engine) as connection:
            return sql_layers.load_redirects(connection)

    def replace_themes(self, changed: Sequence[Theme], standing: Standing) -> None:
        """Write found themes anew, and what stands."""
        with self._transaction() as connection:
            sql_layers.replace_found_themes(connection, changed)
            sql_layers.save_standing(connection, standing)

    def decisions(self) -> list[Decision]:
        """All that people ruled, in the order of the log."""
        with reading(self.engine) as connection:
            return sql_history.load_decisions(connection)

    def add_decisions(self, decisions: Sequence[Decision], standing: Standing) -> None:
        """Join the log with ``decisions``, and replace what stands."""
        with self._transaction() as connection:
            sql_history.add_decisions(connection, decisions)
            sql_layers.save_standing(connection, standing)

    def runs(self) -> list[Run]:
        """All runs by number."""
        with reading(self.engine) as connection:
            return sql_history.load_runs(connection)

    def theme_counts(self) -> list[ThemeCount]:
        """All counts by run and theme."""
        with reading(self.engine) as connection:
            return sql_history.load_counts(connection)

    def events(self, since: int = 0) -> list[Event]:
        """What happened from run ``since`` on."""
        with reading(self.engine) as connection:
            return sql_history.load_events(connection, since)

    def verdicts(self, digests: Sequence[str]) -> Mapping[str, Verdict]:
        """What became of proposed titles, by digest."""
        with reading(self.engine) as connection:
            return sql_verdicts.load(connection, digests)

    def save_verdict(self, digest: str, verdict: Verdict) -> None:
        """Keep what became of a proposed title."""
        with self._transaction() as connection:
            sql_verdicts.save(connection, digest, verdict)

    def assignments(self) -> list[Assignment]:
        """All assignments in the order of ticket ids."""
        with reading(self.engine) as connection:
            return sql_layers.load_assignments(connection)

    def encoder_state(self) -> tuple[EncoderState, int] | None:
        """The current fitted encoder and the number of texts it was fitted on."""
        with reading(self.engine) as connection:
            return sql_themes.load_state(connection)

    def embedding(self, space: str) -> Embedding:
        """All stored vectors of ``space`` in the order of ticket ids."""
        with reading(self.engine) as connection:
            return sql_themes.load_embedding(connection, space)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One write, as the only writer."""
        with self.writing(), write_transaction(self.engine) as connection:
            yield connection
