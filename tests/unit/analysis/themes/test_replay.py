"""What each ruling makes of what voc found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from tests.made_up_rulings import found, lookups, part, ruled, theme

from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.decisions.replay import Replayed, replay
from voc.model.decision import Decision, Ruling
from voc.model.registry import Found, Standing, ThemeChange
from voc.model.theme import ThemeStatus, TitleBy

FOUND = found({"A": ["t1", "t2", "t3"], "B": ["t4", "t5"], "C": ["t6"]}, loose=["t9"])
MERGE = ruled(1, Ruling.MERGE, "A", into="B", ticket_ids=("t1", "t2", "t3"))
SPLIT = ruled(1, Ruling.SPLIT, "A", into="U", ticket_ids=("t1",), stay_ids=("t2", "t3"), text="Of its own")


def play(*decisions: Decision, on: Found = FOUND, ask: Lookups | None = None) -> Replayed:
    return replay(on, decisions, ask or lookups(on))


def places(standing: Standing) -> dict[str | None, list[str]]:
    """Tickets by theme, as the assignments say; the themes must say the same."""
    by_theme: dict[str | None, list[str]] = {each.id: [] for each in standing.themes}
    for item in standing.assignments:
        by_theme.setdefault(item.theme_id, []).append(item.ticket_id)
    assert {each.id: list(each.ticket_ids) for each in standing.themes} == {
        name: tickets for name, tickets in by_theme.items() if name is not None
    }
    return by_theme


def test_without_decisions_it_stands_as_found() -> None:
    """To the letter, whatever is undone."""
    assert play().standing == Standing(FOUND.themes, FOUND.assignments, {})
    taken_back = play(MERGE, ruled(2, Ruling.UNDO, "A", undoes="d-1"))
    assert taken_back.standing == play().standing
    assert taken_back.undone == {"d-1": "d-2"}


def test_a_merge_takes_all_tickets_and_leads_on() -> None:
    """Today's and later ones; the id answers with where it went, and what was said is kept in turn."""
    grown = found({"A": ["t1", "t2", "t3", "t7"], "B": ["t4", "t5"]})
    standing = play(MERGE, on=grown).standing
    assert places(standing) == {"B": ["t1", "t2", "t3", "t4", "t5", "t7"]}
    assert standing.redirects == {"A": "B"}
    (whole,) = standing.themes
    assert (whole.title, whole.merged_from, whole.keyphrases) == ("About B", ("A",), ("B", "A"))
    assert [quote.ticket_id for quote in whole.exemplars] == ["t4", "t1", "t5", "t2", "t3"]
    assert [(each.title, each.ticket_ids) for each in whole.sub_themes] == [("About A", ("t1", "t2", "t3", "t7"))]
    assert {item.confidence for item in standing.assignments} == {0.75}


def test_a_merge_into_a_part_of_itself_is_passed_over() -> None:
    """It would close a circle; the first stands, and the second is said to have no effect."""
    circle = play(MERGE, ruled(2, Ruling.MERGE, "B", into="A"))
    assert circle.standing == play(MERGE).standing
    assert circle.passed == {"d-2": "A is part of B already"}


def test_the_later_of_two_merges_wins() -> None:
    """Two people merged the same theme into different ones: its tickets are where the later one says."""
    standing = play(MERGE, ruled(2, Ruling.MERGE, "A", into="C")).standing
    assert places(standing) == {"B": ["t4", "t5"], "C": ["t1", "t2", "t3", "t6"], None: ["t9"]}
    assert standing.redirects == {"A": "C"}


def test_a_chain_of_merges() -> None:
    """Every id leads to the end of the chain, and taking the middle out takes the end out of it."""
    second = ruled(2, Ruling.MERGE, "B", into="C")
    standing = play(MERGE, second).standing
    assert standing.redirects == {"A": "C", "B": "C"}
    assert standing.themes[0].merged_from == ("A", "B")
    undone = play(MERGE, second, ruled(3, Ruling.UNMERGE, "B"))
    assert places(undone.standing) == {"B": ["t1", "t2", "t3", "t4", "t5"], "C": ["t6"], None: ["t9"]}


