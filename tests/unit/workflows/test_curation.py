"""Rulings are checked against what stands, kept, and told; one line where they make no sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from tests.deciding_world import World, dump, retold, text_of

from voc.errors import UsageError
from voc.model.decision import Ruling
from voc.model.theme import ThemeStatus, TitleBy
from voc.stores.memory import MemoryStore
from voc.workflows.curation import rulings
from voc.workflows.curation.desk import Decided, Desk
from voc.workflows.curation.history import begun, told_of, waits_now, whereabouts


@pytest.fixture
def world() -> World:
    """Three themes of four tickets each: th-01, th-02 and th-03."""
    made = World(MemoryStore())
    for number in range(3):
        made.week(("emerge", number, number, 3))
    return made


def test_a_decision_says_who_when_and_why(world: World) -> None:
    """To the microsecond later than the last one, whatever the clock says; its id is that of its words."""
    desk = replace(world.desk, reason="  they are\tone ")
    first = rulings.merge(desk, "th-01", "th-02").decision
    second = rulings.mute(world.desk, "th-03").decision
    assert (first.who, first.reason, first.at) == ("Mia", "they are one", world.clock.now())
    assert second.at == first.at + timedelta(microseconds=1)
    assert first.id != second.id and first.id.startswith("d-") and len(first.id) == 12
    assert world.store.decisions() == [first, second]


def test_what_people_type_is_redacted(world: World) -> None:
    """Name, note and reason; on one line, and without characters that hide."""
    desk = replace(world.desk, reason="ask mia.virtanen@example.com")
    done = rulings.say(desk, Ruling.NOTE, "th-01", "call\u202e +358 40 123 4567\nsoon")
    assert done.decision.reason == "ask [EMAIL_1]"
    assert done.decision.text == "call [PHONE_1] soon"


IN_BETWEEN: dict[str, Callable[[Desk], Decided]] = {
    "moved to another theme": lambda desk: rulings.move(desk, ["t:000", "t:001"], "th-03"),
    "moved out": lambda desk: rulings.move(desk, ["t:000"], None),
    "all of them moved": lambda desk: rulings.move(desk, ["t:000", "t:001", "t:002", "t:003"], "th-03"),
    "split off": lambda desk: rulings.split(desk, "th-02", tickets=["t:000", "t:004"], title="Two of them"),
    "merged further": lambda desk: rulings.merge(desk, "th-02", "th-03"),
}


@pytest.mark.parametrize("what", IN_BETWEEN)
def test_an_unmerge_of_what_voc_merged_brings_back_all_that_it_had(world: World, what: str) -> None:
    """Whatever people ruled since about those tickets; and taking that back afterwards leaves no trace in it."""
    had, stayed = ({each.id: each.ticket_ids for each in world.store.themes()}[name] for name in ("th-01", "th-02"))
    world.week(("merge", 0, 0, 0))
    assert world.store.redirects() == {"th-01": "th-02"}
    between = IN_BETWEEN[what](world.desk).decision
    apart = rulings.unmerge(world.desk, "th-01").decision
    themes = {each.id: each.ticket_ids for each in world.store.themes()}
    assert apart.ticket_ids == themes["th-01"] == had
    rulings.undo(world.desk, between.id)
    themes = {each.id: each.ticket_ids for each in world.store.themes()}
    assert themes["th-01"] == had
    assert set(stayed) <= set(themes["th-02"]) and set(had).isdisjoint(themes["th-02"])
    assert world.store.redirects() == {}
    rulings.undo(world.desk, apart.id)
    assert dump(world.store) == dump(retold(world, MemoryStore()))


def test_an_old_id_stands_for_what_it_is_part_of(world: World) -> None:
    """In every ruling; and it says where it went, by whom and when."""
    rulings.merge(world.desk, "th-01", "th-02")
    rulings.merge(world.desk, "th-02", "th-03")
    renamed = rulings.say(world.desk, Ruling.RENAME, "th-01", "All of it")
    assert renamed.theme is not None and not renamed.renamed
    assert (renamed.theme.id, renamed.theme.title, renamed.theme.title_by) == ("th-03", "All of it", TitleBy.PERSON)
    assert whereabouts(world.store, "th-01", UTC).went == (
        "th-01 was merged into th-02 by Mia on 2026-11-09, which is part of th-03 now"
    )
    assert whereabouts(world.store, "th-03", UTC).went == ""


def test_vocs_own_merge_says_so(world: World) -> None:
    """Its day is that of the run; an unmerge gives the tickets back that it had."""
    world.week(("merge", 0, 0, 0))
    (gone,) = world.store.redirects()
    assert "by voc on 2026-11-09" in whereabouts(world.store, gone, UTC).went
    apart = rulings.unmerge(world.desk, gone)
    assert apart.theme is not None
    assert (apart.theme.id, len(apart.theme.ticket_ids)) == (gone, 4)
    assert world.store.redirects() == {}


def test_a_new_theme_gets_a_title_of_its_customers(world: World) -> None:
    """Where nobody gives one; it is written into the decision, and no other theme has it."""
    done = rulings.split(world.desk, "th-01", tickets=["t:000", "t:001"])
    assert done.decision.text
    theme = next(each for each in world.store.themes() if each.id == done.decision.into)
    assert theme.title == done.decision.text
    assert theme.exemplars and theme.exemplars[0].quote in text_of(0) + text_of(1)
    assert theme.title not in {each.title for each in world.store.themes() if each.id != theme.id}


def refusals() -> list[tuple[str, Callable[[Desk], Decided], str]]:
    """What cannot be ruled, and what is said."""
    return [
        ("unknown", lambda desk: rulings.mute(desk, "th-9"), "there is no theme 'th-9'"),
        ("empty id", lambda desk: rulings.mute(desk, ""), "there is no theme ''"),
        ("short", lambda desk: rulings.mute(desk, "th-0"), "'th-0' is too short for the beginning of an id"),
        ("itself", lambda desk: rulings.merge(desk, "th-01", "th-01"), "are one theme already"),
        ("not merged", lambda desk: rulings.unmerge(desk, "th-01"), "is not merged"),
        ("no ticket", lambda desk: rulings.move(desk, [" "], "th-01"), "no ticket is named"),
        ("unknown ticket", lambda desk: rulings.move(desk, ["x:1", "x:2"], "th-01"), "no ticket 'x:1' and 1 more"),
        ("stranger", lambda desk: rulings.split(desk, "th-01", tickets=["t:011"]), "t:011 is not in th-01"),
        ("nothing", lambda desk: rulings.split(desk, "th-01", query="zebra"), "no ticket of th-01"),
        ("everything", lambda desk: rulings.split(desk, "th-01", query="customer"), "every ticket of th-01"),
        ("no word", lambda desk: rulings.split(desk, "th-01", query='"" ?'), "has no word"),
        ("no title", lambda desk: rulings.say(desk, Ruling.RENAME, "th-01", "\u200b "), "the title is empty"),
        ("too long", lambda desk: rulings.say(desk, Ruling.NOTE, "th-01", "x" * 2001), "has 2001 characters"),
        ("no title", lambda desk: rulings.say(desk, Ruling.RENAME, "th-01", "x" * 201), "the title has 201 characters"),
        ("unmuted", lambda desk: rulings.unmute(desk, "th-01"), "is active already"),
        ("undo", lambda desk: rulings.undo(desk, "d-x"), "there is no decision 'd-x'"),
        ("nobody", lambda desk: rulings.mute(replace(desk, who=" "), "th-01"), "nobody decides"),
    ]


@pytest.mark.parametrize(("attempt", "line"), [each[1:] for each in refusals()], ids=[each[0] for each in refusals()])
def test_what_makes_no_sense_is_refused(world: World, attempt: Callable[[Desk], Decided], line: str) -> None:
    """In one line with a hint, and nothing is kept."""
    before = dump(world.store)
    with pytest.raises(UsageError) as refused:
        attempt(world.desk)
    assert line in refused.value.what
    assert refused.value.hint and "\n" not in str(refused.value)
    assert (world.store.decisions(), dump(world.store)) == ([], before)


def test_a_theme_can_be_said_to_be_no_issue_once(world: World) -> None:
    """Whether it was linked before or not; a link takes it back, and so does an undo."""
    said = rulings.unlink(world.desk, "th-01")
    assert said.theme is not None
    assert said.theme.unlinked is not None
    with pytest.raises(UsageError, match="th-01 is linked to no issue"):
        rulings.unlink(world.desk, "th-01")
    linked = rulings.say(world.desk, Ruling.LINK, "th-01", "VOC-9")
    assert linked.theme is not None
    assert (linked.theme.unlinked, linked.theme.link and linked.theme.link.text) == (None, "VOC-9")
    rulings.undo(world.desk, linked.decision.id)
    (theme,) = (each for each in world.store.themes() if each.id == "th-01")
    assert theme.unlinked == said.theme.unlinked


def test_nothing_is_undone_twice(world: World) -> None:
    """The line says which decision did it, and how to bring it back."""
    muted = rulings.mute(world.desk, "th-01").decision
    undone = rulings.undo(world.desk, muted.id).decision
    with pytest.raises(UsageError, match=f"was taken back by {undone.id} already; voc theme undo {undone.id}"):
        rulings.undo(world.desk, muted.id)
    back = rulings.undo(world.desk, undone.id)
    assert back.theme is not None and back.theme.status is ThemeStatus.MUTED


def test_a_card_tells_the_decisions_that_count(world: World) -> None:
    """About the theme and its parts, without what was undone."""
    note = rulings.say(world.desk, Ruling.NOTE, "th-01", "first").decision
    merge = rulings.merge(world.desk, "th-01", "th-02").decision
    muted = rulings.mute(world.desk, "th-02").decision
    rulings.undo(world.desk, muted.id)
    told = told_of(world.store, world.desk.stopwords, "th-02")
    assert [each.decision.id for each in told if each.decision.ruling is not Ruling.UNDO] == [note.id, merge.id]
    assert [each.sentence for each in told][:2] == ["note on th-01: first", "merge th-01 into th-02"]


def test_what_an_undo_strands_is_told(world: World) -> None:
    """Decisions about a theme that is gone now wait; those that waited before, or were undone, are not told again."""
    early = rulings.split(world.desk, "th-01", tickets=["t:000"], title="One").decision
    note = rulings.say(world.desk, Ruling.NOTE, early.into, "mine").decision
    rulings.undo(world.desk, rulings.say(world.desk, Ruling.NOTE, early.into, "not mine").decision.id)
    moved = rulings.move(world.desk, ["t:004"], early.into).decision
    undone = rulings.undo(world.desk, early.id)
    assert undone.passed == "" and list(undone.stranded) == [note.id, moved.id]
    assert all(early.into in why for why in undone.stranded.values())
    assert waits_now(undone.stranded) == f"2 decisions wait now: {note.id}, {moved.id}; voc decisions tells why"
    assert rulings.mute(world.desk, "th-03").stranded == {}


def test_an_id_begins_with_four_characters_at_least(world: World) -> None:
    """Behind its dash; fewer would soon name another, be it the only one that there is."""
    note = rulings.say(world.desk, Ruling.NOTE, "th-01", "first").decision
    for short in ("d", "d-", note.id[:5]):
        with pytest.raises(UsageError, match="write at least 4 characters behind the dash"):
            rulings.undo(world.desk, short)
    assert world.store.decisions() == [note]
    assert rulings.undo(world.desk, note.id[:6]).decision.undoes == note.id
    split = rulings.split(world.desk, "th-01", tickets=["t:000"], title="One").decision.into
    assert rulings.mute(world.desk, split[:7]).decision.theme_id == split
    with pytest.raises(UsageError, match="too short"):
        rulings.mute(world.desk, split[:6])
    assert begun("th-0123", {"th-01234", "th-01235"}) == ["th-01234", "th-01235"]


def test_a_card_leaves_out_what_waits(world: World) -> None:
    """A decision without effect is none of a theme; the log, which tells that it waits, is read once."""
    split = rulings.split(world.desk, "th-01", tickets=["t:000"], title="One").decision
    back = rulings.merge(world.desk, split.into, "th-01").decision
    split2 = rulings.split(world.desk, "th-02", tickets=["t:004"], title="Two").decision
    waits = rulings.merge(world.desk, "th-01", split2.into).decision
    rulings.undo(world.desk, split2.id)
    read: list[int] = []
    logged = world.store.decisions
    world.store.decisions = lambda: read.append(1) or logged()  # type: ignore[method-assign,func-returns-value]
    told = [each.decision.id for each in told_of(world.store, world.desk.stopwords, "th-01")]
    assert waits.id not in told and told[:2] == [split.id, back.id]
    assert len(read) == 1
