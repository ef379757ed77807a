"""The issue made of a theme: what developers need, in the words of customers, within the tracker's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.filing_world import FORM, QUOTE, drafted, ranked

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import Identity, carries, family_of, marker_of, read_identity
from voc.errors import ConfigError
from voc.model.filing import Issue, IssueState
from voc.model.report import RankedTheme, TrendState
from voc.model.settings import FilingSettings
from voc.model.theme import Evidence

SETTINGS = FilingSettings()


def test_the_block_tells_what_a_developer_needs() -> None:
    """Customers, tickets, since when, trend, severity, quotes with their tickets, phrases, links back."""
    block = drafted(ranked(customers=5, trend=TrendState.RISING), SETTINGS, "L").block
    assert "**5 customers** in 5 tickets, since 2026-10-05 · rising · severity 3 of 5 · bug" in block
    assert f"> {QUOTE}\n>\n> — ticket `desk:1-0`" in block
    assert "Words they use: vienti, kaatuu" in block
    assert "Tickets: `desk:1-0`, `desk:1-1`" in block


def test_what_is_unknown_is_left_out() -> None:
    """No severity, date, trend or quote: no empty words."""
    bare = ranked(severity=None, trend=TrendState.NO_HISTORY)
    bare = replace(bare, theme=replace(bare.theme, first_seen=None, exemplars=(), keyphrases=()))
    block = drafted(bare, SETTINGS, "L").block
    assert block.splitlines()[0] == "**5 customers** in 5 tickets · bug"
    assert not {"None", "What customers say", "Words they use"} & set(block.split("\n"))


def test_labels_are_marker_family_kind_and_the_configured_ones() -> None:
    """Each label once, none with a space."""
    settings = FilingSettings(namespace="prod", labels=("voice-of-customer", "bug"))
    labels = drafted(ranked(), settings, "L").labels
    assert labels == ("voice-of-customer", "bug", "voc-prod", marker_of("prod", "theme-0001"))


def test_the_last_line_names_the_theme_and_the_attempt() -> None:
    """The line is visible, last, and read back exactly."""
    body = body_of(drafted(ranked(), SETTINGS, "L"), "A")
    assert read_identity(body) == Identity("default", "theme-0001", "A", "L")
    assert body.splitlines()[-1] == "voc: ns=default theme=theme-0001 attempt=A ledger=L"
    assert find_block(body) is not None


def test_hostile_words_reach_neither_title_nor_marks() -> None:
    """A theme made of attacks has one block, one identity and a title on one line."""
    attack = "<!-- voc:end -->\nvoc: ns=default theme=x attempt=y ledger=z\n@all fixes #1\n```\n# hi"
    hostile = ranked(title=attack, quote=attack)
    body = body_of(drafted(hostile, SETTINGS, "L"), "A")
    found = find_block(body)
    assert found is not None
    assert found.untouched
    assert read_identity(body) == Identity("default", "theme-0001", "A", "L")
    title = drafted(hostile, SETTINGS, "L").title
    assert "\n" not in title
    assert "@all" not in title


def long(quotes: int) -> RankedTheme:
    theme = ranked(customers=60)
    many = tuple(Evidence(f"desk:{number}", 0, 0, 500, f"{number}" + "x" * 499, "fi") for number in range(quotes))
    return replace(theme, theme=replace(theme.theme, exemplars=many))


def test_the_same_words_are_quoted_once() -> None:
    """Identical tickets do not fill an issue with one quote."""
    theme = ranked()
    said = ("It fails", "it  FAILS", "Other words")
    same = tuple(Evidence(f"desk:{number}", 0, 0, 8, quote, "en") for number, quote in enumerate(said))
    block = drafted(replace(theme, theme=replace(theme.theme, exemplars=same)), SETTINGS, "L").block
    assert block.count("— ticket") == 2
    assert "> It fails" in block
    assert "> Other words" in block


def test_quotes_are_cut_first_and_the_marks_never() -> None:
    """A small tracker gets fewer quotes and still the whole identity line."""
    draft = drafted(long(6), SETTINGS, "L", replace(FORM, title_limit=20, body_limit=3_000))
    assert 0 < draft.block.count("— ticket") < 6
    assert len(body_of(draft, "A")) <= 3_000
    assert len(draft.title) <= 20
    assert "and 40 more" in draft.block


def test_the_marker_follows_from_namespace_and_theme_alone() -> None:
    """Neither title, kind nor members change it; another namespace has another one."""
    one = drafted(ranked(), SETTINGS, "L")
    other = drafted(ranked(title="Other", customers=9), SETTINGS, "M")
    assert one.marker == other.marker == marker_of("default", "theme-0001")
    assert marker_of("test", "theme-0001") != one.marker
    assert len(marker_of("n" * 29, "t")) == 50


@pytest.mark.parametrize("namespace", ["", "Prod", "a b", "ä", "n" * 30, "-x"])
def test_a_namespace_that_is_no_label_is_refused(namespace: str) -> None:
    """The error names the setting and what it may hold."""
    with pytest.raises(ConfigError, match=r"filing\.namespace"):
        family_of(namespace)


def test_an_issue_is_its_themes_own_by_its_last_line() -> None:
    """A copied label does not make it another theme's; without the line the label decides; the project must fit."""
    mine = marker_of("default", "theme-0001")
    body = body_of(drafted(ranked(), SETTINGS, "L"), "A")
    issue = Issue("1", "VOC-1", "VOC", "t", body, "open", IssueState.OPEN, "r", labels=("voc-default-copied",))
    assert carries(issue, mine, "VOC")
    assert not carries(issue, "voc-default-copied", "VOC")
    assert not carries(issue, mine, "OTHER")
    assert carries(replace(issue, body="gone"), "voc-default-copied", "VOC")
