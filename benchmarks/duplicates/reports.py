"""A tracker's reports in the order of time, and which are known to be the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.quality.datasets import TRACKERS, read_lines, read_rows
from voc.analysis.filing.matching.described import Described


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports, oldest first, and the group of duplicates of each (None for one without any)."""

    name: str
    texts: tuple[Described, ...]
    groups: tuple[str | None, ...]

    def members(self) -> Mapping[str, list[int]]:
        """The places of each group's reports, oldest first."""
        members: dict[str, list[int]] = {}
        for place, group in enumerate(self.groups):
            if group is not None:
                members.setdefault(group, []).append(place)
        return members

    def later(self) -> tuple[list[int], list[list[int]]]:
        """Every report but the first of its group, and the earlier ones of the group beside it."""
        pairs = sorted(
            (place, places[:number])
            for places in self.members().values()
            for number, place in enumerate(places)
            if number
        )
        return [place for place, _ in pairs], [earlier for _, earlier in pairs]

    def themes(self, size: int) -> tuple[list[int], list[Described], list[list[int]]]:
        """The last ``size`` reports of each larger group as one theme: the place of the first of them, what they say
        together, and the earlier ones.
        """
        found = sorted(places for places in self.members().values() if len(places) > size)
        return (
            [places[-size] for places in found],
            [_together([self.texts[place] for place in places[-size:]]) for places in found],
            [places[:-size] for places in found],
        )


def _together(texts: Sequence[Described]) -> Described:
    """Reports as a theme tells of them: one title, and what each said."""
    quotes = "\n".join(f"{text.title}\n{text.body[:300]}" for text in texts)
    return Described(texts[0].title, quotes, texts[0].since, texts[-1].until)


def load(name: str) -> Reports:
    """A tracker of the shared data folder, or a file of your own with the same fields.

    Raises:
        FileNotFoundError: it is not there.
    """
    rows: Iterator[dict[str, str]] = read_rows(TRACKERS[name]) if name in TRACKERS else read_lines(Path(name))
    dated = sorted((_moment(row["created"]), len(row["id"]), row["id"], row) for row in rows if row.get("created"))
    return Reports(
        name,
        tuple(Described(row.get("title", ""), row.get("description", ""), at, at) for at, _, _, row in dated),
        tuple(row.get("group") for *_, row in dated),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace(" UTC", "+00:00").replace("Z", "+00:00"))