def test_an_unmerge_takes_the_merge_back() -> None:
    """Nothing is left of it; a merge after it counts again."""
    back = ruled(2, Ruling.UNMERGE, "A")
    taken_back = play(MERGE, back)
    assert taken_back.standing == play().standing
    assert taken_back.undone == {"d-1": "d-2"}
    again = ruled(3, Ruling.MERGE, "A", into="B")
    assert play(MERGE, back, again).standing == play(again).standing


def test_an_unmerge_of_what_voc_merged_is_a_split() -> None:
    """The listed tickets stand under the old id again; what was merged before and what came later stays."""
    merged = found({"B": ["t1", "t2", "t4", "t5", "t8"]}, redirects={"A": "B"})
    back = ruled(2, Ruling.UNMERGE, "A", into="B", ticket_ids=("t1", "t2"), stay_ids=("t4", "t5"), text="Its own")
    standing = play(back, on=merged).standing
    assert places(standing) == {"A": ["t1", "t2"], "B": ["t4", "t5", "t8"]}
    assert standing.redirects == {}
    assert [(each.title, each.merged_from) for each in standing.themes] == [("Its own", ()), ("About B", ())]


def test_people_win_over_a_later_merge_of_vocs_own() -> None:
    """A person merged A into B, then voc merges A into C: the tickets of then stay with B."""
    merged = found({"B": ["t4"], "C": ["t1", "t2", "t3", "t6"]}, redirects={"A": "C"})
    standing = play(MERGE, on=merged).standing
    assert places(standing) == {"B": ["t1", "t2", "t3", "t4"], "C": ["t6"]}
    assert standing.redirects == {"A": "B"}


@pytest.mark.parametrize(
    ("vectors", "moved"), [(None, []), ({"t1": (1, 0), "t2": (0, 1), "t7": (0.9, 0.1), "t8": (0.1, 0.9)}, ["t7"])]
)
def test_a_split_by_tickets(vectors: Mapping[str, Sequence[float]] | None, moved: list[str]) -> None:
    """Those listed go, those looked at stay, later ones go to the nearer side; without vectors they stay."""
    grown = found({"A": ["t1", "t2", "t3", "t7", "t8"]})
    standing = play(SPLIT, on=grown, ask=lookups(grown, vectors=vectors)).standing
    stay = [ticket for ticket in ("t2", "t3", "t7", "t8") if ticket not in moved]
    assert places(standing) == {"A": stay, "U": ["t1", *moved]}
    assert [(each.title, each.title_by) for each in standing.themes][1] == ("Of its own", TitleBy.PERSON)


def test_a_split_by_words() -> None:
    """What matches goes, later tickets too, and nothing else."""
    texts = {"t1": "The CSV export is slow", "t2": "Exports are fine", "t7": "EXPORT of csvs fails"}
    grown = found({"A": ["t1", "t2", "t3", "t7"]})
    by_words = ruled(1, Ruling.SPLIT, "A", into="U", query="export csv", text="CSV export")
    standing = play(by_words, on=grown, ask=lookups(grown, texts)).standing
    assert places(standing) == {"A": ["t2", "t3"], "U": ["t1", "t7"]}


def test_a_split_merged_back_leaves_the_theme_as_it_was() -> None:
    """To the letter: a part that came home is no merge. Its id answers all the same."""
    back = play(SPLIT, ruled(2, Ruling.MERGE, "U", into="A")).standing
    assert (back.themes, back.assignments) == (FOUND.themes, FOUND.assignments)
    assert back.redirects == {"U": "A"}


