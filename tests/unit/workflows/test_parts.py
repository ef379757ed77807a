"""Large themes say what they are made of, run after run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests import runs

from voc.analysis.themes.description import parts
from voc.analysis.themes.description.evidence import verbatim
from voc.encoders.lexical import LexicalEncoder
from voc.model.registry import Found, Standing
from voc.model.theme import Assignment, Embedding, Theme
from voc.model.ticket import Kind, Message, Ticket
from voc.ports.store import Discovery
from voc.stores.memory import MemoryStore
from voc.workflows import parts as module
from voc.workflows.discover import Discovered

THINGS = ("invoices", "orders", "working hours", "stock", "customers", "receipts", "bookings", "notes", "prices")
EXPORTS = (
    "The export of {} to PDF comes out empty, every page is white.",
    "Export fails: the PDF of {} is empty, with white pages.",
    "The export of {} stops behind row 10,000 of the spreadsheet.",
    "Export fails: rows of {} behind 10,000 are missing in the spreadsheet.",
)


def tickets() -> list[Ticket]:
    """All that the theme holds."""
    return [
        Ticket(f"t:{number}-{place}", (Message(frame.format(thing)),), type="bug")
        for number, frame in enumerate(EXPORTS)
        for place, thing in enumerate(THINGS)
    ]


@pytest.fixture
def store() -> MemoryStore:
    """As a voc left it that knew no parts: one theme, which holds everything."""
    store = MemoryStore()
    store.save_tickets([(ticket, "digest", 0) for ticket in tickets()])
    ids = tuple(sorted(ticket.id for ticket in tickets()))
    theme = Theme("th-1", "Export fails", Kind.BUG, ("export",), (), ids, None, None, "en")
    assignments = tuple(Assignment(name, "th-1", 0.9, "th-1") for name in ids)
    nothing = Embedding((), (), np.zeros((0, 0), np.float16), "none")
    store.save_discovery(
        Discovery(Found((theme,), assignments), Standing((theme,), assignments), nothing, None, "old", 0)
    )
    return store


def run(store: MemoryStore) -> Discovered:
    return runs.run(store, LexicalEncoder())


def test_a_theme_from_before_gets_its_parts_and_keeps_the_rest(store: MemoryStore) -> None:
    """The next run divides it; id, title, phrases and quotes are those it had."""
    (before,) = store.themes()
    run(store)
    (after,) = store.themes()
    assert replace(after, sub_themes=()) == before
    assert len(after.sub_themes) >= 2
    shared_out = [ticket for part in after.sub_themes for ticket in part.ticket_ids]
    assert sorted(shared_out) == list(after.ticket_ids)
    assert after.title not in {part.title for part in after.sub_themes}
    known = {ticket.id: ticket for ticket in store.tickets()}
    for part in after.sub_themes:
        assert part.exemplar is not None
        assert part.exemplar.ticket_id in part.ticket_ids
        assert verbatim([part.exemplar], known) == (part.exemplar,)


def test_nothing_new_leaves_the_parts_alone(store: MemoryStore) -> None:
    """The second run does nothing."""
    run(store)
    before = store.themes()
    assert run(store).unchanged
    assert store.themes() == before


def test_a_new_ticket_is_in_a_part(store: MemoryStore) -> None:
    """A theme that grows keeps its parts, with the newcomer in the one that says the same."""
    run(store)
    (before,) = store.themes()
    late = Ticket(
        "t:late", (Message("The export of contacts to PDF comes out empty, every page is white."),), type="bug"
    )
    store.save_tickets([(late, "digest", 0)])
    assert run(store).placed == 1
    (theme,) = store.themes()
    assert sum(late.id in part.ticket_ids for part in theme.sub_themes) == 1
    (part,) = (part for part in theme.sub_themes if late.id in part.ticket_ids)
    assert "t:0-0" in part.ticket_ids
    sizes = [len(each.ticket_ids) for each in theme.sub_themes]
    assert sizes == sorted(sizes, reverse=True)
    without = {replace(each, ticket_ids=tuple(sorted({*each.ticket_ids} - {late.id}))) for each in theme.sub_themes}
    assert without == {*before.sub_themes}


def test_a_theme_that_outgrew_its_parts_is_divided_anew(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What many newcomers say has its say in where the theme is cut."""
    monkeypatch.setattr(parts, "STEP", 1.4)
    run(store)
    late = [
        Ticket(f"t:{month}-{place}", (Message(EXPORTS[place % 4].format(f"{thing} of {month}")),), type="bug")
        for month in ("May", "June", "July")
        for place, thing in enumerate(THINGS)
    ]
    store.save_tickets([(ticket, "digest", 0) for ticket in late])
    cut = []
    monkeypatch.setattr(module, "_quoting", lambda _, found: cut.append(set(found)) or dict.fromkeys(found, ()))
    run(store)
    assert any("th-1" in names for names in cut)


def test_a_theme_that_did_not_change_is_not_divided_again(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens elsewhere moves no ticket from part to part."""
    run(store)
    (before,) = store.themes()
    monkeypatch.setattr(module, "_quoting", lambda _, found: pytest.fail("divided again") if found else {})
    store.save_tickets([(Ticket("t:else", (Message("Love it"),), type="praise"), "digest", 0)])
    assert not run(store).unchanged
    assert before in store.themes()


def test_a_theme_that_fell_into_no_parts_is_not_cut_again_for_a_newcomer(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before it has grown by half; every week most themes are such ones."""
    monkeypatch.setattr(parts, "parts", lambda *_: [])
    for name, thing in (("t:late", "contacts"), ("t:later", "leads")):
        said = Message(f"The export of {thing} to PDF comes out empty, every page is white.")
        store.save_tickets([(Ticket(name, (said,), type="bug"), "digest", 0)])
        assert run(store).placed == 1
        assert [theme.sub_themes for theme in store.themes()] == [()]
        monkeypatch.setattr(parts, "parts", lambda *_: pytest.fail("divided again"))


def test_words_that_are_gone_are_quoted_no_more(store: MemoryStore) -> None:
    """When the ticket that a part quotes has other words, the part quotes another, or none."""
    run(store)
    quoted = store.themes()[0].sub_themes[0].exemplar
    assert quoted is not None
    store.save_tickets([(Ticket(quoted.ticket_id, (Message("My mistake, exports are fine."),)), "new", 0)])
    run(store)
    known = {ticket.id: ticket for ticket in store.tickets()}
    (theme,) = store.themes()
    assert theme.sub_themes
    assert verbatim(theme.quotes, known) == theme.quotes


def test_a_theme_that_lost_its_tickets_has_no_parts(store: MemoryStore) -> None:
    """One whose tickets say nothing any more keeps id and title alone."""
    run(store)
    (theme,) = store.themes()
    assert theme.sub_themes
    store.save_discovery(
        Discovery(
            Found((theme,)),
            Standing((theme,)),
            Embedding((), (), np.zeros((0, 0), np.float16), "none"),
            None,
            "emptied",
            0,
        )
    )
    store.save_tickets([(Ticket(ticket.id, (Message("?"),)), "new", 0) for ticket in tickets()])
    run(store)
    (empty,) = (each for each in store.themes() if each.id == theme.id)
    assert (empty.title, empty.ticket_ids, empty.sub_themes) == (theme.title, (), ())
