"""Tickets that mean the same in other words are one theme, where the encoder knows the words."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.made_up_words import lay_words
from tests.runs import run

from voc.encoders.lexical import LexicalEncoder
from voc.encoders.static import StaticEncoder
from voc.model.theme import Theme
from voc.model.ticket import Message, Ticket
from voc.ports.encoder import Encoder
from voc.stores.memory import MemoryStore

PROBLEMS, NAMES = 8, 4
EACH = NAMES**2
"""Tickets of a problem: two things in every choice of their names."""
BEGUN = ("the", "my", "our", "since monday the", "once more a", "sorry but that", "hello this")
JOINED = ("was", "is", "and then", "with some", "got")
ENDED = ("again", "today", "every time", "please help", "for all of us here", "as always", "on both", "why", "thanks")
"""What stands around the two words that matter, so that no few texts are built alike."""
FINNISH = {
    "kirjautuminen": "kirjautuminen epäonnistuu {} jälkeen",
    "lasku": "laskun summa on väärin {} osalta",
    "tulostus": "tulostin jumittaa kun tulostan {} arkkia",
}
THINGS = ("uuden", "vanhan", "ison", "pienen", "punaisen", "sinisen", "valkoisen", "mustan", "vihreän", "keltaisen")


def names(problem: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the two things of a problem are called: coined words, of which the vectors alone tell what they mean."""
    random = np.random.default_rng(problem)
    words = tuple("".join(random.choice(list("abcdefghijklmnopqrstuvwxyz"), 7)) for _ in range(2 * NAMES))
    return words[:NAMES], words[NAMES:]


def english() -> dict[str, str]:
    """What the customers of each problem say, by ticket id; most pairs of them share no name."""
    around = zip(*map(itertools.cycle, (BEGUN, JOINED, ENDED)), strict=True)
    return {
        f"t:{problem}-{number:02}": " ".join((begun, one, joined, other, ended))
        for problem in range(PROBLEMS)
        for number, ((one, other), (begun, joined, ended)) in enumerate(
            zip(itertools.product(*names(problem)), around, strict=False)
        )
    }


def finnish() -> dict[str, str]:
    """Ten tickets a problem, in words that all of them share."""
    return {
        f"t:{problem}-{number:02}": said.format(thing)
        for problem, said in FINNISH.items()
        for number, thing in enumerate(THINGS)
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word vectors in which a thing lies where its other names lie, and the small words weigh little."""
    random = np.random.default_rng(7)
    vectors: dict[str, npt.NDArray[np.float64]] = {}
    for problem in range(PROBLEMS):
        for thing in names(problem):
            meaning = random.normal(size=32)
            vectors |= {word: meaning + 0.3 * random.normal(size=32) for word in thing}
    for word in sorted(set(" ".join((*BEGUN, *JOINED, *ENDED)).split())):
        vectors[word] = 0.2 * random.normal(size=32)
    return lay_words(tmp_path_factory.mktemp("meanings") / "words", vectors)


def found_themes(encoder: Encoder, said: Mapping[str, str]) -> Sequence[Theme]:
    """The themes of these tickets, by id."""
    store = MemoryStore()
    store.save_tickets([(Ticket(key, (Message(text),), requester=f"r{key}"), "d", 0) for key, text in said.items()])
    run(store, encoder, ignore_kinds=True)
    return store.themes()


def counted(themes: Sequence[Theme]) -> list[Counter[str]]:
    """How many tickets of each problem each theme holds."""
    return [Counter(name.removeprefix("t:").split("-")[0] for name in theme.ticket_ids) for theme in themes]


def together(themes: Sequence[Theme]) -> dict[str, int]:
    """How many tickets of each problem are in the theme that has most of them."""
    return {
        problem: max(theme[problem] for theme in counted(themes)) for problem in [*map(str, range(PROBLEMS)), *FINNISH]
    }


def strangers(themes: Sequence[Theme]) -> int:
    """Tickets in a theme most of which tells of another problem."""
    return sum(theme.total() - max(theme.values(), default=0) for theme in counted(themes))


def test_what_means_the_same_is_a_theme(folder: Path) -> None:
    """Each problem has a theme with half of its tickets, and on average with seven tenths, though most pairs of them
    share no name.
    """
    themes = found_themes(StaticEncoder(folder=folder), english())
    found = together(themes)
    assert min(found[str(problem)] for problem in range(PROBLEMS)) >= EACH / 2
    assert sum(found.values()) >= 0.7 * len(english())
    assert strangers(themes) <= len(english()) / 6


def test_words_alone_do_not_bring_them_together() -> None:
    """What the test above shows is the encoder's doing: by words no problem has a third of its tickets in one theme."""
    found = together(found_themes(LexicalEncoder(), english()))
    assert max(found.values()) < EACH / 3


def test_an_unknown_language_is_told_by_its_words(folder: Path) -> None:
    """Finnish beside English that is understood: its problems are themes of their own by the words they share, and
    the English ones are found as before.
    """
    themes = found_themes(StaticEncoder(folder=folder), english() | finnish())
    found = together(themes)
    assert min(found[str(problem)] for problem in range(PROBLEMS)) >= 0.7 * EACH
    assert min(found[problem] for problem in FINNISH) >= 0.9 * len(THINGS)
    assert strangers(themes) <= len(english() | finnish()) / 20


def test_the_order_of_tickets_changes_nothing(folder: Path) -> None:
    """Neighbours by meaning included: reversed tickets give the same themes, ids and all."""
    said = english() | finnish()
    backwards = dict(reversed(said.items()))
    one, other = (found_themes(StaticEncoder(folder=folder), each) for each in (said, backwards))
    assert one == other
