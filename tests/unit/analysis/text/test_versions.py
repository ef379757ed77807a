"""Of two versions of one ticket the fuller, then the newer, then the later read is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voc.analysis.text.participation import fits
from voc.analysis.text.versions import supersedes
from voc.model.ticket import Kind, Message, Ticket

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def version(words: str | None, updated: datetime | None) -> Ticket:
    """One version of a ticket, without messages where there are no words."""
    return Ticket("x:1", (Message(words),) if words else (), updated_at=updated)


@pytest.mark.parametrize(
    ("new", "old", "replaces"),
    [
        (("b", LATE), ("a", EARLY), True),
        (("b", EARLY), ("a", LATE), False),
        (("b", EARLY), ("a", EARLY), True),
        (("b", None), ("a", LATE), True),
        (("b", EARLY), ("a", None), True),
        (("b", None), ("a", None), True),
        ((None, LATE), ("a", EARLY), False),
        (("b", EARLY), (None, LATE), True),
        ((None, LATE), (None, EARLY), True),
        ((None, EARLY), (None, LATE), False),
    ],
)
def test_fuller_then_newer_then_later_wins(
    new: tuple[str | None, datetime | None], old: tuple[str | None, datetime | None], replaces: bool
) -> None:
    """Messages count before times, and times before the order of reading."""
    assert supersedes(version(*new), version(*old)) is replaces


@pytest.mark.parametrize("ticket", list(Kind))
@pytest.mark.parametrize("theme", list(Kind))
def test_problems_and_wishes_never_mix(ticket: Kind, theme: Kind) -> None:
    """Bugs and hurdles on one side, wishes on the other; every other pair may share a theme, both ways."""
    problems = {Kind.BUG, Kind.HARD_TO_USE}
    mixed = Kind.FEATURE_REQUEST in (ticket, theme) and bool(problems & {ticket, theme})
    assert fits(ticket, theme) is not mixed
    assert fits(theme, ticket) is fits(ticket, theme)
