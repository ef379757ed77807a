"""Files written whole, rejects set aside, checks of every part, first files, keys, and the issues of themes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.filing_world import START, memory_desk, themes

from voc.errors import StoreError, TrackerError, UsageError
from voc.model.filing import Finding, IssueState
from voc.model.ticket import Message, Reject, Ticket
from voc.ports.tracker import Tracker
from voc.workflows.clashes import clash_sentence
from voc.workflows.doctor import check_new, examine
from voc.workflows.files import check_place, write_whole
from voc.workflows.filing.issues import issue_refs
from voc.workflows.init import lay_out
from voc.workflows.keys import fingerprint
from voc.workflows.preview import _row
from voc.workflows.rejects import write_rejects


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """The new content replaces the old, and no unfinished file is left."""
    path = tmp_path / "report.md"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_an_equal_file_is_left_be(tmp_path: Path) -> None:
    """It stays the very same file."""
    path = tmp_path / "report.md"
    write_whole(path, b"same")
    before = path.stat().st_ino
    write_whole(path, b"same")
    assert path.stat().st_ino == before


@pytest.mark.parametrize("name", ["none/report.md", "folder"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, name: str) -> None:
    """A missing folder and a folder itself are refused, before the work and at its end."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError):
        check_place(tmp_path / name)
    with pytest.raises(UsageError, match="cannot write"):
        write_whole(tmp_path / name, b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_the_hint_of_a_refused_place(tmp_path: Path) -> None:
    """The caller says what to do instead."""
    with pytest.raises(UsageError) as refused:
        check_place(tmp_path, "name a file")
    assert refused.value.hint == "name a file"


def test_rejects_are_one_object_a_line(tmp_path: Path) -> None:
    """With every field, in ASCII, so that no text can act on a terminal."""
    path = tmp_path / "rejects.jsonl"
    write_rejects([Reject("a.csv", 3, "no id", "ä\u2028x"), Reject("b.csv", 1, "deleted", lost=False)], path)
    lines = path.read_bytes().decode("ascii").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"file": "a.csv", "line": 3, "reason": "no id", "head": "ä\u2028x", "lost": True},
        {"file": "b.csv", "line": 1, "reason": "deleted", "head": "", "lost": False},
    ]


def test_no_rejects_make_an_empty_file(tmp_path: Path) -> None:
    """Rows of an earlier run do not stay in it."""
    path = tmp_path / "rejects.jsonl"
    path.write_text("old\n", encoding="utf-8")
    write_rejects([], path)
    assert path.read_bytes() == b""


def test_a_part_that_fails_does_not_hide_the_others() -> None:
    """Each is told in order, with what to do; the tracker comes last."""

    def broken() -> str:
        raise StoreError("it is locked", "wait")

    def absent() -> Tracker:
        raise TrackerError("it is away", "call it")

    found = list(examine({"store": broken, "words": lambda: "8 lists"}, absent))
    assert found == [
        Finding(False, "store: it is locked", "wait"),
        Finding(True, "words: 8 lists"),
        Finding(False, "tracker: it is away", "call it"),
    ]


def test_a_trackers_own_checks_follow() -> None:
    """They come as the tracker tells them."""
    tracker = memory_desk().tracker
    assert list(examine({}, lambda: tracker)) == list(tracker.check())


def test_looking_whether_a_file_could_be_made_makes_none(tmp_path: Path) -> None:
    """A missing folder is told with the command that makes it."""
    check_new(tmp_path / "voc.db")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match="there is no folder") as failed:
        check_new(tmp_path / "none" / "voc.db")
    assert failed.value.hint == f"make it: mkdir -p {tmp_path / 'none'}"


def test_a_fingerprint_does_not_tell_the_key() -> None:
    """Sixteen digits of its SHA-256."""
    assert fingerprint(b"k" * 32) == hashlib.sha256(b"k" * 32).hexdigest()[:16]


def test_a_file_that_is_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is written, folder and all; what somebody set is never written over."""
    (tmp_path / "voc.yaml").write_text("# sample\n", encoding="utf-8")
    monkeypatch.setattr("voc.workflows.init.files", lambda _: tmp_path)
    path = tmp_path / "new" / "voc.yaml"
    assert list(lay_out(path.parent, example=False)) == [(path, True)]
    assert path.read_text(encoding="utf-8") == "# sample\n"
    path.write_text("seed: 3\n", encoding="utf-8")
    assert list(lay_out(path.parent, example=False)) == [(path, False)]
    assert path.read_text(encoding="utf-8") == "seed: 3\n"


@pytest.mark.parametrize(
    ("ids", "begin"),
    [
        (["a"], "1 id stands for texts that have little in common, and only the last is kept (a):"),
        (["a", "b", "c"], "3 ids stand for texts that have little in common, and only the last is kept (a, b, c):"),
        (list("abcd"), "4 ids stand for texts that have little in common, and only the last is kept (a, b, c, …):"),
    ],
)
def test_the_sentence_on_clashes(ids: list[str], begin: str) -> None:
    """At most three examples."""
    assert clash_sentence(ids).startswith(begin)


@pytest.mark.parametrize(
    ("ticket", "row"),
    [
        (Ticket("a:1", subject="Hi"), "a:1  undated  Hi"),
        (Ticket("a:1", (Message("words"),)), "a:1  undated  words"),
        (Ticket("a:1"), "a:1  undated  "),
        (Ticket("a:1", subject="x" * 200), "a:1  undated  " + "x" * 86),
    ],
)
def test_a_row_of_a_preview(ticket: Ticket, row: str) -> None:
    """The subject, else the first message, within 100 characters."""
    assert _row(ticket) == row


def test_the_issues_of_filed_themes() -> None:
    """Each theme with its issue's key and status; nothing before the first filing."""
    desk = memory_desk()
    assert issue_refs(desk.ledger, lambda: desk.tracker, desk.settings) == {}
    desk.run(themes(2))
    refs = issue_refs(desk.ledger, lambda: desk.tracker, desk.settings)
    assert {ref.key for ref in refs.values()} == {issue.key for issue in desk.issues()}
    assert sorted(refs) == ["theme-0001", "theme-0002"]
    assert {ref.status for ref in refs.values()} == {issue.status for issue in desk.issues()}
    assert {ref.fixed_at for ref in refs.values()} == {None}


@pytest.mark.parametrize(
    ("state", "resolved", "fixed"),
    [
        (IssueState.DONE, START, START),
        (IssueState.DONE, None, None),
        (IssueState.DECLINED, START, None),
        (IssueState.DUPLICATE, START, None),
        (IssueState.OPEN, START, None),
    ],
)
def test_only_a_done_issue_is_fixed(state: IssueState, resolved: datetime | None, fixed: datetime | None) -> None:
    """The tracker's date of closing is the fix's, where it closed the issue as done and says when."""
    desk = memory_desk()
    desk.run(themes(1))
    (issue,) = desk.issues()
    closed = replace(issue, state=state, resolved_at=resolved)
    with patch.object(desk.tracker, "family", return_value=[closed]):
        (ref,) = issue_refs(desk.ledger, lambda: desk.tracker, desk.settings).values()
    assert ref.fixed_at == fixed
