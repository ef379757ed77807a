"""Which quotes stand, how names are counted, and who is shown for review, case by case."""

from __future__ import annotations

import pytest

from voc.analysis.ranking.counts import commonest
from voc.analysis.ranking.ticket_sample import SAMPLE, TEXT_LENGTH, review_sample, with_words
from voc.analysis.ranking.verify import is_verbatim
from voc.model.report import ReviewItem, ReviewReason
from voc.model.theme import Assignment, Evidence
from voc.model.ticket import SUBJECT, AuthorRole, FeedbackFacts, Kind, Message, Ticket

TICKET = Ticket(
    "t:1",
    (
        Message("It fell down"),
        Message("It fell down", role=AuthorRole.AGENT),
        Message("It fell down", public=False),
    ),
    subject="It fell",
)


@pytest.mark.parametrize(
    ("message", "start", "end", "quote", "stands"),
    [
        (0, 3, 7, "fell", True),
        (0, 3, 8, "fell", False),
        (0, 3, 7, "Fell", False),
        (0, 3, 3, "", False),
        (1, 3, 7, "fell", False),
        (2, 3, 7, "fell", False),
        (3, 3, 7, "fell", False),
        (-2, 3, 7, "fell", False),
        (SUBJECT, 3, 7, "fell", True),
        (SUBJECT, 8, 12, "down", False),
    ],
)
def test_a_quote_stands_letter_by_letter(message: int, start: int, end: int, quote: str, stands: bool) -> None:
    """Only in the subject or a public message of the customer, at its very place, and never an empty one."""
    assert is_verbatim(Evidence("t:1", message, start, end, quote), {"t:1": TICKET}) is stands


def test_names_are_counted_the_commonest_first() -> None:
    """Equal counts go by name, whatever came first."""
    assert list(commonest(["b", "c", "a", "c"]).items()) == [("c", 2), ("a", 1), ("b", 1)]
    assert commonest([]) == {}


def test_each_sort_of_doubt_has_a_bounded_sample() -> None:
    """Of eight without a theme and eight left out five each are shown, in the order of their ids."""
    words = {f"t:{n:02}": FeedbackFacts(f"t:{n:02}", Kind.BUG, 0.9, "en") for n in range(16)}
    loose = {id_: Assignment(id_, None, 0.0, None) for id_ in sorted(words)[:8]}
    found = review_sample(words, loose, {})
    for reason in (ReviewReason.UNCLUSTERED, ReviewReason.LEFT_OUT):
        shown = [item.ticket_id for item in found if item.reason is reason]
        assert len(shown) == SAMPLE
        assert shown == sorted(shown)
        assert all((id_ in loose) is (reason is ReviewReason.UNCLUSTERED) for id_ in shown)


@pytest.mark.parametrize(("letters", "shown"), [(TEXT_LENGTH, "x" * TEXT_LENGTH), (200, "x" * TEXT_LENGTH + "…")])
def test_long_words_are_cut(letters: int, shown: str) -> None:
    """What fits is shown whole; what does not ends in an ellipsis."""
    item = ReviewItem("t:1", ReviewReason.UNSURE, Kind.BUG, None, 0.4)
    ticket = Ticket("t:1", (Message("agent", role=AuthorRole.AGENT), Message("x" * letters)))
    assert with_words([item], {"t:1": ticket})[0].text == shown
