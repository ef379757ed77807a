"""A labelled set dealt out as weekly exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from benchmarks.quality.datasets import Dataset
from voc.model.ticket import Message, Ticket

WEEKS, LATE = 10, 6
"""How many weeks there are, and in which the new labels come up."""

NEW, GROWING = 0.1, 1 / 3
"""Share of the labels that nobody writes about before, and that of those that grow from week to week."""

_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dealt:
    """Tickets beside their labels and weeks (from 1); ``new`` are the labels that come up late."""

    tickets: tuple[Ticket, ...]
    labels: tuple[str, ...]
    weeks: tuple[int, ...]
    new: frozenset[str]

    def until(self, week: int) -> list[int]:
        """The numbers of the tickets up to a week."""
        return [number for number, each in enumerate(self.weeks) if each <= week]


def deal(data: Dataset, seed: int, weeks: int = WEEKS) -> Dealt:
    """Every text in a week at random: each week is as likely as any other, but for labels that are new or growing."""
    draw = np.random.RandomState(seed)
    labels = [label or "" for label in data.labels]
    names = sorted(set(labels))
    draw.shuffle(names)
    late = round(NEW * len(names))
    new, growing = set(names[:late]), set(names[late : late + int(GROWING * len(names))])
    chances = {name: _chances(weeks, late=name in new, growing=name in growing) for name in names}
    dealt = tuple(int(draw.choice(weeks, p=chances[label])) + 1 for label in labels)
    return Dealt(tickets(data.texts, dealt), tuple(labels), dealt, frozenset(new))


def tickets(texts: Sequence[str], weeks: Sequence[int]) -> tuple[Ticket, ...]:
    """A ticket for each text, of a customer of its own, in the middle of its week."""
    return tuple(
        Ticket(f"x:{number:06d}", (Message(text),), created_at=_MONDAY + timedelta(days=7 * week - 4))
        for number, (text, week) in enumerate(zip(texts, weeks, strict=True))
    )


def _chances(weeks: int, *, late: bool, growing: bool) -> npt.NDArray[np.float64]:
    counts = np.arange(1, weeks + 1, dtype=float) if growing else np.ones(weeks)
    counts[: LATE - 1 if late else 0] = 0
    chances: npt.NDArray[np.float64] = counts / counts.sum()
    return chances
