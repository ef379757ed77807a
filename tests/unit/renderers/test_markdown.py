"""The weekly report: one page first, the same sections every week, nothing in it that acts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt
from tests.made_up_shop import changed_report, report, shop

from voc.model.registry import ThemeChange
from voc.model.report import Period, Report
from voc.model.settings import RankSettings
from voc.model.theme import SubTheme
from voc.model.ticket import Kind
from voc.renderers import phrases
from voc.renderers.markdown import MarkdownRenderer
from voc.renderers.page import OF_A_SORT, TOP, page_of

QUICK = RankSettings(bootstrap_draws=20)

SECTIONS = [
    "Decisions asked", "Bugs", "Feature requests", "New, rising, returned", "Falling, quiet", "Hard to use", "Praise",
    "Questions and other themes", "Three situations", "Watch", "For review", "Details", "Method",
]  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Report:
    """The shop's report."""
    return report(settings=QUICK)


def rendered(report: Report) -> str:
    return MarkdownRenderer().render(report).decode()


def section(text: str, name: str) -> str:
    """What stands under a heading."""
    return text.partition(f"\n## {name}\n")[2].partition("\n## ")[0].strip()


def nothing() -> Report:
    """The report of an empty store."""
    made = shop()
    for rows in (made.themes, made.facts, made.feedback, made.assignments):
        rows.clear()
    return report(made, QUICK)


def test_the_same_sections_every_week(found: Report) -> None:
    """Full or empty, the headings are the same and in the same order."""
    for text in (rendered(found), rendered(nothing())):
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS


def test_an_empty_section_says_none() -> None:
    """A store without tickets: every list says so."""
    text = rendered(nothing())
    for name in SECTIONS:
        if name not in ("Three situations", "Method"):
            assert section(text, name).endswith("none"), name


def test_the_page_begins_with_the_period(found: Report) -> None:
    """The first line names the days, the first paragraph the tickets."""
    assert rendered(found).startswith("# Voice of the customer, 2–8 November 2026\n\n**47 tickets in the period**")


def test_a_table_row_tells_what_matters(found: Report) -> None:
    """Rank span, customers before tickets, weeks, state, severity, churn, revenue, issue with its status."""
    row = next(line for line in rendered(found).splitlines() if line.startswith("|") and "Kirjautuminen" in line)
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert cells[0] == "1–2"
    assert cells[2] == "20 (32)"
    assert cells[4:7] == ["steady", "5", "5/20"]
    assert cells[7] == "59 000 EUR"
    assert cells[8] == "[SHOP-7](<https://tracker.example/SHOP-7>) (In progress)"


