"""What people made of an issue, told from what voc made of it; and whether it is the same issue still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.filing_world import START, drafted, ranked

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.edits import as_filed, edits_of, is_same
from voc.analysis.filing.managed_block import digest_of, spliced
from voc.model.filing import Issue, IssueState
from voc.model.ledger import EntryState, LedgerEntry, Scope, Written
from voc.model.settings import FilingSettings
from voc.trackers.local_file import with_comment

DRAFT = drafted(ranked(), FilingSettings(), "ledger-1")
ISSUE = Issue(
    id="1",
    key="VOC-1",
    project="VOC",
    title=DRAFT.title,
    body=body_of(DRAFT, "attempt-1"),
    status="open",
    state=IssueState.OPEN,
    revision="r",
    labels=DRAFT.labels,
    created_at=START,
)
DIGEST = digest_of(DRAFT.block)
WRITTEN = Written(DIGEST, DIGEST, DRAFT.labels, as_filed=as_filed(ISSUE))
ENTRY = LedgerEntry(Scope("memory:", "VOC", "default"), "theme-0001", EntryState.FILED, issue_created_at=START)


def test_nothing_was_edited() -> None:
    """An issue as it was filed, with another line end and with a block of ours that is newer."""
    assert edits_of(ISSUE, WRITTEN, DRAFT) == []
    assert edits_of(replace(ISSUE, body=ISSUE.body.replace("\n", "\r\n")), WRITTEN, DRAFT) == []
    assert edits_of(replace(ISSUE, body=spliced(ISSUE.body, "newer")), WRITTEN, DRAFT) == []
    said = with_comment(with_comment(ISSUE.body, "News.", None, date(2026, 11, 9)), "More.", None, date(2026, 11, 16))
    assert edits_of(replace(ISSUE, body=said), WRITTEN, DRAFT) == []
    assert edits_of(replace(ISSUE, body=f"{said}\nBelow"), WRITTEN, DRAFT) == ["text around the block"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": "Renamed"}, ["title"]),
        ({"body": f"Above\n\n{ISSUE.body}"}, ["text around the block"]),
        ({"body": f"{ISSUE.body}\nBelow"}, ["text around the block"]),
        ({"body": ISSUE.body.replace("## What", "## Mitä")}, ["block"]),
        ({"body": "All of it rewritten"}, ["block"]),
        ({"labels": (*DRAFT.labels, "sprint-9")}, ["labels"]),
        ({"labels": DRAFT.labels[1:]}, ["labels"]),
        ({"title": "x", "labels": (), "body": "y"}, ["title", "labels", "block"]),
    ],
)
def test_what_was_edited(changes: dict[str, object], found: list[str]) -> None:
    """Each part by its name."""
    assert edits_of(replace(ISSUE, **changes), WRITTEN, DRAFT) == found  # type: ignore[arg-type]


def test_labels_that_voc_changed_are_no_edit() -> None:
    """A theme of another kind: the old label went, the new one came."""
    draft = replace(DRAFT, labels=(*(label for label in DRAFT.labels if label != "bug"), "feature-request"))
    assert edits_of(replace(ISSUE, labels=draft.labels), replace(WRITTEN, labels=draft.labels), draft) == []


def test_what_was_never_noted_is_not_shown() -> None:
    """A row of an older voc knows the block alone."""
    written = replace(WRITTEN, as_filed=None)
    assert edits_of(replace(ISSUE, title="Renamed", labels=()), written, DRAFT) == []
    assert edits_of(replace(ISSUE, body="gone"), written, DRAFT) == ["block"]


def test_the_same_issue() -> None:
    """By its date of creation, or by its last line; a row that knows no date believes the id."""
    later = replace(ISSUE, created_at=START + timedelta(days=1))
    assert is_same(ENTRY, ISSUE) and is_same(ENTRY, later)
    assert not is_same(ENTRY, replace(later, body="Someone else's"))
    assert not is_same(replace(ENTRY, theme_id="theme-0002"), later)
    assert is_same(replace(ENTRY, issue_created_at=None), replace(later, body="x"))
    assert is_same(ENTRY, replace(ISSUE, created_at=None, body="x"))
