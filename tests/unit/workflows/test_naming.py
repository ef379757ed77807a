"""Asking for titles: whom, how often, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
import pytest

from voc.config.lexicon import load_lexicon
from voc.config.stopwords import load_stopwords
from voc.model.lexicon import Lexicon
from voc.model.naming import NamingAnswer, NamingQuestion
from voc.model.registry import Found, Standing
from voc.model.settings import NamingBudget
from voc.model.theme import Assignment, Embedding, Evidence, Theme, TitleBy
from voc.model.ticket import Kind, Message, Ticket
from voc.ports.namer import NamerError
from voc.ports.store import Discovery
from voc.stores.memory import MemoryStore
from voc.workflows.naming import FAILURES, Named, candidates, name_themes, unknown

THINGS = ("calendar", "invoice", "password", "printer", "tablet", "login")


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def quote(thing: str) -> str:
    return f"The {thing} breaks every morning"


def store_of(*sizes: int, things: Sequence[str] = THINGS) -> MemoryStore:
    """A store with themes of so many tickets, each about a thing of its own."""
    store, themes, found = MemoryStore(), [], []
    for number, (size, thing) in enumerate(zip(sizes, things, strict=False)):
        ids = [f"t:{number}-{place}" for place in range(size)]
        store.save_tickets([(Ticket(key, (Message(quote(thing)),)), "d", 0) for key in ids])
        exemplars = tuple(Evidence(key, 0, 0, len(quote(thing)), quote(thing), "en") for key in ids[:3])
        title = f"{thing.title()} breaks"
        themes.append(Theme(f"th-{number}", title, Kind.BUG, (thing,), exemplars, tuple(ids), None, None, "en"))
        found += [Assignment(key, f"th-{number}", 1.0, f"th-{number}") for key in ids]
    empty = Embedding((), (), np.zeros((0, 0), np.float16), "none")
    layer = (tuple(themes), tuple(found))
    store.save_discovery(Discovery(Found(*layer), Standing(*layer), empty, None, "digest", 0))
    return store


class FakeNamer:
    """Answers as it is told; knows what it was asked."""

    def __init__(self, answer: Callable[[NamingQuestion], NamingAnswer] | None = None, identity: str = "fake") -> None:
        self.asked: list[NamingQuestion] = []
        self.identity = identity
        self.where = "fake at nowhere"
        self._answer = answer or self.good

    @staticmethod
    def good(question: NamingQuestion) -> NamingAnswer:
        return NamingAnswer(f"{question.keyphrases[0]} breaks each morning", question.quotes[0], 10)

    def cost(self, question: NamingQuestion) -> int:
        return 10

    def propose(self, question: NamingQuestion) -> NamingAnswer:
        self.asked.append(question)
        return self._answer(question)


def run(store: MemoryStore, namer: FakeNamer, themes: int = 100, tokens: int = 100_000) -> Named:
    budget = NamingBudget(themes, tokens)
    return name_themes(store, namer, stopwords=load_stopwords(), lexicon=lexicon(), budget=budget)


def titles(store: MemoryStore) -> list[str]:
    return [theme.title for theme in store.themes()]


def no_answer(*, final: bool) -> Callable[[NamingQuestion], NamingAnswer]:
    def answer(question: NamingQuestion) -> NamingAnswer:
        raise NamerError("the model is out", final=final)

    return answer


def test_themes_get_the_titles_that_are_proposed() -> None:
    """Title and origin change, everything else stays."""
    store = store_of(3, 4)
    before = store.themes()
    done = run(store, FakeNamer())
    assert titles(store) == ["Calendar breaks each morning", "Invoice breaks each morning"]
    assert {theme.title_by for theme in store.themes()} == {TitleBy.MODEL}
    assert [theme.ticket_ids for theme in store.themes()] == [theme.ticket_ids for theme in before]
    assert store.discovery_digest() == "digest"
    assert done == Named("fake at nowhere", 2, 2, 2, 0, 0, 20, {}, None)


def test_nothing_is_asked_twice() -> None:
    """Neither about a theme that has a title, nor about one whose answer was refused."""
    store = store_of(3, 4)
    lies = FakeNamer(lambda asked: NamingAnswer("All is well", asked.quotes[0], 10))
    assert run(store, lies).refused == {"a quote that no customer wrote": 2}
    again = run(store, lies)
    assert len(lies.asked) == 2
    assert (again.themes, again.asked, again.tokens) == (2, 0, 0)
    assert again.refused == {"a quote that no customer wrote": 2}
    assert titles(store) == ["Calendar breaks", "Invoice breaks"]


def test_another_model_is_asked_anew() -> None:
    """The cache knows who answered."""
    store = store_of(3)
    run(store, FakeNamer(lambda asked: NamingAnswer(None, None, 1), identity="one"))
    done = run(store, FakeNamer(identity="two"))
    assert (done.asked, done.named) == (1, 1)


def test_a_named_theme_keeps_its_title() -> None:
    """No model, not even another one, is asked about it again."""
    store = store_of(3)
    run(store, FakeNamer(identity="one"))
    other = FakeNamer(identity="two")
    assert run(store, other).themes == 0
    assert other.asked == []


def test_the_largest_themes_first_within_the_budget() -> None:
    """What is over keeps its customers' title, and has its turn in a later run."""
    store, namer = store_of(3, 5, 4), FakeNamer()
    done = run(store, namer, themes=2)
    assert [asked.keyphrases[0] for asked in namer.asked] == ["invoice", "password"]
    assert (done.named, done.asked, done.unasked) == (2, 2, 1)
    assert titles(store)[0] == "Calendar breaks"
    assert run(store, namer, themes=2).named == 1