def test_columns_nobody_needs_are_left_out() -> None:
    """Without revenue and churn words there is no column of dashes."""
    made = shop()
    bare = {id_: replace(row, revenue=None) for id_, row in made.facts.items()}
    calm = {id_: replace(row, churn="") for id_, row in made.feedback.items()}
    text = rendered(report(replace(made, facts=bare, feedback=calm), QUICK))
    assert "Revenue |" not in text
    assert "May leave |" not in text
    assert "no revenue in the export" in text
    table = [line for line in section(text, "Bugs").splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1


def test_decisions_are_about_what_nobody_filed(found: Report) -> None:
    """At most three; what moves comes before what stands still; filed themes are not asked for."""
    decisions = page_of(found).decisions
    assert [ranked.theme.id for ranked in decisions] == ["t01", "t04", "t10"]
    assert all(ranked.issue is None for ranked in decisions)


def test_ranks_of_few_customers_are_rough(found: Report) -> None:
    """Three or four customers: the span is marked."""
    by_id = {ranked.theme.id: ranked for ranked in found.themes}
    assert phrases.rank(by_id["t04"]).startswith("≈ ")
    assert not phrases.rank(by_id["t01"]).startswith("≈")


def test_long_lists_are_counted() -> None:
    """Ten themes of a kind are shown; the others are counted, and the command that shows them is named."""
    made = shop()
    more = [replace(theme, kind=Kind.BUG) for theme in made.themes]
    text = rendered(report(replace(made, themes=more), QUICK))
    rows = [line for line in section(text, "Bugs").splitlines() if line.startswith("| ") and "**" in line]
    assert len(rows) == TOP
    assert re.search(r"And \d+ more: `voc themes`", section(text, "Bugs"))


def test_hostile_text_does_nothing(found: Report) -> None:
    """As HTML the report has only our own tags and links; no mention, no reference, no script."""
    text = rendered(found)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tags = {tag.split()[0].strip("/") for tag in re.findall(r"<(/?[a-z][a-z0-9]*[^>]*)>", html)}
    assert tags <= {
        "h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "code", "blockquote", "a",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    links = re.findall(r'href="([^"]*)"', html)
    assert {link.split("/")[2] for link in links} == {"support.example", "tracker.example"}
    assert "@admin" not in text
    assert "#12" not in text
    assert "&lt;script&gt;alert(1)" in html


def test_what_changed_is_told_with_ids_and_titles(found: Report) -> None:
    """The graver before the others, a rebuild as a whole, then people's rulings; a week without any has no section."""
    assert "What changed in the themes" not in rendered(found)
    lines = [
        line for line in section(rendered(changed_report(QUICK)), "What changed in the themes").splitlines() if line
    ]
    shop_title = {ranked.theme.id: ranked.theme.title for ranked in found.themes}["t01"]
    assert lines[0] == "Since the run of 2026-11-02:"
    assert [re.split(r"[:,] ", line.removeprefix("- "))[0] for line in lines[1:]] == [
        "Split", "Merged", "Moved", "Empty", "Renamed", "New", "Rebuilt",
        "Renamed", "Merged", "Apart again", "Split", "Moved", "Muted", "No longer muted", "Moved",
    ]  # fmt: skip
    assert lines[5].endswith(
        "was “&lt;b&gt;Old&lt;/b&gt; \\| @\u200badmin \\[x\\](y)”, which no ticket of it says any more"
    )
    assert lines[6] == f"- New: **{shop_title}** `t01`, 2 tickets"
    assert lines[7] == "- Rebuilt: 3 tickets of 1 theme in another theme now."
    assert lines[-1] == "- Moved: 1 ticket out of every theme, by Mia &lt;b&gt; on 2026-11-09"


def test_hostile_names_in_changes_do_nothing() -> None:
    """Titles of themes that are gone, names and reasons of people are shown letter by letter."""
    told = section(rendered(changed_report(QUICK)), "What changed in the themes")
    html = MarkdownIt("commonmark", {"html": True}).render(told)
    assert set(re.findall(r"<([a-z0-9]+)[^>]*>", html)) == {"p", "ul", "li", "strong", "code"}
    assert "**Gone \\| \\`gone\\`** `t99`" in told
    assert "#1" not in told


def test_many_changes_are_counted(found: Report) -> None:
    """Some of each sort are shown, the largest; the others are counted, and it is told where they are."""
    event = changed_report(QUICK).changes.events[0]
    lost = replace(event, shift=replace(event.shift, change=ThemeChange.DISAPPEARED))
    many = replace(found, changes=replace(found.changes, events=(event, lost) * (OF_A_SORT + 3)))
    told = section(rendered(many), "What changed in the themes")
    assert (told.count("- New:"), told.count("- Empty:")) == (OF_A_SORT, OF_A_SORT)
    assert told.endswith("And 6 more: `voc report -o report.json` has all of them.")


def test_a_theme_in_full_says_what_it_is_made_of() -> None:
    """The parts' titles and tickets, in the details alone; strangers' words in them do nothing."""
    made = shop()
    parts = (SubTheme("<b>Row</b> 10,000 | *@admin*", ("a:1", "a:2")), *(SubTheme("More", ("a:3",)),) * 8)
    text = rendered(report(replace(made, themes=[replace(made.themes[0], sub_themes=parts)]), QUICK))
    told = "- Made of: &lt;b&gt;Row&lt;/b&gt; 10,000 \\| \\*@\u200badmin\\* (2); More (1); "
    assert told in section(text, "Details")
    assert text.count("Made of") == 1
    assert "; 1 more." in text


def test_quotes_lead_to_the_ticket(found: Report) -> None:
    """Each quote stands in a block quote with ticket, message and characters; the same words are not quoted twice."""
    text = section(rendered(found), "Bugs")
    assert "> “Tunnistautuminen onnistuu, mutta palaan aina takaisin kirjautumissivulle.”" in text
    assert "> — [zendesk:2000](<https://support.example/2000>), message 1, characters 0–73" in text
    doubled = replace(
        found.themes[0], theme=replace(found.themes[0].theme, exemplars=found.themes[0].theme.exemplars * 2)
    )
    assert phrases.quoted(doubled, 9) == list(found.themes[0].theme.exemplars)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"follows_data": True}, "The period follows the tickets"), ({"follows_data": False}, "")],
)
def test_an_old_export_is_told(found: Report, change: dict[str, bool], sentence: str) -> None:
    """When the period follows the tickets, the report says so; else it does not."""
    text = rendered(replace(found, period=replace(found.period, **change)))
    assert ("The period follows the tickets" in text) is bool(sentence)


