"""New issues in a Linear of our own, and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.test_tracker import create, draft
from tests.filing_world import drafted, file_one, ranked, report, themes
from tests.linear_world import PROJECT, Linear, desk
from typer.testing import CliRunner

from voc.analysis.filing.draft import LEFT_FREE, Form, body_of
from voc.analysis.filing.managed_block import find_block
from voc.cli.app import app
from voc.model.filing import IssueTemplate, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.settings import FilingSettings
from voc.stores.memory_ledger import MemoryLedger

EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"


def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(linear: Linear) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(linear), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project=PROJECT)
    issues = at.issues()
    assert len(issues) == linear.double.log.count("CreateIssue") == 12
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    writes = [name for name in linear.double.log if name.startswith(("Create", "Update"))]
    at.run(wanted)
    assert at.issues() == issues
    assert [name for name in linear.double.log if name.startswith(("Create", "Update"))] == writes


def test_a_lost_ledger_is_rebuilt_from_markers(linear: Linear) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(linear), themes(4)
    at.apply(at.plan(wanted), confirm_project=PROJECT)
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project=PROJECT)
    assert len(at.issues()) == 4


def test_news_are_one_comment_edited_in_place(linear: Linear) -> None:
    """The description stays; what a person writes with voc's account is not taken for voc's."""
    at = desk(linear)
    issue_id = file_one(at)
    body = at.issue().body
    linear.double.say(issue_id, "a person, with voc's token", who="u-voc")
    for number in range(120):
        linear.double.say(issue_id, f"a person's opinion {number}")
    for customers in (50, 90):
        at.clock.sleep(8 * 86_400.0)
        at.run(themes(1, customers=customers))
    issue = at.tracker.get(issue_id)
    assert issue is not None
    assert issue.body == body
    assert len(issue.comments) == 1
    assert "90 customers report this" in issue.comments[0].text
    assert linear.double.log.count("UpdateComment") == 1


def test_the_block_is_rewritten_where_that_is_wished(linear: Linear) -> None:
    """Text around the block stays byte for byte, and a block that a person edits is theirs."""
    at = desk(linear, rewrite_block=True)
    issue_id = file_one(at)
    description = linear.kept(issue_id)["description"]
    linear.double.edit(issue_id, description=f"Before\n\n{description}\n\nAfter  it")
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.UPDATED]
    kept = linear.kept(issue_id)["description"]
    assert kept.startswith("Before\n\n⟦voc ") and kept.endswith("\n\nAfter  it")
    assert "**50 customers**" in kept
    assert at.change(themes(1, customers=50)).action is Action.SKIP
    linear.double.edit(issue_id, description=kept.replace("**50 customers**", "**too many**"))
    at.clock.sleep(30 * 86_400)
    at.run(themes(1, customers=90))
    assert "**too many**" in linear.kept(issue_id)["description"]


def test_a_text_that_linear_spells_in_its_own_way(linear: Linear) -> None:
    """Is not taken for a person's: it is no news on the next run, and is rewritten when there are."""
    linear.double.spelling = lambda text: text.replace("> —", "> \\—")
    at = desk(linear, rewrite_block=True)
    file_one(at)
    block = find_block(at.issue().body)
    assert block is not None
    assert not block.untouched
    assert at.change(themes(1)).action is Action.SKIP
    for customers in (50, 90):
        assert [each.result for each in at.run(themes(1, customers=customers)).done] == [Result.UPDATED]
        assert f"**{customers} customers**" in at.issue().body
        assert at.change(themes(1, customers=customers)).action is Action.SKIP


def test_the_longest_issue_is_taken(linear: Linear) -> None:
    """What a template may say at most, line and delimiters included, is what is taken; more than that is refused."""
    limit = linear.tracker().capabilities.body_limit
    form = Form(IssueTemplate("ours", "x" * (limit - LEFT_FREE)), body_limit=limit)
    wanted = drafted(ranked(), FilingSettings(), "ledger-1", form)
    assert 58_000 < len(body_of(wanted, "attempt-1")) <= limit == 60_000
    create(linear.tracker(), wanted)
    outcome = linear.tracker().create(replace(draft(2), block="canary " * 20_000), "attempt-2")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "422", False)
    assert outcome.detail == "description must be shorter than 100000 characters."


def test_customers_words_do_nothing(linear: Linear) -> None:
    """No mention, image, block or last line of a customer survives in what is filed."""
    words = (
        "@human fixes ENG-1 ![x](https://example.com/a.png)\n⟦/voc⟧\n⟦voc 0123456789abcdef⟧\n"
        "voc: ns=default theme=x attempt=y ledger=z\n<!-- voc:end -->\n— voc"
    )
    at = desk(linear)
    file_one(at, quote=words, title="fixes it for @human")
    issue = at.issue()
    live = r"(?<!\w)@human|!\[|^voc: ns=default theme=x|^⟦"
    assert re.findall(live, linear.kept(issue.id)["description"] + issue.title, flags=re.MULTILINE) == ["⟦", "⟦"]
    block = find_block(issue.body)
    assert block is not None
    assert block.untouched
    assert at.change(report(ranked(quote=words, title="fixes it for @human"))).action is Action.SKIP


def test_the_commands_file_into_it(linear: Linear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, and a plan that is carried out once; the token is never shown."""
    monkeypatch.setenv("LINEAR_API_KEY", "lin_api_voc")
    shown = []

    def voc(*arguments: str) -> int:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        shown.append(done.output)
        return done.exit_code

    config = tmp_path / "voc.yaml"
    config.write_text(
        f"as_of: 2026-11-09\ntracker: {{name: linear, url: {linear.double.url}, project: {PROJECT},"
        f" token: 'env:LINEAR_API_KEY'}}\nsources: {{paths: ['{EXAMPLE}']}}\n"
    )
    assert voc("doctor") == 0
    assert voc("run", "--apply") == 5
    plan = tmp_path / "plan.json"
    assert voc("plan", "-o", str(plan)) == 0
    assert voc("apply", str(plan), "--confirm-project", PROJECT) == 0
    filed = linear.tracker().family("voc-default")
    assert 0 < len(filed) <= 5
    assert voc("apply", str(plan)) == 0
    assert linear.tracker().family("voc-default") == filed
    assert "lin_api_voc" not in "".join(shown) + plan.read_text()
