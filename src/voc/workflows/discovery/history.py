"""What a run leaves behind for those who ask later: its counts, and how much each theme had."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from voc.model.registry import Run, Standing, ThemeCount

if TYPE_CHECKING:
    from voc.analysis.themes.identity.agreeing import Calendar
    from voc.analysis.themes.identity.result import Recognised


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a run is made (``now``, aware, in the zone where weeks begin), up to which tickets (``until``, exclusive;
    None for all), and whether it clusters everything anew.
    """

    now: datetime
    until: datetime | None = None
    rebuilt: bool = False


def run_of(
    recognised: Recognised, standing: Standing, calendar: Calendar, occasion: Occasion, known: Container[str]
) -> Run:
    """The record of a run that knew the tickets ``known``; people may have placed others before their week came."""
    inside = [each.theme_id is not None for each in standing.assignments if each.ticket_id in known]
    clustered = sum(inside)
    return Run(
        number=calendar.run,
        at=occasion.now,
        until=occasion.until,
        rebuilt=occasion.rebuilt,
        tickets=len(inside),
        clustered=clustered,
        unclustered=len(inside) - clustered,
        placed=recognised.placed,
        themes=len(standing.themes),
        new_themes=len(recognised.minted),
        week=calendar.week,
    )


def counts_of(run: int, standing: Standing, customers: Mapping[str, str]) -> tuple[ThemeCount, ...]:
    """How many tickets and distinct customers every theme has at the end of a run, of the tickets that the run knew:
    those of ``customers`` (by ticket id).
    """
    counts = []
    for theme in standing.themes:
        known = [customers[ticket] for ticket in theme.ticket_ids if ticket in customers]
        counts.append(ThemeCount(run, theme.id, len(known), len(set(known))))
    return tuple(counts)
