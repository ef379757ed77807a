"""Which single tickets a person is asked about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest
from tests.made_up_rulings import said, theme

from voc.analysis.themes.review.space import Space, middles
from voc.analysis.themes.review.unsure import unsure
from voc.model.review import Matter
from voc.model.theme import BY_COMPANY, Assignment
from voc.model.ticket import Feedback

THEMES = {"a": theme("a", ["t1", "t2", "t3"]), "b": theme("b", ["t4", "t5"])}
DEGREES = {"t1": 0, "t2": 10, "t3": 70, "t4": 90, "t5": 100}


def asked(confidence: Mapping[str, float], texts: Mapping[str, str] | None = None, most: int = 5) -> list[Matter]:
    """What is asked where the tickets are so sure; the others are where a person put them."""
    angles = np.radians(list(DEGREES.values()))
    space = Space(list(DEGREES), np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32))
    homes = {ticket: name for name, each in THEMES.items() for ticket in each.ticket_ids}
    rows = [Assignment(ticket, name, confidence.get(ticket, 1.0), name) for ticket, name in homes.items()]
    near = middles(space, {name: each.ticket_ids for name, each in THEMES.items()})

    def words(tickets: Collection[str]) -> dict[str, Feedback]:
        return {ticket: said(ticket, (texts or {}).get(ticket, "")) for ticket in tickets}

    return unsure(rows, THEMES, space, near, words, most=most)


def test_the_least_sure_are_asked_about_first() -> None:
    """With the nearest theme beside their own; no more than is wanted."""
    found = asked({"t1": 0.5, "t2": 0.9, "t4": 0.2})
    assert [(each.ticket_ids, each.theme_id, each.into) for each in found] == [
        (("t4",), "b", "a"), (("t1",), "a", "b"), (("t2",), "a", "b"),
    ]  # fmt: skip
    assert [each.ticket_ids for each in asked({"t1": 0.5, "t2": 0.9, "t4": 0.2}, most=1)] == [("t4",)]


def test_company_alone_is_no_figure() -> None:
    """One that came in with others is asked about only where another theme is more like it, and without a figure."""
    (found,) = asked(dict.fromkeys(DEGREES, BY_COMPANY))
    assert (found.ticket_ids, found.into, found.confidence) == (("t3",), "b", None)
    assert found.likeness == pytest.approx(np.cos(np.radians(25)), abs=1e-3)


@pytest.mark.parametrize(
    ("text", "names"),
    [("Hi. ABOUT  a!\nPlease mend it", []), ("about a", []), ("out of stock", ["t1"])],
)
def test_the_ticket_that_a_theme_is_called_after_is_not_asked_about(text: str, names: list[str]) -> None:
    """Its words hold the title, whatever the case and the spaces."""
    assert [each.ticket_ids[0] for each in asked({"t1": 0.1}, {"t1": text})] == names
