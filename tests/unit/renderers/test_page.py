"""What stands where in the weekly report, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from tests.made_up_shop import report

from voc.model.report import IssueRef, RankedTheme, Report, ReviewItem, ReviewReason, Trend, TrendState
from voc.model.settings import RankSettings
from voc.model.theme import Evidence
from voc.model.ticket import SUBJECT, Kind
from voc.renderers import phrases
from voc.renderers.page import DECISIONS, LISTED, TOP, page_of


@pytest.fixture(scope="module")
def found() -> Report:
    """The shop's report."""
    return report(settings=RankSettings(bootstrap_draws=20))


def doing(ranked: RankedTheme, state: TrendState, **changes: object) -> RankedTheme:
    """The same theme in another state."""
    trend = replace(ranked.score.trend, state=state, **changes)  # type: ignore[arg-type]
    return replace(ranked, score=replace(ranked.score, trend=trend))


def many(found: Report, count: int, state: TrendState) -> Report:
    """``count`` unfiled themes like the first, all doing the same."""
    themes = [
        replace(doing(found.themes[0], state), theme=replace(found.themes[0].theme, id=f"t{n}"), issue=None)
        for n in range(count)
    ]
    return replace(found, themes=tuple(themes))


def test_each_ranked_theme_has_its_list(found: Report) -> None:
    """Bugs, requests, hard to use, praise and the others, each in the order of the report."""
    page = page_of(found)
    kinds = {
        Kind.BUG: page.bugs,
        Kind.FEATURE_REQUEST: page.requests,
        Kind.HARD_TO_USE: page.hard_to_use,
        Kind.PRAISE: page.praise,
    }
    for kind, listing in kinds.items():
        assert listing.shown == tuple(r for r in found.themes if r.theme.kind is kind and r.score.rank)
        assert listing.shown
        assert not listing.more
    assert {ranked.theme.id for ranked in page.other.shown} == {"t18", "t20"}


def test_customers_who_leave_have_a_list_of_their_own(found: Report) -> None:
    """It is neither among the product's themes nor among the others; leads are among the others."""
    first, second, *rest = found.themes
    leaving = replace(first, theme=replace(first.theme, kind=Kind.CHURN_SIGNAL))
    lead = replace(second, theme=replace(second.theme, kind=Kind.LEAD))
    page = page_of(replace(found, themes=(leaving, lead, *rest)))
    assert page.leaving.shown == (leaving,)
    assert lead in page.other.shown
    assert leaving not in (*page.other.shown, *page.decisions)
    assert page_of(found).leaving.shown == ()


def test_states_have_their_lists(found: Report) -> None:
    """New and rising, falling and quiet, watched: product themes only."""
    page = page_of(found)
    assert [ranked.theme.id for ranked in page.moving.shown] == ["t01", "t04"]
    assert [ranked.theme.id for ranked in page.fading.shown] == ["t05", "t14"]
    assert [ranked.theme.id for ranked in page.watch.shown] == ["t09"]


def test_details_follow_the_tables_once(found: Report) -> None:
    """Every theme of a table or on the move has its details, once."""
    ids = [ranked.theme.id for ranked in page_of(found).detailed]
    assert len(ids) == len(set(ids))
    assert {"t01", "t04", "t10", "t15"} <= set(ids)
    assert "t17" not in ids


def test_lists_are_bounded(found: Report) -> None:
    """However many themes there are, the page stays a page; the rest is counted."""
    page = page_of(many(found, 100, TrendState.RISING))
    assert (len(page.bugs.shown), page.bugs.more) == (TOP, 100 - TOP)
    assert (len(page.moving.shown), page.moving.more) == (LISTED, 100 - LISTED)
    assert len(page.decisions) == DECISIONS


def test_filed_themes_need_no_decision(found: Report) -> None:
    """When everything is filed nothing is asked."""
    filed = replace(found, themes=tuple(replace(r, issue=IssueRef("A-1", None, "open")) for r in found.themes))
    assert page_of(filed).decisions == ()


