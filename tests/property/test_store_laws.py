"""Laws of the stores: whatever is written, in whatever order, the database tells what the plain reference tells."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from voc.errors import StoreError
from voc.model.decision import Decision, Ruling
from voc.model.registry import Event, Found, Proposal, Run, Shift, Standing, ThemeChange, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, Evidence, Theme
from voc.model.ticket import AuthorRole, Feedback, Kind, Message, Revenue, Satisfaction, Span, Ticket
from voc.ports.store import Discovery, IngestRecord, Store
from voc.stores.arrays import array_from_bytes, array_to_bytes
from voc.stores.codec import dumps, loads
from voc.stores.memory import MemoryStore
from voc.stores.sql import open_store
from voc.stores.types import escape, unescape

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x01\x02\ud7fe\ud7ff\ud800\udfff\ue000'\"\\%{")), max_size=8
)
MAYBE = st.none() | TEXTS.filter(bool)
IDS = st.sampled_from(["csv:1", "csv:2", "csv:ä", "csv:\x00", "csv:\x01", "csv:\ud800", "csv:\ue000"])
TIMES = st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
UNIT = st.floats(0, 1)

MESSAGES = st.builds(Message, TEXTS, st.sampled_from(AuthorRole), st.booleans(), TIMES)
TICKETS = st.builds(
    Ticket,
    id=IDS,
    messages=st.lists(MESSAGES, max_size=2).map(tuple),
    subject=MAYBE,
    requester=MAYBE,
    organization=MAYBE,
    channel=MAYBE,
    created_at=TIMES,
    updated_at=TIMES,
    satisfaction=st.none() | st.builds(Satisfaction, TEXTS, TEXTS, MAYBE),
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    revenue=st.none() | st.builds(Revenue, NUMBERS, MAYBE),
    status=MAYBE,
    url=MAYBE,
    version=MAYBE,
)
VERSIONS = st.lists(st.tuples(TICKETS, TEXTS, st.integers(0, 9)), max_size=4)
FEEDBACK = st.builds(
    Feedback,
    ticket_id=IDS,
    text=TEXTS,
    spans=st.lists(st.builds(Span, *[st.integers(-1, 99)] * 4), max_size=2).map(tuple),
    kind=st.sampled_from(Kind),
    kind_confidence=UNIT,
    kind_reason=TEXTS,
    language=TEXTS,
    severity=st.none() | st.integers(1, 5),
    severity_reason=TEXTS,
    sentiment=st.none() | st.integers(-1, 1),
    churn=TEXTS,
    fingerprint=TEXTS,
    redactions=st.integers(0, 9),
)
QUOTES = st.builds(Evidence, IDS, st.integers(-1, 3), st.integers(0, 9), st.integers(0, 9), TEXTS)
THEMES = st.builds(
    Theme,
    id=st.sampled_from(["t1", "t2", "t\x00"]),
    title=TEXTS,
    kind=st.sampled_from(Kind),
    keyphrases=st.lists(TEXTS, max_size=2).map(tuple),
    exemplars=st.lists(QUOTES, max_size=1).map(tuple),
    ticket_ids=st.lists(IDS, max_size=3).map(tuple),
    first_seen=TIMES,
    last_seen=TIMES,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXTS, lambda inner: st.lists(inner, max_size=2)
)
SPACES = st.sampled_from(["s1", "s2"])


@st.composite
def embeddings(draw: st.DrawFn) -> Embedding:
    """A few distinct tickets in one of two spaces, two dimensions each."""
    ids = draw(st.lists(IDS, unique=True, max_size=4))
    numbers = draw(st.lists(st.floats(width=16, allow_nan=False), min_size=2 * len(ids), max_size=2 * len(ids)))
    texts = draw(st.lists(TEXTS, min_size=len(ids), max_size=len(ids)))
    vectors = np.asarray(numbers, dtype=np.float16).reshape(len(ids), 2)
    return Embedding(tuple(ids), tuple(texts), vectors, draw(SPACES))


STATES = st.builds(
    EncoderState,
    SPACES,
    st.dictionaries(TEXTS, st.lists(st.integers(-9, 9), max_size=3).map(np.asarray), max_size=2),
    st.dictionaries(TEXTS, JSON, max_size=2),
)


def numbered(discovery: Discovery) -> Discovery:
    """``discovery`` whose events and counts are those of its run."""
    if discovery.run is None:
        return replace(discovery, events=(), counts=())
    events = tuple(replace(event, run=discovery.run.number) for event in discovery.events)
    counts = tuple(replace(count, run=discovery.run.number) for count in discovery.counts)
    return replace(discovery, events=events, counts=counts)


LAYER = {
    "themes": st.lists(THEMES, max_size=3, unique_by=lambda theme: theme.id).map(tuple),
    "assignments": st.lists(
        st.builds(Assignment, IDS, MAYBE, UNIT, MAYBE), max_size=3, unique_by=lambda item: item.ticket_id
    ).map(tuple),
    "redirects": st.dictionaries(TEXTS, TEXTS, max_size=2),
}
SHIFTS = st.builds(Shift, st.sampled_from(ThemeChange), TEXTS, TEXTS, st.lists(IDS, max_size=2).map(tuple))
STANDING = st.builds(Standing, **LAYER)
MOMENTS = TIMES.filter(bool)
DECISIONS = st.builds(
    Decision,
    id=st.sampled_from(["d-1", "d-2", "d-\x00"]),
    at=MOMENTS,
    who=TEXTS,
    ruling=st.sampled_from(Ruling),
    theme_id=TEXTS,
    into=TEXTS,
    ticket_ids=st.lists(IDS, max_size=2).map(tuple),
    text=TEXTS,
    change=st.none() | st.sampled_from(ThemeChange),
    reason=TEXTS,
)
DISCOVERIES = st.builds(
    Discovery,
    found=st.builds(
        Found, **LAYER, proposals=st.lists(st.builds(Proposal, SHIFTS, *[st.integers(1, 9)] * 2), max_size=2).map(tuple)
    ),
    standing=STANDING,
    run=st.none() | st.builds(Run, st.integers(1, 3), MOMENTS, TIMES, st.booleans(), *[st.integers(0, 9)] * 6),
    events=st.lists(st.builds(Event, st.integers(1, 3), SHIFTS), max_size=2).map(tuple),
    counts=st.lists(
        st.builds(ThemeCount, st.integers(1, 3), TEXTS, *[st.integers(0, 9)] * 2),
        max_size=2,
        unique_by=lambda count: count.theme_id,
    ).map(tuple),
    embedding=embeddings(),
    state=st.none() | STATES,
    digest=TEXTS,
    fitted_on=st.integers(0, 9),
).map(numbered)


@given(TEXTS, TEXTS)
def test_escaped_text_comes_back_and_keeps_its_order(left: str, right: str) -> None:
    """Any two strings; the escaped ones can be stored and compare as the originals do."""
    assert unescape(escape(left)) == left
    assert (escape(left).encode() < escape(right).encode()) == (left < right)
    assert "\x00" not in escape(left)


@given(TICKETS)
def test_records_come_back_from_json(ticket: Ticket) -> None:
    """Any ticket."""
    assert loads(Ticket, dumps(ticket)) == ticket


@given(st.lists(st.floats(width=32)), st.sampled_from(["<f4", ">f8", "<U9"]))
def test_arrays_come_back_from_bytes(numbers: list[float], dtype: str) -> None:
    """Any numbers, NaN too, to the bit."""
    array = np.asarray(numbers).astype(dtype)
    assert array_from_bytes(array_to_bytes(array)).tobytes() == array.tobytes()


@cache
def empty_database() -> bytes:
    """A new store's file, so that each example need not migrate one."""
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"{folder}/voc.db").close()
        return (Path(folder) / "voc.db").read_bytes()


