"""A report holds what the store holds, and shuffling changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_shop import ISSUES, NOW, Shop, report, shop

from voc.analysis.ranking.select import SORTS, select
from voc.analysis.ranking.summarize import input_digest
from voc.analysis.ranking.ticket_sample import SAMPLE, TEXT_LENGTH, review_sample, with_words
from voc.analysis.ranking.verify import is_verbatim, with_verified_quotes
from voc.errors import UsageError
from voc.model.report import Report, ReviewItem, ReviewReason
from voc.model.settings import RankSettings
from voc.model.theme import Evidence
from voc.model.ticket import SUBJECT, AuthorRole, Kind, Message, Revenue, Ticket

QUICK = RankSettings(bootstrap_draws=20)


def ids(found: Report) -> list[str]:
    """The themes of a report, in order."""
    return [ranked.theme.id for ranked in found.themes]


def test_every_ticket_is_counted_once() -> None:
    """In a theme, without one, or left out: the three add up, and so do channels, sources and kinds."""
    counts = report(settings=QUICK).counts
    assert counts.clustered + counts.unclustered + sum(counts.left_out.values()) == counts.tickets == len(shop().facts)
    for names in (counts.by_channel, counts.by_source, counts.by_customer_key, counts.by_kind):
        assert sum(names.values()) == counts.tickets
    assert (counts.unclustered, counts.left_out) == (12, {"other": 8})


def test_counts_of_the_period() -> None:
    """Undated tickets and those after the period are in no window, and are told."""
    made = shop()
    first, second = sorted(made.facts)[:2]
    made.facts[first] = replace(made.facts[first], created_at=None)
    made.facts[second] = replace(made.facts[second], created_at=NOW + timedelta(days=1))
    before, after = report(settings=QUICK).counts, report(made, QUICK).counts
    assert (after.undated, after.later) == (1, 1)
    assert after.in_window <= before.in_window
    assert before.in_period < before.in_window < before.tickets


def test_tickets_without_text_are_told() -> None:
    """A ticket that has no feedback took no part, for want of text."""
    made = shop()
    del made.feedback["zendesk:95000"]
    assert report(made, QUICK).counts.left_out == {"other": 7, "no text": 1}


def test_customers_and_revenue_are_counted() -> None:
    """Distinct customers, those known to pay, and one currency."""
    counts = report(settings=QUICK).counts
    assert (counts.customers, counts.paying, counts.currency) == (60, 45, "EUR")


def test_mixed_currencies_are_told() -> None:
    """One customer who pays in another currency: no common currency, and both are named in order."""
    made = shop()
    first = sorted(made.facts)[0]
    made.facts[first] = replace(made.facts[first], revenue=Revenue(1.0, "USD"))
    found = report(made, QUICK)
    assert (found.counts.currency, found.counts.mixed_currencies) == (None, ("EUR", "USD"))
    assert all(ranked.score.revenue is None for ranked in found.themes)
    assert report(settings=QUICK).counts.mixed_currencies == ()


def test_issues_channels_and_tone_stand_beside_the_theme() -> None:
    """Each theme has its issue, and its tickets of the window by channel and by tone."""
    for ranked in report(settings=QUICK).themes:
        assert ranked.issue == ISSUES.get(ranked.theme.id)
        assert sum(ranked.channels.values()) == sum(ranked.sentiment.values()) == ranked.score.tickets
        assert list(ranked.sentiment) == ["negative", "neutral", "positive", "unknown"]


def test_only_quoted_tickets_have_a_link() -> None:
    """The report leads to the tickets it quotes, and to no other."""
    found = report(settings=QUICK)
    assert set(found.urls) == {quote.ticket_id for ranked in found.themes for quote in ranked.theme.exemplars}


def shuffled(shuffle: random.Random) -> Shop:
    """The shop with everything in another order."""
    made = shop()
    parts = {}
    for name in ("facts", "feedback", "assignments"):
        items = list(getattr(made, name).items())
        shuffle.shuffle(items)
        parts[name] = dict(items)
    themes = [
        replace(row, ticket_ids=tuple(shuffle.sample(row.ticket_ids, len(row.ticket_ids)))) for row in made.themes
    ]
    shuffle.shuffle(themes)
    return replace(made, themes=themes, **parts)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(shuffle: random.Random) -> None:
    """The order of tickets, themes and assignments changes nothing but the order inside the themes themselves."""
    first, other = report(settings=QUICK), report(shuffled(shuffle), QUICK)
    plain = [
        replace(found, themes=tuple(replace(r, theme=replace(r.theme, ticket_ids=())) for r in found.themes))
        for found in (first, other)
    ]
    assert plain[0] == plain[1]


def test_input_digest() -> None:
    """The same whatever the order and the pseudonyms; other words or dates give another."""
    made = shop()
    digest = input_digest(made.facts.values(), "words")
    renamed = [replace(row, customer="x") for row in reversed(made.facts.values())]
    assert input_digest(renamed, "words") == digest
    assert input_digest(renamed, "other words") != digest
    assert input_digest([replace(row, created_at=None) for row in renamed], "words") != digest


def test_review_sample() -> None:
    """Some of each sort: unclustered with their nearest theme, the least sure members, those left out."""
    made = shop()
    items = report(settings=QUICK).review
    by_reason = {reason: [item for item in items if item.reason is reason] for reason in ReviewReason}
    assert all(len(found) == SAMPLE for found in by_reason.values())
    assert {item.theme_id for item in by_reason[ReviewReason.UNCLUSTERED]} == {"t01"}
    assert {item.confidence for item in by_reason[ReviewReason.UNSURE]} == {
        min(row.confidence for row in made.assignments.values() if row.theme_id)
    }
    assert all(item.theme_id is None for item in by_reason[ReviewReason.LEFT_OUT])


def test_review_shows_the_beginning_on_one_line() -> None:
    """Subject and first words of the customer on one line, long ones cut; agents and notes are passed over."""
    agent, note = Message("Hello!", role=AuthorRole.AGENT), Message("secret", public=False)
    ticket = Ticket("a:1", (agent, note, Message("one\ntwo " + "x" * 500), Message("later")), subject="It broke")
    (item,) = with_words([ReviewItem("a:1", ReviewReason.LEFT_OUT, Kind.BUG, None, 0.0)], {"a:1": ticket})
    assert item.text.startswith("It broke one two xxx")
    assert len(item.text) == TEXT_LENGTH + 1


@pytest.mark.parametrize("subject", ["Export hangs", "export  hangs.", "Export…", ""])
def test_review_says_a_subject_that_opens_the_message_once(subject: str) -> None:
    """Reviews and forms often give the beginning of the message as its subject."""
    ticket = Ticket("a:1", (Message("Export hangs at 99 %"),), subject=subject)
    (item,) = with_words([ReviewItem("a:1", ReviewReason.LEFT_OUT, Kind.BUG, None, 0.0)], {"a:1": ticket})
    assert item.text == "Export hangs at 99 %"


def test_sure_members_are_not_for_review() -> None:
    """A ticket that is in its theme beyond doubt needs no look."""
    made = shop()
    sure = {id_: replace(row, confidence=1.0) for id_, row in made.assignments.items() if row.theme_id}
    words = {id_: made.feedback[id_] for id_ in sure}
    assert review_sample(words, sure, {theme.id: theme for theme in made.themes}) == ()


CONVERSATION = Ticket(
    "a:1",
    (Message("It crashes."), Message("Sorry!", role=AuthorRole.AGENT), Message("note", public=False)),
    subject="Crash",
)


@pytest.mark.parametrize(
    ("quote", "verbatim"),
    [
        (Evidence("a:1", 0, 3, 10, "crashes"), True),
        (Evidence("a:1", SUBJECT, 0, 5, "Crash"), True),
        (Evidence("a:1", 0, 3, 10, "Crashes"), False),
        (Evidence("a:1", 0, 2, 9, "crashes"), False),
        (Evidence("a:1", 1, 0, 6, "Sorry!"), False),
        (Evidence("a:1", 2, 0, 4, "note"), False),
        (Evidence("a:1", 3, 0, 4, "note"), False),
        (Evidence("a:1", 0, 0, 0, ""), False),
        (Evidence("a:2", 0, 3, 10, "crashes"), False),
    ],
)
def test_quotes_are_held_against_the_ticket(quote: Evidence, verbatim: bool) -> None:
    """Only a customer's public words, letter by letter and in their place, are a quote."""
    assert is_verbatim(quote, {"a:1": CONVERSATION}) is verbatim


