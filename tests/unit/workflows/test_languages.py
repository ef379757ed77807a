"""Tickets in two languages about one problem are one theme, where the encoder knows both languages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tests.made_up_model import save_model
from tests.runs import run

from voc.encoders.lexical import LexicalEncoder
from voc.encoders.model2vec import model2vec_encoder
from voc.model.ticket import Message, Ticket
from voc.ports.encoder import Encoder
from voc.stores.memory import MemoryStore

# What a thing is called in English and in Finnish.
WORDS = {
    "camera": {"en": ("camera",), "fi": ("kamera", "kameran", "kameraa")},
    "crash": {"en": ("crashes", "crash"), "fi": ("kaatuu", "kaatui")},
    "photo": {"en": ("photo", "picture"), "fi": ("kuva", "kuvan", "kuvaa")},
    "invoice": {"en": ("invoice", "bill"), "fi": ("lasku", "laskun", "laskussa")},
    "sum": {"en": ("amount", "sum"), "fi": ("summa", "summan")},
    "wrong": {"en": ("wrong", "incorrect"), "fi": ("väärä", "väärin")},
    "password": {"en": ("password",), "fi": ("salasana", "salasanan", "salasanaa")},
    "login": {"en": ("login", "signing"), "fi": ("kirjautuminen", "kirjautumaan")},
    "fail": {"en": ("fails", "rejected"), "fi": ("epäonnistuu", "hylätään")},
    "sync": {"en": ("sync", "synchronise"), "fi": ("synkronointi", "synkronoidu")},
    "tablet": {"en": ("tablet",), "fi": ("tabletti", "tabletille", "tablettiin")},
    "note": {"en": ("notes", "note"), "fi": ("muistiinpanot", "muistiinpano")},
    "slow": {"en": ("slow", "slowly"), "fi": ("hidas", "hitaasti")},
    "start": {"en": ("start", "opens"), "fi": ("käynnistys", "avautuu")},
    "wait": {"en": ("wait", "minutes"), "fi": ("odottaa", "minuuttia")},
    "message": {"en": ("message", "reminder"), "fi": ("viesti", "muistutus")},
    "arrive": {"en": ("arrives", "delivered"), "fi": ("saavu", "tule")},
    "late": {"en": ("never", "missing"), "fi": ("koskaan", "puuttuu")},
}

# Each problem by the meanings it is told with.
PROBLEMS = {
    "crash": ("camera", "crash", "photo"),
    "invoice": ("invoice", "sum", "wrong"),
    "login": ("password", "login", "fail"),
    "sync": ("sync", "tablet", "note"),
    "slow": ("slow", "start", "wait"),
    "message": ("message", "arrive", "late"),
}
FRAMES = {
    "en": ("The {} {} {} again", "Bug: {} {} and {} since the update", "My {} {} with {} today", "{} {} {} every time"),
    "fi": ("Taas {} {} {}", "Vika: {} {} ja {} päivityksen jälkeen", "Minulla {} {} sekä {} tänään", "{} {} {} aina"),
}
EACH = 24


def tickets() -> list[Ticket]:
    """At most ``EACH`` tickets a problem and language, every one another text; no word is in both languages."""
    made = []
    for problem, language in itertools.product(PROBLEMS, FRAMES):
        choices = itertools.product(FRAMES[language], *(WORDS[meaning][language] for meaning in PROBLEMS[problem]))
        for number, (frame, *chosen) in enumerate(itertools.islice(choices, EACH)):
            said = frame.format(*chosen)
            made.append(Ticket(f"t:{problem}-{language}-{number:02}", (Message(said),), requester=f"r{len(made)}"))
    return made


def bilingual(folder: Path, noise: float, strength: float) -> str:
    """A model in ``folder`` in which words that mean the same lie near each other; each has something of its own,
    ``noise`` as long as a meaning, and something of its language, ``strength`` as long. What frames are made of tells
    little but its language.
    """
    random = np.random.default_rng(3)
    tongue = {language: strength * random.normal(size=32) for language in FRAMES}
    vectors = {}
    for spelled in WORDS.values():
        meaning = random.normal(size=32)
        for language, words in spelled.items():
            vectors |= {word: meaning + tongue[language] + noise * random.normal(size=32) for word in words}
    for language, frames in FRAMES.items():
        for word in sorted(set(re.findall(r"\w+", " ".join(frames).lower())) - set(vectors)):
            vectors[word] = 0.4 * (tongue[language] + random.normal(size=32))
    return save_model(folder, {word: tuple(vector) for word, vector in vectors.items()})


def found_themes(encoder: Encoder) -> list[Counter[tuple[str, str]]]:
    """How many tickets of each problem and language each theme holds."""
    store = MemoryStore()
    store.save_tickets([(each, "digest", 0) for each in tickets()])
    run(store, encoder, ignore_kinds=True)
    return [Counter(told_of(name) for name in theme.ticket_ids) for theme in store.themes()]


def told_of(ticket_id: str) -> tuple[str, str]:
    """The problem and the language of a ticket."""
    problem, language, _ = ticket_id.removeprefix("t:").split("-")
    return problem, language


def shared(themes: list[Counter[tuple[str, str]]], problem: str) -> float:
    """The share of a problem's tickets, of the language that has less of them, in the theme that has most of both."""
    totals = Counter(told_of(each.id) for each in tickets())
    return max(min(theme[problem, each] / totals[problem, each] for each in FRAMES) for theme in themes)


@pytest.mark.parametrize(
    ("noise", "strength"), [(0.3, 0.0), (0.3, 0.5), (0.3, 1.0), (0.6, 0.0), (0.6, 0.5), (0.6, 1.0)]
)
def test_finnish_and_english_tickets_about_one_problem_share_a_theme(
    tmp_path: Path, noise: float, strength: float
) -> None:
    """Each problem has a theme with two thirds of its tickets of either language, and no theme mixes problems, also
    where a vector tells the language as loudly as what is said in it.
    """
    themes = found_themes(model2vec_encoder(bilingual(tmp_path, noise, strength)))
    assert {problem: shared(themes, problem) for problem in PROBLEMS if shared(themes, problem) < 2 / 3} == {}
    strangers = sum(count for theme in themes for (problem, _), count in theme.items() if problem != main(theme))
    assert strangers <= len(tickets()) / 20


def main(theme: Counter[tuple[str, str]]) -> str:
    """The problem that most of a theme's tickets tell of."""
    return theme.most_common(1)[0][0][0]


def test_words_alone_keep_the_languages_apart() -> None:
    """What the test above shows is the encoder's doing: no word of one language is in the other's tickets."""
    themes = found_themes(LexicalEncoder())
    assert max(shared(themes, problem) for problem in PROBLEMS) < 1 / 3
