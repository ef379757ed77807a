"""What needs a person: what is listed, in which order, what is left out, and what answers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from tests.deciding_world import IDENTIFIERS, STOPWORDS, dump
from tests.filing_world import TurnedClock
from tests.reviewed_world import ABSORB, ALONE, LIST, MERGE, SPLIT, UNSURE, fill

from voc.errors import UsageError
from voc.model.decision import Ruling
from voc.model.registry import Event, Shift, Standing, ThemeChange
from voc.model.review import Concern, Dossier, Matter
from voc.model.theme import Embedding
from voc.ports.store import Discovery
from voc.renderers.explain import former_lines, since_lines
from voc.stores.memory import MemoryStore
from voc.workflows.curation import answers, rulings
from voc.workflows.curation.desk import Decided, Desk
from voc.workflows.curation.explain import explain_ticket, former_titles, since_last_run
from voc.workflows.curation.review import QUOTES, Review


@pytest.fixture
def desk() -> Desk:
    """Where Mia decides, over a store with something of everything."""
    store = MemoryStore()
    fill(store)
    return Desk(store, STOPWORDS, IDENTIFIERS, TurnedClock(), "Mia")


def listed(desk: Desk) -> list[str]:
    return [matter.id for matter in Review(desk.store, STOPWORDS).matters()]


def dossier(desk: Desk, name: str) -> Dossier:
    review = Review(desk.store, STOPWORDS)
    (found,) = review.dossiers([each for each in review.matters() if each.id == name])
    return found


def answer(desk: Desk, name: str, *, yes: bool) -> Decided:
    asked = dossier(desk, name)
    return answers.accept(desk, asked) if yes else answers.keep(desk, asked.matter)


def test_what_needs_a_person_comes_in_a_stable_order(desk: Desk) -> None:
    """Proposals first, then titles, new themes and unsure tickets; nothing else."""
    assert listed(desk) == LIST
    assert [each.id for each in Review(desk.store, STOPWORDS).matters({Concern.NEW})] == ["new|th-f"]


@pytest.mark.parametrize("name", LIST)
def test_every_matter_says_what_a_person_needs(desk: Desk, name: str) -> None:
    """Each side has a title, sizes, customers, dates and quotes that stand in its own tickets."""
    found = dossier(desk, name)
    assert len(found.sides) >= 2
    for side in found.sides:
        assert side.title and 0 < side.customers <= side.tickets
        assert side.first_seen is not None and side.last_seen is not None and side.first_seen <= side.last_seen
        assert 0 < len(side.quotes) <= QUOTES
        for quote in side.quotes:
            (ticket,) = desk.store.tickets([quote.ticket_id])
            assert ticket.messages[quote.message].text[quote.start : quote.end] == quote.quote


def test_the_parts_of_a_split_are_told_apart(desk: Desk) -> None:
    """What goes has a title of its own, and quotes of its own tickets."""
    goes, stays = dossier(desk, "split|th-a|th-s").sides
    assert (goes.role, goes.theme_id, goes.tickets) == ("goes", "th-s", 3)
    assert (stays.role, stays.title, stays.tickets) == ("stays", "Login fails", 5)
    assert goes.title != stays.title
    assert {quote.ticket_id for quote in goes.quotes} <= set(SPLIT.ticket_ids)
    assert {quote.ticket_id for quote in stays.quotes}.isdisjoint(SPLIT.ticket_ids)


@pytest.mark.parametrize("yes", [True, False])
@pytest.mark.parametrize("name", LIST)
def test_an_answer_is_a_decision_and_is_not_asked_again(desk: Desk, name: str, yes: bool) -> None:
    """Whatever it is; and an undo brings the matter, and everything else, back."""
    if yes and name == "new|th-f":
        yes = False
    before = dump(desk.store)
    done = answer(desk, name, yes=yes)
    assert done.decision in desk.store.decisions()
    assert not done.passed
    assert name not in listed(desk)
    rulings.undo(desk, done.decision.id)
    assert listed(desk) == LIST
    assert dump(desk.store) == before


def test_yes_does_what_was_shown(desk: Desk) -> None:
    """A split founds the proposed theme with its title, a merge redirects, tickets move."""
    title = dossier(desk, "split|th-a|th-s").sides[0].title
    answer(desk, "split|th-a|th-s", yes=True)
    answer(desk, "absorb|th-e|th-b", yes=True)
    answer(desk, "merge|th-d|th-e", yes=True)
    answer(desk, "titles|th-c|th-b", yes=True)
    themes = {theme.id: theme for theme in desk.store.themes()}
    assert (themes["th-s"].title, themes["th-s"].ticket_ids) == (title, SPLIT.ticket_ids)
    assert set(ABSORB.ticket_ids) <= set(themes["th-b"].ticket_ids)
    assert set(MERGE.ticket_ids) <= set(themes["th-e"].ticket_ids)
    assert desk.store.redirects() == {"th-c": "th-b", "th-d": "th-e"}
    assert listed(desk) == ["new|th-f", "unsure|t:31|th-f", "unsure|t:00|th-a"]


def test_no_is_a_keep_with_all_that_it_needs(desk: Desk) -> None:
    """Should voc do it all the same, the lists of both sides and the title are in the log."""
    kept = answer(desk, "titles|th-c|th-b", yes=False).decision
    assert (kept.ruling, kept.change, kept.theme_id, kept.into) == (Ruling.KEEP, ThemeChange.MERGE, "th-c", "th-b")
    assert (len(kept.ticket_ids), len(kept.stay_ids), kept.text) == (4, 6, "The export is empty")
    seen = answer(desk, "new|th-f", yes=False).decision
    assert (seen.ruling, seen.change) == (Ruling.KEEP, ThemeChange.EMERGED)
    stays = answer(desk, "unsure|t:31|th-f", yes=False).decision
    assert (stays.ruling, stays.ticket_ids, stays.into) == (Ruling.MOVE, ("t:31",), "th-f")


RULED: dict[str, tuple[Callable[[Desk], Decided], set[str]]] = {
    "merged away": (lambda desk: rulings.merge(desk, "th-a", "th-b"), {"split|th-a|th-s", "unsure|t:00|th-a"}),
    "merged anyway": (lambda desk: rulings.merge(desk, "th-d", "th-e"), {"merge|th-d|th-e"}),
    "moved": (lambda desk: rulings.move(desk, ["t:05", "t:06"], "th-b"), {"split|th-a|th-s"}),
    "moved there": (lambda desk: rulings.move(desk, ["t:28"], "th-e"), set()),
    "both kept": (lambda desk: rulings.move(desk, ["t:28", "t:29"], "th-e"), {"absorb|th-e|th-b"}),
    "split by hand": (lambda desk: rulings.split(desk, "th-a", tickets=["t:05", "t:06"]), {"split|th-a|th-s"}),
    "muted": (lambda desk: rulings.mute(desk, "th-f"), {"new|th-f", "unsure|t:31|th-f"}),
    "renamed": (lambda desk: rulings.say(desk, Ruling.RENAME, "th-f", "Slow calendar"), {"new|th-f"}),
    "put out": (lambda desk: rulings.move(desk, ["t:31"], None), {"unsure|t:31|th-f"}),
}


@pytest.mark.parametrize("what", RULED)
def test_what_people_settled_otherwise_is_left_out(desk: Desk, what: str) -> None:
    """A proposal whose theme or tickets went another way, a theme that was spoken of, a ticket that was moved."""
    rule, gone = RULED[what]
    rule(desk)
    assert set(LIST) - set(listed(desk)) == gone


def test_a_split_that_was_turned_down_stays_so_under_another_id(desk: Desk) -> None:
    """Where runs did not agree in between, the new theme's id is another; half of the tickets still tell."""
    answer(desk, "split|th-a|th-s", yes=False)
    found = desk.store.found()
    shift = replace(SPLIT, into="th-z", ticket_ids=("t:04", "t:05", "t:06", "t:07"))
    again = tuple(replace(each, shift=shift) if each.shift == SPLIT else each for each in found.proposals)
    renew(desk, again)
    assert not [name for name in listed(desk) if name.startswith("split")]


