"""The rules for titles, each by hand, and the titles and quotes of real themes against them."""

from __future__ import annotations

import pytest
from benchmarks.quality.datasets import SHARED
from benchmarks.titles import __main__ as page
from benchmarks.titles.exports import EXAMPLE, EXPORTS, Found, find_themes
from benchmarks.titles.rules import RULES, Titled, doubles, violations
from tests.made_up_feedback import notes_app

from voc.analysis.themes.description.evidence import verbatim
from voc.model.theme import Theme
from voc.model.ticket import Kind

LONGEST_QUOTE = 300
FEWEST_QUOTES, MOST_QUOTES = 3, 5


def broken(title: str, language: str = "en", written: str = "") -> list[str]:
    """The rules that ``title`` breaks where a customer wrote it in a longer text."""
    return violations(Titled(title, language, [f"So I say to you all: {written or title} and there it ends"]))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "My card payment was declined"),
        ("en", "Why is my card not working?"),
        ("en", "What is this fee for?"),
        ("en", "iOS: Vertical layout breaks in scroll views"),
        ("en", "[Designer] Storyboard fails to open"),
        ("en", "Facebook login problem"),
        ("en", "Android: Add support for adaptive-icons"),
        ("en", "I can't export to PDF, Excel and Word"),
        ("en", "'top' is not animated correctly"),
        ("en", "High fees are charged abroad"),
        ("en", "Dearer than before"),
        ("fi", "Lasku tuli kaksi kertaa"),
        ("fi", "Heidän laskunsa on väärä"),
        ("sv", "Fakturan är fel"),
        ("und", "Rechnung ist falsch"),
    ],
)
def test_a_good_title_breaks_no_rule(language: str, title: str) -> None:
    """What a customer could have written, in any language, is left alone."""
    assert broken(title, language) == []


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("too long", "The card " * 9 + "fails"),
        ("too long", ""),
        ("cut off", "The card fails when I..."),
        ("cut off", "The card fails because of:"),
        ("keyword list", "card, payment, declined"),
        ("keyword list", "card, payment, fee, and refund are wrong"),
        ("keyword list", "Test plan/test case creation/modification"),
        ("keyword list", "Empty Tableview First row height"),
        ("greeting", "Hello the card fails"),
        ("greeting", "Good morning everybody"),
        ("greeting", "Hyvää huomenta kaikille"),
        ("greeting", "My phone was stolen, please advise"),
        ("greeting", "Hiljaisuus kiitos"),
        ("fragment", "And the card fails"),
        ("fragment", "The card fails because of the"),
        ("fragment", ") the card fails"),
        ("fragment", "Card"),
        ("unbalanced", "The card (new fails"),
        ("unbalanced", 'The "card fails'),
        ("unbalanced", "Focus is missing on 'Environment"),
        ("says nothing", "I have it"),
        ("says nothing", "It does not work"),
        ("says nothing", "Problem description"),
        ("says nothing", "Can you please resolve this problem or try an alternative"),
        ("not prose", "<b>The card</b> fails"),
        ("not prose", "public static void main"),
        ("not prose", "See https://shop.example for the card"),
        ("not prose", "Saved in /home/me/card today"),
        ("not prose", "Write to [EMAIL_1] about the card"),
        ("not prose", "[2023-01-01] ERROR: card fails"),
        ("not prose", "ERROR the card fails"),
        ("not prose", "1.2.3 the card fails"),
        ("not prose", "Call 1 81 850 7806 for the card"),
        ("other language", "Kortti ei toimi, kun maksan"),
    ],
)
def test_each_rule_finds_what_it_is_for(rule: str, title: str) -> None:
    """A title that is not fit to be read breaks the rule that says why."""
    assert rule in broken(title)
    assert rule in RULES


@pytest.mark.parametrize("written", ["The cardholder fails", "The card", "card The fails"])
def test_a_title_must_have_been_written(written: str) -> None:
    """Words cut in the middle, added, or in another order were written by nobody; case and line ends do not count."""
    assert broken("The card fails", written=written) == ["not written"]
    assert broken("The card fails", written="the CARD\nfails") == []


