"""What every Store promises, on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from voc.errors import StoreError
from voc.model.decision import Decision, Ruling
from voc.model.naming import Refusal, Verdict
from voc.model.registry import Event, Found, Proposal, Run, Shift, Standing, ThemeChange, ThemeCount
from voc.model.theme import Assignment, Embedding, EncoderState, Evidence, SubTheme, Theme, TitleBy
from voc.model.ticket import (
    AuthorRole,
    Feedback,
    FeedbackFacts,
    Kind,
    Message,
    Revenue,
    Satisfaction,
    Span,
    Ticket,
    TicketFacts,
)
from voc.ports.store import Discovery, IngestRecord, Store, StoreCounts
from voc.stores.memory import MemoryStore
from voc.stores.sql import open_store

NOON = datetime(2026, 10, 5, 12, 0, 0, 123456, tzinfo=UTC)

FULL = Ticket(
    id="zendesk:1",
    subject="Vienti kaatuu",
    messages=(
        Message("Sovellus kaatuu, kun vien CSV:n.\nTerveisin [NAME]", at=NOON),
        Message("Thanks, we look into it", role=AuthorRole.AGENT, public=False, at=NOON + timedelta(hours=1)),
    ),
    requester="r-1",
    organization="o-1",
    channel="email",
    created_at=NOON,
    updated_at=NOON + timedelta(days=1),
    closed_at=NOON + timedelta(days=2),
    status="solved",
    priority="high",
    type="incident",
    satisfaction=Satisfaction("1-5", "2", "slow"),
    tags=("export", "csv"),
    revenue=Revenue(1200.5, "EUR"),
    url="https://example.com/1",
    language="fi",
    version="4.2",
    links=("zendesk:9",),
)
BARE = Ticket("csv:2")
HOSTILE = Ticket(
    "csv:ä\U0001f600' OR 1=1; DROP TABLE tickets--",
    messages=(Message("NUL \x00, \x01, lone surrogate \ud800, \ud7ff, \u2028, \U0001f600, {{ x }}, %s :name ?"),),
    subject="\x00\x01\x02\udfff",
    channel="\x00\ud83d",
    status="\x01\x01",
)


def feedback_of(ticket: Ticket, **changes: object) -> Feedback:
    """Feedback of ``ticket``, with some fields changed."""
    plain = Feedback(
        ticket_id=ticket.id,
        text="Sovellus kaatuu \x00 \ud800",
        spans=(Span(-1, 0, 4, 0), Span(0, 2, 9, 5)),
        kind=Kind.BUG,
        kind_confidence=0.1 + 0.2,
        kind_reason="kaatuu",
        language="fi",
        severity=4,
        severity_reason="kaatuu",
        sentiment=-1,
        sentiment_reason="surkea",
        churn="",
        fingerprint="f" * 32,
        redactions=2,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


THEME = Theme(
    id="t-1",
    title="Vienti kaatuu",
    kind=Kind.BUG,
    keyphrases=("vienti", "csv"),
    exemplars=(Evidence("zendesk:1", 0, 0, 8, "Sovellus", "fi"),),
    ticket_ids=("zendesk:1",),
    first_seen=NOON,
    last_seen=None,
    language="fi",
    merged_from=("t-0",),
    sub_themes=(
        SubTheme(
            "Vienti on tyhjä \ud800", ("zendesk:1",), Evidence("zendesk:1", -1, 0, 4, "tyhj\x00", "fi"), ("tyhjä",)
        ),
        SubTheme("Vienti katkeaa", ()),
    ),
)


def embedding_of(*ids: str, space: str = "lexical-1", fill: float = 0.5) -> Embedding:
    """Vectors of three dimensions that tell the tickets apart."""
    rows = [[fill, len(key) / 7, position] for position, key in enumerate(ids)]
    texts = tuple(f"text of {key}, {fill}" for key in ids)
    return Embedding(ids, texts, np.asarray(rows, dtype=np.float16).reshape(len(ids), 3), space)


def state_of(space: str = "lexical-1") -> EncoderState:
    """A fitted encoder with arrays of several types."""
    arrays = {
        "vocabulary": np.asarray(["vienti", "ä"]),
        "components": np.arange(6, dtype=np.float32).reshape(2, 3),
        "indptr": np.asarray([0, 2], dtype=np.int64),
        "empty": np.zeros((0, 3)),
    }
    return EncoderState(space, arrays, {"version": 1, "nested": {"a": [1, 2.5, None, "ä"]}})


def discovery_of(
    *ids: str,
    themes: tuple[Theme, ...] = (THEME,),
    assignments: tuple[Assignment, ...] | None = None,
    **changes: object,
) -> Discovery:
    """A discovery over ``ids``, of which all stands."""
    placed = tuple(Assignment(key, "t-1", 0.7, "t-1") for key in ids) if assignments is None else assignments
    plain = Discovery(
        found=Found(themes, placed),
        standing=Standing(themes, placed),
        embedding=embedding_of(*ids),
        state=state_of(),
        digest="d-1",
        fitted_on=len(ids),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    url = str(tmp_path / "voc.db") if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with three tickets."""
    store.save_tickets([(FULL, "d1", 3), (BARE, "d2", 0), (HOSTILE, "d3", 1)])
    return store


