"""Limits of a plan, namesakes, what is news, whose an issue is, and what may be done to its block."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.filing_world import START, memory_desk, ranked, themes

from voc.analysis.filing.managed_block import Merge, digest_of, find_block, merge, spliced, with_delimiters
from voc.analysis.filing.markers import (
    Identity,
    carries,
    family_of,
    identity_line,
    marker_of,
    markers_on,
    read_identity,
)
from voc.analysis.filing.namesakes import plain, without_namesakes
from voc.analysis.filing.news import comment_to_replace, has_comment, is_material, may_comment, news
from voc.analysis.filing.plan import budget_of_day, budget_of_run, refuse_flood, unfit_reason, within_limits
from voc.analysis.filing.plan_json import digest_of_plan, plan_from_json, plan_to_json, sealed
from voc.errors import ConfigError, InputError, LimitError
from voc.model.filing import Issue, IssueComment, IssueState, Told
from voc.model.ledger import EntryState, LedgerEntry, Scope, Written
from voc.model.plan import Action, Change
from voc.model.settings import FilingSettings
from voc.model.ticket import Kind

SETTINGS = FilingSettings()
SCOPE = Scope("memory:", "VOC", "default")
IDENTITY = Identity("default", "theme-1", "try-1", "ledger-1")


def change(theme_id: str, action: Action = Action.CREATE) -> Change:
    """A change without a draft."""
    return Change(action, theme_id, "why")


def row(theme_id: str, state: EntryState = EntryState.FILED, hours: float | None = None, run: str = "") -> LedgerEntry:
    """A row whose create was sent so many hours ago."""
    sent = None if hours is None else START - timedelta(hours=hours)
    return LedgerEntry(SCOPE, theme_id, state, run_id=run, sent_at=sent)


def issue(title: str = "x", key: str = "VOC-1", **fields: Any) -> Issue:
    """An open issue."""
    made = Issue("1", key, "VOC", title, "", "Open", IssueState.OPEN, "r1")
    return replace(made, **fields)


def actions(changes: list[Change]) -> list[str]:
    """Their actions by name."""
    return [each.action.value for each in changes]


@pytest.mark.parametrize(
    ("new", "updates", "expected"),
    [
        (2, 2, ["create", "update", "create", "comment"]),
        (1, 2, ["create", "update", "skip", "comment"]),
        (2, 1, ["create", "update", "create", "skip"]),
        (0, 0, ["skip", "skip", "skip", "skip"]),
    ],
)
def test_the_first_changes_come_first(new: int, updates: int, expected: list[str]) -> None:
    """Creates and writes have limits of their own; what is beyond them waits."""
    wanted = [change("a"), change("b", Action.UPDATE), change("c"), change("d", Action.COMMENT)]
    assert actions(within_limits(wanted, new, updates, new)) == expected


def test_links_and_skips_have_no_limit() -> None:
    """They write nothing to the tracker."""
    wanted = [change("a", Action.LINK), change("b", Action.SKIP)]
    assert within_limits(wanted, 0, 0, 0) == wanted


def test_a_create_that_waits_is_put_on_record() -> None:
    """An update that waits is known already."""
    first, second = within_limits([change("a"), change("b", Action.REOPEN)], 0, 0, 5)
    assert (first.becomes, second.becomes) == (EntryState.PLANNED, None)
    assert first.reason == "waits for its turn: at most 5 new issues a run"


@pytest.mark.parametrize(("hours", "left"), [(0, 19), (23.9, 19), (24, 20), (48, 20), (None, 20)])
def test_what_a_day_leaves(hours: float | None, left: int) -> None:
    """A send counts for 24 hours; the limit is 20."""
    assert budget_of_day([], {"a": row("a", hours=hours)}, SETTINGS, START) == left


def test_a_send_that_is_wanted_again_is_not_counted_twice() -> None:
    """Its create is among those that are about to be counted."""
    entries = {"a": row("a", EntryState.REJECTED, 1), "b": row("b", hours=1)}
    assert budget_of_day([change("a")], entries, SETTINGS, START) == 19


def test_a_day_never_leaves_less_than_nothing() -> None:
    """A limit may have been lowered since."""
    entries = {name: row(name, hours=1) for name in "abc"}
    assert budget_of_day([], entries, FilingSettings(max_new_per_day=2), START) == 0


def test_a_killed_runs_sends_count_for_the_next() -> None:
    """Two were filed in the run that a claimed row shows to be unfinished; three of five are left."""
    entries = {
        "a": row("a", hours=1, run="r2"),
        "b": row("b", hours=1, run="r2"),
        "c": row("c", EntryState.CLAIMED, run="r2"),
        "d": row("d", hours=9, run="r1"),
    }
    assert budget_of_run([], entries, SETTINGS) == 3
    assert budget_of_run([], {name: entries[name] for name in "abd"}, SETTINGS) == 5


@pytest.mark.parametrize(("new", "known", "stops"), [(6, 5, True), (6, 6, False), (5, 1, False), (9, 0, False)])
def test_a_flood_is_most_of_many(new: int, known: int, stops: bool) -> None:
    """More than five new ones, and more than half of all; the first filing of all is none."""
    entries = {f"k{each}": row(f"k{each}") for each in range(known)}
    wanted = [change(f"n{each}") for each in range(new)]
    wanted += [change(name, Action.SKIP) for name in entries]
    if stops:
        with pytest.raises(LimitError, match="6 of 11 themes are new"):
            refuse_flood(wanted, entries, SETTINGS)
    else:
        refuse_flood(wanted, entries, SETTINGS)
        assert not entries or new <= 5 or new <= known


@pytest.mark.parametrize(
    ("kind", "customers", "reason"),
    [
        (Kind.BUG, 3, ""),
        (Kind.BUG, 2, "2 of 3 customers that an issue needs"),
        (Kind.QUESTION, 9, "question is not filed"),
        (Kind.HARD_TO_USE, 3, ""),
    ],
)
def test_who_is_fit(kind: Kind, customers: int, reason: str) -> None:
    """The kind is asked for before the customers."""
    assert unfit_reason(ranked(kind=kind, customers=customers), SETTINGS) == reason


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Export CRASHES", "export crashes"),
        ("Export crashes (PDF, notes)", "export crashes"),
        ("Export (PDF) crashes", "export (pdf) crashes"),
        ("(only this)", "(only this)"),
    ],
)
def test_a_title_as_it_is_compared(title: str, expected: str) -> None:
    """Without case, and without what tells equal titles apart."""
    assert plain(title) == expected


def test_of_two_namesakes_the_first_is_filed() -> None:
    """Another kind of the same title is another matter."""
    wanted = [ranked(1, title="Same"), ranked(2, title="same (x)"), ranked(3, title="Same", kind=Kind.FEATURE_REQUEST)]
    kept = without_namesakes([change(each.theme.id) for each in wanted], wanted, [])
    assert actions(kept) == ["create", "skip", "create"]
    assert kept[1].reason == "looks like theme-0001, which has the same title: link or merge them"


def test_an_issue_of_the_same_title_is_named_by_its_earliest_key() -> None:
    """``VOC-9`` is earlier than ``VOC-10``; an issue without the kind's label is no namesake."""
    wanted = [ranked(1, title="Same")]
    known = [issue("Same", key, labels=("bug",)) for key in ("VOC-10", "VOC-9")]
    (kept,) = without_namesakes([change("theme-0001")], wanted, known)
    assert "looks like VOC-9," in kept.reason
    assert actions(without_namesakes([change("theme-0001")], wanted, [issue("Same")])) == ["create"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Told(5, "steady", 3), False),
        (Told(7, "steady", 3), False),
        (Told(8, "steady", 3), True),
        (Told(1, "steady", 3), False),
        (Told(5, "rising", 3), True),
        (Told(5, "steady", None), True),
    ],
)
def test_what_is_material(now: Told, expected: bool) -> None:
    """Three more customers, another trend or another severity; fewer customers are no news."""
    assert is_material(Told(5, "steady", 3), now, SETTINGS) is expected


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (Told(5, "steady", 3), "5 customers report this."),
        (Told(8, "steady", 3), "8 customers report this (3 more than when this issue was last told)."),
        (Told(5, "", 3), "5 customers report this; trend: none (was steady)."),
        (Told(4, "steady", None), "4 customers report this; severity: unknown (was 3)."),
    ],
)
def test_the_words_of_news(now: Told, text: str) -> None:
    """Only what changed is told, and a lead goes before it."""
    assert news(Told(5, "steady", 3), now) == text
    assert news(Told(5, "steady", 3), now, "Hello. ") == f"Hello. {text}"