def test_quotes_that_fail_are_left_out() -> None:
    """A theme keeps its good quotes and loses the others."""
    made = shop()
    wrong = replace(made.themes[0].exemplars[0], quote="Invented words.")
    doubtful = replace(made.themes[0], exemplars=(wrong, *made.themes[0].exemplars))
    (checked,) = with_verified_quotes([doubtful], made.tickets)
    assert checked == made.themes[0]


def test_a_part_loses_a_quote_that_fails() -> None:
    """The part stays, with its title and tickets; what stands is still quoted."""
    made = shop()
    theme = next(theme for theme in made.themes if theme.sub_themes)
    first, *others = theme.sub_themes
    assert first.exemplar
    wrong = replace(first, exemplar=replace(first.exemplar, quote="Invented words."))
    (checked,) = with_verified_quotes([replace(theme, sub_themes=(wrong, *others))], made.tickets)
    assert checked.sub_themes == (replace(first, exemplar=None), *others)


def test_select_by_kind_status_and_date() -> None:
    """Each filter leaves the themes it names, in their order."""
    found = report(settings=QUICK)
    assert {ranked.theme.kind for ranked in select(found, kind="feature-request").themes} == {"feature_request"}
    assert ids(select(found, status="quiet")) == ["t14"]
    assert len(select(found, status="ACTIVE").themes) == 20
    assert ids(select(found, since=datetime(2027, 1, 1, tzinfo=UTC))) == []
    assert set(ids(select(found, since=NOW - timedelta(days=7)))) < set(ids(found))


