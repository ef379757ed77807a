"""Laws of decisions: when they were made does not matter, nothing is lost, and what is taken back leaves no trace."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deciding_world import DECIDED, WEEKS, Step, World, dump, retold, whole
from tests.made_up_feedback import notes_app, ticket_of
from tests.runs import run

from voc.analysis.themes.decisions.log import sort_out
from voc.encoders.lexical import LexicalEncoder
from voc.model.ticket import Ticket
from voc.ports.store import Store
from voc.stores.memory import MemoryStore
from voc.stores.sql import open_store
from voc.workflows.curation import rulings
from voc.workflows.curation.exchange import from_yaml, import_decisions, to_yaml

LAWFUL = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
NUMBERS = st.integers(0, 99)
BEGINNING: list[Step] = [("emerge", 0, 0, 3), ("emerge", 1, 1, 3), ("emerge", 2, 2, 3)]
DECISIONS = st.lists(st.tuples(st.sampled_from(DECIDED), NUMBERS, NUMBERS, NUMBERS), min_size=50, max_size=50)
LATER = st.lists(
    st.tuples(st.integers(0, 49), st.tuples(st.sampled_from(WEEKS), NUMBERS, NUMBERS, NUMBERS)), max_size=6
)


def lived(store: Store, decisions: list[Step], weeks: list[tuple[int, Step]]) -> World:
    """A world after fifty attempts to decide, with weeks that come between them."""
    world = World(store)
    for week in BEGINNING:
        world.week(week)
    for number, step in enumerate(decisions):
        for _, week in (each for each in weeks if each[0] == number):
            world.week(week)
            whole(world)
        world.decide(step)
        whole(world)
    return world


@contextmanager
def databases() -> Iterator[Callable[[], Store]]:
    """Makes SQLite stores, which are gone at the end."""
    folder, opened = Path(tempfile.mkdtemp(prefix="voc-")), []
    open_store(str(folder / "empty.db")).close()

    def new() -> Store:
        path = folder / f"{len(opened)}.db"
        shutil.copy(folder / "empty.db", path)
        opened.append(open_store(str(path)))
        return opened[-1]

    try:
        yield new
    finally:
        for store in opened:
            store.close()
        shutil.rmtree(folder)


def check_replay(new: Callable[[], Store], decisions: list[Step], weeks: list[tuple[int, Step]]) -> None:
    """The same weeks with the whole log at the end, at the start, or between give what was lived."""
    world = lived(new(), decisions, weeks)
    log = from_yaml(to_yaml(world.store.decisions()), "log.yaml")
    assert log == world.store.decisions()
    late = World(retold(world, new()), clock=world.clock)
    import_decisions(late.desk, log)
    early = World(new(), clock=world.clock)
    import_decisions(early.desk, log)
    retold(world, early.store)
    assert dump(late.store) == dump(early.store) == dump(world.store)
    assert late.store.decisions() == early.store.decisions() == log


@given(DECISIONS, LATER)
@LAWFUL
def test_it_does_not_matter_when_decisions_are_made(decisions: list[Step], weeks: list[tuple[int, Step]]) -> None:
    """Fifty attempts to decide, six weeks between them: byte for byte the same themes."""
    check_replay(MemoryStore, decisions, weeks)


@given(DECISIONS, LATER)
@settings(LAWFUL, max_examples=5)
def test_it_does_not_matter_when_decisions_are_made_in_a_database(
    decisions: list[Step], weeks: list[tuple[int, Step]]
) -> None:
    """The same, kept in SQLite, which writes only what differs."""
    with databases() as new:
        check_replay(new, decisions, weeks)


@given(DECISIONS, LATER, st.randoms(use_true_random=False))
@LAWFUL
def test_what_is_undone_leaves_no_trace(decisions: list[Step], weeks: list[tuple[int, Step]], random: Random) -> None:
    """Every decision undone, in any order: what stands is what voc found, and the log has grown."""
    world = lived(MemoryStore(), decisions, weeks)
    before = len(world.store.decisions())
    while counting := sort_out(world.store.decisions()).live:
        rulings.undo(world.desk, random.choice(counting).id)
        whole(world)
    assert dump(world.store) == dump(retold(world, MemoryStore()))
    assert len(world.store.decisions()) >= before


@given(DECISIONS, LATER, NUMBERS, NUMBERS)
@LAWFUL
def test_there_and_back(decisions: list[Step], weeks: list[tuple[int, Step]], one: int, two: int) -> None:
    """Merge then unmerge, split then merge back, rename then undo, from wherever one is: byte for byte as before."""
    world = lived(MemoryStore(), decisions, weeks)
    before = dump(world.store)
    merged = world.decide(("merge", one, two, 0))
    if merged is not None:
        rulings.unmerge(world.desk, merged.theme_id)
        assert dump(world.store) == before
    before = themes_alone(world)
    split = world.decide(("split by list", one, two, 0))
    if split is not None:
        rulings.merge(world.desk, split.into, split.theme_id)
        assert themes_alone(world) == before
        assert world.store.redirects()[split.into] == split.theme_id
    again = dump(world.store)
    renamed = world.decide(("rename", one, two, 0))
    assert renamed is not None
    assert world.store.themes() != [] and rulings.undo(world.desk, renamed.id)
    assert dump(world.store) == again


def themes_alone(world: World) -> list[object]:
    """What stands, without where old ids lead: that of a part that came home answers for ever."""
    return [*world.store.themes(), *world.store.assignments()]


@given(DECISIONS, st.lists(st.integers(0, 49), max_size=3))
@LAWFUL
def test_an_import_is_a_union(decisions: list[Step], cuts: list[int]) -> None:
    """In any order, in parts, with repetitions, from a file that was exported or exported again: the same log."""
    world = lived(MemoryStore(), decisions, [])
    text = to_yaml(world.store.decisions())
    log = from_yaml(text, "log.yaml")
    assert to_yaml(log) == to_yaml(log[::-1]) == text
    other = World(retold(world, MemoryStore()), clock=world.clock)
    bounds = sorted({0, len(log), *(cut for cut in cuts if cut < len(log))})
    for first, end in reversed(list(pairwise(bounds))):
        import_decisions(other.desk, log[first:end][::-1])
    assert import_decisions(other.desk, log).new == 0
    assert to_yaml(other.store.decisions()) == text
    assert dump(other.store) == dump(world.store)


@pytest.mark.parametrize("what", DECIDED)
def test_the_made_up_people_decide_in_every_way(what: str) -> None:
    """Each way is open somewhere, so that the laws above speak of it."""
    world = lived(MemoryStore(), [("merge", 0, 1, 0), ("link", 1, 1, 1), ("mute", 1, 1, 1), ("note", 1, 1, 1)], [])
    tried = (world.decide((what, one, two, 1)) for one in range(6) for two in range(6))
    assert any(each is not None for each in tried)


def read_and_found(store: Store, tickets: Sequence[Ticket]) -> None:
    """A week with the real discover run."""
    store.save_tickets([(ticket, "digest", 0) for ticket in tickets])
    run(store, LexicalEncoder())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_does_not_matter_when_decisions_are_made_with_the_real_thing(seed: int) -> None:
    """Three weeks of tickets, read and clustered as ever, fifty attempts to decide after each of the first two."""
    random, tickets = Random(seed), [ticket_of(item) for group in notes_app().values() for item in group]
    random.shuffle(tickets)
    weeks = [tickets[place::3] for place in range(3)]
    world = World(MemoryStore())
    for week in weeks:
        read_and_found(world.store, week)
        world.found = world.store.found()
        whole(world)
        for _ in range(0 if week is weeks[2] else 50):
            world.decide((random.choice(DECIDED), *(random.randrange(100) for _ in range(3))))
    log = from_yaml(to_yaml(world.store.decisions()), "log.yaml")
    late, early = World(MemoryStore(), clock=world.clock), World(MemoryStore(), clock=world.clock)
    import_decisions(early.desk, log)
    for week in weeks:
        read_and_found(late.store, week)
        read_and_found(early.store, week)
    import_decisions(late.desk, log[::-1])
    assert len(log) > 20
    assert len(world.found.themes) > 2
    assert dump(early.store) == dump(late.store) == dump(world.store)
