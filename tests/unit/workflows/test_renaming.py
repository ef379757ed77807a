"""A theme's name from run to run: it stays while its tickets say it, and what it was is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests import runs
from tests.deciding_world import IDENTIFIERS, STOPWORDS
from tests.filing_world import TurnedClock
from tests.made_up_feedback import notes_app, ticket_of

from voc.encoders.lexical import LexicalEncoder
from voc.model.decision import Ruling
from voc.model.registry import Event, Found, Shift, Standing, ThemeChange
from voc.model.theme import Assignment, Embedding, Theme, TitleBy
from voc.model.ticket import Kind, Message, Ticket
from voc.ports.store import Discovery, Store
from voc.renderers.explain import former_lines
from voc.stores.memory import MemoryStore
from voc.workflows.curation import rulings
from voc.workflows.curation.desk import Desk
from voc.workflows.curation.explain import former_titles

NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
EXPORT, SYNC = "Crash on PDF export", "Syncing never ends"


def store_with(
    title: str, *, by: TitleBy = TitleBy.CUSTOMERS, theirs: tuple[str, ...] = (), gone: bool = True
) -> MemoryStore:
    """A store whose only theme holds what is said of exports, and ``theirs``, which are ``gone`` from it since."""
    store = MemoryStore()
    app = notes_app()
    store.save_tickets([(ticket_of(item), "digest", 0) for items in app.values() for item in items])
    ids = tuple(sorted(item.ticket_id for item in app["export"]))
    theme = Theme("th-1", title, Kind.BUG, (), (), tuple(sorted({*ids, *theirs})), None, None, "en", title_by=by)
    placed = tuple(Assignment(name, "th-1", 0.9, "th-1") for name in (ids if gone else theme.ticket_ids))
    nothing = Embedding((), (), np.zeros((0, 0), np.float16), "none")
    found = Found((theme,), placed)
    store.save_discovery(Discovery(found, Standing(found.themes, placed), nothing, None, "old", 0))
    return store


def sync_ids() -> tuple[str, ...]:
    return tuple(item.ticket_id for item in notes_app()["sync"])


def run(store: Store) -> Theme:
    """The theme after a run."""
    runs.run(store, LexicalEncoder())
    return next(theme for theme in store.themes() if theme.id == "th-1")


def renamed(store: Store) -> Iterator[Event]:
    return (event for event in store.events() if event.shift.change is ThemeChange.RENAMED)


def test_a_theme_is_renamed_when_its_title_went_with_its_tickets() -> None:
    """Its customers' words name it, the old title is on record once, and the next run leaves it alone."""
    store = store_with(SYNC, theirs=sync_ids())
    theme = run(store)
    assert "export" in theme.title.casefold()
    assert theme.title_by is TitleBy.CUSTOMERS
    (event,) = renamed(store)
    assert (event.shift, event.was) == (Shift(ThemeChange.RENAMED, "th-1", "", ()), SYNC)
    assert store.found().themes[0].title == theme.title
    store.save_tickets([(replace(ticket_of(notes_app()["export"][0]), id="t:late"), "digest", 0)])
    assert run(store).title == theme.title
    assert list(renamed(store)) == [event]


@pytest.mark.parametrize(
    ("title", "theirs"), [(EXPORT, sync_ids()), (SYNC, ()), ("PDF export breaks down", ())], ids=str
)
def test_a_theme_keeps_its_title(title: str, theirs: tuple[str, ...]) -> None:
    """Where one of its tickets says it still, and where none left the theme, whatever it is called."""
    store = store_with(title, theirs=theirs)
    assert run(store).title == title
    assert not list(renamed(store))


def test_a_models_title_gives_way_too() -> None:
    """It stays while the theme has tickets with enough of its words; then a model may be asked again."""
    kept = store_with("PDF export breaks down", by=TitleBy.MODEL, theirs=sync_ids())
    assert run(kept).title_by is TitleBy.MODEL
    theme = run(store_with("Sync breaks down", by=TitleBy.MODEL, theirs=sync_ids()))
    assert theme.title != "Sync breaks down"
    assert theme.title_by is TitleBy.CUSTOMERS


def test_a_title_of_deleted_tickets_goes_with_them() -> None:
    """Nobody can tell what they said; one that a ticket says still stays."""
    assert run(store_with(SYNC, theirs=("t:deleted",))).title != SYNC
    assert run(store_with(EXPORT, theirs=("t:deleted",))).title == EXPORT


def test_a_persons_title_stays() -> None:
    """Whatever voc calls the theme by itself; without the decision its own title shows."""
    store = store_with(SYNC, theirs=sync_ids())
    desk = Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(), "Mia")
    decided = rulings.say(desk, Ruling.RENAME, "th-1", SYNC).decision
    theme = run(store)
    assert (theme.title, theme.title_by) == (SYNC, TitleBy.PERSON)
    rulings.undo(desk, decided.id)
    assert store.themes()[0].title == store.found().themes[0].title != SYNC


def test_a_theme_is_renamed_when_people_split_its_title_off() -> None:
    """As when voc did so; what voc found keeps its own, and the decision taken back leaves no trace."""
    store = store_with(SYNC, theirs=sync_ids(), gone=False)
    before = run(store)
    desk = Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(), "Mia")
    decided = rulings.split(desk, "th-1", tickets=sync_ids())
    split = decided.decision
    themes = {theme.id: theme for theme in store.themes()}
    assert "export" in themes["th-1"].title.casefold()
    assert themes["th-1"].title != split.text
    assert store.found().themes[0].title == before.title == SYNC
    assert list(former_lines(former_titles(store, themes["th-1"], UTC))) == [f"renamed by voc: was “{SYNC}”"]
    assert decided.renamed == {"th-1": (SYNC, themes["th-1"].title)}
    assert rulings.undo(desk, split.id).renamed == {"th-1": (themes["th-1"].title, SYNC)}
    assert [theme for theme in store.themes() if theme.id == "th-1"] == [before]
    assert former_titles(store, before, UTC) == ()


def test_a_title_that_people_made_needful_lasts() -> None:
    """Tickets that come after the decision, and say much else, do not change it again."""
    store = store_with(SYNC, theirs=sync_ids(), gone=False)
    run(store)
    desk = Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(), "Mia")
    rulings.split(desk, "th-1", tickets=sync_ids())
    title = run(store).title
    late = [f"Export to PDF loses every picture of note {number}" for number in range(9)]
    said = (Ticket(f"t:late{n}", (Message(text),), created_at=NEXT_YEAR) for n, text in enumerate(late))
    store.save_tickets([(each, "digest", 0) for each in said])
    assert run(store).title == title


def test_one_ticket_moved_out_renames_nothing() -> None:
    """As long as another one says the title."""
    store = store_with(SYNC, theirs=sync_ids(), gone=False)
    run(store)
    other = next(item.ticket_id for item in notes_app()["sync"] if item.text.startswith("Notes missing"))
    moved = rulings.move(Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(), "Mia"), [other], None)
    assert not moved.renamed
    assert run(store).title == SYNC
