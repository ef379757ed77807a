"""``voc theme rename`` and the other decisions about a theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.wiring.workplace import Workplace
    from voc.workflows.curation.desk import Decided, Desk

NOWHERE = "none"
"""Stands for no theme at all."""

ThemeId = Annotated[
    str, typer.Argument(metavar="ID", help="A theme's id, or its beginning; an old one leads to what it is part of.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides (default: VOC_BY, else your login name)."),
]


@dataclass(frozen=True, slots=True)
class RulingOptions:
    """Who decides, and why."""

    by: By = None
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the decision.")] = ""


def register(group: typer.Typer) -> None:
    """Add the commands to ``voc theme``."""
    for run in (rename, merge, unmerge, split, move, mute, unmute, link, unlink, note, why, undo):
        command(group, run.__name__)(run)


def rename(session: Session, theme_id: ThemeId, title: str, *, ruling: RulingOptions) -> None:
    """Give a theme a name of your own. It stays through every later run."""
    _say(session, ruling, "rename", theme_id, title)


def merge(session: Session, theme_id: ThemeId, into: ThemeId, *, ruling: RulingOptions) -> None:
    """Merge a theme into another. Its later tickets go there too, and its id answers with where it went."""
    from voc.workflows.curation.rulings import merge as merge_themes

    _rule(session, ruling, lambda desk: merge_themes(desk, theme_id, into), theme_id, into)


def unmerge(session: Session, theme_id: ThemeId, *, ruling: RulingOptions) -> None:
    """Take a merge back, a person's or voc's own. Nothing is lost."""
    from voc.workflows.curation.rulings import unmerge as unmerge_theme

    _rule(session, ruling, lambda desk: unmerge_theme(desk, theme_id))


def split(
    session: Session,
    theme_id: ThemeId,
    *,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="WORDS", help='Words that each begin a word of the text; "phrases" as they are.'
        ),
    ] = None,
    tickets: Annotated[str | None, typer.Option("--tickets", metavar="ID,ID", help="These tickets.")] = None,
    tickets_from: Annotated[
        str | None, typer.Option("--tickets-from", metavar="FILE", help="Tickets by line; - for standard input.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="Of the new theme (default: a customer's words).")] = "",
    ruling: RulingOptions,
) -> None:
    """Split a new theme off. By words that later tickets go there for too, or by a list of tickets."""
    from voc.workflows.curation.rulings import split as split_theme

    if sum(each is not None for each in (query, tickets, tickets_from)) != 1:
        raise UsageError("say what is split off, in one way", "use --query, --tickets or --tickets-from")
    listed = None if query is not None else _tickets(tickets, tickets_from)
    _rule(
        session,
        ruling,
        lambda desk: split_theme(desk, theme_id, query=query or "", tickets=listed, title=title),
        theme_id,
    )


def move(
    session: Session,
    theme_id: Annotated[str, typer.Argument(metavar="ID", help=f"Where to; {NOWHERE} takes them out of every theme.")],
    tickets: Annotated[list[str], typer.Argument(metavar="TICKET...", help="Ids of tickets; their number will do.")],
    *,
    ruling: RulingOptions,
) -> None:
    """Move tickets into a theme. They stay there, whatever voc thinks later."""
    from voc.workflows.curation.rulings import move as move_tickets

    into = None if theme_id == NOWHERE else theme_id
    _rule(session, ruling, lambda desk: move_tickets(desk, tickets, into), *filter(None, [into]))


def mute(session: Session, theme_id: ThemeId, *, ruling: RulingOptions) -> None:
    """Leave a theme out of lists, report and filing. Its tickets still gather in it."""
    from voc.workflows.curation.rulings import mute as mute_theme

    _rule(session, ruling, lambda desk: mute_theme(desk, theme_id), theme_id)


def unmute(session: Session, theme_id: ThemeId, *, ruling: RulingOptions) -> None:
    """Take a muted theme back into lists, report and filing."""
    from voc.workflows.curation.rulings import unmute as unmute_theme

    _rule(session, ruling, lambda desk: unmute_theme(desk, theme_id), theme_id)


def link(
    session: Session,
    theme_id: ThemeId,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The issue that a person filed already.")],
    *,
    ruling: RulingOptions,
) -> None:
    """Say which issue a theme is. It is never filed as a new one then."""
    workplace, decided = _say(session, ruling, "link", theme_id, key)
    if decided.theme is not None:
        _tell_filed(session, workplace, decided.theme.id, key)


def unlink(session: Session, theme_id: ThemeId, *, ruling: RulingOptions) -> None:
    """Say that a theme is no existing issue. What it was linked to is taken away, and voc proposes none again."""
    from voc.workflows.curation.rulings import unlink as unlink_theme

    _rule(session, ruling, lambda desk: unlink_theme(desk, theme_id), theme_id)


def note(session: Session, theme_id: ThemeId, text: str, *, ruling: RulingOptions) -> None:
    """Note something about a theme. The report shows it."""
    _say(session, ruling, "note", theme_id, text)


def why(session: Session, theme_id: ThemeId, text: str, *, ruling: RulingOptions) -> None:
    """Add a step to a theme's chain of whys. Ask five times, and the cause stands at the end."""
    _say(session, ruling, "why", theme_id, text)


