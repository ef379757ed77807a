"""Every ruling of a person, checked against what stands; each gives what was decided.

All raise ``UsageError`` where the ruling makes no sense, and ``StoreError`` where the store cannot be written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.errors import UsageError
from voc.model.decision import Decision, Ruling
from voc.model.theme import ThemeStatus
from voc.workflows.curation.desk import Decided, Desk, View, decide
from voc.workflows.curation.history import begun
from voc.workflows.curation.wording import TYPED, fit_query


def say(desk: Desk, ruling: Ruling, theme_id: str, typed: str) -> Decided:
    """Rename a theme, note something, add a why, or link it to an issue."""
    return decide(desk, lambda view: view.draft(ruling, view.theme(theme_id).id, text=view.text(TYPED[ruling], typed)))


def unlink(desk: Desk, theme_id: str) -> Decided:
    """Say that a theme is no existing issue; what it was linked to is taken away."""

    def rule(view: View) -> Decision:
        theme = view.theme(theme_id)
        if theme.unlinked is not None:
            raise UsageError(f"{theme.id} is linked to no issue", f"{theme.unlinked.who} said so already")
        return view.draft(Ruling.UNLINK, theme.id)

    return decide(desk, rule)


def mute(desk: Desk, theme_id: str) -> Decided:
    """Leave a theme out of lists and filing."""
    return _turn(desk, theme_id, Ruling.MUTE, ThemeStatus.MUTED)


def unmute(desk: Desk, theme_id: str) -> Decided:
    """Take a theme back into lists and filing."""
    return _turn(desk, theme_id, Ruling.UNMUTE, ThemeStatus.ACTIVE)


def _turn(desk: Desk, theme_id: str, ruling: Ruling, status: ThemeStatus) -> Decided:
    def rule(view: View) -> Decision:
        theme = view.theme(theme_id)
        if theme.status is status:
            raise UsageError(f"{theme.id} is {status.value} already", "voc decisions tells who decided what")
        return view.draft(ruling, theme.id)

    return decide(desk, rule)


def merge(desk: Desk, theme_id: str, into: str) -> Decided:
    """Let all tickets of one theme, later ones too, be another's."""

    def rule(view: View) -> Decision:
        theme, target = view.theme(theme_id), view.theme(into)
        if theme.id == target.id:
            raise UsageError(f"{theme_id} and {into} are one theme already: {theme.id}", "name two themes")
        return view.draft(Ruling.MERGE, theme.id, into=target.id, ticket_ids=theme.ticket_ids)

    return decide(desk, rule)


def unmerge(desk: Desk, theme_id: str) -> Decided:
    """Take a merge back: a person's, or voc's own."""

    def rule(view: View) -> Decision:
        name = view.id_of(theme_id)
        if name in view.themes:
            raise UsageError(f"{name} is not merged into another theme", "voc theme show tells what it is")
        if name in view.found.redirects:
            return _apart(view, name)
        if not any(each.ruling is Ruling.MERGE and each.theme_id == name for each in view.log):
            raise UsageError(f"nobody merged {name}: it is shown as part of another", "take that back: voc decisions")
        return view.draft(Ruling.UNMERGE, name)

    return decide(desk, rule)


def _apart(view: View, name: str) -> Decision:
    """An unmerge of what voc itself merged: a split, by all the tickets that it had then, wherever people's rulings put
    them since, so that taking one of those back leaves no trace here.
    """
    holder = view.themes[view.redirects[name]]
    merges = [event.shift for event in view.store.events() if event.shift.theme_id == name and event.shift.into]
    found = {each.ticket_id: each.theme_id for each in view.found.assignments}
    had = {ticket for ticket in (merges[-1].ticket_ids if merges else ()) if ticket in found}
    whole = name
    while whole in view.found.redirects:
        whole = view.found.redirects[whole]
    all_of_it = {ticket for ticket, theme in found.items() if theme == whole}
    stay = tuple(sorted((all_of_it | set(holder.ticket_ids)) - had))
    if not had or not stay:
        raise UsageError(f"nothing is left to tell {name} and {holder.id} apart", "voc theme split splits by words")
    drafted = view.draft(Ruling.UNMERGE, name, into=holder.id, ticket_ids=tuple(sorted(had)), stay_ids=stay)
    return replace(drafted, text=view.titled(drafted.ticket_ids, stay))


def split(
    desk: Desk, theme_id: str, *, query: str = "", tickets: Sequence[str] | None = None, title: str = ""
) -> Decided:
    """Split a new theme off: what matches ``query``, today and later, or ``tickets``; ``title`` is the new one's."""

    def rule(view: View) -> Decision:
        theme = view.theme(theme_id)
        wanted = fit_query(query, desk.identifiers) if tickets is None else ""
        going = view.matching(theme, wanted) if tickets is None else _of(view, theme.id, tickets)
        stay = tuple(ticket for ticket in theme.ticket_ids if ticket not in set(going))
        if not going or not stay:
            what = "no ticket" if not going else "every ticket"
            raise UsageError(f"{what} of {theme.id} would be split off", "look at its tickets: voc theme show")
        named = view.text("the title", title) if title else view.titled(going, stay)
        lists = {} if wanted else {"ticket_ids": tuple(going), "stay_ids": stay}
        return view.with_theme(view.draft(Ruling.SPLIT, theme.id, query=wanted, text=named, **lists))

    return decide(desk, rule)


def _of(view: View, theme_id: str, tickets: Sequence[str]) -> tuple[str, ...]:
    """``tickets``, all of them in the theme."""
    known = view.known(tickets)
    strangers = sorted(set(known) - set(view.themes[theme_id].ticket_ids))
    if strangers:
        raise UsageError(f"ticket {strangers[0]} is not in {theme_id}", "voc theme move takes tickets anywhere")
    return known


def move(desk: Desk, tickets: Sequence[str], into: str | None) -> Decided:
    """Put tickets into a theme, or (None) out of every theme."""

    def rule(view: View) -> Decision:
        target = view.theme(into).id if into else ""
        return view.draft(Ruling.MOVE, "", into=target, ticket_ids=view.known(tickets))

    return decide(desk, rule)


def undo(desk: Desk, decision_id: str) -> Decided:
    """Take a decision back; it stays in the log."""

    def rule(view: View) -> Decision:
        log = {each.id: each for each in view.log}
        known = [log[name] for name in begun(decision_id, log)]
        if len(known) != 1:
            what = f"{len(known)} decisions begin with" if known else "there is no decision"
            raise UsageError(f"{what} {decision_id!r}", "voc decisions lists them")
        done = view.undone.get(known[0].id)
        if done:
            raise UsageError(f"{known[0].id} was taken back by {done} already", f"voc theme undo {done} brings it back")
        return view.draft(Ruling.UNDO, known[0].theme_id, into=known[0].into, undoes=known[0].id)

    return decide(desk, rule)
