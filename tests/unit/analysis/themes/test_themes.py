"""Themes as they are now, and who takes part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.made_up_feedback import feedback

from voc.analysis.text.participation import fits, has_words, is_feedback
from voc.analysis.themes.description.describe import Description
from voc.analysis.themes.theme import found_theme, grown_theme, theme_kind
from voc.model.theme import Evidence, SubTheme, TitleBy
from voc.model.ticket import Kind, TicketFacts

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
QUOTE = Evidence("t:1", 0, 0, 5, "Crash", "en")
TOLD = Description("Crash on export", ("crash", "export"), (QUOTE,), "en")
FACTS = {
    "t:1": TicketFacts("t:1", "a", JUNE),
    "t:2": TicketFacts("t:2", "b", MAY),
    "t:3": TicketFacts("t:3", "c", None),
}
PARTS = (SubTheme("On start", ("t:1", "t:2")), SubTheme("On export", ("t:3",)))
MEMBERS = [feedback(name, "Crash") for name in ("t:3", "t:1", "t:2")]


def test_a_found_theme_has_its_dates_and_tickets_in_order() -> None:
    """First and last date come from the tickets that have one; ticket ids are sorted."""
    theme = found_theme("th-1", MEMBERS, TOLD, PARTS, FACTS)
    assert theme.ticket_ids == ("t:1", "t:2", "t:3")
    assert (theme.first_seen, theme.last_seen) == (MAY, JUNE)
    assert (theme.title, theme.keyphrases, theme.exemplars) == (TOLD.title, TOLD.keyphrases, TOLD.exemplars)
    assert theme.sub_themes == PARTS


def test_a_theme_without_dates_has_none() -> None:
    """Undated tickets give an undated theme."""
    theme = found_theme("th-1", MEMBERS[:1], TOLD, (), FACTS)
    assert (theme.first_seen, theme.last_seen) == (None, None)


def test_a_grown_theme_keeps_its_name() -> None:
    """Title, id and language stay; keyphrases and quotes follow only where it was described again."""
    before = found_theme("th-1", MEMBERS[:2], TOLD, PARTS, FACTS)
    other = replace(TOLD, keyphrases=("other",), exemplars=(), language="fi")
    grown = grown_theme(before, MEMBERS, other, PARTS[:1], FACTS)
    assert (grown.id, grown.title, grown.language) == ("th-1", "Crash on export", "en")
    assert (grown.keyphrases, grown.exemplars, grown.sub_themes) == (("other",), (), PARTS[:1])
    assert grown.first_seen == MAY
    assert grown_theme(before, MEMBERS[:2], None, PARTS, FACTS) == before


def test_a_theme_with_another_title_is_renamed() -> None:
    """Title and language are those of its description, in its customers' words whoever named it before."""
    before = replace(found_theme("th-1", MEMBERS, TOLD, PARTS, FACTS), title_by=TitleBy.MODEL)
    grown = grown_theme(before, MEMBERS[:2], replace(TOLD, title="Kaatuu", language="fi"), PARTS, FACTS)
    assert (grown.id, grown.title, grown.language, grown.title_by) == ("th-1", "Kaatuu", "fi", TitleBy.CUSTOMERS)


def test_an_emptied_theme_quotes_nobody() -> None:
    """Without tickets a theme keeps id, title and kind, and no one's words stay in its quotes."""
    before = found_theme("th-1", MEMBERS, TOLD, PARTS, FACTS)
    empty = grown_theme(before, [], None, PARTS, FACTS)
    assert (empty.id, empty.title, empty.kind) == (before.id, before.title, before.kind)
    assert (empty.ticket_ids, empty.exemplars, empty.last_seen, empty.sub_themes) == ((), (), None, ())


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([(Kind.BUG, 0.9), (Kind.FEATURE_REQUEST, 0.5), (Kind.FEATURE_REQUEST, 0.3)], Kind.BUG),
        ([(Kind.BUG, 0.5), (Kind.FEATURE_REQUEST, 0.5)], Kind.BUG),
        ([(Kind.OTHER, 0.4), (Kind.OTHER, 0.4), (Kind.QUESTION, 0.9)], Kind.QUESTION),
        ([(Kind.OTHER, 0.9), (Kind.OTHER, 0.9), (Kind.QUESTION, 0.9)], Kind.OTHER),
        ([(Kind.OTHER, 0.5), (Kind.QUESTION, 0.3), (Kind.PRAISE, 0.3)], Kind.QUESTION),
        ([(Kind.LEAD, 0.4), (Kind.NO_ACTION, 0.5), (Kind.QUESTION, 0.8)], Kind.NO_ACTION),
        ([(Kind.LEAD, 0.4), (Kind.CHURN_SIGNAL, 0.5)], Kind.CHURN_SIGNAL),
        ([], Kind.OTHER),
    ],
)
def test_the_surest_majority_names_the_kind(kinds: list[tuple[Kind, float]], expected: Kind) -> None:
    """Confidence is what counts; ``other`` only where it outweighs everything else."""
    members = [feedback(f"t:{n}", "x", kind=kind, confidence=sure) for n, (kind, sure) in enumerate(kinds)]
    assert theme_kind(members) is expected
    assert theme_kind(list(reversed(members))) is expected


@pytest.mark.parametrize(
    ("kind", "confidence", "ignore", "expected"),
    [
        (Kind.OTHER, 0.9, False, False),
        (Kind.OTHER, 0.5, False, False),
        (Kind.OTHER, 0.49, False, True),
        (Kind.OTHER, 0.9, True, True),
        (Kind.PRAISE, 0.9, False, True),
    ],
)
def test_only_a_sure_other_is_left_out(kind: Kind, confidence: float, ignore: bool, expected: bool) -> None:
    """Everything that may be product feedback takes part."""
    assert is_feedback(feedback("t:1", "x", kind=kind, confidence=confidence), ignore_kinds=ignore) is expected


@pytest.mark.parametrize(("text", "expected"), [("ä", True), ("日本", True), ("123 !?", False), ("", False)])
def test_words_have_letters(text: str, expected: bool) -> None:
    """A text takes part if any script's letter is in it."""
    assert has_words(feedback("t:1", None, text)) is expected


def test_problems_and_wishes_keep_apart() -> None:
    """Bugs and what is hard to use share themes; neither shares one with feature requests; all else goes."""
    assert fits(Kind.BUG, Kind.HARD_TO_USE)
    assert not fits(Kind.BUG, Kind.FEATURE_REQUEST)
    assert not fits(Kind.FEATURE_REQUEST, Kind.HARD_TO_USE)
    assert all(fits(kind, Kind.QUESTION) and fits(Kind.PRAISE, kind) for kind in Kind)