def same_embedding(left: Embedding, right: Embedding) -> bool:
    """Whether two embeddings hold the same, to the bit."""
    return (
        (left.ticket_ids, left.fingerprints) == (right.ticket_ids, right.fingerprints)
        and left.space == right.space
        and left.vectors.dtype == right.vectors.dtype
        and np.array_equal(left.vectors, right.vectors)
    )


# -- tickets ----------------------------------------------------------------------------------------------------


def test_tickets_come_back_as_they_were(filled: Store) -> None:
    """Every field, hostile text too, in the order of ids."""
    assert list(filled.tickets()) == sorted([FULL, BARE, HOSTILE], key=lambda ticket: ticket.id)


def test_key_fingerprint(store: Store) -> None:
    """None at first; what was kept last after that, and nothing else of the store changes."""
    before = store.counts(), store.ledger_id
    assert store.key_fingerprint() is None
    for kept in ("0123456789abcdef", "fedcba9876543210"):
        store.keep_key_fingerprint(kept)
        assert store.key_fingerprint() == kept
    assert (store.counts(), store.ledger_id) == before


def test_some_tickets_by_id(filled: Store) -> None:
    """Asked-for tickets come once each in the order of ids; unknown ones are passed over."""
    assert list(filled.tickets(["zendesk:1", "nowhere:1", "csv:2", "zendesk:1"])) == [BARE, FULL]
    assert list(filled.tickets([])) == []


def test_ids_sort_by_code_point(store: Store) -> None:
    """The order is Python's, whatever the database's language, for any string."""
    tails = ("a", "B", "ä", "Z", "z", "\x00", "\x01", "\x02", "\ud7ff", "\ud800", "\udfff", "\ue000", "\U0001f600")
    ids = [f"s:{tail}" for tail in tails]
    store.save_tickets([(Ticket(key), "d", 0) for key in ids])
    assert [ticket.id for ticket in store.tickets()] == sorted(ids)


def test_many_ids_at_once(store: Store) -> None:
    """More ids than a statement may hold values."""
    tickets = [Ticket(f"csv:{number:05}") for number in range(2500)]
    store.save_tickets([(ticket, ticket.id[-3:], 0) for ticket in tickets])
    ids = [ticket.id for ticket in tickets]
    assert len(store.source_digests([*ids, "csv:x"])) == 2500
    assert list(store.tickets(list(reversed(ids)))) == tickets


def test_source_digests(filled: Store) -> None:
    """Known tickets only; the current digest stands before those of the history."""
    filled.save_tickets([(BARE, "d2b", 0)])
    filled.save_older([(BARE, "d0", 0)])
    assert filled.source_digests(["csv:2", "zendesk:1", "x:1"]) == {"csv:2": ("d2b", "d2", "d0"), "zendesk:1": ("d1",)}


