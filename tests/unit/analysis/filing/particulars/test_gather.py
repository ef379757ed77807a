"""What the tickets of a theme say together."""

from __future__ import annotations

from dataclasses import replace

from tests.made_up_feedback import feedback

from voc.analysis.filing.particulars.gather import particulars
from voc.config.platforms import load_environment
from voc.model.environment import Named, Particulars
from voc.model.ticket import Feedback, TicketFacts

PATTERNS = load_environment()


def said(number: int, text: str) -> Feedback:
    return replace(feedback(f"t{number}", text), text=text)


def facts(number: int, version: str | None = None, url: str | None = None) -> TicketFacts:
    return TicketFacts(f"t{number}", "c", None, version=version, url=url)


def test_tickets_are_counted_and_not_mentions() -> None:
    """A ticket that names a thing three times counts once; the most frequent comes first."""
    texts = ["Android 14, Android 14! Version 5.2, v5.2", "on Android 15 with version 5.2", "version 5.1 on iOS"]
    found = particulars([said(each, text) for each, text in enumerate(texts)], [], PATTERNS)
    assert found.versions == (Named("5.2", 2), Named("5.1", 1))
    assert found.platforms == (Named("Android", 2, (Named("14", 1), Named("15", 1))), Named("iOS", 1))


def test_a_field_counts_like_words() -> None:
    """The version of an export's column, with or without a v before it; one that a text names too counts once."""
    fields = [facts(0, "v5.2"), facts(1, "5.2"), facts(2, "unknown"), facts(3, "Version 5.2.1-beta"), facts(4)]
    found = particulars([said(0, "version 5.2 crashes")], fields, PATTERNS)
    assert found.versions == (Named("5.2", 2), Named("5.2.1-beta", 1))


def test_places_to_look_at_and_steps_come_with_it() -> None:
    """Addresses by id; the steps of the clearest ticket with its id."""
    texts = ["It broke.", "Steps:\n1. open it\n2. save it"]
    found = particulars(
        [said(each, text) for each, text in enumerate(texts)],
        [facts(0, url="https://desk.example/0"), facts(1)],
        PATTERNS,
    )
    assert found.urls == {"t0": "https://desk.example/0"}
    assert found.steps is not None
    assert (found.steps.ticket_id, found.steps.lines) == ("t1", ("open it", "save it"))
    assert particulars([], [], PATTERNS) == Particulars()