def test_top_takes_the_best_of_each_kind() -> None:
    """The first three are the leaders of the three product kinds; praise comes after all ranked product themes."""
    found = report(settings=QUICK)
    assert [ranked.score.rank for ranked in select(found, top=3).themes] == [1, 1, 1]
    assert [ranked.theme.kind for ranked in select(found, top=3).themes] == ["bug", "feature_request", "hard_to_use"]
    assert {ranked.theme.kind for ranked in select(found, top=14).themes} == {"bug", "feature_request", "hard_to_use"}
    assert select(found, top=0).themes == ()
    assert select(found, top=99) == found


@pytest.mark.parametrize("part", list(SORTS))
def test_sort_by_any_part(part: str) -> None:
    """The largest come first, the unknown last; top then takes the first."""
    found = select(report(settings=QUICK), sort=part)
    values = [SORTS[part](ranked) for ranked in found.themes]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[: len(known)] == known
    assert select(report(settings=QUICK), sort=part, top=4).themes == found.themes[:4]


def test_the_costliest_impact_comes_first() -> None:
    """Sorted by impact, the theme that goes with the lowest satisfaction leads."""
    impacts = [ranked.score.parts.impact for ranked in select(report(settings=QUICK), sort="impact").themes]
    known = [impact for impact in impacts if impact is not None]
    assert known[0] == min(known) < 0


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ({"sort": "sevrity"}, "severity"),
        ({"kind": "bugs"}, "bug"),
        ({"status": "risen"}, "rising"),
        ({"sort": "zzz"}, "reach"),
        ({"top": -1}, "how many"),
    ],
)
def test_unknown_names_are_refused(wrong: dict[str, object], hint: str) -> None:
    """The message names the nearest valid name, or all of them."""
    with pytest.raises(UsageError) as refused:
        select(report(settings=QUICK), **wrong)  # type: ignore[arg-type]
    assert hint in refused.value.hint