def plain_embedding(embedding: Embedding) -> tuple[object, ...]:
    """An embedding as values that compare."""
    vectors = embedding.vectors
    return embedding.ticket_ids, embedding.fingerprints, embedding.space, vectors.shape, vectors.tobytes()


def plain_state(found: tuple[EncoderState, int] | None) -> object:
    """A fitted encoder as values that compare."""
    if found is None:
        return None
    state, fitted_on = found
    arrays = {name: (array.dtype.str, array.tolist()) for name, array in state.arrays.items()}
    return state.space, arrays, state.meta, fitted_on


class SameAsReference(RuleBasedStateMachine):
    """The reference and the database, side by side, through any sequence of writes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="voc-"))
        (self.folder / "voc.db").write_bytes(empty_database())
        self.reference = MemoryStore()
        self.database = open_store(str(self.folder / "voc.db"))

    @initialize(known=st.sets(IDS).filter(lambda ids: len(ids) > 3))
    def begin(self, known: set[str]) -> None:
        """Most ids are known, so that most writes are accepted."""
        self.both(lambda store: store.save_tickets([(Ticket(key), "", 0) for key in sorted(known)]))

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.database.close()
        shutil.rmtree(self.folder)

    def both(self, action: Callable[[Store], Any]) -> None:
        """Do the same to both; they refuse it both or neither."""
        outcomes = []
        for store in (self.reference, self.database):
            try:
                outcomes.append((True, action(store)))
            except StoreError:
                outcomes.append((False, None))
        assert outcomes[0] == outcomes[1]

    @rule(versions=VERSIONS)
    def save_tickets(self, versions: list[tuple[Ticket, str, int]]) -> None:
        """New tickets and replaced ones, also twice in one batch."""
        self.both(lambda store: store.save_tickets(versions))

    @rule(versions=VERSIONS)
    def save_older(self, versions: list[tuple[Ticket, str, int]]) -> None:
        """Versions that lost, of unknown tickets too."""
        self.both(lambda store: store.save_older(versions))

    @rule(feedback=st.lists(FEEDBACK, max_size=4), version=st.sampled_from(["1", "2"]))
    def save_feedback(self, feedback: list[Feedback], version: str) -> None:
        """Feedback of two analysis versions, of unknown tickets too."""
        self.both(lambda store: store.save_feedback(feedback, version))

    @rule(discovery=DISCOVERIES)
    def save_discovery(self, discovery: Discovery) -> None:
        """Any discovery, in two spaces."""
        self.both(lambda store: store.save_discovery(discovery))

    @rule(decisions=st.lists(DECISIONS, max_size=3), standing=STANDING)
    def add_decisions(self, decisions: list[Decision], standing: Standing) -> None:
        """Decisions of known ids too, which stay what they were."""
        self.both(lambda store: store.add_decisions(decisions, standing))

    @rule(name=TEXTS, tickets=st.integers(0, 9))
    def record_ingest(self, name: str, tickets: int) -> None:
        """One document, read again and again."""
        self.both(lambda store: store.record_ingest(IngestRecord("digest", name, tickets, 0)))

    @rule(ids=st.lists(IDS, max_size=4))
    def ask_for_some(self, ids: list[str]) -> None:
        """Tickets and digests of any ids, repeated and unknown ones too."""
        self.both(lambda store: list(store.tickets(ids)))
        self.both(lambda store: dict(store.source_digests(ids)))
        self.both(lambda store: store.feedback(ids))
        self.both(lambda store: [store.history(key) for key in ids])

    @rule()
    def open_again(self) -> None:
        """What is stored outlives the process."""
        self.database.close()
        self.database = open_store(str(self.folder / "voc.db"))

    @invariant()
    def same_to_see(self) -> None:
        """Everything that can be read is the same."""
        self.both(lambda store: list(store.tickets()))
        self.both(lambda store: [store.facts(), store.feedback(), store.feedback_facts(), store.feedback_digest()])
        self.both(lambda store: [list(store.without_feedback(version)) for version in ("1", "2")])
        self.both(lambda store: [store.themes(), store.assignments(), store.discovery_digest()])
        self.both(lambda store: [store.found(), store.redirects(), store.decisions()])
        self.both(lambda store: [store.runs(), store.theme_counts(), store.events(), store.events(2)])
        self.both(lambda store: [store.counts(), store.ingested("digest")])
        self.both(lambda store: [plain_embedding(store.embedding(space)) for space in ("s1", "s2")])
        self.both(lambda store: plain_state(store.encoder_state()))


TestSameAsReference = SameAsReference.TestCase
TestSameAsReference.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