def test_replaced_ticket_goes_to_history(filled: Store) -> None:
    """The new version counts, earlier ones are kept, oldest first."""
    second, third = replace(FULL, subject="Second"), replace(FULL, subject="Third", organization="o-2")
    filled.save_tickets([(second, "d1b", 1)])
    filled.save_tickets([(third, "d1c", 1)])
    assert list(filled.tickets(["zendesk:1"])) == [third]
    assert filled.history("zendesk:1") == [FULL, second]
    assert filled.history("csv:2") == []
    assert next(fact for fact in filled.facts() if fact.id == "zendesk:1").customer == "o-2"


def test_several_versions_in_one_batch(store: Store) -> None:
    """The last one given counts, as if each had been saved alone."""
    first, second, third = (replace(BARE, subject=name) for name in "123")
    store.save_tickets([(first, "a", 0), (second, "b", 0), (third, "c", 0)])
    assert list(store.tickets()) == [third]
    assert store.history(BARE.id) == [first, second]
    assert store.source_digests([BARE.id]) == {BARE.id: ("c", "a", "b")}


def test_older_version_only_joins_history(filled: Store) -> None:
    """What lost changes nothing but the history, where it stands by its age."""
    filled.save_feedback([feedback_of(FULL)], "1")
    newer, older = replace(FULL, subject="newer"), replace(FULL, subject="older", updated_at=NOON)
    filled.save_tickets([(newer, "d1b", 1)])
    filled.save_feedback([feedback_of(newer)], "1")
    filled.save_older([(older, "d0", 1)])
    assert filled.history("zendesk:1") == [older, FULL]
    assert list(filled.tickets(["zendesk:1"])) == [newer]
    assert filled.feedback() == [feedback_of(newer)]


def test_facts(filled: Store) -> None:
    """All that ranking needs, in the order of ids."""
    facts = filled.facts()
    assert [fact.id for fact in facts] == sorted([FULL.id, BARE.id, HOSTILE.id])
    assert facts[0] == TicketFacts("csv:2", "csv:2", None)
    assert facts[-1] == TicketFacts(
        FULL.id, "o-1", NOON, "email", FULL.revenue, FULL.satisfaction, "solved", FULL.url, "4.2"
    )


def test_some_facts(filled: Store) -> None:
    """Of the tickets asked for, once each in the order of ids; unknown ones are passed over."""
    assert [fact.id for fact in filled.facts([FULL.id, "x:1", BARE.id, FULL.id])] == [BARE.id, FULL.id]
    assert filled.facts([]) == []


def test_documents(store: Store) -> None:
    """A document is known once it was recorded; the last record counts."""
    record = IngestRecord("abc", "export.csv", 10, 2)
    assert store.ingested("abc") is None
    store.record_ingest(record)
    store.record_ingest(replace(record, name="same.csv"))
    assert store.ingested("abc") == replace(record, name="same.csv")


def test_counts(filled: Store) -> None:
    """Each noun is counted, the history is not."""
    filled.save_tickets([(FULL, "d1", 3)])
    filled.save_feedback([feedback_of(FULL)], "1")
    filled.record_ingest(IngestRecord("abc", "export.csv", 10, 2))
    filled.save_discovery(discovery_of(FULL.id))
    assert filled.counts() == StoreCounts(tickets=3, documents=1, feedback=1, themes=1)


# -- feedback ---------------------------------------------------------------------------------------------------


def test_feedback_comes_back_as_it_was(filled: Store) -> None:
    """Every field, floats to the bit, in the order of ticket ids."""
    given = [feedback_of(FULL), feedback_of(BARE, severity=None, sentiment=None, spans=(), text="", kind=Kind.OTHER)]
    filled.save_feedback(given, "1")
    assert filled.feedback() == [given[1], given[0]]


def test_feedback_facts(filled: Store) -> None:
    """The same records without their words, and what decided each reading."""
    why = ("kaatuu", "kaatuu", "surkea")
    filled.save_feedback([feedback_of(FULL, churn="lopetan"), feedback_of(BARE, severity=None)], "1")
    assert filled.feedback_facts() == [
        FeedbackFacts("csv:2", Kind.BUG, 0.1 + 0.2, "fi", None, -1, "", *why),
        FeedbackFacts("zendesk:1", Kind.BUG, 0.1 + 0.2, "fi", 4, -1, "lopetan", *why),
    ]