@pytest.mark.parametrize(("days", "welcome"), [(None, True), (5, False), (6, True), (7, True)])
def test_a_comment_rests(days: int | None, welcome: bool) -> None:
    """Six days, unless the issue is labelled quiet: then it is never welcome."""
    written = Written(commented_at=None if days is None else START - timedelta(days=days))
    assert may_comment(issue(), written, SETTINGS, START) is welcome
    assert not may_comment(issue(labels=("voc-quiet",)), written, SETTINGS, START)


def test_a_comment_that_somebody_edited_is_not_replaced() -> None:
    """Only one that reads as it did after voc wrote it."""
    written = Written(comment_id="c1", comment_base=digest_of("news"))
    assert comment_to_replace(issue(comments=(IssueComment("c1", "news  "),)), written) == "c1"
    assert comment_to_replace(issue(comments=(IssueComment("c1", "edited"),)), written) is None
    assert comment_to_replace(issue(comments=(IssueComment("c2", "news"),)), written) is None


def test_only_the_last_comment_says_it_already() -> None:
    """What was said before something else may be said again."""
    said = issue(comments=(IssueComment("1", "old"), IssueComment("2", "new")))
    assert (has_comment(said, "new"), has_comment(said, "old"), has_comment(issue(), "new")) == (True, False, False)