def undo(
    session: Session,
    decision_id: Annotated[str, typer.Argument(metavar="DECISION", help="Its id, or its beginning.")],
    *,
    ruling: RulingOptions,
) -> None:
    """Take any decision back, an undo too. It stays in the log, and leaves no trace in the themes."""
    from voc.workflows.curation.rulings import undo as undo_decision

    _rule(session, ruling, lambda desk: undo_decision(desk, decision_id))


def desk_of(workplace: Workplace, by: str | None = None, reason: str = "") -> Desk:
    """Where decisions are made: by ``by``, else by VOC_BY of the environment, else by who is logged in."""
    import getpass
    import os
    from contextlib import suppress

    from voc.workflows.curation.desk import Desk

    who = by or os.environ.get("VOC_BY", "")
    if not who:
        with suppress(KeyError, OSError, ImportError):  # a user without a name must say one
            who = getpass.getuser()
    return Desk(workplace.store, workplace.stopwords, workplace.lexicon.identifiers, workplace.clock, who, reason)


def _tell_filed(session: Session, workplace: Workplace, theme_id: str, key: str) -> None:
    """Say that a link changes nothing where voc has filed the theme already."""
    from contextlib import suppress

    from voc.errors import VocError
    from voc.model.ledger import Scope

    filed = None
    with suppress(VocError):  # the link is made, whether or not the tracker is set up here
        if workplace.ledger.has_filed():
            tracker, namespace = workplace.tracker, workplace.config.filing.namespace
            filed = workplace.ledger.entries(Scope(tracker.url, tracker.project, namespace)).get(theme_id)
    if filed is not None and filed.issue_key not in (None, key):
        session.terminal.warn(
            f"{theme_id} is filed as {filed.issue_key} already and stays so: the link to {key} is noted, no more"
        )


def _say(session: Session, ruling: RulingOptions, what: str, theme_id: str, typed: str) -> tuple[Workplace, Decided]:
    from voc.model.decision import Ruling
    from voc.workflows.curation.rulings import say

    return _rule(session, ruling, lambda desk: say(desk, Ruling(what), theme_id, typed), theme_id)


def _rule(
    session: Session, ruling: RulingOptions, decide: Callable[[Desk], Decided], *theme_ids: str
) -> tuple[Workplace, Decided]:
    """Decide, and tell what was decided; first where merged themes among those that were named went."""
    from voc.workflows.curation.history import whereabouts

    workplace = session.open()
    for theme_id in theme_ids:
        went = whereabouts(workplace.store, theme_id, workplace.zone).went
        if went:
            session.terminal.say(went)
    decided = decide(desk_of(workplace, ruling.by, ruling.reason))
    _tell(session, decided)
    return workplace, decided


def _tell(session: Session, decided: Decided) -> None:
    from voc.workflows.curation.history import called_now, sentence, waits_now

    decision, theme = decided.decision, decided.theme
    if decided.passed:
        session.terminal.warn(f"without effect yet: {decided.passed}")
    if decided.stranded:
        session.terminal.warn(waits_now(decided.stranded))
    if session.output is OutputFormat.TABLE:
        session.terminal.line(f"{decision.id}: {sentence(decision)}")
        if theme is not None:
            session.terminal.line(f"{theme.id} is “{theme.title}” with {len(theme.ticket_ids):,} tickets")
        for theme_id, names in decided.renamed.items():
            session.terminal.line(called_now(theme_id, *names))
        session.terminal.say(f"take it back with: voc theme undo {decision.id}")
        return
    from voc.renderers.decisions import decision_value

    shown = {"id": theme.id, "title": theme.title, "tickets": len(theme.ticket_ids)} if theme else None
    waiting = [{"id": each, "because": why} for each, why in decided.stranded.items()]
    renamed = [{"id": each, "was": was, "title": now} for each, (was, now) in decided.renamed.items()]
    value = decision_value(decision, passed=decided.passed)
    session.terminal.data(document(decision=value, theme=shown, waiting=waiting, renamed=renamed))


def _tickets(listed: str | None, file: str | None) -> list[str]:
    """Ticket ids from the command line, from a file, or from standard input."""
    if listed is not None:
        return listed.split(",")
    import sys

    try:
        text = sys.stdin.read() if file == "-" else Path(str(file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{file} cannot be read: {reason}", "name a text file with one ticket id a line") from None
    return text.splitlines()