def test_without_feedback(filled: Store) -> None:
    """Tickets never analysed, and those analysed by another version, in the order of ids."""
    filled.save_feedback([feedback_of(FULL)], "1")
    assert list(filled.without_feedback("1")) == [(BARE, 0), (HOSTILE, 1)]
    assert list(filled.without_feedback("2")) == [(BARE, 0), (HOSTILE, 1), (FULL, 3)]


def test_feedback_is_replaced(filled: Store) -> None:
    """The last one given counts, also within one batch."""
    filled.save_feedback([feedback_of(FULL), feedback_of(BARE)], "1")
    filled.save_feedback([feedback_of(FULL, text="a"), feedback_of(FULL, text="b")], "2")
    assert [item.text for item in filled.feedback()] == ["Sovellus kaatuu \x00 \ud800", "b"]
    assert [ticket.id for ticket, _ in filled.without_feedback("1")] == [HOSTILE.id, FULL.id]


def test_replaced_ticket_loses_feedback(filled: Store) -> None:
    """It is to be read anew; others keep theirs."""
    filled.save_feedback([feedback_of(FULL), feedback_of(BARE)], "1")
    filled.save_tickets([(replace(FULL, subject="new"), "d1b", 5)])
    assert [item.ticket_id for item in filled.feedback()] == [BARE.id]
    assert (replace(FULL, subject="new"), 5) in list(filled.without_feedback("1"))


def test_saving_while_reading(filled: Store) -> None:
    """Feedback may be saved while the tickets without it are still being listed, which misses and repeats none."""
    seen = []
    for ticket, _ in filled.without_feedback("1"):
        filled.save_feedback([feedback_of(ticket)], "1")
        seen.append(ticket.id)
    assert seen == [BARE.id, HOSTILE.id, FULL.id]
    assert list(filled.without_feedback("1")) == []


def test_reading_left_halfway(filled: Store) -> None:
    """A listing that is left half-way holds nothing up."""
    tickets = filled.tickets()
    assert next(tickets) == BARE
    del tickets
    filled.save_tickets([(replace(BARE, subject="x"), "d", 0)])
    assert next(filled.tickets()).subject == "x"


def test_feedback_digest_tells_every_change(filled: Store) -> None:
    """Equal while nothing changes; another after a change of words, of version, or of what there is."""
    seen = [filled.feedback_digest()]
    for batch, version in [
        ([feedback_of(FULL)], "1"),
        ([feedback_of(FULL, text="other words")], "1"),
        ([feedback_of(FULL, text="other words")], "2"),
        ([feedback_of(BARE)], "2"),
    ]:
        filled.save_feedback(batch, version)
        filled.save_feedback(batch, version)
        seen.append(filled.feedback_digest())
    assert filled.feedback_digest() == seen[-1]
    assert len(set(seen)) == len(seen)


def test_feedback_digest_is_the_same_in_every_store(filled: Store) -> None:
    """It depends on the feedback alone, not on the order it came in or where it is kept."""
    reference = MemoryStore()
    reference.save_tickets([(BARE, "", 0), (FULL, "", 0)])
    reference.save_feedback([feedback_of(BARE), feedback_of(FULL)], "1")
    filled.save_feedback([feedback_of(FULL)], "1")
    filled.save_feedback([feedback_of(BARE)], "1")
    assert filled.feedback_digest() == reference.feedback_digest()


# -- themes -----------------------------------------------------------------------------------------------------


def test_before_the_first_discovery(store: Store) -> None:
    """Nothing is there, and asking is no mistake."""
    assert store.discovery_digest() is None
    assert store.encoder_state() is None
    assert store.themes() == store.assignments() == store.feedback() == store.facts() == []
    assert same_embedding(store.embedding("x"), Embedding((), (), np.zeros((0, 0), np.float16), "x"))