def test_a_marker_follows_from_namespace_and_theme() -> None:
    """Sixteen digits of SHA-256, whatever the attempt or the ledger."""
    digest = hashlib.sha256(b"default|theme-1").hexdigest()[:16]
    assert marker_of("default", "theme-1") == IDENTITY.marker == f"voc-default-{digest}"
    assert family_of("default") == IDENTITY.family == "voc-default"


@pytest.mark.parametrize("namespace", ["", "A", "-a", "a b", "ä", "a" * 30, "a\n"])
def test_a_namespace_that_is_no_label_is_refused(namespace: str) -> None:
    """Trackers split or refuse such labels."""
    with pytest.raises(ConfigError, match="cannot be part of a label"):
        family_of(namespace)


def test_the_identity_line_reads_back() -> None:
    """From anywhere in a body, with line ends of any kind; a quoted one does not count."""
    line = identity_line(IDENTITY)
    assert read_identity(f"text\r\n{line}\r\n") == IDENTITY
    assert read_identity(f"> {line}") is None
    assert read_identity("voc: ns=a theme=b") is None


def test_the_identity_line_decides_before_the_label() -> None:
    """People copy labels; a line that was taken out leaves the label; another project is another issue."""
    mine, other = IDENTITY.marker, Identity("default", "theme-2", "t", "l")
    assert carries(issue(labels=(mine,)), mine, "VOC")
    assert carries(issue(body=identity_line(IDENTITY)), mine, "VOC")
    assert not carries(issue(labels=(mine,), body=identity_line(other)), mine, "VOC")
    assert not carries(issue(labels=(mine,)), mine, "OPS")


