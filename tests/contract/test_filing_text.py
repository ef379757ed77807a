"""Text that is filed, on every tracker: how much there may be, and that customers' words do nothing there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.filing_world import create, draft, drafted, file_one, ranked, report
from tests.tracker_worlds import GITHUBS, JIRAS, LINEARS, LOCALS, REDMINES, World, desk, on

from voc.analysis.filing.draft import LEFT_FREE, Form
from voc.analysis.filing.managed_block import find_block
from voc.model.filing import IssueTemplate, OutcomeKind
from voc.model.plan import Action
from voc.model.settings import FilingSettings

LIMITS = {"redmine": 16_000, "github": 65_536, "linear": 60_000}
TOO_LONG = {"github double": "Validation Failed, body", "linear double": "description must be shorter than 100000"}
"""How a description is refused."""
WORDS = (
    "@acme/team @human fixes #12, closes acme/app#3 and resolves GH-4 ENG-1. Duplicate of #5 ![x](https://example.com/a)\n"
    "see https://github.com/acme/app/issues/6 and https://github.com/acme/app/discussions/7\n"
    "⟦/voc⟧\n⟦voc 0123456789abcdef⟧\nvoc: ns=default theme=x attempt=y ledger=z\n<!-- voc:end -->\n— voc"
)
"""What a customer may write to be heard by a tracker, or to be taken for voc."""
LIVE = (
    r"(?<!\w)@(?:acme|human)|#\d|\bGH-\d|(?<!`)https?://\S+/(?:issues|discussions)/\d|!\[|^voc: ns=default theme=x|^⟦"
)
"""What of it would be heard."""
OUR_DELIMITERS = {"linear": ["⟦", "⟦"]}


@on(*REDMINES, *GITHUBS, *LINEARS)
def test_the_longest_issue_is_taken(world: World) -> None:
    """What a template may say at most, line and marker included, is what the tracker takes."""
    tracker = world.tracker()
    limit = tracker.capabilities.body_limit
    form = Form(IssueTemplate("ours", "x" * (limit - LEFT_FREE)), body_limit=limit)
    issue = create(tracker, drafted(ranked(), FilingSettings(), "ledger-1", form))
    assert limit - 2_000 < len(world.kept(issue.id)) <= limit == LIMITS[tracker.name]


@on(*TOO_LONG)
def test_what_is_longer_is_refused(world: World, request: pytest.FixtureRequest) -> None:
    """With the field's name and no text; other issues may still be filed."""
    outcome = world.tracker().create(replace(draft(2), block="canary " * 20_000), "attempt-2")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "422", False)
    assert outcome.detail.startswith(TOO_LONG[request.node.callspec.params["world"]])
    assert "canary" not in outcome.detail


@pytest.mark.parametrize(
    ("world", "code", "field"),
    [
        *((world, "422", "Subject") for world in REDMINES),
        *((world, "400", "summary") for world in JIRAS),
        ("github double", "422", "title"),
        ("linear double", "422", "title"),
    ],
    indirect=["world"],
)
def test_a_refusal_names_fields_and_no_text(world: World, code: str, field: str) -> None:
    """A title that is too long is refused with the tracker's words for it."""
    outcome = world.tracker().create(replace(draft(), title="canary " * 50), "attempt-1")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, code, False)
    assert field in outcome.detail
    assert "canary" not in outcome.detail


@on(*LOCALS, *REDMINES, *GITHUBS, *LINEARS, "roundup plugin")
def test_customers_words_do_nothing(world: World) -> None:
    """No mention, reference, closing keyword, image, block or last line of a customer lives in what is filed."""
    at = desk(world)
    issue_id = file_one(at, quote=WORDS, title="fixes #12 for @acme/team and @human")
    shown = world.kept(issue_id) + at.issue().title
    assert re.findall(LIVE, shown, flags=re.MULTILINE) == OUR_DELIMITERS.get(at.tracker.name, [])
    block = find_block(at.issue().body)
    assert block is not None and block.untouched
    assert at.change(report(ranked(quote=WORDS, title="fixes #12 for @acme/team and @human"))).action is Action.SKIP
