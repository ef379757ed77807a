"""Decisions as YAML: the same log is the same file, and a broken one says where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.deciding_world import World

from voc.analysis.themes.decisions.minting import mint_theme, signed
from voc.errors import InputError
from voc.model.decision import Decision, Ruling
from voc.model.registry import ThemeChange
from voc.stores.memory import MemoryStore
from voc.workflows.curation.exchange import from_yaml, import_decisions, to_yaml

AT = datetime(2026, 11, 9, 8, 0, 0, 1, UTC)
MERGE = signed(Decision("", AT, "Mia: *x", Ruling.MERGE, "th-1", into="th-2", ticket_ids=("a:1", "0x10"), reason="öh"))
KEEP = signed(Decision("", AT, "yes", Ruling.KEEP, "th-1", into="th-3", change=ThemeChange.SPLIT, text="# no\u2028t"))
HEAD = "schema_version: 1\ndecisions:\n"


def test_a_log_comes_back_as_it_was() -> None:
    """Every field, in the order of the log, whatever words are in it; letters stay letters."""
    text = to_yaml([KEEP, MERGE])
    assert from_yaml(text, "x") == sorted([KEEP, MERGE], key=lambda each: each.id)
    assert text == to_yaml([MERGE, KEEP])
    assert "reason: öh" in text and "\n  ticket_ids: ['a:1', '0x10']\n" in text
    assert from_yaml(to_yaml([]), "x") == []


def test_long_lists_take_few_lines() -> None:
    """A move of 500 tickets is written in rows of about a hundred characters, and comes back whole."""
    moved = signed(replace(MERGE, ticket_ids=tuple(f"zendesk:{number}" for number in range(500))))
    text = to_yaml([moved])
    assert len(text.splitlines()) < 100 and max(map(len, text.splitlines())) <= 115
    assert from_yaml(text, "x") == [moved]


def test_a_list_may_stand_line_by_line() -> None:
    """As earlier files have it, and as a person may write it."""
    text = to_yaml([MERGE]).replace("['a:1', '0x10']", "\n  - a:1\n  - '0x10'")
    assert "\n  - a:1\n" in text and from_yaml(text, "x") == [MERGE]


def test_an_entry_without_an_id_gets_its_own() -> None:
    """So a person may write one by hand; a time without quotes is a time."""
    text = HEAD + "- {at: 2026-11-09T10:00:00.000001+02:00, who: Mia, ruling: mute, theme_id: th-1}\n"
    assert from_yaml(text, "x") == [signed(Decision("", AT, "Mia", Ruling.MUTE, "th-1"))]


ENTRY = "- {at: '2026-11-09T08:00:00+00:00', who: Mia, ruling: mute, theme_id: th-1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "x is empty"),
        ("[1, 2]", "x is no file of decisions"),
        ("decisions: {}", "x is no file of decisions"),
        ("decisions: []", "schema_version None"),
        ("schema_version: 2\ndecisions: []", "schema_version 2, this voc knows 1"),
        ("schema_version: 1\ndecisions: [", "x:2: no valid YAML"),
        (HEAD + "- !!python/object/apply:os.system [ls]", "x:3: no valid YAML"),
        (HEAD + "- &a [x]\n- *a", "x:4: no valid YAML: aliases"),
        ("[" * 5000, "x: no valid YAML"),
        (HEAD + "- just words", "x: entry 1 is no decision"),
        (HEAD + ENTRY + "}\n" + ENTRY + ", colour: red}", "x: entry 2: unknown field 'colour'"),
        (HEAD + "- {who: Mia}", "x: entry 1: at is missing"),
        (HEAD + ENTRY.replace("mute", "shout") + "}", "entry 1: unknown ruling 'shout'"),
        (HEAD + ENTRY.replace("+00:00", "") + "}", "entry 1: at is no time with a zone"),
        (HEAD + ENTRY.replace("2026-11-09T08:00:00+00:00", "soon") + "}", "entry 1: at is no time with a zone"),
        (HEAD + ENTRY.replace("2026-11-09T08:00:00+00:00", "0001-01-01T00:00:00+14:00") + "}", "at is out of range"),
        (HEAD + ENTRY.replace("Mia", "7") + "}", "entry 1: who is no text"),
        (HEAD + ENTRY + ", ticket_ids: a:1}", "entry 1: ticket_ids is no list of ticket ids"),
        (HEAD + ENTRY + ", ticket_ids: [1]}", "entry 1: ticket_ids is no list of ticket ids"),
        (HEAD + ENTRY + ", id: d-0123456789}", "entry 1: 'd-0123456789' was changed after it was decided"),
    ],
)
def test_a_broken_file_says_where(text: str, line: str) -> None:
    """One line with the entry or the line, and what to do."""
    with pytest.raises(InputError) as refused:
        from_yaml(text, "x")
    assert line in refused.value.what
    assert refused.value.hint and "\n" not in str(refused.value)


def test_a_decision_of_the_future_is_refused_whole() -> None:
    """No later decision could stand behind it; nothing of the file is kept."""
    world = World(MemoryStore())
    late = signed(replace(MERGE, at=world.clock.now() + timedelta(days=2)))
    with pytest.raises(InputError, match=r"decision 2 \(d-"):
        import_decisions(world.desk, [MERGE, late])
    assert world.store.decisions() == []


def test_what_has_no_effect_is_kept_and_told() -> None:
    """Themes that are not known yet are no mistake."""
    world = World(MemoryStore())
    keep = signed(replace(KEEP, text="# not"))
    done = import_decisions(world.desk, [MERGE, keep, MERGE])
    assert (done.decisions, done.new, done.refused, done.mended) == (3, 2, (), 0)
    assert done.passed == {MERGE.id: "theme th-1 is not known", keep.id: "theme th-1 is not known"}
    assert len(world.store.decisions()) == 2


def test_what_is_imported_is_redacted_as_what_is_typed() -> None:
    """On one line, without personal data or characters that hide; an undo in the file still takes it back, and a
    second import adds nothing.
    """
    world = World(MemoryStore())
    made = Decision("", AT, "Mia\n\x1b[31m", Ruling.RENAME, "th-1", text="Call +358 40 123 4567\nor mia@example.com")
    named = signed(replace(made, reason="\u202eask mia@example.com"))
    undo = signed(Decision("", AT + timedelta(seconds=1), "Mia", Ruling.UNDO, "th-1", undoes=named.id))
    done = import_decisions(world.desk, [undo, named])
    kept, undone = world.store.decisions()
    assert (done.new, done.mended, done.refused) == (2, 2, ())
    assert (kept.who, kept.text, kept.reason) == ("Mia [31m", "Call [PHONE_1] or [EMAIL_1]", "ask [EMAIL_1]")
    assert (kept.id, undone.undoes) == (signed(kept).id, kept.id)
    again = import_decisions(world.desk, [undo, named])
    assert (again.new, again.mended, world.store.decisions()) == (0, 0, [kept, undone])
    elsewhere = World(MemoryStore())
    import_decisions(elsewhere.desk, from_yaml(to_yaml([kept, undone]), "x"))
    assert elsewhere.store.decisions() == [kept, undone]


def ruled(ruling: Ruling, theme_id: str = "th-1", **more: object) -> Decision:
    """A decision by Mia."""
    return signed(Decision("", AT, "Mia", ruling, theme_id, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unfit", "line"),
    [
        (ruled(Ruling.RENAME, text=" \u200b"), "the title is empty"),
        (ruled(Ruling.NOTE, text="x" * 2001), "the note has 2001 characters"),
        (ruled(Ruling.RENAME, text="x" * 201), "the title has 201 characters"),
        (ruled(Ruling.KEEP, into="th-9", text="x" * 201), "the title has 201 characters"),
        (ruled(Ruling.LINK), "the issue's key is empty"),
        (ruled(Ruling.MUTE, reason="x" * 2001), "the reason has 2001 characters"),
        (replace(ruled(Ruling.MUTE), who="\u200b"), "nobody decides"),
        (replace(ruled(Ruling.MUTE), who="x" * 81), "has 81 characters"),
        (ruled(Ruling.SPLIT, into="th-9", query='"', text="a"), "the query '\"' has no word"),
        (ruled(Ruling.SPLIT, into="th-9", text="a"), "split without query or ticket_ids"),
        (ruled(Ruling.SPLIT, into="th-01", query="a", text="a"), "th-01 is a theme already"),
        (ruled(Ruling.SPLIT, into="th-9", query="a"), "the title is empty"),
        (ruled(Ruling.MERGE), "merge without into"),
        (ruled(Ruling.MOVE, ""), "move without ticket_ids"),
        (ruled(Ruling.UNDO), "undo without undoes"),
        (ruled(Ruling.MUTE, ""), "mute without theme_id"),
        (ruled(Ruling.MUTE, "th-\x1b[2J"), "is no id"),
        (ruled(Ruling.MOVE, "", ticket_ids=("x" * 201,)), "is no id"),
    ],
)
def test_an_unfit_entry_is_refused_and_the_rest_kept(unfit: Decision, line: str) -> None:
    """In one line: which, what and what to do."""
    world = World(MemoryStore())
    world.week(("emerge", 0, 0, 3))
    done = import_decisions(world.desk, [MERGE, unfit])
    (refused,) = done.refused
    assert refused.startswith("entry 2 (d-") and line in refused and "; " in refused and refused.isprintable()
    assert world.store.decisions() == [MERGE]


def test_a_split_that_voc_made_later_too_is_kept() -> None:
    """An accepted proposal has the id that voc gives the new theme when it splits by itself."""
    world = World(MemoryStore())
    world.week(("emerge", 0, 0, 5))
    world.week(("split", 0, 0, 0))
    (event,) = [each.shift for each in world.store.events() if each.shift.change is ThemeChange.SPLIT]
    accepted = ruled(Ruling.SPLIT, event.theme_id, into=event.into, ticket_ids=event.ticket_ids, text="Of its own")
    assert import_decisions(world.desk, [accepted]).refused == ()
    assert world.store.decisions() == [accepted]


def test_ids_are_made_of_all_that_is_said() -> None:
    """Any difference gives another, and a log of before keeps its ids; a theme's id is taken once."""
    assert MERGE.id == "d-766e44a45e"
    assert signed(replace(MERGE, id="", into_text="z")).id != MERGE.id
    assert signed(replace(MERGE, id="")).id == MERGE.id
    assert (
        len({signed(replace(MERGE, **{name: "z"})).id for name in ("who", "into", "reason", "text")} | {MERGE.id}) == 5
    )
    first = mint_theme(MERGE, ())
    assert mint_theme(MERGE, {first}) != first
    assert first.startswith("th-") and len(first) == 13
