"""What a discover run found, or would find: lines, tables, and plain values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from voc.console import Column

if TYPE_CHECKING:
    from voc.cli.session import Session
    from voc.model.registry import Proposal, Shift, ThemeOutcome
    from voc.workflows.discover import Discovered

_DONE = {"split": "{} split", "absorb": "{} gave a part to another", "merge": "{} merged"}
_UNREMARKABLE = {"survived", "grew", "shrank"}
_TOLD = ("split", "absorbed", "disappeared", "emerged", "shrank", "grew", "survived")
_SAME = "survived"
_SHOWN = 20
_FATES = (Column("Fate"), Column("Theme", wrap=True), Column("Before", number=True), Column("After", number=True))
_MOVES = (Column("Change"), Column("From", wrap=True), Column("To", wrap=True), Column("Tickets", number=True))


def counts(found: Discovered, *, whole: bool = False) -> dict[str, Any]:
    """What a discover run found, as JSON has it; ``whole`` also names the tickets that move."""
    titles = found.titles
    plain = asdict(replace(found, titles={}, shifts=(), proposals=(), weeks=(), held=None))
    del plain["titles"], plain["shifts"], plain["held"]
    return plain | {
        "until": found.until.isoformat() if found.until else None,
        "outcomes": [asdict(each) | _titled(each.theme_id, each.into, titles) for each in found.outcomes],
        "renamed": [{"theme_id": name, "title": titles[name], "was": was} for name, was in found.renamed.items()],
        "events": [_shift(each, titles, whole=whole) for each in found.shifts],
        "proposals": [_proposal(each, titles, whole=whole) for each in found.proposals],
        "weeks": [counts(each, whole=whole) for each in found.weeks],
    }


def _titled(theme_id: str, into: str, titles: Mapping[str, str]) -> dict[str, str | None]:
    """The titles of a theme and of the one that it goes to; None for one that there is not, or not yet."""
    return {"title": titles.get(theme_id), "into_title": titles.get(into)}


def _shift(shift: Shift, titles: Mapping[str, str], *, whole: bool) -> dict[str, Any]:
    return {
        "change": shift.change.value,
        "theme_id": shift.theme_id or None,
        "into": shift.into or None,
        **_titled(shift.theme_id, shift.into, titles),
        "tickets": len(shift.ticket_ids),
        **({"ticket_ids": list(shift.ticket_ids)} if whole else {}),
    }


def _proposal(proposal: Proposal, titles: Mapping[str, str], *, whole: bool) -> dict[str, Any]:
    seen = {"weeks": proposal.weeks, "since_run": proposal.since, "by_rebuild": proposal.rebuilt}
    return _shift(proposal.shift, titles, whole=whole) | seen


def tell(session: Session, titles: Mapping[str, str], found: Discovered) -> None:
    """What a discover run found: a line, what was changed and is proposed, and of a rebuild a table of what became of
    the themes that are not what they were, by their ``titles``.
    """
    line, titles = session.terminal.line, {**found.titles, **titles}
    together = _together(found) if found.weeks else found
    made_up = f"Made up for {_counted(sum(bool(each.until and each.run) for each in found.weeks), 'week')}. "
    line((made_up if found.weeks and not together.unchanged else "") + sentence(together))
    for told in (changes(together), _renamed(together), _proposals(found)):
        if told:
            line(told)
    if found.rebuilt:
        line(_fates("Rebuilt", found))
        news = (
            each for each in found.outcomes if each.fate.value not in _UNREMARKABLE or each.theme_id in found.renamed
        )
        rows = [_outcome(each, titles, found.renamed) for each in news]
        session.terminal.table(_FATES if rows else [], rows)


def tell_rehearsed(session: Session, found: Discovered) -> None:
    """What a run would find: every theme that would not be what it was, every move, and every proposal."""
    for each in found.weeks or (found,):
        _rehearsed(session, each, f"{when(each)}: " if found.weeks else "")
    session.terminal.line("Nothing was written")


def _rehearsed(session: Session, found: Discovered, begin: str) -> None:
    line, table, titles = session.terminal.line, session.terminal.table, found.titles
    line(begin + sentence(found, "Would find"))
    if found.unchanged:
        return
    line(_fates("Themes", found, "then"))
    told = (each for each in found.outcomes if each.fate.value != _SAME or each.theme_id in found.renamed)
    fates = sorted(told, key=_remarkable)
    if fates:
        table(_FATES, [_outcome(each, titles, found.renamed) for each in fates])
    moves = sorted((each for each in found.shifts if each.theme_id and each.ticket_ids), key=_small)
    if moves:
        table(_MOVES, [_move(each, titles) for each in moves[:_SHOWN]])
    if len(moves) > _SHOWN:
        line(f"and {len(moves) - _SHOWN:,} smaller moves: --format json")
    line(f"Would propose {_counted(len(found.proposals), 'change')} of themes")
    if found.proposals:
        table(_MOVES, [_move(each.shift, titles) for each in found.proposals])


def _remarkable(each: ThemeOutcome) -> tuple[int, int]:
    """Orders fates by how much they change, then by how many tickets come or go."""
    return _TOLD.index(each.fate.value), -abs(each.after - each.before)


def _small(shift: Shift) -> int:
    return -len(shift.ticket_ids)


def when(found: Discovered) -> str:
    """Which tickets a run that made up for a week looked at."""
    return f"until {found.until:%Y-%m-%d}" if found.until else "to the end"


def sentence(found: Discovered, begin: str = "Found") -> str:
    """What a discover run found, in one line."""
    if found.unchanged:
        return f"Nothing new: {_counted(found.themes, 'theme')} as before"
    left_out = "".join(f", {count:,} {reason}" for reason, count in found.left_out.items())
    themes = f"{_counted(found.themes, 'theme')} ({found.new_themes:,} new)"
    return f"{begin} {themes}: {found.clustered:,} tickets in a theme, {found.unclustered:,} unclustered{left_out}"


def _together(found: Discovered) -> Discovered:
    """What runs that made up for weeks found, as one."""
    changed: Counter[str] = Counter()
    for each in found.weeks:
        changed.update(each.changes)
    return replace(
        found,
        new_themes=sum(each.new_themes for each in found.weeks),
        moved=sum(each.moved for each in found.weeks),
        renamed={name: was for each in reversed(found.weeks) for name, was in each.renamed.items()},
        changes=dict(sorted(changed.items())),
        unchanged=not any(each.run for each in found.weeks),
    )


def changes(found: Discovered) -> str:
    """Which themes changed, as agreed; empty where none did."""
    told = ", ".join(_DONE[name].format(f"{count:,}") for name, count in found.changes.items())
    return f"Changed, as two weeks agreed: {told}, {_told_moved(found)}" if told and not found.rebuilt else ""


def _told_moved(found: Discovered, by: str = "now") -> str:
    return f"{_counted(found.moved, 'ticket')} in another theme {by}"


def _renamed(found: Discovered) -> str:
    """Of a run that did not rebuild, whose table says it."""
    count = len(found.renamed) if not found.rebuilt else 0
    return f"Renamed: {_counted(count, 'theme')} whose tickets no longer say the old title" if count else ""


def _proposals(found: Discovered) -> str:
    count = found.proposed
    return f"Proposed: {_counted(count, 'change')} of themes, see voc review" if count else ""


def _fates(begin: str, found: Discovered, by: str = "now") -> str:
    fates = Counter(each.fate.value for each in found.outcomes)
    told = ", ".join(f"{count:,} {fate}" for fate, count in sorted(fates.items(), key=lambda item: -item[1]))
    return f"{begin}: {told}; {_told_moved(found, by)}"


def _outcome(each: ThemeOutcome, titles: Mapping[str, str], renamed: Mapping[str, str]) -> list[str]:
    was = f" (was {renamed[each.theme_id]})" if each.theme_id in renamed else ""
    title = titles.get(each.theme_id, each.theme_id) + was
    into = f" → {titles.get(each.into, each.into)}" if each.into else ""
    return [each.fate.value, title + into, str(each.before), str(each.after)]


def _move(shift: Shift, titles: Mapping[str, str]) -> list[str]:
    """A row of the tickets that go from one theme to another, or out of every theme."""
    into = titles.get(shift.into, shift.into and f"a new theme, {shift.into}")
    return [shift.change.value, titles.get(shift.theme_id, shift.theme_id), into or "–", str(len(shift.ticket_ids))]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s'[: count != 1]}"
