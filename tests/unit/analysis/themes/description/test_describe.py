"""Clusters to titles, keyphrases and quotes."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_feedback import feedback, notes_app

from voc.analysis.themes.description.describe import Description, Subject, describe
from voc.analysis.themes.description.phrasing import LONGEST
from voc.analysis.themes.description.saying import is_said
from voc.analysis.themes.description.standing import is_courtesy
from voc.analysis.themes.description.words import Tokenizer
from voc.config.stopwords import load_stopwords
from voc.model.ticket import Feedback

STOPWORDS = load_stopwords()


def described(groups: dict[str, list[Feedback]]) -> dict[str, Description]:
    """Descriptions of new themes."""
    return describe({name: Subject(members) for name, members in groups.items()}, {}, STOPWORDS)


def test_titles_are_what_customers_wrote() -> None:
    """A title is a customer's own line, in the language of most of them."""
    app = notes_app()
    found = described(app)
    for name, description in found.items():
        written = " ".join(item.text for item in app[name]).casefold()
        assert description.title.casefold() in written
    assert found["login"].language == "fi"
    assert "irjautu" in found["login"].title
    assert "sync" in found["sync"].title.casefold()
    assert "PDF" in found["export"].title


def test_title_is_in_the_main_language() -> None:
    """One English ticket does not name a Finnish theme."""
    members = [*notes_app()["login"], feedback("t:en", "Kirjautuminen sovellukseen login fails", language="en")]
    assert described({"login": members})["login"].title != "Kirjautuminen sovellukseen login fails"


def test_order_changes_nothing() -> None:
    """Themes and tickets in any order give the same descriptions."""
    app = notes_app()
    names = random.Random(2).sample(sorted(app), len(app))
    shuffled = {name: random.Random(3).sample(app[name], len(app[name])) for name in names}
    assert described(shuffled) == described(app)


def test_equal_themes_get_different_titles() -> None:
    """Two themes of the same words are told apart by another sentence, the larger one choosing first."""
    members = notes_app()["sync"]
    twin = [replace(item, ticket_id=f"u:{item.ticket_id}") for item in members[:3]]
    found = described({"one": members, "two": twin})
    assert found["one"].title.casefold() != found["two"].title.casefold()
    assert found["one"].title == described({"one": members})["one"].title


def test_themes_of_one_text_get_different_titles() -> None:
    """Where no other sentence is left, a phrase or number is added within the limit."""
    text = "Notes do not sync between my phone and the laptop that I use at work in town"
    groups = {f"theme{n}": [feedback(f"t:{n}{m}", text) for m in range(2)] for n in range(4)}
    titles = [description.title for description in described(groups).values()]
    assert len({title.casefold() for title in titles}) == 4
    assert all(len(title) <= LONGEST for title in titles)


def test_a_known_title_stays_and_is_not_given_again() -> None:
    """A theme that has a title keeps it, even when it is not described again; no new theme gets the same."""
    app = notes_app()
    title = described(app)["sync"].title
    twin = [replace(item, ticket_id=f"u:{item.ticket_id}") for item in app["sync"]]
    subjects = {"old": Subject(app["sync"], title, wanted=False), "new": Subject(twin)}
    found = describe(subjects, {}, STOPWORDS)
    assert set(found) == {"new"}
    assert found["new"].title != title
    again = describe({"old": Subject(app["sync"], "Kept as it was")}, {}, STOPWORDS)
    assert again["old"].title == "Kept as it was"


def test_the_title_of_an_emptied_theme_is_not_given_again() -> None:
    """A theme without tickets is not described, but its title is taken."""
    app = notes_app()
    title = described({"sync": app["sync"]})["sync"].title
    found = describe({"gone": Subject([], title), "sync": Subject(app["sync"])}, {}, STOPWORDS)
    assert set(found) == {"sync"}
    assert found["sync"].title != title


def test_subject_lines_are_preferred() -> None:
    """A customer's subject is a title already."""
    members = [
        feedback("t:1", "Tablet keeps logging me out", "The tablet logs me out again and again every hour."),
        feedback("t:2", "Tablet keeps logging me out", "Every hour the tablet logs me out of the app."),
    ]
    assert described({"x": members})["x"].title == "Tablet keeps logging me out"


def test_greetings_and_placeholders_name_nothing() -> None:
    """Where all begin alike with a greeting, the title is what comes after it; redacted lines are passed over."""
    members = [
        feedback(f"t:{n}", "Hello there", "Hello there, the invoice is missing a line. My mail is [EMAIL_1].")
        for n in range(3)
    ]
    assert described({"x": members})["x"].title == "The invoice is missing a line"


def test_a_single_word_still_gets_a_title() -> None:
    """Short and wordless texts get some title rather than none."""
    found = described({"a": [feedback("t:1", "Crash"), feedback("t:2", "crash")], "b": [feedback("t:3", "?!")]})
    assert found["a"].title == "Crash"
    assert found["b"].title


def test_a_title_stops_before_the_number_of_one_case() -> None:
    """Where subjects hold a word and a case number, the words before it name the theme, two rather than one."""
    subjects = ["Rollback: CASE-15354", "Rollback: CASE-11235", "Rollback of 9_0_X: CASE-11654"]
    members = [feedback(f"t:{number}", subject, "") for number, subject in enumerate(subjects)]
    assert described({"rollback": members, "sync": notes_app()["sync"]})["rollback"].title == "Rollback of 9_0_X"
    assert described({"rollback": members[:2], "sync": notes_app()["sync"]})["rollback"].title == "Rollback"


