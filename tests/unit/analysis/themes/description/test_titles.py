"""Which of many lines becomes a theme's title."""

from __future__ import annotations

import pytest
from tests.made_up_feedback import feedback

from voc.analysis.themes.description.terms import group, has_subject, profiles
from voc.analysis.themes.description.titles import SENTENCES, Candidate, candidates
from voc.analysis.themes.description.words import Tokenizer
from voc.config.stopwords import load_stopwords
from voc.model.ticket import Feedback

TOKENIZER = Tokenizer(load_stopwords())

OTHERS = [feedback("o:1", None, "The weather is fine today"), feedback("o:2", None, "Nothing else of note happens")]


def ranked(*members: Feedback) -> list[Candidate]:
    """The lines of one theme beside another."""
    groups = [group(members, TOKENIZER), group(OTHERS, TOKENIZER)]
    return candidates(groups[0], profiles(groups)[0], TOKENIZER)


def titles(*bodies: str, language: str = "en") -> list[str]:
    """The lines of tickets without subjects, best first."""
    return [
        line.title for line in ranked(*(feedback(f"t:{n}", None, b, language=language) for n, b in enumerate(bodies)))
    ]


def test_what_all_speak_of_comes_first() -> None:
    """A line of the words that customers share is better than one with names that only one of them uses."""
    found = titles(
        "The invoice shows the wrong address",
        "The invoice shows the wrong address of Zanzibar Trombones",
        "Our invoice has the wrong address",
        "My cat sat on the keyboard",
    )
    assert found[0] == "The invoice shows the wrong address"
    assert "My cat sat on the keyboard" not in found


def test_phrases_in_common_count() -> None:
    """Words in the order in which others write them say more than the same words apart."""
    found = titles(
        "The exchange rate is not right",
        "The rate of every exchange is not right",
        "An exchange rate that is bad",
        "Where is the exchange rate from",
    )
    assert found.index("The exchange rate is not right") < found.index("The rate of every exchange is not right")


def test_a_subject_is_preferred_to_a_sentence_behind_it() -> None:
    """The same words are better as the subject that somebody chose for them."""
    found = ranked(
        feedback("t:1", "Export to Excel fails", "Export to Excel fails always. I am sad."),
        feedback("t:2", "Excel", "The export to Excel fails in May."),
    )
    assert found[0].title == "Export to Excel fails"


def test_templates_behind_the_subject_do_not_name_a_theme() -> None:
    """What every ticket's template says is no title where the subjects have something in common."""
    steps = "Launch the studio program\nOpen the studio program menu"
    found = ranked(
        feedback("t:1", "Breakpoints are never hit", steps),
        feedback("t:2", "Debugger: breakpoints are not hit", steps),
        feedback("t:3", "Breakpoints never hit in a library", steps),
    )
    assert "reakpoints" in found[0].title


def test_a_list_of_words_gives_way_to_a_phrase() -> None:
    """Many words without one of grammar among them are worth less than a line that says how they belong together."""
    found = titles(
        "Invoice address company number wrong field",
        "The invoice shows the wrong company address",
        "Wrong address of the company on the invoice",
    )
    assert found[0] != "Invoice address company number wrong field"


def test_a_line_must_say_something() -> None:
    """Grammar and words such as *problem* alone are no title, however often they are written."""
    assert titles("There is a problem with it", "There is a problem with this", "I have an issue") == []


def test_a_line_of_another_language_names_nothing() -> None:
    """An English line in a Finnish theme comes last."""
    members = [
        feedback("t:1", None, "Kirjautuminen ei onnistu", language="fi"),
        feedback("t:2", None, "Kirjautuminen ei onnistu puhelimella", language="fi"),
        feedback("t:3", None, "Kirjautuminen puhelimella fails all day long", language="en"),
    ]
    assert ranked(*members)[-1].title == "Kirjautuminen puhelimella fails all day long"


def test_the_shorter_of_equal_lines_comes_first() -> None:
    """Where two lines say as much, the one that is read faster is taken."""
    found = titles(
        "Is there a fee on my statement?", "Why is there a fee on my statement?", "A fee on my statement is odd"
    )
    assert found[0] == min(found[:2], key=len)


def test_components_in_brackets_are_kept_where_they_tell() -> None:
    """What others of the theme speak of too stays before the line; what nobody else does goes."""
    kept = ranked(
        feedback("t:1", "[Designer] Fails to load a storyboard"),
        feedback("t:2", "[Designer] Cannot load this storyboard"),
        feedback("t:3", "The designer does not load"),
    )
    assert kept[0].title.startswith("[Designer] ")
    gone = ranked(
        feedback("t:1", "[Master] Fails to load a storyboard"),
        feedback("t:2", "Fails to load any storyboard"),
        feedback("t:3", "A storyboard fails to load"),
    )
    assert all(not line.title.startswith("[") for line in gone[:2])


def test_the_beginning_of_a_ticket_is_looked_at() -> None:
    """Only the first sentences can become a title."""
    body = " ".join(f"Sentence number {word} is here." for word in ("one", "two", "three", "four")[:SENTENCES])
    found = titles(f"{body} The invoice is wrong again.", "The invoice is wrong.", "An invoice that is wrong.")
    assert "The invoice is wrong again" not in found


@pytest.mark.parametrize(
    ("subject", "body", "expected"), [("Invoice", "It is wrong", True), (None, "It is wrong", False), ("I", "", False)]
)
def test_a_subject_stands_before_something(subject: str | None, body: str, expected: bool) -> None:
    """A subject alone is all there is, so its words are not told from others."""
    assert has_subject(feedback("t:1", subject, body)) is expected


def test_words_of_the_subject_weigh_twice() -> None:
    """A word behind the subject counts half of one in it; without a subject all words count whole."""
    members = [feedback("t:1", "Invoice", "Address"), feedback("t:2", "Invoice", "Address")]
    profile = profiles([group(members, TOKENIZER)])[0]
    assert profile.weights["invoic"] > profile.weights["address"] > 0
    alone = [feedback("t:1", None, "Invoice\nAddress"), feedback("t:2", None, "Invoice\nAddress")]
    weights = profiles([group(alone, TOKENIZER)])[0].weights
    assert weights["invoic"] == weights["address"]
