"""Quotes that let a person believe a theme."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made_up_feedback import feedback, notes_app, ticket_of

from voc.analysis.themes.description.evidence import LONGEST, MOST, evidence, verbatim
from voc.analysis.themes.description.terms import group, profiles
from voc.analysis.themes.description.words import Tokenizer
from voc.config.stopwords import load_stopwords
from voc.model.theme import Evidence
from voc.model.ticket import SUBJECT, Feedback, Message, Ticket

TOKENIZER = Tokenizer(load_stopwords())


def quotes_of(
    members: list[Feedback], customers: dict[str, str] | None = None, title: str = ""
) -> tuple[Evidence, ...]:
    """The quotes of one theme, of this ``title``, among those of the notes app."""
    groups = [group(members, TOKENIZER), group(notes_app()["login"], TOKENIZER)]
    return evidence(groups[0], profiles(groups)[0], customers or {}, TOKENIZER, title)


def test_the_first_quote_bears_out_the_title() -> None:
    """Of quotes that say as much of what all say, the one with the title's words stands first, whichever that is."""
    said = {
        "printing": "Our notes come out of the printer without their pictures since Monday.",
        "folders": "Our notes come out of the folder without their colours since Monday.",
    }
    members = [feedback(f"t:{name}", None, text) for name, text in said.items()]
    for name, title in (("printing", "Printer leaves out pictures"), ("folders", "Folder without colours")):
        assert quotes_of(members, title=title)[0].ticket_id == f"t:{name}"


def test_a_subject_that_is_the_title_does_not_stand_first_for_that() -> None:
    """It would say the same twice; the sentence below it says more."""
    body = "Since Monday the printer leaves out the pictures of our notes."
    members = [feedback("t:1", "Printer leaves out the pictures", body)]
    assert quotes_of(members, title="Printer leaves out the pictures")[0].quote == body


def test_quotes_come_from_different_tickets_and_stand_there() -> None:
    """Each quote is of a ticket of its own and equals the stored text at its offsets."""
    members = notes_app()["sync"]
    quotes = quotes_of(members)
    assert 3 <= len(quotes) <= MOST
    assert len({quote.ticket_id for quote in quotes}) == len(quotes)
    stored = {item.ticket_id: ticket_of(item) for item in members}
    assert verbatim(quotes, stored) == quotes


def test_different_customers_come_first() -> None:
    """One loud customer does not supply all quotes while another one has written, too."""
    members = [
        feedback(f"t:{number}", None, f"Notes do not sync between phone and laptop, attempt {number} failed too.")
        for number in range(8)
    ]
    members.append(feedback("t:quiet", None, "My notes are gone after the sync between two computers."))
    customers = {f"t:{number}": "loud" for number in range(8)}
    assert "t:quiet" in {quote.ticket_id for quote in quotes_of(members, customers)[:2]}


def test_the_same_words_are_not_quoted_five_times() -> None:
    """The fourth and fifth quote must say something new."""
    members = [feedback(f"t:{n}", None, "The notes do not sync between my phone and laptop.") for n in range(9)]
    assert len(quotes_of(members)) == 3


def test_sentences_are_preferred_to_code_and_steps() -> None:
    """A log line or a numbered step is quoted only where a ticket has no sentence."""
    body = "1. Open the notes page\nat com.example.notes.Sync.run(Sync.java:12)\nMy notes do not sync to the tablet."
    members = [feedback("t:1", None, body), *notes_app()["sync"]]
    by_ticket = {quote.ticket_id: quote.quote for quote in quotes_of(members)}
    assert by_ticket.get("t:1", "My notes do not sync to the tablet.") == "My notes do not sync to the tablet."


@pytest.mark.parametrize(
    "poor",
    [
        "3. Open the notes page and let the sync run",
        "var notes = sync(phone); notes.sync(laptop) and so on",
        "The notes on phone and laptop sync as follows below:",
    ],
)
def test_steps_and_code_are_quoted_last(poor: str) -> None:
    """A step, code and an introduction to what is not quoted prove less than a sentence of the same words."""
    plain = "I let the notes sync between phone and laptop and they vanish."
    members = [
        feedback("t:1", None, poor),
        feedback("t:2", None, plain),
        feedback("t:3", None, "Sync loses notes on it."),
    ]
    quotes = [quote.quote for quote in quotes_of(members)]
    assert plain in quotes
    assert poor not in quotes[:1]


def test_a_line_of_words_and_ids_is_still_a_quote() -> None:
    """Where tickets say little else, a line that names what it is about proves something."""
    members = [feedback(f"t:{n}", None, f"Backport note NOTE-1{n}280 to 3.0.1") for n in range(3)]
    assert len(quotes_of(members)) == 3


def test_courtesies_are_not_quoted() -> None:
    """A thank-you proves nothing."""
    members = [feedback(f"t:{n}", None, "Thank you very much for your quick help with the sync.") for n in range(3)]
    assert quotes_of(members) == ()


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x00", "\x1b[31m"])
def test_text_with_hidden_characters_is_not_quoted(hidden: str) -> None:
    """A quote that would turn the line around or colour the terminal is left out, not changed."""
    members = [feedback("t:1", None, f"My notes do not sync {hidden} to the tablet or the phone.")]
    assert quotes_of(members) == ()


def test_short_sentences_are_joined_within_their_message() -> None:
    """A sentence too short to prove anything is quoted with its neighbour."""
    members = [feedback("t:1", None, "Sync fails. My notes never arrive on the tablet.")]
    assert quotes_of(members)[0].quote == "Sync fails. My notes never arrive on the tablet."


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=400)), min_size=1, max_size=6))
def test_every_quote_is_verbatim(texts: list[tuple[str, str]]) -> None:
    """Whatever strangers write, a quote stands in its ticket at its offsets and is not too long."""
    members = [feedback(f"t:{number}", *pair) for number, pair in enumerate(texts)]
    stored = {item.ticket_id: ticket_of(item) for item in members}
    quotes = quotes_of(members)
    assert verbatim(quotes, stored) == quotes
    assert all(len(quote.quote) <= LONGEST for quote in quotes)


def test_verbatim_drops_what_does_not_stand() -> None:
    """A wrong offset, a missing ticket or message and an internal note give no quote."""
    quote = Evidence("t:1", 0, 0, 5, "Notes", "en")
    ticket = Ticket("t:1", (Message("Notes vanish"),), subject="Notes")
    assert verbatim([quote], {"t:1": ticket}) == (quote,)
    assert verbatim([replace(quote, message=SUBJECT)], {"t:1": ticket}) == (replace(quote, message=SUBJECT),)
    assert verbatim([quote], {}) == ()
    assert verbatim([replace(quote, start=1, end=6)], {"t:1": ticket}) == ()
    assert verbatim([replace(quote, message=3)], {"t:1": ticket}) == ()
    assert verbatim([quote], {"t:1": Ticket("t:1", (Message("Notes vanish", public=False),))}) == ()
    assert verbatim([replace(quote, message=SUBJECT)], {"t:1": Ticket("t:1")}) == ()