def test_no_theme_at_all() -> None:
    """Nothing to describe gives nothing."""
    assert described({}) == {}


HOSTILE = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\u202e\u2066\u200b\x00\x1b<>[]{}|`* \n.,")))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4), min_size=1, max_size=4))
def test_titles_hold_under_any_text(groups: list[list[tuple[str, str]]]) -> None:
    """Whatever strangers write: every theme has a title of its own, short, on one line, without hidden characters."""
    made = {
        f"theme{number}": [feedback(f"t:{number}-{n}", *pair) for n, pair in enumerate(pairs)]
        for number, pairs in enumerate(groups)
    }
    titles = [description.title for description in described(made).values()]
    assert len(titles) == len(groups)
    assert len({title.casefold() for title in titles}) == len(titles)
    for title in titles:
        assert 0 < len(title) <= LONGEST
        assert not any(unicodedata.category(character).startswith("C") for character in title)
        assert not is_courtesy(title, STOPWORDS.of("en"))


def told(app: dict[str, list[Feedback]], title: str, share: float = 1.0, gone: str | None = None) -> Description:
    """What is said of the theme of ``app`` about exports, which a ticket left that said ``gone``, or its title."""
    subjects = {name: Subject(members) for name, members in app.items()}
    left = [feedback("t:gone", title if gone is None else gone)]
    subjects["export"] = Subject(app["export"], title, left=left, share=share)
    return describe(subjects, {}, STOPWORDS)["export"]


def test_a_title_stays_while_one_ticket_says_it() -> None:
    """All its words in one ticket, in any order and form; without a phrase that only told it apart."""
    for title in ("Crashes of the PDF export", "Export to PDF crashes (tablet)"):
        assert told(notes_app(), title).title == title


def test_a_title_that_no_ticket_says_gives_way() -> None:
    """Its words spread over several tickets do not count; a new title is chosen as for a new theme. Where those that
    left did not say it either, nothing of it was lost.
    """
    title = "The app crashes once PDF export of ten notes closes every time"
    assert told(notes_app(), title) == described(notes_app())["export"]
    assert told(notes_app(), title, gone="The app crashes").title == title


def test_a_title_that_was_given_up_goes_to_nobody_at_once() -> None:
    """Not to the theme that took its tickets along: readers would take one for the other."""
    app = notes_app()
    subjects = {name: Subject(members) for name, members in app.items()}
    sync = describe(subjects, {}, STOPWORDS)["sync"].title
    subjects["export"] = Subject(app["export"], sync, left=app["sync"])
    found = describe(subjects, {}, STOPWORDS)
    assert sync not in {description.title for description in found.values()}


def test_a_models_title_needs_some_of_its_words_only() -> None:
    """It may have found better words than its customers; without any of theirs it gives way."""
    assert told(notes_app(), "PDF export breaks down", 0.5).title == "PDF export breaks down"
    assert told(notes_app(), "PDF export breaks down", 1.0).title != "PDF export breaks down"
    assert told(notes_app(), "Sync breaks down", 0.5).title != "Sync breaks down"


def test_a_title_is_said_in_the_language_of_each_ticket() -> None:
    """Words fold as those of the ticket do, whatever language its theme is of."""
    members = notes_app()["login"]
    left = [feedback("t:gone", "Kirjautumiset eivät onnistu", language="fi")]
    subject = Subject(members, "Kirjautumiset eivät onnistu", left=left)
    assert describe({"login": subject}, {}, STOPWORDS)["login"].title == "Kirjautumiset eivät onnistu"


def test_a_title_of_stopwords_is_compared_by_all_its_words() -> None:
    """Whatever language a ticket is in: what no ticket says is not said by each of them."""
    tokenizer = Tokenizer(STOPWORDS)
    title = "Why is it not there?"
    fire = [feedback("t:1", "The printer is on fire"), feedback("t:2", "Tulostin palaa", language="fi")]
    for member in fire:
        assert not is_said(title, "en", [member], tokenizer, 1.0)
    assert is_said(title, "en", [feedback("t:3", "It is there and I see not why")], tokenizer, 1.0)
    assert is_said(title, "en", [feedback("t:4", "why is it not there? sanoi hän", language="fi")], tokenizer, 1.0)


def test_the_words_of_a_title_are_those_of_its_theme() -> None:
    """A ticket of another language is asked for the same words, no more and no fewer."""
    tokenizer = Tokenizer(STOPWORDS)
    for language in ("en", "fi"):
        said = [feedback("t:1", "printer fire", language=language)]
        assert is_said("The printer is on fire", "en", said, tokenizer, 1.0)
        assert not is_said("The printer is on ice", "en", said, tokenizer, 1.0)


def test_a_title_without_words_is_said_as_a_line_only() -> None:
    """A number is no word."""
    tokenizer = Tokenizer(STOPWORDS)
    assert is_said("404 404", "en", [feedback("t:1", "I see 404 404")], tokenizer, 1.0)
    assert not is_said("404 404", "en", [feedback("t:1", "The printer is on fire")], tokenizer, 1.0)
