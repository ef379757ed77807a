"""A rebuild with one week in eight replaced: how many themes keep their id."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from benchmarks.lasting.deal import tickets
from benchmarks.lasting.keeping import UNSAID, Keeping, Places, agreement
from benchmarks.quality.datasets import Dataset
from benchmarks.results import Row

WEEKS = 8
"""Weeks that are looked back on; one more comes, and the first goes."""

LARGE = 10
"""Tickets of a theme that is counted."""

ALIKE = 0.5
"""Jaccard index, over the tickets of both times, from which a theme is the one that it was."""


def rebuilding(data: Dataset, seed: int, times: int = 2) -> list[Row]:
    """A row for each of so many rebuilds in a row, after one clustering of the first eight weeks."""
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    weeks = [draw.randrange(1, WEEKS + 2) for _ in data.texts]
    every = tickets(data.texts, weeks)
    label = {ticket.id: name or "" for ticket, name in zip(every, data.labels, strict=True)}
    first = Keeping()
    before = first.run(ticket for ticket, week in zip(every, weeks, strict=True) if week <= WEEKS)
    keeping = _without_first(first, {ticket.id for ticket, week in zip(every, weeks, strict=True) if week == 1})
    later = [ticket for ticket, week in zip(every, weeks, strict=True) if week > 1]
    rows: list[Row] = []
    for number in range(1, times + 1):
        after = keeping.run(later, rebuilt=True)
        row = _row(f"{data.name}, deal {seed}", number, before, after, label)
        rows.append({**row, UNSAID: keeping.unsaid, "renamed": keeping.renamed})
    return rows


def _without_first(keeping: Keeping, gone: set[str]) -> Keeping:
    """A store with the same themes, from which the first week's tickets were deleted."""
    found = keeping.store.found()
    kept = tuple(each for each in found.assignments if each.ticket_id not in gone)
    other = Keeping()
    other.store.save_tickets([(each, "digest", 0) for each in keeping.store.tickets() if each.id not in gone])
    other.take_over(replace(found, assignments=kept))
    return other


def _row(name: str, number: int, before: Places, after: Places, labels: dict[str, str]) -> Row:
    sizes = Counter(theme for theme in before.values() if theme)
    large = [theme for theme, size in sizes.items() if size >= LARGE]
    alive = {theme for theme in after.values() if theme}
    return {
        "set": name,
        "rebuild": number,
        f"themes of {LARGE} or more": len(large),
        "id kept": sum(theme in alive for theme in large) / len(large),
        "and most of its tickets": sum(_home(theme, before, after) == theme for theme in large) / len(large),
        f"and a Jaccard of {ALIKE}": sum(_alike(theme, before, after) >= ALIKE for theme in large) / len(large),
        "ARI": agreement(after, {ticket: labels[ticket] for ticket in after}),
    }


def _home(theme: str, before: Places, after: Places) -> str | None:
    """The theme in which most of the tickets are now that were in ``theme``."""
    now = Counter(after[ticket] for ticket, was in before.items() if was == theme and after.get(ticket))
    return now.most_common(1)[0][0] if now else None


def _alike(theme: str, before: Places, after: Places) -> float:
    both = before.keys() & after.keys()
    then, now = ({ticket for ticket in both if places[ticket] == theme} for places in (before, after))
    return len(then & now) / max(len(then | now), 1)
