"""Steps as tickets tell them, word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.filing.particulars.steps import LONGEST, MOST, READ, clearest
from voc.config.platforms import load_environment
from voc.model.ticket import Kind

PATTERNS = load_environment()


def steps(text: str, kind: Kind = Kind.BUG) -> tuple[str, ...]:
    found = clearest([("t", kind, text)], PATTERNS)
    return found.lines if found else ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi\n\nSteps to reproduce:\n1. Open app\n2. Press save\n\nExpected: saved", ("Open app", "Press save")),
        ("STEPS TO REPRODUCE\n- Open app\n- Press save\nThanks", ("Open app", "Press save")),
        ("To reproduce: 1. open it 2. press save 3. crash", ("open it", "press save", "crash")),
        ("**Steps:**\n1) Open\n   the app\n2) Save", ("Open the app", "Save")),
        ("Toistaminen:\nAvaa kalenteri\nPaina tallenna\nOdotettu: ok", ("Avaa kalenteri", "Paina tallenna")),
        ("Näin se tapahtuu:\n1. Avaan\n2. Painan", ("Avaan", "Painan")),
        ("Så här återskapar man felet:\n- öppna\n- spara", ("öppna", "spara")),
        ("Steg för att återskapa:\n1. Öppna\n2. Spara\n\nMvh", ("Öppna", "Spara")),
        ("It fails.\n1. I open it\n2. I press save\n3. It is gone", ("I open it", "I press save", "It is gone")),
    ],
)
def test_steps_are_found_under_their_headings(text: str, found: tuple[str, ...]) -> None:
    """Numbered, marked or line by line, in three languages; a numbered list of a problem needs no heading."""
    assert steps(text) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1. Milk\n2. Bread\n3. Butter", Kind.BUG),
        ("1. Dark mode please\n2. A widget too\n3. And a watch", Kind.FEATURE_REQUEST),
        ("1. I open it\n2. I press save", Kind.BUG),
        ("On 1. June and 2. July and 3. May", Kind.BUG),
        ("näin se tapahtuu: avaan sovelluksen ja painan.", Kind.BUG),
        ("We could follow the steps, thank you.\nAll fine.\nBye", Kind.BUG),
        ("Reproduced on my phone.\nIt is bad.\nVery", Kind.BUG),
        ("Steps:\n1. " + "x" * (LONGEST + 1) + "\n2. y", Kind.BUG),
        ("Steps:\n" + "\n".join(f"{number}. go on" for number in range(1, MOST + 3)), Kind.BUG),
        ("Versions: 1.2 2.3 3.4", Kind.BUG),
    ],
)
def test_other_lists_are_no_steps(text: str, kind: Kind) -> None:
    """Shopping lists, wishes, days, tales; two steps need a heading."""
    assert steps(text, kind) == ()


def test_the_clearest_ticket_tells() -> None:
    """A heading and numbers before either alone; then the most, then the shortest, then the first id."""
    bare = ("a", Kind.BUG, "1. I open it\n2. I press save\n3. It is gone\n4. I cry")
    lines = ("b", Kind.BUG, "Steps:\nopen it\npress save\nlook")
    clear = ("d", Kind.BUG, "Steps:\n1. open\n2. save")
    again = ("c", Kind.BUG, "Steps:\n1. open\n2. save")
    found = clearest([bare, lines, clear, again], PATTERNS)
    assert found is not None
    assert (found.ticket_id, found.lines) == ("c", ("open", "save"))
    first = clearest([bare, lines], PATTERNS)
    assert first is not None
    assert first.ticket_id == "b"
    assert clearest([], PATTERNS) is None


LINES = st.sampled_from(
    ["Steps:", "1. open it", "2. press save", "- look", "", "Expected: x", "a tale", "3) go", "  on"]
)


@given(st.lists(LINES, max_size=12))
def test_every_step_stands_in_the_text(lines: list[str]) -> None:
    """Nothing is made up: each step is words of its ticket, in their order."""
    text = "\n".join(lines)
    plain, at = " ".join(text.split()), 0
    for step in steps(text):
        assert step in plain[at:]
        at = plain.index(step, at) + len(step)


@pytest.mark.parametrize("line", ["1. a b\n", "Steps:\n", "- x y\n", "\n", "1. a b 2. c d "])
def test_only_the_beginning_of_a_long_text_is_looked_at(line: str) -> None:
    """A log of many lines has no more steps than its first ones, and is not gone through from each line to its end."""
    text = line * (READ // len(line))
    assert steps(text) == steps(text + "\nSteps:\n1. open it\n2. save it")