def test_a_split_off_theme_is_described_from_its_tickets() -> None:
    """Beside what it was split off; the rest keeps the quotes that it still has."""
    standing = play(SPLIT).standing
    rest, _, _, split_off = standing.themes
    assert split_off.keyphrases == ("1 of A:2,U:1",)
    assert [quote.ticket_id for quote in split_off.exemplars] == ["t1"]
    assert [quote.ticket_id for quote in rest.exemplars] == ["t2", "t3"]
    assert rest.keyphrases == ("A",)
    assert (rest.first_seen, rest.last_seen) == (theme("A", ["t2", "t3"]).first_seen, FOUND.themes[0].last_seen)


def test_a_theme_that_lost_all_quotes_is_described_again() -> None:
    """It keeps its title; one that lost all tickets quotes nobody, and keeps its id."""
    away = ruled(1, Ruling.MOVE, "", into="B", ticket_ids=("t1", "t2", "t3"))
    grown = found({"A": ["t1", "t2", "t3", "t7"], "B": ["t4"]})
    (rest, _) = play(away, on=grown).standing.themes
    assert (rest.title, rest.ticket_ids, rest.keyphrases) == ("About A", ("t7",), ("1 of A:1,B:4",))
    (empty, *_) = play(away).standing.themes
    assert (empty.title, empty.ticket_ids, empty.exemplars, empty.last_seen) == ("About A", (), (), None)


def test_parts_lose_the_tickets_that_went() -> None:
    """A part's quote goes with its ticket; a part without tickets goes, and one part alone is none."""
    from dataclasses import replace

    parts = (part("one", ["t1", "t2"]), part("two", ["t3"]))
    divided = replace(FOUND, themes=(replace(FOUND.themes[0], sub_themes=parts), *FOUND.themes[1:]))
    first = play(ruled(1, Ruling.MOVE, "", into="B", ticket_ids=("t1",)), on=divided).standing.themes[0]
    assert [(each.title, each.ticket_ids, each.exemplar) for each in first.sub_themes] == [
        ("one", ("t2",), None),
        ("two", ("t3",), parts[1].exemplar),
    ]
    alone = play(ruled(1, Ruling.MOVE, "", into="B", ticket_ids=("t3",)), on=divided).standing.themes[0]
    assert alone.sub_themes == ()


def test_a_moved_ticket_goes_where_it_is_sent() -> None:
    """Wherever it was, even nowhere; through redirects; out of every theme; and a person is sure."""
    sent = ruled(2, Ruling.MOVE, "", into="A", ticket_ids=("t6", "t9"))
    out = ruled(3, Ruling.MOVE, "", ticket_ids=("t4",))
    standing = play(MERGE, sent, out).standing
    assert places(standing) == {"B": ["t1", "t2", "t3", "t5", "t6", "t9"], "C": [], None: ["t4"]}
    sure = {item.ticket_id for item in standing.assignments if item.confidence == 1.0}
    assert sure == {"t6", "t9"}
    assert {item.nearest_theme_id for item in standing.assignments} == {"B"}


def test_a_ticket_that_took_no_part_may_be_moved() -> None:
    """It is known all the same; one that nobody knows is passed over."""
    standing = play(
        ruled(1, Ruling.MOVE, "", into="C", ticket_ids=("t8", "t77")), ask=lookups(FOUND, {"t8": ""})
    ).standing
    assert places(standing)["C"] == ["t6", "t8"]
    nobody = play(ruled(1, Ruling.MOVE, "", into="C", ticket_ids=("t77",)))
    assert (nobody.standing, nobody.passed) == (play().standing, {"d-1": "none of its tickets is known"})


def test_a_turned_down_absorb_pins_the_tickets() -> None:
    """Should voc take them to another theme, they stay."""
    keep = ruled(1, Ruling.KEEP, "A", into="B", ticket_ids=("t1",), change=ThemeChange.ABSORB)
    absorbed = found({"A": ["t2", "t3"], "B": ["t1", "t4", "t5"]})
    assert places(play(keep, on=absorbed).standing) == {"A": ["t1", "t2", "t3"], "B": ["t4", "t5"]}


