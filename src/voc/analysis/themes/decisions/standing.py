"""The themes on the board with all that is said of them: as voc found them wherever their tickets are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from voc.analysis.themes.decisions.board import Board
from voc.analysis.themes.decisions.combined import combined
from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.decisions.renaming import Loss, renamed
from voc.analysis.themes.description.describe import Description, Subject
from voc.analysis.themes.theme import seen, theme_kind
from voc.model.registry import Found
from voc.model.theme import Theme
from voc.model.ticket import Feedback, Kind, TicketFacts


@dataclass(slots=True)
class _Was:
    """What voc found: themes, and tickets of each; ``home`` is the theme of each ticket, ``gone`` where merged themes
    went.
    """

    themes: Mapping[str, Theme]
    home: Mapping[str, str]
    gone: Mapping[str, str | None]
    members: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def themes_of(
    board: Board, found: Found, titles: Mapping[str, str], taken: Mapping[str, datetime], lookups: Lookups
) -> list[Theme]:
    """All themes that stand, in the order of their ids, before anything that people said of them.

    Args:
        board: where the tickets are now.
        found: what voc found: a theme with the tickets that it had there is left exactly as it is.
        titles: of themes that voc did not find.
        taken: when people last took tickets out of a theme, by its id.
        lookups: asked only about themes with other tickets.
    """
    was = _was(found)
    changed = [name for name in sorted(board.members) if name not in was.themes or _differs(name, board, was)]
    feedback = lookups.feedback(sorted({ticket for name in changed for ticket in board.members[name]}))
    facts = lookups.facts(feedback.keys())
    drafts = {name: _draft(name, board, was, titles) for name in changed}
    drafts = {name: _dated(theme, feedback, facts) for name, theme in drafts.items()}
    wanted = [name for name, theme in drafts.items() if theme.ticket_ids and not theme.exemplars]
    near = _near(wanted, board, was)
    titles = {name: (drafts.get(name) or was.themes[name]).title for name in near}
    described = _described(wanted, titles, board, lookups)
    made = {name: _told(theme, described.get(name), name in was.themes) for name, theme in drafts.items()}
    losses = {name: Loss(left, at) for name, at in taken.items() if (left := _left(name, board, was))}
    made |= renamed({name: made.get(name) or was.themes[name] for name in board.members}, losses, lookups)
    return [_joined(made.get(name) or was.themes[name], board, was) for name in sorted(board.members)]


def _was(found: Found) -> _Was:
    themes = {theme.id: theme for theme in found.themes}
    placed = ((item.ticket_id, item.theme_id or "") for item in found.assignments)
    before = Board(Found(found.themes, (), found.redirects))
    gone = {each: before.resolve(each) for each in before.redirects}
    was = _Was(themes, {ticket: theme for ticket, theme in placed if theme in themes}, gone)
    for ticket, theme in was.home.items():
        was.members[theme].add(ticket)
    return was


def _differs(name: str, board: Board, was: _Was) -> bool:
    return board.members[name] != was.members.get(name, set())


def _draft(name: str, board: Board, was: _Was, titles: Mapping[str, str]) -> Theme:
    """A theme with its tickets and what can be said without reading them."""
    tickets = board.members[name]
    if name not in was.themes:
        return Theme(name, titles.get(name, name), Kind.OTHER, (), (), tuple(sorted(tickets)), None, None)
    merged = [was.themes[each] for each in was.themes if each != name and board.resolve(each) == name]
    merged.sort(key=lambda theme: (-len(theme.ticket_ids), theme.id))
    return combined(was.themes[name], merged, tickets)


def _dated(theme: Theme, feedback: Mapping[str, Feedback], facts: Mapping[str, TicketFacts]) -> Theme:
    """``theme`` with kind and dates of the tickets that it has; without any, it keeps its kind."""
    members = [feedback[ticket] for ticket in theme.ticket_ids if ticket in feedback]
    kind = theme_kind(members) if members else theme.kind
    known = [member for member in members if member.ticket_id in facts]
    return replace(theme, kind=kind, first_seen=seen(known, facts, min), last_seen=seen(known, facts, max))


def _left(name: str, board: Board, was: _Was) -> frozenset[str]:
    """The tickets that a theme had where voc found it, and has no more; none of one without any ticket."""
    stands = name in was.themes and board.members[name]
    return frozenset(was.members[name] - board.members[name]) if stands else frozenset()


def _near(wanted: Collection[str], board: Board, was: _Was) -> list[str]:
    """The wanted themes, and all that tickets of the same origin are in now."""
    origins = {was.home[ticket] for name in wanted for ticket in board.members[name] if ticket in was.home}
    holders = {board.where(ticket) for origin in origins for ticket in was.members[origin]}
    return sorted({*wanted, *(name for name in holders if name is not None)})


def _described(
    wanted: Collection[str], titles: Mapping[str, str], board: Board, lookups: Lookups
) -> Mapping[str, Description]:
    """What is said of the wanted ones of the themes of ``titles``, told apart from the others."""
    if not wanted:
        return {}
    feedback = lookups.feedback(sorted({ticket for name in titles for ticket in board.members[name]}))
    return lookups.describe(
        {
            name: Subject(_members(board.members[name], feedback), title, wanted=name in wanted)
            for name, title in titles.items()
        }
    )


def _members(tickets: Iterable[str], feedback: Mapping[str, Feedback]) -> list[Feedback]:
    return [feedback[ticket] for ticket in sorted(tickets) if ticket in feedback]


def _told(theme: Theme, described: Description | None, known: bool) -> Theme:
    """``theme`` with what was said of it now; a theme that voc found keeps its language."""
    if described is None:
        return theme
    language = theme.language if known else described.language
    return replace(theme, keyphrases=described.keyphrases, exemplars=described.exemplars, language=language)


def _joined(theme: Theme, board: Board, was: _Was) -> Theme:
    """``theme`` with the ids of what people merged into it, and without those that they took out again. A part that was
    split off and came home is no merge.
    """
    merged = {each for each in theme.merged_from if board.resolve(each) in (None, theme.id)}
    for each in board.redirects:
        home = board.origin.get(each)
        came_home = home is not None and board.resolve(home) == theme.id
        if board.resolve(each) == theme.id and was.gone.get(each) != theme.id and not came_home:
            merged.add(each)
    return theme if merged == set(theme.merged_from) else replace(theme, merged_from=tuple(sorted(merged)))
