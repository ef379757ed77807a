"""Ten weekly runs: who moves, why, and how good the themes are at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.lasting.deal import WEEKS, Dealt
from benchmarks.lasting.keeping import UNSAID, Keeping, Places, agreement, cover
from benchmarks.results import Row
from voc.model.registry import SHIFTING, Event, ThemeChange

SETTLED = 3
"""The week after which few tickets may move."""

FIFTH = 5
"""The ticket of a new label from which it is looked for."""


def weekly(dealt: Dealt, name: str, *, apply_agreed: bool, rebuilt: float) -> Row:
    """The row of ten weeks; ``rebuilt`` is the ARI of one clustering of everything."""
    keeping = Keeping(apply_agreed=apply_agreed)
    before: Places = {}
    moved, unlisted, small, found = [0.0], 0, 0, Found(dealt)
    unsaid, renamed = 0, [0.0]
    for week in range(1, WEEKS + 1):
        places = keeping.run(dealt.tickets[number] for number in dealt.until(week) if dealt.weeks[number] == week)
        left = {ticket for ticket, theme in before.items() if theme is not None and places[ticket] != theme}
        events = keeping.events
        unlisted += len(left - {ticket for event in events for ticket in _went(event)})
        small += sum(_larger_part_left(event, before, places) for event in events)
        moved.append(len(left) / max(len(before), 1))
        unsaid = max(unsaid, keeping.unsaid)
        renamed.append(keeping.renamed)
        found.look(week, places)
        before = places
    labels = {ticket.id: label for ticket, label in zip(dealt.tickets, dealt.labels, strict=True)}
    ari = agreement(before, labels)
    return {
        "set": name,
        "agreed changes": "made" if apply_agreed else "left",
        "ARI, week 10": ari,
        "of one rebuild's": ari / rebuilt,
        "cover": cover(before),
        "themes": len({theme for theme in before.values() if theme}),
        "most moved, weeks 2 to 3": max(moved[2 : SETTLED + 1]),
        "most moved, later": max(moved[SETTLED + 1 :]),
        "moved, not listed": unlisted,
        "splits that kept the smaller part": small,
        UNSAID: unsaid,
        "renamed a week": sum(renamed[2:]) / (WEEKS - 1),
        "most renamed in a week": max(renamed),
        "new in time": f"{found.in_time} of {len(dealt.new)}",
    }


def _went(event: Event) -> Sequence[str]:
    return event.shift.ticket_ids if event.shift.change in SHIFTING else ()


def _larger_part_left(event: Event, before: Places, after: Places) -> bool:
    """Whether a split took more of a theme's earlier tickets away than it left there."""
    shift = event.shift
    if shift.change is not ThemeChange.SPLIT:
        return False
    went = sum(before.get(ticket) == shift.theme_id for ticket in shift.ticket_ids)
    stayed = sum(theme == shift.theme_id and after[ticket] == theme for ticket, theme in before.items())
    return went > stayed


class Found:
    """In which week each new label had five tickets, and in which a theme that is mostly its."""

    def __init__(self, dealt: Dealt) -> None:
        self._dealt = dealt
        self._fifth: dict[str, int] = {}
        self._theme: dict[str, int] = {}

    def look(self, week: int, places: Places) -> None:
        """Take note of how things are after the run of a week."""
        rows = self._dealt.until(week)
        written = Counter(self._dealt.labels[row] for row in rows)
        themes = Counter(theme for row in rows if (theme := places[self._dealt.tickets[row].id]))
        both = Counter((places[self._dealt.tickets[row].id], self._dealt.labels[row]) for row in rows)
        for label in self._dealt.new:
            if written[label] >= FIFTH:
                self._fifth.setdefault(label, week)
            if any(both[theme, label] > count / 2 for theme, count in themes.items()):
                self._theme.setdefault(label, week)

    @property
    def in_time(self) -> int:
        """How many of the new labels had a theme in the run after their fifth ticket, or the one after that."""
        late = WEEKS + 2
        return sum(self._theme.get(label, late) <= week + 1 for label, week in self._fifth.items())
