"""Tickets to themes, end to end in memory."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from tests import runs

from voc.analysis.text.participation import NO_FEEDBACK, NO_WORDS
from voc.analysis.themes.description.evidence import verbatim
from voc.errors import StoreError
from voc.model.theme import EncoderState, Vectors
from voc.model.ticket import Message, Ticket
from voc.ports.store import Store
from voc.stores.memory import MemoryStore
from voc.workflows.discover import Discovered
from voc.workflows.encode import REFIT

DAY = datetime(2026, 10, 1, tzinfo=UTC)

TOPICS = {
    "pdf": ("The app crashes when I export {} to PDF", "PDF export of {} crashes the app every time"),
    "sync": ("My {} does not sync to the tablet any more", "Sync of {} between laptop and tablet is broken"),
    "login": ("Cannot log in with {}, the password error never ends", "Login with {} fails with a password error"),
    "print": (
        "Printing {} cuts off the right margin of the paper",
        "Bug: the right margin is cut off when I print {} on paper",
    ),
}
THINGS = ("a note", "the diary", "my report", "a list", "the plan", "a letter", "my recipe", "the minutes", "a poem")


class HashingEncoder:
    """A fake encoder: counts of hashed words; its fitted state is the number of texts it saw."""

    name = "hashing"

    def __init__(self, state: EncoderState | None = None) -> None:
        self.meta = dict(state.meta) if state else {}
        self.encoded: list[str] = []

    @property
    def space(self) -> str:
        """Named by the number of texts."""
        return f"hashing-{self.meta['texts']}"

    def fit(self, texts: Sequence[str]) -> HashingEncoder:
        """Count the texts."""
        return type(self)(EncoderState("", {}, {"encoder": self.name, "texts": len(texts)}))

    def restore(self, state: EncoderState) -> HashingEncoder:
        """Take up the state, if it is ours."""
        if state.meta["encoder"] != self.name:
            raise StoreError("the state is of another encoder")
        return type(self)(state)

    def state(self) -> EncoderState:
        """The number of texts."""
        return EncoderState(self.space, {}, self.meta)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Counts of words in 64 buckets."""
        rows = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                rows[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Words are all there is."""
        return np.zeros(len(texts), np.float32)


class OtherEncoder(HashingEncoder):
    """The same vectors under another name."""

    name = "other"


def ticket(name: str, body: str, *, day: int = 0, **fields: str) -> Ticket:
    """A stored ticket of one message."""
    return Ticket(name, (Message(body),), created_at=DAY + timedelta(days=day), requester=f"r-{name}", **fields)


def week(number: int = 0, topics: Sequence[str] = tuple(TOPICS)) -> list[Ticket]:
    """Tickets of all topics, other words each week."""
    return [
        ticket(f"t:{number}-{topic}-{place}", TOPICS[topic][place % 2].format(thing), day=7 * number + place)
        for topic in topics
        for place, thing in enumerate(THINGS)
    ]


def stored(*batches: Sequence[Ticket]) -> MemoryStore:
    """A store with these tickets."""
    store = MemoryStore()
    for batch in batches:
        store.save_tickets([(each, "digest", 0) for each in batch])
    return store


def run(store: Store, *, ignore_kinds: bool = False, encoder: HashingEncoder | None = None) -> Discovered:
    """Discover with the words that come with voc."""
    return runs.run(store, encoder or HashingEncoder(), ignore_kinds=ignore_kinds)


def contents(store: Store) -> tuple[object, ...]:
    """All that a run leaves in a store, but for arrays."""
    return store.themes(), store.assignments(), store.discovery_digest(), store.feedback()


def test_problems_become_themes() -> None:
    """Each problem is a theme of its own with title, keyphrases, dates, kind and quotes that stand in the tickets."""
    store = stored(week())
    found = run(store)
    assert found.tickets == found.taking_part == 36
    assert found.new_themes == found.themes == len(store.themes()) >= 3
    assert found.clustered + found.unclustered == found.taking_part
    assert not found.unchanged
    tickets = {each.id: each for each in store.tickets()}
    for theme in store.themes():
        topics = {name.split("-")[1] for name in theme.ticket_ids}
        assert len(topics) == 1
        assert theme.title
        assert theme.keyphrases
        assert theme.exemplars == verbatim(theme.exemplars, tickets) != ()
        assert theme.first_seen == min(tickets[name].created_at or DAY for name in theme.ticket_ids)
        assert theme.last_seen == max(tickets[name].created_at or DAY for name in theme.ticket_ids)


def test_nothing_new_is_told_at_once() -> None:
    """A second run changes nothing, says so, and counts the same."""
    store = stored(week())
    first = run(store)
    before = contents(store)
    second = run(store)
    nothing: dict[str, Any] = {"new_themes": 0, "placed": 0, "run": 0, "outcomes": (), "shifts": (), "titles": {}}
    assert second == replace(first, unchanged=True, **nothing)
    assert contents(store) == before


def test_nothing_new_loads_nothing_heavy() -> None:
    """Neither scikit-learn nor hdbscan is loaded by the module itself; an unchanged run never gets to them."""
    code = (
        "import sys, voc.workflows.discover; "
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'hdbscan', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_order_of_ingest_changes_nothing() -> None:
    """The same tickets in another order give the same themes under the same ids."""
    tickets = week()
    shuffled = random.Random(5).sample(tickets, len(tickets))
    one, other = stored(tickets), stored(shuffled[:10], shuffled[10:])
    run(one)
    run(other)
    assert contents(one) == contents(other)


def test_the_next_week_joins_the_known_themes() -> None:
    """Known problems told again join their themes: ids, titles and earlier tickets stay, dates and quotes follow."""
    store = stored(week())
    run(store)
    themes = {theme.id: theme for theme in store.themes()}
    placed = {a.ticket_id: a.theme_id for a in store.assignments() if a.theme_id}
    store.save_tickets([(each, "digest", 0) for each in week(1)])
    found = run(store)
    assert found.placed > 0
    now = {theme.id: theme for theme in store.themes()}
    for name, theme in themes.items():
        assert now[name].title == theme.title
        assert set(theme.ticket_ids) <= set(now[name].ticket_ids)
        assert now[name].first_seen == theme.first_seen
    assert any(now[name].last_seen != theme.last_seen for name, theme in themes.items())
    after = {a.ticket_id: a.theme_id for a in store.assignments()}
    assert {name: after[name] for name in placed} == placed


def test_only_what_is_new_is_encoded() -> None:
    """A small week is encoded in the known space; the old vectors and the fitted encoder stay."""
    store = stored(week())
    run(store)
    state = store.encoder_state()
    assert state is not None
    store.save_tickets([(each, "digest", 0) for each in week(1, ["pdf"])])
    run(store)
    assert store.encoder_state() == state
    assert len(store.embedding(state[0].space).ticket_ids) == 45


def test_the_encoder_is_fitted_anew_when_there_is_much_more() -> None:
    """Beyond the limit all vectors are made in a new space, and ids and placements stay."""
    store = stored(week())
    run(store)
    placed = {a.ticket_id: a.theme_id for a in store.assignments() if a.theme_id}
    store.save_tickets([(each, "digest", 0) for number in (1, 2) for each in week(number)])
    run(store)
    state = store.encoder_state()
    assert state is not None
    assert state[1] == 108 >= REFIT * 36
    assert len(store.embedding(state[0].space).ticket_ids) == 108
    after = {a.ticket_id: a.theme_id for a in store.assignments()}
    assert {name: after[name] for name in placed} == placed


def test_another_encoder_keeps_the_themes() -> None:
    """A change of encoder makes new vectors; ids, titles and placements stay."""
    store = stored(week())
    run(store)
    before = {theme.id: theme for theme in store.themes()}
    run(store, encoder=OtherEncoder())
    after = {theme.id: theme for theme in store.themes()}
    assert all(after[name].title == theme.title for name, theme in before.items())
    assert all(set(theme.ticket_ids) <= set(after[name].ticket_ids) for name, theme in before.items())
    state = store.encoder_state()
    assert state is not None
    assert state[0].meta["encoder"] == "other"


def test_a_replaced_ticket_keeps_its_theme_and_its_old_words_are_not_quoted() -> None:
    """New words of a placed ticket are read and encoded; it stays where it is and no quote of its old words is left."""
    store = stored(week())
    run(store)
    quoted = store.themes()[0].exemplars[0]
    old = {a.ticket_id: a.theme_id for a in store.assignments()}[quoted.ticket_id]
    store.save_tickets([(ticket(quoted.ticket_id, "It was my own mistake, everything is fine now."), "new", 0)])
    assert not run(store).unchanged
    assert {a.ticket_id: a.theme_id for a in store.assignments()}[quoted.ticket_id] == old
    tickets = {each.id: each for each in store.tickets()}
    assert all(verbatim(theme.exemplars, tickets) == theme.exemplars for theme in store.themes())


def test_what_is_left_out_is_counted() -> None:
    """Sure non-feedback and texts without a letter take no part, with their reason; with ``ignore_kinds`` only the
    latter do not.
    """
    newsletter = ticket("t:spam", "Unsubscribe me from this newsletter.", type="spam")
    silent = ticket("t:silent", "12345 !!!")
    store = stored(week(), [newsletter, silent])
    found = run(store)
    assert sum(found.left_out.values()) == found.tickets - found.taking_part
    assert set(found.left_out) <= {NO_FEEDBACK, NO_WORDS}
    assert "t:silent" not in {a.ticket_id for a in store.assignments()}
    everything = run(stored(week(), [newsletter, silent]), ignore_kinds=True)
    assert dict(everything.left_out) == {NO_WORDS: 1}


def test_an_empty_store_has_no_themes() -> None:
    """Nothing in, nothing out, and it is remembered."""
    store = stored()
    assert run(store).themes == 0
    assert run(store).unchanged


def test_progress_is_told() -> None:
    """The caller hears how many of how many tickets are read."""
    heard: list[tuple[int, int]] = []
    store = stored(week())
    runs.run(store, HashingEncoder(), progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (36, 36)


class KilledError(Exception):
    """The process died."""


class FailingStore(MemoryStore):
    """Dies at a write: before it (nothing was written) or behind it (all was)."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left = -1
        self.behind = False

    def _write(self, write: object, *arguments: object) -> None:
        self.writes_left -= 1
        if self.writes_left == 0 and not self.behind:
            raise KilledError
        write(*arguments)  # type: ignore[operator]
        if self.writes_left == 0:
            raise KilledError

    def save_feedback(self, *arguments: object) -> None:  # type: ignore[override]
        """Write or die."""
        self._write(super().save_feedback, *arguments)

    def save_discovery(self, *arguments: object) -> None:  # type: ignore[override]
        """Write or die."""
        self._write(super().save_discovery, *arguments)


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("first", [1, 2, 3, 5, 8])
def test_a_killed_run_ends_like_an_unbroken_one(monkeypatch: pytest.MonkeyPatch, first: int, behind: bool) -> None:
    """Killed at the n-th write, before or behind it, and run again: the same end state, week after week."""
    monkeypatch.setattr("voc.workflows.read._BATCH", 10)
    unbroken, broken = stored(), FailingStore()
    for number in range(2):
        batch = [(each, "digest", 0) for each in week(number)]
        unbroken.save_tickets(batch)
        broken.save_tickets(batch)
        run(unbroken)
        broken.writes_left, broken.behind = first, behind
        for _ in range(2):
            try:
                run(broken)
                break
            except KilledError:
                broken.writes_left = -1
    assert contents(broken) == contents(unbroken)
