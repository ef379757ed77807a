"""Different tickets under one id are told from versions of one ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.model.ticket import Message, Ticket
from voc.workflows.clashes import clash, clash_sentence

DAY = datetime(2026, 10, 1, tzinfo=UTC)


def ticket(*texts: str, subject: str | None = None, updated_at: datetime | None = None) -> Ticket:
    return Ticket("csv:1", tuple(map(Message, texts)), subject=subject, updated_at=updated_at)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Calendar sync doubles my bookings", "Please add a dark mode", True),
        ("The export to CSV crashes on start", "I cannot log in on the new phone", True),
        ("Vienti kaatuu aina", "Lasku puuttuu", True),
        ("[EMAIL_1] cannot log in", "[EMAIL_1] wants a refund", True),
        ("It crash", "It crashes", False),
        ("The export crashes", "The export crashes. Still waiting for an answer, a week later", False),
        ("", "Please add a dark mode", False),
        ("?!", "...", False),
    ],
)
def test_clash(first: str, second: str, expected: bool) -> None:
    """Few shared words are a clash, in either order; edits, growth and nothing to compare are not."""
    assert clash(ticket(first), ticket(second)) is expected
    assert clash(ticket(second), ticket(first)) is expected


def test_what_is_ordered_or_wordless_is_a_version() -> None:
    """Two update times say which is later, but not of what began apart; a copy without messages has no words."""
    assert not clash(ticket("alpha", updated_at=DAY), ticket("beta", updated_at=DAY))
    one, other = (replace(ticket(text, updated_at=DAY), created_at=DAY) for text in ("alpha", "beta"))
    assert not clash(one, other)
    assert clash(one, replace(other, created_at=DAY - timedelta(days=1)))
    assert clash(ticket("alpha", updated_at=DAY), ticket("beta"))
    assert not clash(ticket(subject="alpha"), ticket("beta"))


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_conversation_that_grows_never_clashes(text: str, later: list[str]) -> None:
    """Further messages leave the first one's words where they were."""
    assert not clash(ticket(text, *later), ticket(text))


def test_the_sentence_names_a_few_and_what_to_do() -> None:
    """One, three and more ids."""
    assert clash_sentence(["csv:1"]).startswith("1 id stands")
    assert "(csv:1, csv:2, csv:3):" in clash_sentence(["csv:1", "csv:2", "csv:3"])
    many = clash_sentence([f"csv:{n}" for n in range(1, 6)])
    assert many.startswith("5 ids stand") and "(csv:1, csv:2, csv:3, …)" in many
    assert many.endswith("give each file an account in voc.yaml")