def test_discovery_comes_back_as_it_was(filled: Store) -> None:
    """Themes, assignments, vectors and digest."""
    other = replace(THEME, id="t-0", kind=Kind.FEATURE_REQUEST, keyphrases=(), exemplars=(), first_seen=None)
    loose = Assignment("csv:2", None, 0.0, None)
    found = (Assignment("zendesk:1", "t-1", 1 / 3, "t-0"), loose)
    given = discovery_of("zendesk:1", "csv:2", themes=(THEME, other), assignments=found)
    filled.save_discovery(given)
    assert filled.themes() == [other, THEME]
    assert filled.assignments() == [loose, found[0]]
    assert filled.discovery_digest() == "d-1"
    embedding = given.embedding
    expected = Embedding(("csv:2", "zendesk:1"), embedding.fingerprints[::-1], embedding.vectors[::-1], "lexical-1")
    assert same_embedding(filled.embedding("lexical-1"), expected)


def test_encoder_state_comes_back_as_it_was(filled: Store) -> None:
    """Arrays of every type to the bit, JSON values, and what it was fitted on."""
    filled.save_discovery(discovery_of("csv:2", fitted_on=17))
    found = filled.encoder_state()
    assert found is not None
    state, fitted_on = found
    assert (state.space, state.meta, fitted_on) == ("lexical-1", state_of().meta, 17)
    assert state.arrays.keys() == state_of().arrays.keys()
    for name, array in state_of().arrays.items():
        assert state.arrays[name].dtype == array.dtype
        assert np.array_equal(state.arrays[name], array)


def test_discovery_replaces_the_one_before(filled: Store) -> None:
    """Themes and assignments are replaced, vectors join those there are, an unchanged encoder stays."""
    filled.save_discovery(discovery_of("csv:2"))
    renewed = replace(THEME, title="New")
    both = discovery_of("zendesk:1", "csv:2", embedding=embedding_of("zendesk:1"), themes=(renewed,), state=None)
    filled.save_discovery(replace(both, digest="d-2", fitted_on=1))
    assert filled.themes() == [renewed]
    assert [item.ticket_id for item in filled.assignments()] == ["csv:2", "zendesk:1"]
    assert filled.embedding("lexical-1").ticket_ids == ("csv:2", "zendesk:1")
    assert filled.discovery_digest() == "d-2"
    assert filled.encoder_state() is not None


def test_a_ticket_that_is_no_longer_looked_at_loses_its_vector(filled: Store) -> None:
    """Its text may be another when it comes back, and nothing is kept of what is of no use."""
    filled.save_discovery(discovery_of("csv:2", "zendesk:1"))
    filled.save_discovery(discovery_of("zendesk:1", embedding=embedding_of(), state=None))
    assert filled.embedding("lexical-1").ticket_ids == ("zendesk:1",)


def test_a_vector_given_again_is_replaced(filled: Store) -> None:
    """One vector a ticket and space, with the fingerprint of its text."""
    filled.save_discovery(discovery_of("csv:2"))
    again = embedding_of("csv:2", fill=0.25)
    filled.save_discovery(discovery_of("csv:2", embedding=again, state=None))
    assert same_embedding(filled.embedding("lexical-1"), again)


def test_a_new_space_drops_the_old_one(filled: Store) -> None:
    """Vectors that nothing compares with any more do not pile up."""
    filled.save_discovery(discovery_of("csv:2"))
    moved = discovery_of(
        "zendesk:1", embedding=embedding_of("zendesk:1", space="lexical-2"), state=state_of("lexical-2")
    )
    filled.save_discovery(moved)
    assert filled.embedding("lexical-1").ticket_ids == ()
    assert filled.embedding("lexical-2").ticket_ids == ("zendesk:1",)
    found = filled.encoder_state()
    assert found is not None
    assert found[0].space == "lexical-2"


def test_replaced_ticket_loses_its_vector(filled: Store) -> None:
    """Its words may be others now; the tickets around it keep theirs."""
    filled.save_discovery(discovery_of("csv:2", "zendesk:1"))
    filled.save_tickets([(replace(FULL, subject="new"), "d", 0)])
    assert filled.embedding("lexical-1").ticket_ids == ("csv:2",)


def test_empty_discovery(filled: Store) -> None:
    """A run that found nothing leaves nothing."""
    filled.save_discovery(discovery_of("csv:2"))
    filled.save_discovery(discovery_of(themes=(), state=None, digest="d-0"))
    assert (filled.themes(), filled.assignments(), filled.discovery_digest()) == ([], [], "d-0")


