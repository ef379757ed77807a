"""``voc review``: what needs a person, as a walk with one key per answer, or as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from voc import __version__
from voc.cli import keyboard
from voc.cli.session import OutputFormat, Session, command, one_of
from voc.cli.theme_rulings import By, desk_of
from voc.cli.themes import NO_THEMES, SHORT_ID
from voc.console import Column
from voc.model.review import Concern

if TYPE_CHECKING:
    from voc.model.review import Dossier, Matter

_COLUMNS = (
    Column("About"),
    Column("Theme", wrap=True),
    Column("Other", wrap=True),
    Column("Tickets", number=True, wrap=True, most=16),
    Column("Weeks", number=True),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "review")(review)


def review(
    session: Session,
    *,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="WHAT", help=f"Only this: {', '.join(Concern)}; may be repeated."),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="Only the first so many.")] = None,
    by: By = None,
) -> None:
    """Walk through what needs a person. One key per answer; each is a decision, undone like any other."""
    from voc.workflows.curation.review import Review

    concerns = {Concern(one_of("--about", each, list(Concern))) for each in about or ()}
    workplace = session.open()
    looked = Review(workplace.store, workplace.stopwords)
    found = looked.matters(concerns)[:top]
    if _walks(session):
        from voc.cli.walk import Walk

        session.terminal.paragraph(summary(found))
        Walk(session.terminal, looked, desk_of(workplace, by), found, workplace.zone).go()
        return
    dossiers = looked.dossiers(found)
    if session.output is OutputFormat.TABLE:
        if found:
            session.terminal.table(_COLUMNS, [_row(each) for each in dossiers])
        else:
            session.terminal.say(NO_THEMES if not workplace.store.themes() else summary(found))
    else:
        from voc.renderers.text import review_text

        session.terminal.data(review_text(dossiers, __version__, session.output.value))
    if session.options.format is None and (found or session.output is not OutputFormat.TABLE):
        how = "run voc review on a terminal to answer, or voc theme with these ids"
        session.terminal.say(f"{summary(found)}; nothing is asked here: {how}" if found else summary(found))


def summary(matters: Collection[Matter]) -> str:
    """How much needs a person, such as ``5 matters need a person: 2 merge, 3 unsure``."""
    if not matters:
        return "nothing needs a person"
    counts = Counter(matter.concern for matter in matters)
    sorts = ", ".join(f"{counts[each]} {each}" for each in Concern if counts[each])
    return f"{len(matters)} {'matters need' if len(matters) > 1 else 'matter needs'} a person: {sorts}"


def _walks(session: Session) -> bool:
    """Whether somebody is asked: on a terminal, unless a format is wanted or nothing may be asked."""
    return session.options.format is None and not session.options.no_input and keyboard.present()


def _row(dossier: Dossier) -> list[str]:
    from voc.renderers.review import matter_row

    row = matter_row(dossier)
    founds = dossier.matter.concern is Concern.SPLIT  # the new theme has no id that a command would take yet
    into = f"new: {row['into_title']}" if founds else _named(row["into"], row["into_title"])
    tickets, weeks = row["ticket_id"] or row["tickets"], row["weeks"] or "–"
    return [str(row["concern"]), _named(row["theme_id"], row["title"]), into, str(tickets), str(weeks)]


def _named(theme_id: object, title: object) -> str:
    """An id that commands take, and what the theme is called."""
    return f"{str(theme_id)[:SHORT_ID]} {title or ''}" if theme_id else "–"