def test_an_empty_report_has_an_empty_page(found: Report) -> None:
    """No themes: no lists, no columns, no scale."""
    page = page_of(replace(found, themes=()))
    assert (page.bugs.shown, page.detailed, page.busiest, page.churn, page.revenue) == ((), (), 0, False, False)


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        (TrendState.RISING, {"factor": 2.81, "current": 4, "baseline": 3}, "▲ rising × 2.8"),
        (TrendState.FALLING, {"factor": 0.25, "current": 1, "baseline": 9}, "▼ falling × 0.25"),
        (TrendState.FALLING, {"factor": 0.0, "current": 0, "baseline": 9}, "▼ falling"),
        (TrendState.NEW, {}, "★ new"),
        (TrendState.RETURNED, {}, "↺ returned after fix"),
        (TrendState.STEADY, {}, "steady"),
        (TrendState.NO_HISTORY, {}, "no history"),
    ],
)
def test_a_state_is_a_sign_and_a_word(found: Report, state: TrendState, changes: dict[str, object], words: str) -> None:
    """Never a sign alone; a factor where something moves and is left."""
    assert phrases.state(doing(found.themes[0], state, **changes)) == words


def test_a_factor_without_a_baseline_is_a_bound(found: Report) -> None:
    """Nobody before: at least so much; untold: nothing."""
    first = found.themes[0]
    assert phrases.factor(doing(first, TrendState.NEW, factor=18.0, baseline=0)) == "≥ × 18"
    assert phrases.factor(doing(first, TrendState.NO_HISTORY, factor=None)) == ""


@pytest.mark.parametrize(
    ("up", "down", "words"),
    [(0.0001, 1.0, "p < 0.001"), (0.9, 0.0312, "p = 0.031"), (None, None, ""), (0.5, 0.5, "p = 0.5")],
)
def test_the_smaller_p_value_is_told(found: Report, up: float | None, down: float | None, words: str) -> None:
    """Of the two directions that in which it goes; nothing where nothing was tested."""
    assert phrases.test(doing(found.themes[0], TrendState.STEADY, p_up=up, p_down=down)) == words


def test_the_impact_has_a_sign_and_an_interval(found: Report) -> None:
    """Points with their sign; hidden, it is not mentioned."""
    score = replace(
        found.themes[0].score,
        parts=replace(found.themes[0].score.parts, impact=-4.26),
        impact_low=-7.0,
        impact_high=0.5,
    )
    assert phrases.impact(replace(found.themes[0], score=score)) == "-4.3 points (-7.0 … +0.5)"
    hidden = replace(score, parts=replace(score.parts, impact=None))
    assert phrases.impact(replace(found.themes[0], score=hidden)) == ""


def test_unknown_severity_and_no_churn_are_dashes(found: Report) -> None:
    """A dash is not a zero: nobody said."""
    score = found.themes[0].score
    bare = replace(found.themes[0], score=replace(score, parts=replace(score.parts, severity=None), churning=0))
    assert (phrases.severity(bare), phrases.churn(bare)) == ("–", "–")
    assert (phrases.severity(found.themes[0]), phrases.churn(found.themes[0])) == ("5", "5/20")


def test_a_place_counts_as_people_do() -> None:
    """Messages from 1; the subject by its name."""
    assert phrases.place(Evidence("a:1", 0, 3, 9, "x")) == "message 1, characters 3–9"
    assert phrases.place(Evidence("a:1", SUBJECT, 0, 2, "x")) == "subject, characters 0–2"


@pytest.mark.parametrize(("count", "words"), [(0, "0 tickets"), (1, "1 ticket"), (2, "2 tickets")])
def test_plural(count: int, words: str) -> None:
    """One is one."""
    assert phrases.plural(count, "ticket") == words


@pytest.mark.parametrize(("part", "whole", "words"), [(1, 3, "33 %"), (0, 5, "0 %"), (0, 0, "–")])
def test_percent(part: int, whole: int, words: str) -> None:
    """Whole per cent; nothing of nothing is a dash."""
    assert phrases.percent(part, whole) == words


def test_every_reason_has_words() -> None:
    """No reason for review is printed as a name of the program."""
    for reason in ReviewReason:
        assert phrases.reason(ReviewItem("a:1", reason, Kind.BUG, None, 0.0)) != reason.value


def test_no_date_is_a_dash(found: Report) -> None:
    """A theme of undated tickets was seen on no day."""
    assert phrases.day(None, UTC) == "–"
    assert phrases.day(found.period.start, UTC) == "2026-11-02"


def test_a_chart_of_nobody_is_dots(found: Report) -> None:
    """No customers at all: no division by zero."""
    quiet = Trend(TrendState.QUIET, 0, 0, None, None, None, (0, 0, 0))
    assert phrases.chart(replace(found.themes[0], score=replace(found.themes[0].score, trend=quiet)), 0) == "···"