# -- as a whole -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["feedback", "assignment", "vector", "older"])
def test_unknown_ticket_is_refused_whole(filled: Store, what: str) -> None:
    """One line says so, and nothing of the write stays."""
    filled.save_discovery(discovery_of("csv:2"))
    stranger = Ticket("csv:unknown")
    nowhere, no_vectors = embedding_of("csv:unknown"), embedding_of()
    writes = {
        "feedback": lambda: filled.save_feedback([feedback_of(FULL), feedback_of(stranger)], "1"),
        "assignment": lambda: filled.save_discovery(discovery_of("csv:2", "csv:unknown", embedding=no_vectors)),
        "vector": lambda: filled.save_discovery(discovery_of("csv:2", embedding=nowhere, digest="d-9")),
        "older": lambda: filled.save_older([(FULL, "d0", 0), (stranger, "d", 0)]),
    }
    with pytest.raises(StoreError, match="unknown ticket"):
        writes[what]()
    assert filled.feedback() == []
    assert filled.discovery_digest() == "d-1"
    assert [item.ticket_id for item in filled.assignments()] == ["csv:2"]
    assert filled.history(FULL.id) == []


def test_themes_are_replaced_one_by_one(filled: Store) -> None:
    """Those found, by id, and all that stands; found assignments, vectors and the digest stay."""
    filled.save_discovery(discovery_of("csv:2", themes=(THEME, replace(THEME, id="t-2"))))
    renamed = replace(THEME, title="CSV-vienti kaatuu", title_by=TitleBy.MODEL)
    other, standing = replace(THEME, id="t-2"), Standing((THEME,))
    filled.replace_themes([renamed], standing)
    filled.replace_themes([], standing)
    assert (filled.found().themes, filled.themes()) == ((renamed, other), [THEME])
    assert filled.assignments() == []
    assert filled.discovery_digest() == "d-1"
    assert [item.ticket_id for item in filled.found().assignments] == ["csv:2"]
    assert filled.encoder_state() is not None


def test_themes_that_are_not_known_are_not_replaced(filled: Store) -> None:
    """Nothing of that call happens."""
    filled.save_discovery(discovery_of("csv:2"))
    with pytest.raises(StoreError, match="knows no theme t-9"):
        filled.replace_themes([replace(THEME, title="x"), replace(THEME, id="t-9")], Standing())
    assert filled.themes() == list(filled.found().themes) == [THEME]


MERGE = Decision("d-1", NOON, "Mia \ud800", Ruling.MERGE, "t-1", into="t-0", ticket_ids=("zendesk:1",), reason="same")
UNDO = Decision("d-0", NOON + timedelta(microseconds=1), "Ola", Ruling.UNDO, "t-1", undoes="d-1")


def test_decisions_are_only_ever_added(filled: Store) -> None:
    """In the order of time, whatever order they came in; one that is known stays what it was; what stands is new."""
    filled.save_discovery(discovery_of("csv:2"))
    stands = Standing((replace(THEME, id="t-0"),), (Assignment("csv:2", "t-0", 1.0, "t-0"),), {"t-1": "t-0"})
    filled.add_decisions([UNDO, MERGE], stands)
    filled.add_decisions([replace(MERGE, who="Eve")], stands)
    assert filled.decisions() == [MERGE, UNDO]
    assert (filled.themes(), filled.assignments()) == (list(stands.themes), list(stands.assignments))
    assert filled.redirects() == {"t-1": "t-0"}
    assert filled.found() == Found((THEME,), (Assignment("csv:2", "t-1", 0.7, "t-1"),))


def test_decisions_outlive_a_discovery(filled: Store) -> None:
    """What voc finds is replaced, what people ruled is not."""
    filled.add_decisions([MERGE], Standing())
    filled.save_discovery(discovery_of("csv:2"))
    assert filled.decisions() == [MERGE]


def test_a_decision_about_an_unknown_ticket_stands_only_in_the_log(filled: Store) -> None:
    """What stands may not speak of it: then nothing of the write stays."""
    with pytest.raises(StoreError, match="unknown ticket"):
        filled.add_decisions([MERGE], Standing((), (Assignment("csv:unknown", None, 0.0, None),)))
    assert filled.decisions() == []


