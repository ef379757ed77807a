"""Which kinds take part in finding themes."""

from __future__ import annotations

import pytest

from voc.analysis.text.participation import SURE, is_feedback
from voc.model.ticket import FeedbackFacts, Kind

IDLE = {Kind.LEAD, Kind.OTHER, Kind.NO_ACTION}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_surely_no_feedback_stays_out(kind: Kind) -> None:
    """Leads, other matters and what asks for no action; customers who leave are heard."""
    assert is_feedback(FeedbackFacts("x:1", kind, SURE, "en"), ignore_kinds=False) == (kind not in IDLE)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_doubtful_takes_part(kind: Kind) -> None:
    """Below the bound every kind does, and with ``ignore_kinds`` at any confidence."""
    assert is_feedback(FeedbackFacts("x:1", kind, SURE - 0.01, "en"), ignore_kinds=False)
    assert is_feedback(FeedbackFacts("x:1", kind, 0.99, "en"), ignore_kinds=True)