@pytest.mark.parametrize(("tokens", "asked"), [(0, 0), (9, 0), (10, 1), (29, 2), (30, 3)])
def test_tokens_are_a_budget_too(tokens: int, asked: int) -> None:
    """A question that does not fit any more is not asked."""
    namer = FakeNamer()
    done = run(store_of(3, 3, 3), namer, tokens=tokens)
    assert (len(namer.asked), done.tokens) == (asked, 10 * asked)
    assert done.unasked == 3 - asked


def test_what_the_server_counts_uses_the_budget_up() -> None:
    """One answer of a million tokens is the last."""
    namer = FakeNamer(lambda asked: NamingAnswer(None, None, 1_000_000))
    assert run(store_of(3, 3, 3), namer).unasked == 2


def test_a_model_that_cannot_be_reached_is_asked_once() -> None:
    """The themes keep their titles, and the run says why."""
    store, namer = store_of(3, 3, 3), FakeNamer(no_answer(final=True))
    done = run(store, namer)
    assert len(namer.asked) == 1
    assert (done.stopped, done.unanswered, done.unasked) == ("the model is out", 1, 2)
    assert titles(store) == ["Calendar breaks", "Invoice breaks", "Password breaks"]


def test_failures_in_a_row_stop_the_asking() -> None:
    """Three of them; an answer in between begins the count anew."""
    namer = FakeNamer(no_answer(final=False))
    assert run(store_of(3, 3, 3, 3, 3), namer).stopped == "the model is out"
    assert len(namer.asked) == FAILURES
    turn = iter((False, False, True, False, False))
    flaky = FakeNamer(lambda asked: FakeNamer.good(asked) if next(turn) else no_answer(final=False)(asked))
    done = run(store_of(3, 3, 3, 3, 3), flaky)
    assert (done.named, done.unanswered, done.stopped) == (1, 4, None)


def test_what_was_not_answered_is_asked_again_next_time() -> None:
    """A failure is no verdict."""
    store = store_of(3)
    run(store, FakeNamer(no_answer(final=True)))
    assert run(store, FakeNamer()).named == 1


def test_a_title_is_given_once() -> None:
    """The larger theme has it; the smaller keeps its customers' title."""
    store = store_of(3, 4, things=("broken calendar", "calendar"))
    same = FakeNamer(lambda asked: NamingAnswer("Calendar breaks each morning", asked.quotes[0], 1))
    done = run(store, same)
    assert titles(store) == ["Broken Calendar breaks", "Calendar breaks each morning"]
    assert done.refused == {"another theme's title": 1}
    assert run(store, same).refused == {"another theme's title": 1}


def test_a_title_that_another_theme_has_already() -> None:
    """However it is written."""
    store = store_of(3, 4, things=("calendar", "broken calendar"))
    done = run(store, FakeNamer(lambda asked: NamingAnswer("calendar BREAKS", asked.quotes[0], 1)))
    assert titles(store)[1] == "Broken Calendar breaks"
    assert done.refused == {"another theme's title": 1}


def test_no_lock_while_the_model_thinks() -> None:
    """The store is free for others while it is asked, and every verdict is kept at once."""
    store = store_of(3, 4)
    held = [0]

    class Watched(MemoryStore):
        @contextmanager
        def writing(self, wait: float = 0.0) -> Iterator[None]:
            held[0] += 1
            yield
            held[0] -= 1

    store.__class__ = Watched
    kept: list[int] = []

    def answer(asked: NamingQuestion) -> NamingAnswer:
        assert held == [0]
        found = candidates(store, namer, lexicon().identifiers)
        kept.append(len(store.verdicts([each.digest for each in found])))
        return FakeNamer.good(asked)

    namer = FakeNamer(answer)
    assert run(store, namer).named == 2
    assert kept == [0, 1]


def test_a_theme_that_went_away_meanwhile() -> None:
    """Another run replaced the themes while the model was asked: what is there still is named."""
    store, later = store_of(3, 4), store_of(3)

    def answer(asked: NamingQuestion) -> NamingAnswer:
        store._found, store._standing = later._found, later._standing
        return FakeNamer.good(asked)

    run(store, FakeNamer(answer))
    assert titles(store) == ["Calendar breaks each morning"]


def test_themes_without_quotes_are_not_asked_about() -> None:
    """There is nothing that an answer could be held against."""
    store = store_of(3)
    (theme,) = store.themes()
    silent = Theme(theme.id, theme.title, theme.kind, (), (), (), None, None)
    store.replace_themes([silent], Standing((silent,)))
    namer = FakeNamer()
    assert run(store, namer).themes == 0
    assert namer.asked == []


def test_a_look_ahead_sends_nothing() -> None:
    """What would be asked, within the budget and without what is known; neither sent nor kept."""
    store, namer = store_of(3, 5, 4), FakeNamer()
    would = unknown(store, namer, NamingBudget(2, 1000), lexicon().identifiers)
    assert [each.theme_id for each in would] == ["th-1", "th-2"]
    assert [each.theme_id for each in unknown(store, namer, NamingBudget(9, 19), lexicon().identifiers)] == ["th-1"]
    assert namer.asked == []
    run(store, namer, themes=1)
    assert [e.theme_id for e in unknown(store, namer, NamingBudget(), lexicon().identifiers)] == ["th-2", "th-0"]