def test_a_turned_down_split_is_shown_as_part() -> None:
    """Nothing while voc has not split; then all that it split off is shown where it was, later tickets too."""
    keep = ruled(1, Ruling.KEEP, "A", into="N", ticket_ids=("t1",), change=ThemeChange.SPLIT)
    assert play(keep).standing == play().standing
    split = found({"A": ["t2", "t3"], "N": ["t1", "t7"]})
    standing = play(keep, on=split).standing
    assert places(standing) == {"A": ["t1", "t2", "t3", "t7"]}
    assert standing.redirects == {"N": "A"}
    assert standing.themes[0].merged_from == ()


KEPT = ruled(
    1,
    Ruling.KEEP,
    "A",
    into="B",
    ticket_ids=("t1", "t2"),
    stay_ids=("t4",),
    text="About A",
    into_text="About B, as it was",
    change=ThemeChange.MERGE,
)


def test_a_turned_down_merge_is_split_again() -> None:
    """Nothing while voc has not merged; then the listed tickets stand under their own id and name."""
    keep = replace(KEPT, into_text="")
    assert play(keep).standing == play().standing
    merged = found({"B": ["t1", "t2", "t4", "t7"]}, redirects={"A": "B"})
    standing = play(keep, on=merged).standing
    assert places(standing) == {"A": ["t1", "t2"], "B": ["t4", "t7"]}
    assert [each.title for each in standing.themes] == ["About A", "About B"]


def test_a_turned_down_merge_holds_the_other_way_round_too() -> None:
    """Should voc merge the second theme into the first, its tickets of then stand under their own id and name."""
    merged = found({"A": ["t1", "t2", "t4", "t7"]}, redirects={"B": "A"})
    standing = play(KEPT, on=merged).standing
    assert places(standing) == {"A": ["t1", "t2", "t7"], "B": ["t4"]}
    assert [each.title for each in standing.themes] == ["About A", "About B, as it was"]
    assert standing.redirects == {}
    undone = play(KEPT, ruled(2, Ruling.UNDO, "A", undoes="d-1"), on=merged)
    assert undone.standing == play(on=merged).standing


def test_a_turned_down_merge_is_about_these_two_only() -> None:
    """What voc merges into a third theme stays there; where both went there, they are told apart all the same."""
    for gone in ("A", "B"):
        third = found({"A": ["t1", "t2"], "B": ["t4"], "C": ["t6"]})
        members = {each.id: each.ticket_ids for each in third.themes if each.id != gone}
        merged = found({**members, "C": ["t6", *_tickets(third, gone)]}, redirects={gone: "C"})
        assert play(KEPT, on=merged).standing == play(on=merged).standing
    both = play(KEPT, on=found({"C": ["t1", "t2", "t4", "t6"]}, redirects={"A": "C", "B": "C"})).standing
    assert places(both) == {"A": ["t1", "t2"], "C": ["t4", "t6"]}
    assert both.redirects == {"B": "C"}


def test_a_later_merge_by_a_person_goes_before_a_turned_down_one() -> None:
    """Either way round: people may change their minds."""
    for one, other in (("A", "B"), ("B", "A")):
        merge = ruled(2, Ruling.MERGE, one, into=other)
        assert places(play(KEPT, merge).standing) == places(play(merge).standing)


def _tickets(found: Found, name: str) -> tuple[str, ...]:
    (theme,) = (each for each in found.themes if each.id == name)
    return theme.ticket_ids


