"""A dry run: what it says is what the run does then, and the store is as before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

import pytest
from tests import runs
from tests.unit.workflows.test_discover import HashingEncoder, OtherEncoder
from tests.unit.workflows.test_discover_by_week import FIRST, NOW, dealt, keep, remembered, told, weekly

from voc.config.lexicon import load_lexicon
from voc.model.decision import Decision, Ruling
from voc.model.registry import Fate
from voc.model.ticket import Ticket
from voc.ports.store import Store
from voc.stores.memory import MemoryStore
from voc.workflows.discover import Discovered, discover, discover_by_week
from voc.workflows.discovery.history import Occasion
from voc.workflows.discovery.rehearsal import copy_into
from voc.workflows.read import version_of
from voc.workflows.standing import stand

WEEKS = dealt([[6, 6, 6, 0], [2, 2, 2, 6], [3, 3, 3, 3]])


class Sealed:
    """A store that may only be read."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __getattr__(self, name: str) -> object:
        assert not name.startswith(("save_", "add_", "replace_", "record_", "keep_")), f"{name} writes"
        assert name != "writing"
        return getattr(self.store, name)


def rehearsal(store: Store) -> MemoryStore:
    """The copy that a dry run is made on."""
    copy = MemoryStore()
    copy_into(copy, Sealed(store), version_of(load_lexicon(), None))  # type: ignore[arg-type]
    return copy


def waiting(known: Sequence[Sequence[Ticket]], new: Sequence[Ticket]) -> MemoryStore:
    """A store of some weeks whose last tickets were not looked at."""
    store = weekly(known)
    keep(store, new)
    return store


def run(store: Store, rebuilt: bool, encoder: HashingEncoder | None = None) -> Discovered:
    return discover(store, runs.means(encoder or HashingEncoder()), Occasion(NOW, rebuilt=rebuilt))


@pytest.mark.parametrize("encoder", [HashingEncoder, OtherEncoder])
@pytest.mark.parametrize("rebuilt", [False, True])
@pytest.mark.parametrize("known", [0, 1, 2])
def test_what_a_dry_run_says_is_what_the_run_does(known: int, rebuilt: bool, encoder: type[HashingEncoder]) -> None:
    """The same counts, fates, moves, proposals and titles, and the same store in the end; the first was not written."""
    store = waiting(WEEKS[:known], WEEKS[known])
    before = remembered(store), store.counts(), store.discovery_digest()
    copy = rehearsal(store)
    said = run(copy, rebuilt, encoder())
    assert (remembered(store), store.counts(), store.discovery_digest()) == before
    done = run(store, rebuilt, encoder())
    assert said == done
    assert remembered(copy) == remembered(store)
    assert len(said.outcomes) == len(store.found().themes)


def test_weeks_are_rehearsed_one_by_one() -> None:
    """Each week of a dry run begins where the one before it would have ended."""
    store = waiting(WEEKS[:1], [each for batch in WEEKS[1:] for each in batch])
    before = remembered(store)
    means = runs.means(HashingEncoder())
    said = list(discover_by_week(rehearsal(store), means, NOW, UTC))
    assert remembered(store) == before
    assert said == list(discover_by_week(store, means, NOW, UTC))
    assert [each.until for each in said] == [*(FIRST + timedelta(weeks=number) for number in (1, 2, 3)), None]


def test_people_stay_where_they_are_in_a_dry_run() -> None:
    """Decisions are replayed there as in the run: a renamed theme is told by its name."""
    store = weekly(WEEKS[:1])
    theme = store.themes()[0].id
    named = Decision("d1", NOW, "me", Ruling.RENAME, theme, text="What we call it")
    stopwords = runs.means(HashingEncoder()).stopwords
    store.add_decisions([named], stand(store, store.found(), stopwords, decisions=[named]).standing)
    keep(store, WEEKS[1])
    said = run(rehearsal(store), rebuilt=True)
    assert said.titles[theme] == "What we call it"
    assert said == run(store, rebuilt=True)


def test_a_dry_run_of_nothing_new_says_so() -> None:
    """What was found is recognised in the copy as well, so that nothing is done there."""
    store = weekly(WEEKS[:2])
    said = run(rehearsal(store), rebuilt=False)
    assert said.unchanged
    assert said.themes == len(store.themes())


def test_every_theme_has_a_fate_in_a_weekly_run_too() -> None:
    """New tickets: themes that grew, one that emerged; no ticket moved."""
    store = waiting(WEEKS[:1], [*WEEKS[1], told(9, "print", 0, 8)])
    said = run(rehearsal(store), rebuilt=False)
    fates = [each.fate for each in said.outcomes]
    assert not said.rebuilt
    assert fates.count(Fate.GREW) >= 1
    assert fates.count(Fate.EMERGED) == said.new_themes
    assert all(each.theme_id in said.titles for each in said.outcomes)