def test_every_marker_on_an_issue_once() -> None:
    """Labels first, then that of its line; labels of others are none."""
    both = issue(labels=("bug", "voc-default", IDENTITY.marker), body=identity_line(IDENTITY))
    assert markers_on(both) == ["voc-default", IDENTITY.marker]
    assert markers_on(issue(labels=("bug",))) == []


OLD = with_delimiters("old")


@pytest.mark.parametrize(
    ("body", "ours", "written", "expected"),
    [
        (OLD, "old", Written(), Merge.KEEP),
        (OLD, "new", Written(), Merge.WRITE),
        (OLD.replace("\nold\n", "\nmine\n"), "new", Written(), Merge.HUMAN),
        (OLD.replace("\nold\n", "\nnew\n"), "new", Written(), Merge.KEEP),
        (OLD, "old", Written(human_owned=("block",)), Merge.HUMAN),
        (OLD, "new", Written(human_owned=("comment",)), Merge.WRITE),
        (OLD.replace("\nold\n", "\n_old_\n"), "new", Written(block_base=digest_of("_old_")), Merge.WRITE),
        ("", "new", Written(), Merge.HUMAN),
        (OLD + "\n" + OLD, "old", Written(), Merge.HUMAN),
    ],
)
def test_the_three_way_rule_without_a_ledger(body: str, ours: str, written: Written, expected: Merge) -> None:
    """The digest in the delimiter stands in for a row that was lost."""
    assert merge(body, ours, written) is expected


def test_only_the_block_is_spliced() -> None:
    """People's words around it stay, and the new block is untouched."""
    body = spliced(f"before\n{OLD}\nafter", "new")
    assert body == f"before\n{with_delimiters('new')}\nafter"
    found = find_block(body)
    assert found is not None
    assert found.untouched


def document() -> dict[str, Any]:
    """A plan with one create, as a document."""
    desk = memory_desk()
    made: dict[str, Any] = json.loads(plan_to_json(desk.plan(themes(1))))
    return made


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda d: d.update(changes={}), "changes is not a list"),
        (lambda d: d.update(created_at="2026-11-09T08:00:00"), "created_at names no time zone"),
        (lambda d: d.update(expires_at="soon"), "Invalid isoformat string"),
        (lambda d: d.pop("digest"), "lacks digest"),
        (lambda d: d["changes"][0].update(action="destroy"), "'destroy' is not a valid Action"),
        (lambda d: d["changes"][0].update(draft=[]), "draft is not an object"),
        (lambda d: d["changes"][0].update(issue="VOC-1"), "issue is not an object"),
        (lambda d: d["changes"][0].update(becomes="gone"), "'gone' is not a valid EntryState"),
        (lambda d: d["changes"][0].update(comment=1), "comment is not a text"),
        (lambda d: d["changes"][0].pop("reason"), "lacks reason"),
        (lambda d: d["changes"][0]["draft"].update(labels="bug"), "labels is not a list of texts"),
        (lambda d: d["changes"][0]["draft"].update(labels=[1]), "labels is not a list of texts"),
        (lambda d: d["changes"][0]["draft"].update(customers="3"), "customers and severity must be numbers"),
        (lambda d: d["changes"][0]["draft"].pop("marker"), "lacks marker"),
    ],
)
def test_a_document_that_is_no_plan_is_refused(edit: Callable[[dict[str, Any]], object], what: str) -> None:
    """The line names the file and the field."""
    broken = document()
    edit(broken)
    with pytest.raises(InputError, match=what) as refused:
        plan_from_json(json.dumps(broken), "p.json")
    assert refused.value.what.startswith("p.json")


def test_sealing_again_changes_nothing() -> None:
    """The digest does not cover itself, nor who wrote the document."""
    made = memory_desk().plan(themes(1))
    assert sealed(sealed(made)) == sealed(made)
    assert digest_of_plan(replace(made, digest="x")) == digest_of_plan(made)
    assert digest_of_plan(replace(made, account="another")) != digest_of_plan(made)