def test_what_was_found_comes_back_whole(filled: Store) -> None:
    """Redirects and proposals too, apart from what stands."""
    shift = Shift(ThemeChange.SPLIT, "t-1", "t-9", ("zendesk:1",))
    found = Found((THEME,), (), {"t-2": "t-1", "t-0": "t-1"}, (Proposal(shift, 3, 1), Proposal(shift, 2, 2)))
    filled.save_discovery(discovery_of(found=found))
    assert filled.found() == found
    assert list(filled.found().redirects) == ["t-0", "t-2"]


def test_runs_are_kept_with_what_happened(filled: Store) -> None:
    """By number, each with its events and counts; a run of the same number takes the place of the one before."""
    first = Run(1, NOON, None, False, 3, 2, 1, 0, 1, 1)
    second = replace(first, number=2, until=NOON, rebuilt=True)
    emerged = Shift(ThemeChange.EMERGED, "", "t-1", ("zendesk:1",))
    renamed = Shift(ThemeChange.RENAMED, "t-1", "", ())
    for run in (second, first, second):
        happened = (Event(run.number, emerged), Event(run.number, renamed, "What it was"))
        counts = (ThemeCount(run.number, "t-1", 2, 1),)
        filled.save_discovery(discovery_of("csv:2", run=run, events=happened, counts=counts))
    filled.save_discovery(discovery_of("csv:2"))
    assert filled.runs() == [first, second]
    later = [Event(2, emerged), Event(2, renamed, "What it was")]
    assert filled.events() == [Event(1, emerged), Event(1, renamed, "What it was"), *later]
    assert filled.events(since=2) == later
    assert filled.theme_counts() == [ThemeCount(1, "t-1", 2, 1), ThemeCount(2, "t-1", 2, 1)]


def test_some_feedback_by_ticket(filled: Store) -> None:
    """Of the tickets asked for, once each in the order of ids; unknown ones are passed over."""
    filled.save_feedback([feedback_of(FULL), feedback_of(BARE)], "1")
    assert filled.feedback(["zendesk:1", "nowhere:1", "csv:2", "csv:2"]) == [feedback_of(BARE), feedback_of(FULL)]
    assert filled.feedback([]) == []


def test_verdicts_come_back(store: Store) -> None:
    """Titles and refusals by their digest, the last that was kept; what is not known is left out."""
    assert store.verdicts([]) == {}
    store.save_verdict("d-1", Verdict(refusal=Refusal.MARKUP))
    store.save_verdict("d-1", Verdict(title="Vienti kaatuu \U0001f600"))
    store.save_verdict("d-2", Verdict(refusal=Refusal.WORDS))
    assert store.verdicts(["d-2", "d-3", "d-1"]) == {
        "d-1": Verdict(title="Vienti kaatuu \U0001f600"),
        "d-2": Verdict(refusal=Refusal.WORDS),
    }
    assert len(store.verdicts([*(f"x-{number}" for number in range(2500)), "d-1"])) == 1


def test_verdicts_outlive_a_discovery(filled: Store) -> None:
    """The themes are others, the answers are the same."""
    filled.save_verdict("d-1", Verdict(title="x"))
    filled.save_discovery(discovery_of("csv:2"))
    assert filled.verdicts(["d-1"]) == {"d-1": Verdict(title="x")}


def test_nothing_given_nothing_done(filled: Store) -> None:
    """Empty batches are no mistake."""
    filled.save_tickets([])
    filled.save_older([])
    filled.save_feedback([], "1")
    assert filled.source_digests([]) == {}
    assert filled.counts().tickets == 3


def test_writing_nests(filled: Store) -> None:
    """The holder of the store may hold it again, and write meanwhile."""
    with filled.writing(), filled.writing():
        filled.save_tickets([(replace(BARE, subject="x"), "d", 0)])
    with filled.writing():
        assert next(filled.tickets()).subject == "x"


def test_ledger_id_is_a_uuid_of_its_own(store: Store) -> None:
    """Minted at random: another store has another."""
    assert len(store.ledger_id) == 36
    assert store.ledger_id != MemoryStore().ledger_id