def test_a_merge_that_was_turned_down_is_not_asked_about_the_other_way_round(desk: Desk) -> None:
    """A keep holds voc back from both, and says under which names."""
    answer(desk, "merge|th-d|th-e", yes=False)
    turned = replace(MERGE, theme_id="th-e", into="th-d", ticket_ids=tuple(f"t:{n}" for n in range(23, 30)))
    renew(desk, tuple(replace(p, shift=turned) if p.shift == MERGE else p for p in desk.store.found().proposals))
    assert not [name for name in listed(desk) if name.startswith("merge")]
    (kept,) = desk.store.decisions()
    assert (kept.text, kept.into_text) == ("Printer stays silent", "Printer prints nothing")


def renew(desk: Desk, proposals: tuple) -> None:  # type: ignore[type-arg]
    """As a run would that found only other proposals."""
    from voc.model.registry import Standing
    from voc.ports.store import Discovery

    store = desk.store
    standing = Standing(tuple(store.themes()), tuple(store.assignments()), store.redirects())
    found = replace(store.found(), proposals=proposals)
    store.save_discovery(Discovery(found, standing, store.embedding("none"), None, "d2", 34))


def test_nothing_near_is_said_so(desk: Desk) -> None:
    """Where there is no other theme, a ticket cannot be moved to the nearest."""
    matter = Matter(Concern.UNSURE, "th-f", "", ("t:31",), confidence=0.2)
    with pytest.raises(UsageError, match="no other theme"):
        answers.accept(desk, Dossier(matter, ()))


