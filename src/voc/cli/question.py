"""A matter on the screen: what is asked, why, both sides, the keys, and what came of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voc.model.review import Concern

if TYPE_CHECKING:
    from datetime import tzinfo

    from voc.console import Terminal
    from voc.model.review import Dossier, Side
    from voc.workflows.curation.desk import Decided

ANSWERS: Mapping[Concern, Mapping[str, str]] = {
    Concern.MERGE: {"y": "merge them", "n": "keep them apart"},
    Concern.SPLIT: {"y": "split it", "r": "split, with a name of my own", "n": "keep it whole"},
    Concern.ABSORB: {"y": "move these tickets", "n": "leave them"},
    Concern.TITLES: {"y": "merge them", "n": "keep both", "r": "rename the first"},
    Concern.NEW: {"n": "keep it", "r": "rename", "m": "merge into the nearest", "x": "mute"},
    Concern.UNSURE: {"y": "move to the nearest", "n": "it stays", "o": "out of every theme"},
}
"""What each key does; ``n`` always leaves things as they are, for good."""

ALWAYS = {"s": "skip", "u": "undo", "q": "quit", "?": "help"}

HELP = (
    "y  does what is asked",
    "n  leaves things as they are, for good",
    "s  leaves the matter for the next walk",
    "u  takes the last answer of this walk back",
    "q  ends the walk: nothing is lost, and the next one goes on here",
    "Every answer but s is a decision; after y or n the matter is settled.",
    "voc decisions lists them; voc theme undo takes back any of them.",
)
"""Lines that fit 80 columns."""


def show(terminal: Terminal, dossier: Dossier, number: int, last: int, zone: tzinfo) -> None:
    """Print matter ``number`` of ``last``, with days as they are in ``zone``."""
    from voc.renderers.review import ASKED, because

    matter, why = dossier.matter, because(dossier.matter)
    terminal.line("")
    terminal.line(f"{number} of {last} · {ASKED[matter.concern]}", style="bold")
    terminal.paragraph(f"{why[0].upper()}{why[1:]}.", style="dim")
    for side in dossier.sides:
        terminal.line("")
        _side(terminal, side, zone)
    terminal.line("")
    show_keys(terminal, matter.concern)


def show_keys(terminal: Terminal, concern: Concern) -> None:
    """Print what each key does: the answers, then what always can be done."""
    for keys in (ANSWERS[concern], ALWAYS):
        terminal.paragraph("  ".join(f"[{key}] {does}" for key, does in keys.items()))


def told(decided: Decided) -> str:
    """What was decided."""
    from voc.workflows.curation.history import called_now, sentence, waits_now

    waits = f" (without effect yet: {decided.passed})" if decided.passed else ""
    waits += f" ({waits_now(decided.stranded)})" if decided.stranded else ""
    names = "".join(f"; {called_now(each, *names)}" for each, names in decided.renamed.items())
    return f"{decided.decision.id}: {sentence(decided.decision)}{waits}{names}"


def _side(terminal: Terminal, side: Side, zone: tzinfo) -> None:
    from voc.renderers.phrases import day, plural

    seen = f"{day(side.first_seen, zone)} to {day(side.last_seen, zone)}"
    counts = f"{plural(side.tickets, 'ticket')}, {plural(side.customers, 'customer')}, {seen}"
    about = day(side.first_seen, zone) if side.role == "ticket" else f"{side.theme_id} · {counts}"
    terminal.paragraph(f"{side.role.capitalize()}: {side.title}", style="bold")
    terminal.paragraph(about, 2, style="dim")
    for quote in side.quotes:
        terminal.paragraph(f"“{quote.quote}”", 2)
