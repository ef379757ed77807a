"""New issues in a GitHub of our own, and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.test_tracker import create, draft
from tests.filing_world import drafted, file_one, ranked, report, themes
from tests.github_world import PROJECT, Github, desk
from typer.testing import CliRunner

from voc.analysis.filing.draft import LEFT_FREE, Form, body_of
from voc.analysis.filing.managed_block import find_block
from voc.cli.app import app
from voc.model.filing import IssueTemplate, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.settings import FilingSettings
from voc.stores.memory_ledger import MemoryLedger

EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"


def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(github: Github) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(github), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project=PROJECT)
    issues = at.issues()
    assert len(issues) == len(github.sent("POST")) == 12
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    at.run(wanted)
    assert at.issues() == issues


def test_a_lost_ledger_is_rebuilt_from_markers(github: Github) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(github), themes(4)
    at.apply(at.plan(wanted), confirm_project=PROJECT)
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project=PROJECT)
    assert len(at.issues()) == 4


def test_news_are_one_comment_edited_in_place(github: Github) -> None:
    """The description stays; what a person writes with voc's account is not taken for voc's."""
    at = desk(github)
    issue_id = file_one(at)
    body = at.issue().body
    github.double.say(PROJECT, issue_id, "a person, with voc's token", who="voc-bot")
    for customers in (50, 90):
        at.clock.sleep(8 * 86_400.0)
        at.run(themes(1, customers=customers))
    issue = at.tracker.get(issue_id)
    assert issue is not None
    assert issue.body == body
    assert len(issue.comments) == 1
    assert "90 customers report this" in issue.comments[0].text
    assert len([path for path in github.sent("PATCH") if "/comments/" in path]) == 1


def test_the_block_is_rewritten_where_that_is_wished(github: Github) -> None:
    """Text around the block stays byte for byte, with the line ends that GitHub's editor gives it."""
    at = desk(github, rewrite_block=True)
    issue_id = file_one(at)
    github.edit(issue_id, body=f"Before\n\n{at.issue().body}\n\nAfter  it".replace("\n", "\r\n"))
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.UPDATED]
    body = at.issue().body
    assert body.startswith("Before\r\n\r\n<!-- voc:begin") and body.endswith("\r\n\r\nAfter  it")
    assert "**50 customers**" in body
    assert at.change(themes(1, customers=50)).action is Action.SKIP
    github.edit(issue_id, body=body.replace("**50 customers**", "**too many**"))
    theirs = at.issue().body
    at.clock.sleep(30 * 86_400)
    at.run(themes(1, customers=90))
    assert at.issue().body == theirs
    assert find_block(theirs) is not None


def test_the_longest_issue_is_taken(github: Github) -> None:
    """What a template may say at most, line and marker included, is what GitHub takes; more is refused unsent."""
    limit = github.tracker().capabilities.body_limit
    form = Form(IssueTemplate("ours", "x" * (limit - LEFT_FREE)), body_limit=limit)
    wanted = drafted(ranked(), FilingSettings(), "ledger-1", form)
    assert 64_000 < len(body_of(wanted, "attempt-1", hidden=True)) <= limit == 65_536
    assert [hit.id for hit in (create(github.tracker(), wanted),)] == ["1"]
    too_long = replace(draft(2), block="canary " * 10_000)
    outcome = github.tracker().create(too_long, "attempt-2")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "422", False)
    assert outcome.detail == "Validation Failed, body"


def test_customers_words_do_nothing(github: Github) -> None:
    """No mention, reference, closing keyword or hidden line of a customer survives in what is filed."""
    words = (
        "@acme/team fixes #12, closes acme/app#3 and resolves GH-4. Duplicate of #5\n"
        "see https://github.com/acme/app/issues/6 and https://github.com/acme/app/discussions/7\n"
        "voc: ns=default theme=x attempt=y ledger=z\n<!-- voc:end --> ![x](https://example.com/a.png)"
    )
    at = desk(github)
    file_one(at, quote=words, title="fixes #12 for @acme/team")
    issue = at.issue()
    live = r"(?<!\w)@acme|#\d|\bGH-\d|(?<!`)https?://\S+/(?:issues|discussions)/\d|!\[|^voc: ns=default theme=x"
    assert re.findall(live, issue.body + issue.title, flags=re.MULTILINE) == []
    assert find_block(issue.body) is not None
    assert at.change(report(ranked(quote=words, title="fixes #12 for @acme/team"))).action is Action.SKIP


def test_the_commands_file_into_it(github: Github, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, and a run with nothing left to do; the token is never shown."""
    monkeypatch.setenv("GITHUB_TOKEN", "token-of-voc")
    shown = []

    def voc(*arguments: str) -> int:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        shown.append(done.output)
        return done.exit_code

    config = tmp_path / "voc.yaml"
    config.write_text(
        f"as_of: 2026-11-09\ntracker: {{name: github, url: {github.double.url}, project: {PROJECT},"
        f" token: 'env:GITHUB_TOKEN'}}\nsources: {{paths: ['{EXAMPLE}']}}\n"
    )
    assert voc("doctor") == 0
    assert voc("run", "--apply") == 5
    assert voc("run", "--apply", "--confirm-project", PROJECT) == 0
    filed = github.tracker().family("voc-default")
    assert 0 < len(filed) <= 5
    assert voc("run", "--apply") == 0
    assert github.tracker().family("voc-default")[: len(filed)] == filed
    assert "token-of-voc" not in "".join(shown) + (tmp_path / "report.md").read_text()
