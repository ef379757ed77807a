"""Sentences, words, weights and titles of small texts, worked by hand."""

from __future__ import annotations

import math

import pytest
from tests.made_up_feedback import feedback

from voc.analysis.themes.description.evidence import central
from voc.analysis.themes.description.naming import NAMELESS, Titles
from voc.analysis.themes.description.phrasing import LONGEST
from voc.analysis.themes.description.sentences import READ_SENTENCES, sentences
from voc.analysis.themes.description.terms import Group, Profile, group, profiles
from voc.analysis.themes.description.titles import CONSIDERED, Candidate, candidates
from voc.analysis.themes.description.words import Tokenizer, phrases
from voc.config.stopwords import load_stopwords

TOKENIZER = Tokenizer(load_stopwords())
ENGLISH = load_stopwords().of("en")
NOBODY = Group((), (), "en")


def cut(subject: str | None, body: str) -> list[str]:
    """The sentences of a ticket, with one abbreviation known."""
    return [sentence.text for sentence in sentences(feedback("t:1", subject, body), frozenset({"esim"}))]


def line(title: str, score: float, *keys: str) -> Candidate:
    """A line that could be a title."""
    return Candidate(title, score, frozenset(keys or title.casefold().split()))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It fails. It hangs! Why? No", ["It fails.", "It hangs!", "Why?", "No"]),
        ("See esim. the log. Bye.", ["See esim. the log.", "Bye."]),
        ("Mr. X. Ray called.", ["Mr.", "X. Ray called."]),
        ('He said "stop." Then it went.', ['He said "stop."', "Then it went."]),
        ("Version 2.5 fails", ["Version 2.5 fails"]),
        ("one\n\n  two  \r\nthree", ["one", "two", "three"]),
        ("1. Open it\n2. Close it", ["1. Open it", "2. Close it"]),
        ("  \n ", []),
    ],
)
def test_where_sentences_end(body: str, expected: list[str]) -> None:
    """At marks and line ends, but not behind abbreviations, initials, list numbers or inside numbers."""
    assert cut(None, body) == expected


def test_a_wrapped_line_goes_on() -> None:
    """A line of fifty characters that goes on in small letters is one sentence with the next; a short one is not."""
    long = "x" * 25 + " " + "y" * 24
    assert cut(None, f"{long}\ngoes on") == [f"{long}\ngoes on"]
    assert cut(None, f"{long[:-1]}\ngoes on") == [long[:-1], "goes on"]
    assert cut(None, f"{long}\nNew line") == [long, "New line"]


def test_sentences_stand_where_they_say() -> None:
    """Start and end count in the message, ``at`` in the feedback's text; the subject is told."""
    item = feedback("t:1", "Sync", "  It fails.  Always.")
    first, second, third = sentences(item, frozenset())
    assert (first.text, first.is_subject, first.start, first.end) == ("Sync", True, 0, 4)
    assert (second.text, second.is_subject, second.start, second.end) == ("It fails.", False, 2, 11)
    assert (third.start, third.end) == (13, 20)
    assert all(item.text[one.at :].startswith(one.text) for one in (first, second, third))


def test_only_the_first_sentences_are_read() -> None:
    """A long letter is not read to its end."""
    assert len(cut("Subject", "Again. " * 40)) == READ_SENTENCES


def test_phrases_have_up_to_three_words() -> None:
    """Four words that carry meaning: four single, three pairs, two of three."""
    found = list(phrases(TOKENIZER.tokens("invoice address export button", "en")))
    assert len(found) == 9
    assert [surface for _, surface in found[:3]] == ["invoice", "invoice address", "invoice address export"]


def test_relevance_by_hand() -> None:
    """The weights over the root of the number of keys, at least three; a key said twice counts once."""
    profile = Profile({"sync": 3.0, "note": 1.0})
    assert profile.relevance(["sync", "sync"]) == pytest.approx(3 / math.sqrt(3))
    assert profile.relevance(["sync", "note", "a", "b"]) == pytest.approx(2.0)


