"""What changed in the themes since the run of the week before: what voc did, and what people ruled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from voc.analysis.themes.decisions.log import sort_out
from voc.model.decision import Decision, Ruling
from voc.model.registry import Event, Found, Run, ThemeChange
from voc.model.report import Changes
from voc.model.theme import Theme, TitleBy
from voc.ports.store import Store
from voc.workflows.discovery.weeks import first_day

_RESHAPING = frozenset(
    {Ruling.RENAME, Ruling.MERGE, Ruling.UNMERGE, Ruling.SPLIT, Ruling.MOVE, Ruling.MUTE, Ruling.UNMUTE}
)
"""Rulings that change what a theme is; notes, whys and links stand beside the theme itself."""


def changes_of(
    store: Store, found: Found, themes: Iterable[Theme], zone: tzinfo, end: datetime | None = None
) -> Changes:
    """What the runs of the last week did to themes, all of them where a job runs daily, and people's rulings that count
    since the run before.

    That a store's first run found themes is no change: nobody knew others.

    Args:
        store: is asked for runs, events and rulings.
        found: what its last run found.
        themes: those that stand.
        zone: where days begin.
        end: of the period that is told of; its last week counts as the last one. None for all there is.

    Raises:
        StoreError: the store cannot be read.
    """
    runs = store.runs()
    until = end.astimezone(zone).date() if end else date.max
    week = max((run.week for run in runs if first_day(run.week) < until), default=0)
    this = {run.number for run in runs if run.week == week}
    before = max((run for run in runs if run.week < week), key=lambda run: run.number, default=None)
    after = min((run for run in runs if run.week > week), key=lambda run: run.number, default=None)
    standing, redirects = {theme.id: theme for theme in themes}, store.redirects()
    titles = {theme.id: theme.title for theme in (*found.themes, *standing.values())}
    events = [event for event in store.events(min(this)) if event.run in this] if this else []
    return Changes(
        before.when.astimezone(zone) if before else None,
        tuple(event for event in events if _holds(event, runs[0].number, standing, redirects)),
        _rulings(store, before, after, titles.keys() | redirects.keys()),
        {event.shift.theme_id: event.was for event in events if event.was} | titles,
    )


def _holds(event: Event, first: int, standing: Mapping[str, Theme], redirects: Mapping[str, str]) -> bool:
    """Whether people see it: not the themes of the ``first`` run, no split or merge that they will not have, no other
    title of a theme that a person named.
    """
    shift = event.shift
    if shift.change is ThemeChange.SPLIT:
        return redirects.get(shift.into, shift.into) != redirects.get(shift.theme_id, shift.theme_id)
    if shift.change is ThemeChange.MERGE:
        return shift.theme_id not in standing
    if shift.change is ThemeChange.RENAMED:
        return shift.theme_id in standing and standing[shift.theme_id].title_by is not TitleBy.PERSON
    return shift.change is not ThemeChange.EMERGED or event.run > first


def _rulings(store: Store, before: Run | None, after: Run | None, known: set[str]) -> tuple[Decision, ...]:
    """People's rulings since the run ``before`` about themes that are known, up to the one ``after``; others wait for
    theirs.
    """
    return tuple(
        each
        for each in sort_out(store.decisions()).live
        if each.ruling in _RESHAPING
        and (before is None or each.at > before.at)
        and (after is None or each.at <= after.at)
        and {each.theme_id, each.into} <= known | {""}
    )
