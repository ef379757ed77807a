"""Whether anything left, and how long to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voc.net.exchange import Body
from voc.net.waiting import seconds_to_wait

NOW = datetime(2026, 11, 9, 8, tzinfo=UTC)


def test_a_body_tells_whether_it_left() -> None:
    """Once it was asked for, it may have arrived; before that it surely has not."""
    body = Body(b"words")
    assert (len(body), list(body), body.give_up()) == (5, [b"words"], True)


def test_a_body_that_was_given_up_does_not_leave_later() -> None:
    """A connection that stands only after the time was up carries nothing."""
    body = Body(b"words")
    assert body.give_up() is False
    with pytest.raises(OSError, match="given up"):
        list(body)
    assert body.give_up() is False


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("120", 120.0),
        ("Mon, 09 Nov 2026 08:02:00 GMT", 120.0),
        ("Mon, 09 Nov 2026 10:02:00 +0200", 120.0),
        ("Mon, 09 Nov 2026 07:00:00 GMT", 0.0),
        ("Mon, 99 Nov 2026 07:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_how_long_to_wait(header: str | None, seconds: float | None) -> None:
    """Seconds, or a date in any zone; anything else says nothing."""
    assert seconds_to_wait(header, NOW) == seconds