def test_an_addition_in_brackets_may_be_anothers() -> None:
    """What tells two titles apart stands in the theme, too, though not behind the title."""
    texts = ["The card fails", "It was declined in Rome"]
    assert violations(Titled("The card fails (declined)", "en", texts)) == []
    assert violations(Titled("The card fails (stolen)", "en", texts)) == ["not written"]


def test_a_single_word_is_a_title_where_nobody_writes_more() -> None:
    """Of tickets of one or two words no phrase can be asked."""
    assert violations(Titled("Crash", "en", ["crash", "Crash!"])) == []


def test_doubles_are_found_whatever_their_looks() -> None:
    """Case and punctuation make no second title of one."""
    assert doubles(["Card fails", "card: fails!", "Card is lost"]) == ["Card fails", "card: fails!"]


def theme(number: int, title: str, size: int = 2) -> Theme:
    """A theme of so many tickets."""
    tickets = tuple(f"t:sync{n}" for n in range(size))
    return Theme(f"th-{number:03}", title, Kind.BUG, ("sync", "a|b"), (), tickets, None, None, "en")


def test_the_largest_and_some_of_the_others_are_looked_at() -> None:
    """Twenty-five of the largest, twenty-five of the rest, the same in every run; all where there are fewer."""
    themes = [theme(number, f"Title {number}") for number in range(80)]
    seen = page.looked_at(themes)
    assert seen[:25] == themes[:25]
    assert len({each.id for each in seen}) == len(seen) == 50
    assert page.looked_at(themes) == seen
    assert page.looked_at(themes[:30])[:25] == themes[:25]
    assert len(page.looked_at(themes[:30])) == 30


def test_breaches_name_title_and_rule() -> None:
    """A title is held against its own tickets, and against all other titles of the export."""
    feedback = {item.ticket_id: item for item in notes_app()["sync"]}
    themes = (theme(1, "Notes do not sync to my phone"), theme(2, "notes do not sync, to my phone"), theme(3, "Hello"))
    found = page.breaches(Found(themes, feedback, {}), themes[1:])
    assert (themes[1].title, "not written") in found
    assert (themes[1].title, "not unique") in found
    assert (themes[2].title, "greeting") in found
    assert (themes[2].title, "not unique") not in found


def test_the_page_is_a_table_that_strangers_cannot_break() -> None:
    """One row a theme; what Markdown would read as its own is escaped."""
    themes = (theme(1, "<b>Notes | `sync`"),)
    assert page.section("made up", Found(themes, {}, {}), themes).splitlines()[1:] == [
        "## made up: 1 of 1 themes",
        "",
        "| title | tickets | keyphrases |",
        "| --- | --: | --- |",
        "| \\<b\\>Notes \\| \\`sync\\` | 2 | sync, a\\|b |",
    ]


def is_here(name: str) -> bool:
    """Whether the export's data is on this machine."""
    return name == EXAMPLE or (SHARED / "data" / f"{EXPORTS[name].stem}.jsonl.gz").exists()


@pytest.mark.parametrize(
    ("name", "rows"), [(EXAMPLE, None), ("banking77", 1500), ("titanium", 800), ("massive-fi", 1500), ("xamarin", 800)]
)
def test_titles_and_quotes_of_real_themes(name: str, rows: int | None) -> None:
    """No title breaks a rule and no two are alike; quotes stand at their offsets, of a ticket each, three to five."""
    if not is_here(name):
        pytest.skip("no shared data (VOC_SHARED)")
    found = find_themes(name, rows)
    assert len(found.themes) >= 10
    assert page.breaches(found, found.themes) == []
    for each in found.themes:
        quotes = each.exemplars
        assert verbatim(quotes, found.quoted) == quotes
        assert len({quote.ticket_id for quote in quotes}) == len(quotes) <= MOST_QUOTES
        assert len(quotes) >= min(FEWEST_QUOTES, len(each.ticket_ids)) or not quotes
        assert all(len(quote.quote) <= LONGEST_QUOTE for quote in quotes)
        assert 1 <= len(each.keyphrases) <= 8