def test_weights_by_hand() -> None:
    """A word that both groups always use weighs ln(1 + 2 / 2); one of a single group ln(1 + 2 / 1)."""
    texts = (("app login", "app login"), ("app zebra", "app zebra"))
    groups = [
        group([feedback(f"t:{n}{m}", text) for m, text in enumerate(pair)], TOKENIZER) for n, pair in enumerate(texts)
    ]
    first, second = profiles(groups)
    assert first.weights["app"] == second.weights["app"] == pytest.approx(math.log(2))
    assert first.weights["login"] == second.weights["zebra"] == pytest.approx(math.log(3))


def test_the_most_central_ticket_says_what_all_say() -> None:
    """The ticket with the heaviest words comes first, equals in the order of their ids."""
    members = [feedback("t:1", "zebra"), feedback("t:2", "login export"), feedback("t:3", "login export")]
    found = group(members, TOKENIZER)
    profile = Profile(dict.fromkeys(TOKENIZER.keys("login export", "en"), 1.0))
    assert central(found, profile) == [1, 2, 0]


def test_candidates_are_few_distinct_and_best_first() -> None:
    """At most twelve lines, no line twice whatever its case, by falling score."""
    members = [feedback(f"t:{n}", f"Export of report {n} crashes the app") for n in range(20)]
    members.append(feedback("t:x", "EXPORT OF REPORT 1 CRASHES THE APP"))
    found = group(members, TOKENIZER)
    lines = candidates(found, profiles([found])[0], TOKENIZER)
    assert 0 < len(lines) <= CONSIDERED
    assert len({one.title.casefold() for one in lines}) == len(lines)
    assert [one.score for one in lines] == sorted((one.score for one in lines), reverse=True)


def test_the_best_free_line_is_taken() -> None:
    """The second theme takes its second line where the first is taken and the second is worth a third as much."""
    titles = Titles()
    ranked = [line("Export crashes", 1.0), line("Report is empty", 0.35)]
    assert titles.choose(ranked, (), NOBODY, ENGLISH) == "Export crashes"
    assert titles.choose(ranked, (), NOBODY, ENGLISH) == "Report is empty"


def test_a_poor_line_gives_way_to_a_phrase() -> None:
    """Below a third of the best score the best line is kept, with the first phrase of some letters that it does not say
    itself.
    """
    titles = Titles()
    ranked = [line("Export crashes", 1.0), line("Report is empty", 0.34)]
    titles.choose(ranked, (), NOBODY, ENGLISH)
    assert titles.choose(ranked, ("export", "up", "PDF"), NOBODY, ENGLISH) == "Export crashes (PDF)"


def test_titles_are_numbered_at_last() -> None:
    """Without a phrase left equal titles get 2, 3 and so on, and a long one is cut to make room."""
    titles, ranked = Titles(), [line("Export crashes", 1.0)]
    found = [titles.choose(ranked, (), NOBODY, ENGLISH) for _ in range(3)]
    assert found == ["Export crashes", "Export crashes (2)", "Export crashes (3)"]
    long = [line("word " * (LONGEST // 5 - 1) + "word", 1.0)]
    one, other = (titles.choose(long, (), NOBODY, ENGLISH) for _ in range(2))
    assert one != other
    assert len(other) <= LONGEST


@pytest.mark.parametrize(("shared", "same"), [(6, False), (7, True)])
def test_nearly_the_same_words_are_the_same_title(shared: int, same: bool) -> None:
    """Seven of ten words in common are too like; six are not."""
    titles = Titles()
    titles.take("Taken", frozenset("abcdefghij"[:shared]))
    chosen = titles.choose([line("Other", 1.0, *"abcdefghij")], ("PDF",), NOBODY, ENGLISH)
    assert chosen == ("Other (PDF)" if same else "Other")


def test_a_theme_without_words_has_a_name() -> None:
    """Without a line the shortest text of two words with a phrase, else the phrase, else a name for the nameless."""
    some = group([feedback("t:1", "Help me please"), feedback("t:2", "Help"), feedback("t:3", "?!")], TOKENIZER)
    assert Titles().choose([], ("sync",), some, ENGLISH) == "Help me (sync)"
    assert Titles().choose([], (), some, ENGLISH) == "Help me"
    assert Titles().choose([], ("sync",), NOBODY, ENGLISH) == "Sync"
    assert Titles().choose([], (), NOBODY, ENGLISH) == NAMELESS
