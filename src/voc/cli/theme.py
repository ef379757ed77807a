"""``voc theme show``: a theme's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli import theme_rulings, why
from voc.cli.decisions import BY
from voc.cli.options import AsOf, day
from voc.cli.report import summed_up
from voc.cli.session import OutputFormat, Session, command
from voc.cli.theme_rulings import ThemeId
from voc.console import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from voc.model.report import RankedTheme
    from voc.model.review import FormerTitle, SinceLastRun
    from voc.model.theme import Remark
    from voc.workflows.curation.history import Told

_PARTS = (Column("Tickets", number=True), Column("Made of", wrap=True))
_DECISIONS = (Column("Decided", wrap=True), BY, Column("On"), Column("Id"))


def register(app: typer.Typer) -> None:
    """Add the group with all that concerns one theme."""
    group = typer.Typer(help="Look at one theme, and decide about it.", no_args_is_help=True)
    command(group, "show")(show)
    theme_rulings.register(group)
    app.add_typer(group, name="theme")


def show(
    session: Session,
    theme_id: ThemeId,
    *,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="Tell why this ticket is in the theme, or not.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Show one theme. Its figures, its phrases, and what customers said, word for word."""
    from voc.workflows.curation.explain import former_titles, since_last_run
    from voc.workflows.curation.history import told_of, whereabouts

    workplace = session.open(as_of=day("--as-of", as_of))
    found = whereabouts(workplace.store, theme_id, workplace.zone)
    if found.went:
        session.terminal.say(found.went)
    if ticket is not None:
        why.explain(session, workplace, found.theme_id, ticket)
        return
    summary = summed_up(workplace, found.theme_id)
    (ranked,) = (each for each in summary.themes if each.theme.id == found.theme_id)
    since = since_last_run(workplace.store, ranked.theme, workplace.zone)
    former = former_titles(workplace.store, ranked.theme, workplace.zone)
    if session.output is OutputFormat.TABLE:
        titles = {each.theme.id: each.theme.title for each in summary.themes}
        news = _news(former, since, ranked, titles)
        _card(session, ranked, told_of(workplace.store, workplace.stopwords, found.theme_id), news, workplace.zone)
        return
    from dataclasses import replace

    from voc.renderers.explain import former_values, since_value
    from voc.renderers.text import themes_text

    shown = since_value(since) if since else None
    more = {"since_last_run": shown, "former_titles": former_values(former)}
    session.terminal.data(themes_text(replace(summary, themes=(ranked,)), session.output.value, **more))


def _news(
    former: Iterable[FormerTitle], since: SinceLastRun | None, ranked: RankedTheme, titles: Mapping[str, str]
) -> list[str]:
    from voc.renderers.explain import former_lines, since_lines

    if since is None:
        return []
    earlier = [each for each in former if each.run != since.run]
    return [*former_lines(earlier), *since_lines(since, ranked.theme.id, titles)]


def _card(session: Session, ranked: RankedTheme, decisions: Iterable[Told], news: Iterable[str], zone: tzinfo) -> None:
    from voc.model.theme import TitleBy
    from voc.renderers.phrases import day as day_of
    from voc.renderers.phrases import place
    from voc.workflows.curation.history import short

    theme, line = ranked.theme, session.terminal.line
    line(theme.title, style="bold")
    if theme.title_by is TitleBy.MODEL:
        line("(title by a language model)", style="dim")
    _figures(session, ranked, zone)
    for each in news:
        line(each)
    line(f"phrases: {', '.join(theme.keyphrases) or 'none'}")
    if theme.sub_themes:
        session.terminal.table(_PARTS, [[str(len(part.ticket_ids)), part.title] for part in theme.sub_themes])
        line("")
    for quote in theme.exemplars:
        line(f"  “{quote.quote}”")
        line(f"    {quote.ticket_id}, {place(quote)}", style="dim")
    for what, remarks in (("why", theme.whys), ("note", theme.notes)):
        for remark in remarks:
            line(f"{what}: {remark.text} ({_signature(remark, zone)})")
    line(f"tickets: {', '.join(theme.ticket_ids) or 'none'}")
    rows = [
        [told.sentence, short(told.decision.who), day_of(told.decision.at, zone), told.decision.id]
        for told in decisions
    ]
    if rows:
        line("")
        session.terminal.table(_DECISIONS, rows)


def _figures(session: Session, ranked: RankedTheme, zone: tzinfo) -> None:
    """Kind, rank, counts and dates, and what people made of it."""
    from voc.renderers.phrases import day as day_of
    from voc.renderers.phrases import rank, severity

    theme, score, line = ranked.theme, ranked.score, session.terminal.line
    line(f"{theme.id} · {theme.kind.value} · rank {rank(ranked)} · {score.trend.state.value}")
    line(
        f"{score.customers} customers, {score.tickets} tickets in the window; "
        f"{score.all_customers} and {score.all_tickets} ever"
    )
    first, last = (day_of(at, zone) for at in (theme.first_seen, theme.last_seen))
    line(f"first seen {first}, last seen {last}; severity {severity(ranked)}")
    if not theme.ticket_ids:
        line("no ticket is left in it: it is in no list and not filed; below stands who decided so")
    if theme.merged_from:
        line(f"merged from {', '.join(theme.merged_from)}")
    if theme.muted:
        line(f"muted{f': {theme.muted.text}' if theme.muted.text else ''} ({_signature(theme.muted, zone)})")
    if theme.link:
        line(f"linked to {theme.link.text} ({_signature(theme.link, zone)})")
    if theme.unlinked:
        line(f"unlinked, so that it may be filed anew ({_signature(theme.unlinked, zone)})")
    if ranked.issue:
        line(f"filed as {ranked.issue.key} ({ranked.issue.status})")


def _signature(remark: Remark, zone: tzinfo) -> str:
    from voc.renderers.phrases import day as day_of

    return f"{remark.who}, {day_of(remark.at, zone)}"