def test_missing_dates_are_told(found: Report) -> None:
    """Some, all and none of the tickets without a date; tickets that came later."""

    def told(**changes: int) -> str:
        return rendered(replace(found, counts=replace(found.counts, **changes)))

    assert "1 ticket without a date" in told(undated=1)
    assert "No ticket has a date" in told(undated=found.counts.tickets)
    assert "2 tickets later than the period" in told(later=2)
    assert "without a date" not in told()


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC), "2–8 November 2026"),
        (datetime(2026, 10, 26, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC), "26 October – 1 November 2026"),
        (datetime(2026, 12, 28, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC), "28 December 2026 – 3 January 2027"),
    ],
)
def test_days(start: datetime, end: datetime, days: str) -> None:
    """The last day is the day before the end, and nothing is said twice."""
    assert phrases.days(Period(start, end, start)) == days


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(1234567.4, "EUR", "1 234 567 EUR"), (5, None, "5"), (None, "EUR", "–")],
)
def test_money(amount: float | None, currency: str | None, shown: str) -> None:
    """Whole amounts with thin spaces, the currency when it is known."""
    assert phrases.money(amount, currency) == shown


def test_charts_share_a_scale(found: Report) -> None:
    """The busiest week of all is a full bar, an empty week a dot."""
    charts = [phrases.chart(ranked, page_of(found).busiest) for ranked in page_of(found).detailed]
    assert sum("█" in chart for chart in charts) == 1
    assert phrases.chart(found.themes[0], 1000) == "▁" * 10


def test_shares_add_up_the_rest() -> None:
    """Four names, then the others together; nothing at all is a dash."""
    assert phrases.shares({"a": 5, "b": 4, "c_d": 3, "e": 2, "f": 1, "g": 1}) == "a 5, b 4, c d 3, e 2, others 2"
    assert phrases.shares({"a": 0}) == phrases.shares({}) == "–"


def test_mixed_currencies_are_told_at_the_top_and_in_the_method(found: Report) -> None:
    """Revenue that was left out is said before the first section, with what to do; otherwise nothing is said."""
    mixed = rendered(replace(found, counts=replace(found.counts, currency=None, mixed_currencies=("EUR", "USD"))))
    head = mixed.partition("\n## ")[0]
    assert "Revenue left out: EUR and USD; convert it to one currency." in head
    assert "revenue in EUR and USD cannot be added" in section(mixed, "Method")
    assert "left out: EUR" not in rendered(found)