def test_a_ticket_is_explained(desk: Desk) -> None:
    """Nearest members without itself, shared words, the second nearest theme, and how surely it is there."""
    why = explain_ticket(desk.store, STOPWORDS, "th-f", "t:31")
    assert (why.theme_id, why.confidence, why.decision_id, why.outside) == ("th-f", UNSURE["t:31"], "", "")
    assert [each.ticket_id for each in why.nearest] == ["t:30", "t:32"]
    assert why.likeness == pytest.approx(1.0, abs=1e-3)
    assert why.other is not None and why.other != "th-f"
    assert "Calendar" in why.words


def test_whoever_put_a_ticket_there_is_named(desk: Desk) -> None:
    """By a move, a split, a merge; not by what touched the theme otherwise."""
    moved = rulings.move(desk, ["t:31"], "th-a").decision
    split = rulings.split(desk, "th-b", tickets=["t:08", "t:09"], title="No rows").decision
    merged = rulings.merge(desk, "th-d", "th-e").decision
    named = {
        ticket: explain_ticket(desk.store, STOPWORDS, theme, ticket).decision_id
        for ticket, theme in {
            "t:31": "th-a",
            "t:08": split.into,
            "t:18": "th-e",
            "t:23": "th-e",
            "t:10": "th-b",
        }.items()
    }
    assert named == {"t:31": moved.id, "t:08": split.id, "t:18": merged.id, "t:23": "", "t:10": ""}


def test_a_ticket_in_no_theme_says_why(desk: Desk) -> None:
    """Unclustered, or taken out by a person; asked about another theme, its nearest members there are shown."""
    alone = explain_ticket(desk.store, STOPWORDS, "th-b", ALONE)
    assert (alone.theme_id, alone.confidence) == (None, 0.0)
    assert "too few" in alone.outside
    assert len(alone.nearest) == 5
    out = rulings.move(desk, ["t:08"], None).decision
    said = explain_ticket(desk.store, STOPWORDS, "th-b", "t:08")
    assert (said.theme_id, said.decision_id) == (None, out.id)
    assert "a person" in said.outside
    with pytest.raises(UsageError, match="knows no ticket"):
        explain_ticket(desk.store, STOPWORDS, "th-b", "t:99")


def test_a_theme_tells_what_the_last_run_changed(desk: Desk) -> None:
    """More tickets than after the run before, and the events that touched it."""
    themes = {theme.id: theme for theme in desk.store.themes()}
    grown, new = since_last_run(desk.store, themes["th-b"], UTC), since_last_run(desk.store, themes["th-f"], UTC)
    assert grown is not None and new is not None
    assert (grown.run, grown.new, grown.tickets, grown.customers) == (2, False, 3, 0)
    assert [event.shift for event in grown.events] == [ABSORB]
    assert (new.new, new.tickets, [event.shift.change for event in new.events]) == (True, 3, [ThemeChange.EMERGED])
    assert since_last_run(MemoryStore(), themes["th-b"], UTC) is None


@pytest.mark.parametrize("named", [False, True])
def test_a_theme_tells_what_voc_called_it_before(desk: Desk, named: bool) -> None:
    """Of every run, with its day; nothing of one that a person named, whose title never changed."""
    if named:
        rulings.say(desk, Ruling.RENAME, "th-b", "Empty exports")
    store, theme = desk.store, next(theme for theme in desk.store.themes() if theme.id == "th-b")
    renamed = Event(3, Shift(ThemeChange.RENAMED, "th-b", "", ()), "Rows are gone")
    others = Event(3, Shift(ThemeChange.RENAMED, "th-c", "", ()), "Files are gone")
    again = replace(store.runs()[-1], number=3)
    found, standing = store.found(), Standing(tuple(store.themes()), tuple(store.assignments()))
    nothing = Embedding((), (), np.zeros((0, 0), np.float16), "")
    store.save_discovery(Discovery(found, standing, nothing, None, "d", 0, again, (renamed, others)))
    since = since_last_run(store, theme, UTC)
    assert since is not None
    assert [event.was for event in since.events] == ([] if named else ["Rows are gone"])
    told = list(former_lines(former_titles(store, theme, UTC)))
    assert told == ([] if named else [f"renamed by voc on {again.at:%Y-%m-%d}: was “Rows are gone”"])
    assert list(since_lines(since, "th-b", {}))[1:] == ([] if named else ["renamed by voc: was “Rows are gone”"])