def test_what_people_say_of_a_theme() -> None:
    """The last name, issue and muting; notes and whys in their order; tickets and description stay."""
    standing = play(
        ruled(1, Ruling.RENAME, "A", text="First"),
        ruled(2, Ruling.RENAME, "A", text="Second"),
        ruled(3, Ruling.WHY, "A", text="Because"),
        ruled(4, Ruling.WHY, "A", text="And that because"),
        ruled(5, Ruling.NOTE, "A", text="See the call"),
        ruled(6, Ruling.LINK, "A", text="VOC-3"),
        ruled(7, Ruling.MUTE, "A", reason="a test"),
        ruled(8, Ruling.MUTE, "B"),
        ruled(9, Ruling.UNMUTE, "B"),
        ruled(10, Ruling.UNLINK, "B"),
    ).standing
    first, second, _ = standing.themes
    assert (first.title, first.title_by, first.status) == ("Second", TitleBy.PERSON, ThemeStatus.MUTED)
    assert [why.text for why in first.whys] == ["Because", "And that because"]
    assert [(note.text, note.who, note.decision_id) for note in first.notes] == [("See the call", "Mia", "d-5")]
    assert first.link is not None and first.muted is not None
    assert (first.link.text, first.muted.text) == ("VOC-3", "a test")
    assert second.unlinked is not None and second.unlinked.decision_id == "d-10"
    assert replace(second, unlinked=None) == FOUND.themes[1]
    assert standing.assignments == FOUND.assignments


def test_what_was_said_of_a_merged_theme() -> None:
    """Its notes, whys and issue go along, unless the other has an issue; its name and muting were its own."""
    said = [
        ruled(2, Ruling.RENAME, "A", text="Mine"),
        ruled(3, Ruling.MUTE, "A"),
        ruled(4, Ruling.NOTE, "A", text="kept"),
        ruled(5, Ruling.LINK, "A", text="VOC-1"),
    ]
    whole = play(MERGE, *said).standing.themes[0]
    assert (whole.title, whole.status, whole.notes[0].text) == ("About B", ThemeStatus.ACTIVE, "kept")
    assert whole.link is not None and whole.link.text == "VOC-1"
    own = play(MERGE, ruled(0, Ruling.LINK, "B", text="VOC-2"), *said).standing.themes[0]
    assert own.link is not None and own.link.text == "VOC-2"
    none = play(MERGE, *said, ruled(6, Ruling.UNLINK, "B")).standing.themes[0]
    assert none.link is None


def test_an_undo_is_undone_by_an_undo() -> None:
    """Then the first counts again; an undo of what is not known, or comes later, has no effect."""
    once = ruled(2, Ruling.UNDO, "A", undoes="d-1")
    twice = ruled(3, Ruling.UNDO, "A", undoes="d-2")
    assert play(MERGE, once, twice).standing == play(MERGE).standing
    early = ruled(0, Ruling.UNDO, "A", undoes="d-1")
    idle = play(MERGE, early)
    assert idle.standing == play(MERGE).standing
    assert idle.passed == {"d-0": "no decision d-1 before it is known"}


def test_decisions_about_what_is_not_known_wait() -> None:
    """They are passed over and said, whatever they rule, and count once voc has found the theme."""
    early = [
        ruled(number, ruling, "Z", into="B", ticket_ids=("t99",), text="x")
        for number, ruling in enumerate((Ruling.MERGE, Ruling.SPLIT, Ruling.RENAME, Ruling.MUTE, Ruling.NOTE))
    ]
    waiting = play(*early)
    assert waiting.standing == play().standing
    assert waiting.passed == {each.id: "theme Z is not known" for each in early}
    later = found({"Z": ["t7"], "B": ["t4"]})
    assert play(early[0], on=later).standing.redirects == {"Z": "B"}


def test_the_order_of_the_log_is_that_of_time() -> None:
    """However it is given, and each decision once."""
    log = [MERGE, ruled(2, Ruling.MOVE, "", into="C", ticket_ids=("t1",)), ruled(3, Ruling.RENAME, "B", text="x")]
    assert play(*log).standing == play(*reversed(log), *log).standing
