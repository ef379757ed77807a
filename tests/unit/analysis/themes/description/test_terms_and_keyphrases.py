"""What sets a theme's words apart, and the phrases it is searched by."""

from __future__ import annotations

import random

import pytest
from tests.made_up_feedback import feedback, notes_app

from voc.analysis.themes.description.keyphrases import MOST, keyphrases
from voc.analysis.themes.description.terms import SAMPLE, Group, Profile, group, main_language, profiles
from voc.analysis.themes.description.words import Tokenizer
from voc.config.stopwords import load_stopwords


def made(*names: str) -> tuple[list[Group], list[Profile]]:
    """Groups of the notes app and their profiles."""
    tokenizer = Tokenizer(load_stopwords())
    app = notes_app()
    groups = [group(app[name], tokenizer) for name in names or sorted(app)]
    return groups, profiles(groups)


def test_own_words_weigh_more_than_shared_ones() -> None:
    """A word of one theme weighs more than a word that all themes use as often."""
    tokenizer = Tokenizer(load_stopwords())
    groups = [
        group([feedback("t:1", "app login fails"), feedback("t:2", "app login broken")], tokenizer),
        group([feedback("t:3", "app invoice wrong"), feedback("t:4", "app invoice missing")], tokenizer),
    ]
    first, _ = profiles(groups)
    assert first.weights["login"] > first.weights["app"]


def test_what_one_ticket_alone_says_does_not_count() -> None:
    """Where tickets share enough words, a word of one of them is no word of the theme."""
    groups, found = made()
    sync = dict(zip(sorted(notes_app()), found, strict=True))["sync"]
    assert "not" in sync.weights or "sync" in sync.weights
    assert "wheel" not in sync.weights
    assert len(groups) == len(found)


def test_relevance_favours_neither_one_word_nor_many() -> None:
    """Three fitting words are worth more than one, and more than the three among many others."""
    profile = Profile({"sync": 1.0, "note": 1.0, "phone": 1.0})
    three = profile.relevance(["sync", "note", "phone"])
    assert three > profile.relevance(["sync"])
    assert three > profile.relevance(["sync", "note", "phone", "a", "b", "c", "d", "e"])
    assert profile.relevance([]) == 0.0


def test_a_large_group_is_read_in_part_and_the_same_in_any_order() -> None:
    """The sample of a large theme holds no text twice and does not depend on the order of its tickets."""
    tokenizer = Tokenizer(load_stopwords())
    members = [feedback(f"t:{number:03}", f"Login number {number % 60} fails") for number in range(200)]
    shuffled = random.Random(1).sample(members, len(members))
    one, other = group(members, tokenizer), group(shuffled, tokenizer)
    assert one.members == other.members
    assert len({member.fingerprint for member in one.members}) == len(one.members) == SAMPLE


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["fi", "fi", "en"], "fi"), (["und", "und", "en"], "en"), (["und"], "und"), (["fi", "en"], "en"), ([], "und")],
)
def test_main_language(languages: list[str], expected: str) -> None:
    """Most tickets decide; those of no known language do not vote; ties go to the first code."""
    members = [feedback(f"t:{n}", "x", language=language) for n, language in enumerate(languages)]
    assert main_language(members) == expected


def test_keyphrases_are_few_and_say_nothing_twice() -> None:
    """At most eight, and none stands within another."""
    for members, profile in zip(*made(), strict=True):
        found = keyphrases(members, profile)
        assert 3 <= len(found) <= MOST
        for one in found:
            assert not any(one.casefold() in other.casefold() for other in found if other is not one)


def test_keyphrases_name_the_problem() -> None:
    """The words customers share come first, in the form they write most often."""
    names = sorted(notes_app())
    found = {name: keyphrases(*pair) for name, pair in zip(names, zip(*made(), strict=True), strict=True)}
    assert "PDF" in " ".join(found["export"])
    assert any("sync" in phrase for phrase in found["sync"])
    assert any("address" in phrase for phrase in found["invoice"])
    assert any(phrase.casefold().startswith("kirjautu") for phrase in found["login"])


def test_inflected_forms_are_one_keyphrase() -> None:
    """Finnish forms of one word are shown once."""
    groups, found = made("login", "sync")
    phrases = keyphrases(groups[0], found[0])
    assert sum(phrase.casefold().startswith("kirjautumi") for phrase in phrases) <= 1


def test_lower_case_is_shown_where_it_is_written() -> None:
    """A capital at the beginning of a sentence is no part of a word; that of a name is."""
    tokenizer = Tokenizer(load_stopwords())
    members = [feedback("t:1", "Invoice from PDF"), feedback("t:2", "PDF invoice"), feedback("t:3", "Invoice PDF")]
    groups = [group(members, tokenizer)]
    found = keyphrases(groups[0], profiles(groups)[0])
    assert "PDF" in " ".join(found)
    assert "Invoice" not in found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("liikenne", "liikenteen", True),
        ("seuraava jakso", "seuraavaan jaksoon", True),
        ("topped up", "top up", True),
        ("charged extra", "extra fee", True),
        ("card", "cart", False),
        ("invoice", "address", False),
        ("view", "scrollview", True),
    ],
)
def test_what_repeats_a_phrase_is_left_out(one: str, other: str, same: bool) -> None:
    """Two forms of a word, or phrases that share half of their words, are not both shown."""
    language = "fi" if one.startswith(("l", "seu")) else "en"
    texts = (f"{one}. {other}.", f"{one}. {other}.", f"{other}. Whatever")
    members = [feedback(f"t:{n}", None, text, language=language) for n, text in enumerate(texts)]
    groups = [group(members, Tokenizer(load_stopwords()))]
    found = {phrase.casefold() for phrase in keyphrases(groups[0], profiles(groups)[0])}
    assert ({one, other} <= found) is not same


def test_ids_and_numbers_are_no_keyphrases() -> None:
    """A word of many digits is an id or an address; one of few may be a product."""
    text = "Device x00041f20 with iOS7 loses pages"
    groups = [group([feedback(f"t:{n}", None, text) for n in range(3)], Tokenizer(load_stopwords()))]
    found = " ".join(keyphrases(groups[0], profiles(groups)[0]))
    assert "iOS7" in found
    assert "x00041f20" not in found


def test_a_phrase_of_several_words_is_preferred_to_its_words() -> None:
    """Where all write the two words together, they are shown together."""
    members = [
        feedback(f"t:{n}", None, text) for n, text in enumerate(("Dark mode", "A dark mode please", "Dark mode!"))
    ]
    groups = [group(members, Tokenizer(load_stopwords()))]
    assert keyphrases(groups[0], profiles(groups)[0])[0].casefold() == "dark mode"
