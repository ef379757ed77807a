"""What a theme is made of, in its customers' words."""

from __future__ import annotations

import numpy as np
from tests.made_up_feedback import feedback

from voc.analysis.clustering.corpus import Corpus
from voc.analysis.themes.description.parts import parts
from voc.config.stopwords import load_stopwords
from voc.encoders.lexical import LexicalEncoder
from voc.model.ticket import Feedback

STOPWORDS = load_stopwords()
THINGS = ("invoices", "orders", "hours", "stock", "customers", "receipts", "bookings", "notes")
FRAMES = (
    ("Export of {} to PDF is empty", "The PDF of our {} has no pages at all."),
    ("Export to PDF gives empty pages", "I export {} to PDF and every page is empty."),
    ("Export stops at 10,000 rows", "The spreadsheet of {} ends behind row 10,000."),
    ("Export of {} stops half-way", "Rows are missing behind 10,000 rows of {}."),
)
FINNISH = (
    ("Vienti katkeaa kesken", "Kun vien {} taulukkoon, vienti katkeaa kesken."),
    ("Taulukosta puuttuu rivejä", "Viennin jälkeen taulukosta puuttuu rivejä: {}."),
)


def theme(frames: tuple[tuple[str, str], ...] = FRAMES, language: str = "en") -> list[Feedback]:
    """A theme's tickets."""
    return [
        feedback(f"t:{language}{number}-{place}", subject.format(thing), body.format(thing), language=language)
        for number, (subject, body) in enumerate(frames)
        for place, thing in enumerate(THINGS)
    ]


def corpus(members: list[Feedback]) -> Corpus:
    said = [member.text for member in members]
    vectors = LexicalEncoder().fit(said).encode(said)
    return Corpus(said, vectors, np.zeros(len(said), np.float32), [member.language for member in members])


def test_parts_are_told_apart() -> None:
    """Titles differ from one another and from the theme's, tickets are shared out, quotes are a part's own."""
    members = theme()
    found = parts(("Export stops at 10,000 rows", "en"), members, corpus(members), {}, STOPWORDS)
    titles = [described.title for _, described in found]
    assert len(found) >= 2
    assert len({title.casefold() for title in titles}) == len(titles)
    assert "Export stops at 10,000 rows" not in titles
    assert sorted(ticket for tickets, _ in found for ticket in tickets) == sorted(m.ticket_id for m in members)
    assert [len(tickets) for tickets, _ in found] == sorted((len(tickets) for tickets, _ in found), reverse=True)
    for tickets, described in found:
        assert {quote.ticket_id for quote in described.exemplars} <= set(tickets)


def test_the_order_of_tickets_is_not_seen() -> None:
    """The same parts with the same titles, whatever comes first."""
    members = theme()
    backwards = members[::-1]
    title = ("Export fails", "en")
    assert parts(title, members, corpus(members), {}, STOPWORDS) == parts(
        title, backwards, corpus(backwards), {}, STOPWORDS
    )


def test_a_part_has_its_own_language() -> None:
    """A part of Finnish tickets in an English theme has a Finnish title."""
    members = theme() + theme(FINNISH, "fi")
    found = parts(("Export fails", "en"), members, corpus(members), {}, STOPWORDS)
    languages = {described.language: described.title for _, described in found}
    assert set(languages) == {"en", "fi"}
    assert any(word in languages["fi"].casefold() for word in ("vienti", "taulukosta"))


def test_a_small_theme_has_no_parts() -> None:
    """It is read as it is."""
    members = theme()[:10]
    assert parts(("Export fails", "en"), members, corpus(members), {}, STOPWORDS) == []
