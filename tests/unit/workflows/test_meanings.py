"""Tickets that mean the same in other words are one theme, where the encoder knows the words."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.made_up_words import lay_words

from voc.config.lexicon import load_lexicon
from voc.config.stopwords import load_stopwords
from voc.encoders.lexical import LexicalEncoder
from voc.encoders.static import StaticEncoder
from voc.model.settings import ClusterSettings
from voc.model.theme import Theme
from voc.model.ticket import Message, Ticket
from voc.ports.encoder import Encoder
from voc.stores.memory import MemoryStore
from voc.workflows.discover import discover

# Each problem by its things, and the words that some customers have for each, and the others.
PROBLEMS = {
    "login": ((("password", "passphrase"), ("secret", "pin")), (("rejected", "refused"), ("denied", "blocked"))),
    "bill": ((("invoice", "invoices"), ("bill", "receipt")), (("wrong", "incorrect"), ("false", "mistaken"))),
    "crash": ((("crashes", "crashed"), ("dies", "quits")), (("camera", "cameras"), ("lens", "photo"))),
    "slow": ((("slow", "slowly"), ("lagging", "sluggish")), (("opening", "opens"), ("launch", "startup"))),
    "late": ((("parcel", "parcels"), ("delivery", "shipment")), (("late", "delayed"), ("missing", "overdue"))),
}
FRAMES = (
    ("the {} {} again", "my {} was {} today", "since monday {} and {}", "{} {} every time"),
    ("our {} is {} now", "once more {} with {}", "a {} got {} here", "{} {} on both of them"),
)
"""Those of some customers and those of the others, without a word in common."""
FINNISH = {
    "kirjautuminen": "kirjautuminen epäonnistuu {} jälkeen",
    "lasku": "laskun summa on väärin {} osalta",
    "tulostus": "tulostin jumittaa kun tulostan {} arkkia",
}
THINGS = "uuden vanhan ison pienen punaisen sinisen valkoisen mustan vihreän keltaisen harmaan ruskean".split()


def english() -> dict[str, str]:
    """Sixteen tickets a problem and kind of customer, every one another text, by ticket id."""
    said = {}
    for problem, side in itertools.product(PROBLEMS, (0, 1)):
        words = (thing[side] for thing in PROBLEMS[problem])
        for number, (frame, *chosen) in enumerate(itertools.product(FRAMES[side], *words)):
            said[f"t:{problem}-{side}-{number:02}"] = frame.format(*chosen)
    return said


def finnish() -> dict[str, str]:
    """Twelve tickets a problem."""
    return {
        f"t:{problem}-fi-{number:02}": said.format(thing)
        for problem, said in FINNISH.items()
        for number, thing in enumerate(THINGS)
    }


def found_themes(encoder: Encoder, said: Mapping[str, str]) -> Sequence[Theme]:
    """The themes of these tickets, by id."""
    store = MemoryStore()
    store.save_tickets([(Ticket(key, (Message(text),), requester=f"r{key}"), "d", 0) for key, text in said.items()])
    settings = ClusterSettings(ignore_kinds=True)
    discover(store, encoder, lexicon=load_lexicon(), stopwords=load_stopwords(), settings=settings)
    return store.themes()


def told_of(ticket_id: str) -> tuple[str, str]:
    """The problem and the side of a ticket."""
    problem, side, _ = ticket_id.removeprefix("t:").split("-")
    return problem, side


def counted(themes: Sequence[Theme]) -> list[Counter[tuple[str, str]]]:
    """How many tickets of each problem and side each theme holds."""
    return [Counter(told_of(name) for name in theme.ticket_ids) for theme in themes]


def shared(themes: Sequence[Theme], problem: str) -> float:
    """The share of a problem's tickets, of the customers of which it has less, in the theme that has most of both."""
    totals = Counter(told_of(name) for name in english())
    return max(min(theme[problem, side] / totals[problem, side] for side in "01") for theme in counted(themes))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word vectors in which a thing lies where its other names lie, and the small words weigh little."""
    random = np.random.default_rng(7)
    vectors: dict[str, npt.NDArray[np.float64]] = {}
    for thing in itertools.chain.from_iterable(PROBLEMS.values()):
        meaning = random.normal(size=32)
        vectors |= {word: meaning + 0.3 * random.normal(size=32) for words in thing for word in words}
    for word in sorted(set(re.findall(r"\w+", " ".join(itertools.chain(*FRAMES))))):
        vectors[word] = 0.2 * random.normal(size=32)
    return lay_words(tmp_path_factory.mktemp("meanings") / "words", vectors)


def test_no_word_is_on_both_sides() -> None:
    """What brings two customers of a problem together below is not a word that both wrote."""
    words = [
        {word for key, text in english().items() if told_of(key)[1] == side for word in text.split()} for side in "01"
    ]
    assert not words[0] & words[1]


def test_what_means_the_same_is_a_theme(folder: Path) -> None:
    """Each problem has a theme with two thirds of its tickets from either side, and no theme mixes problems."""
    themes = found_themes(StaticEncoder(folder=folder), english())
    assert {problem: shared(themes, problem) for problem in PROBLEMS if shared(themes, problem) < 2 / 3} == {}
    assert strangers(themes) <= len(english()) / 20


def strangers(themes: Sequence[Theme]) -> int:
    """Tickets in a theme most of which tells of another problem."""
    by_problem = [Counter(told_of(name)[0] for name in theme.ticket_ids) for theme in themes]
    return sum(theme.total() - max(theme.values(), default=0) for theme in by_problem)


def test_words_alone_keep_them_apart() -> None:
    """What the test above shows is the encoder's doing: by their words no two customers of two sides are alike."""
    themes = found_themes(LexicalEncoder(), english())
    assert max(shared(themes, problem) for problem in PROBLEMS) < 1 / 3


def test_an_unknown_language_is_told_by_its_words(folder: Path) -> None:
    """Finnish beside English that is understood: its problems are themes of their own by the words they share, and
    the English ones are as they were.
    """
    themes = found_themes(StaticEncoder(folder=folder), english() | finnish())
    for problem in FINNISH:
        assert max(theme[problem, "fi"] for theme in counted(themes)) >= len(THINGS) * 2 / 3
    assert {problem: shared(themes, problem) for problem in PROBLEMS if shared(themes, problem) < 2 / 3} == {}
    assert strangers(themes) <= len(english() | finnish()) / 20


def test_the_order_of_tickets_changes_nothing(folder: Path) -> None:
    """Neighbours by meaning included: reversed tickets give the same themes, ids and all."""
    said = english() | finnish()
    backwards = dict(reversed(said.items()))
    one, other = (found_themes(StaticEncoder(folder=folder), each) for each in (said, backwards))
    assert one == other
