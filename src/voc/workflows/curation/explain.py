"""Why a ticket is where it is, and what the last run changed in a theme; from what the store holds."""

from __future__ import annotations

from datetime import tzinfo

from voc.model.registry import Event, Run, Standing, ThemeChange, ThemeCount
from voc.model.review import Explanation, FormerTitle, SinceLastRun
from voc.model.stopwords import Stopwords
from voc.model.theme import Theme, TitleBy
from voc.ports.store import Store
from voc.workflows.curation.ticket_ids import whole_ticket_ids
from voc.workflows.space import space_of


def explain_ticket(store: Store, stopwords: Stopwords, theme_id: str, ticket_id: str) -> Explanation:
    """Why a ticket is in a theme that stands, or why it is not. Nothing is encoded.

    Raises:
        UsageError: the store knows no such ticket, or a number is that of several.
    """
    from voc.analysis.themes.description.words import Tokenizer  # noqa: PLC0415 - seldom asked
    from voc.analysis.themes.review.explain import Scene, explain  # noqa: PLC0415 - as above

    (ticket_id,) = whole_ticket_ids(store, [ticket_id])
    standing = Standing(tuple(store.themes()), tuple(store.assignments()), store.redirects())
    asked = next(theme for theme in standing.themes if theme.id == theme_id)
    found = {each.ticket_id: each for each in store.found().assignments}
    scene = Scene(standing, found, store.decisions(), space_of(store))
    return explain(ticket_id, next(iter(store.feedback([ticket_id])), None), asked, scene, Tokenizer(stopwords))


def since_last_run(store: Store, theme: Theme, zone: tzinfo) -> SinceLastRun | None:
    """What the last run changed in a theme, with the days of runs as they are in ``zone``; None where no run is on
    record.
    """
    theme_id, runs = theme.id, store.runs()
    if not runs:
        return None
    last, before = runs[-1], runs[-2] if len(runs) > 1 else None
    counts = {(each.run, each.theme_id): each for each in store.theme_counts()}
    now, then = _count(counts, last, theme_id), _count(counts, before, theme_id)
    redirects = store.redirects()
    events = tuple(
        event
        for event in store.events(last.number)
        if theme_id in {redirects.get(each, each) for each in (event.shift.theme_id, event.shift.into)}
        and (event.shift.change is not ThemeChange.RENAMED or _renames(event, theme))
    )
    return SinceLastRun(
        last.number,
        last.when.astimezone(zone),
        before.when.astimezone(zone) if before else None,
        then is None and now is not None,
        (now.tickets if now else 0) - (then.tickets if then else 0),
        (now.customers if now else 0) - (then.customers if then else 0),
        events,
    )


def former_titles(store: Store, theme: Theme, zone: tzinfo) -> tuple[FormerTitle, ...]:
    """What a theme was called until voc gave it another title, the oldest first; days as they are in ``zone``."""
    days = {run.number: run.when.astimezone(zone) for run in store.runs()}
    renamed = [event for event in store.events() if _renames(event, theme) and event.run in days]
    former = [FormerTitle(event.was or "", event.run, days[event.run]) for event in renamed]
    if theme.title_by is not TitleBy.PERSON and store.decisions():
        own = (each.title for each in store.found().themes if each.id == theme.id)
        former += [FormerTitle(title) for title in own if title != theme.title]
    return tuple(former)


def _renames(event: Event, theme: Theme) -> bool:
    """Whether voc gave this very theme another title then; what it called one that a person named, nobody saw."""
    own = event.shift.change is ThemeChange.RENAMED and event.shift.theme_id == theme.id
    return own and theme.title_by is not TitleBy.PERSON


def _count(counts: dict[tuple[int, str], ThemeCount], run: Run | None, theme_id: str) -> ThemeCount | None:
    return counts.get((run.number, theme_id)) if run else None
