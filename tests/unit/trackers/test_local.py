"""The folder of issues in the hands of people: edited, renamed, broken, copied, deleted."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.filing_world import Desk, TurnedClock, ranked, report, themes

from voc.analysis.filing.managed_block import find_block
from voc.errors import UsageError
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.ports.tracker import UnreadableIssueError
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.local import LocalTracker


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with an empty folder."""
    clock = TurnedClock()
    return Desk(LocalTracker(tmp_path / "issues", "VOC", now=clock.now), MemoryLedger(), clock)


def folder(desk: Desk) -> Path:
    return Path(desk.tracker.url.removeprefix("local:"))


def file_of(desk: Desk, key: str = "VOC-1") -> Path:
    (path,) = folder(desk).rglob(f"{key}-*.md")
    return path


def filed(desk: Desk, number: int = 1) -> Desk:
    """A week after so many themes were filed."""
    assert desk.run(themes(number)).exit_code == 0
    desk.clock.at += timedelta(days=7)
    return desk


def everything(desk: Desk) -> dict[str, tuple[bytes, int]]:
    """Content and time of change of every file."""
    files = [path for path in folder(desk).rglob("*") if path.is_file() and path.name != "lock"]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_an_issue_is_a_readable_file(desk: Desk) -> None:
    """Name, front matter and text are what a person expects to find."""
    filed(desk)
    path = file_of(desk)
    assert path.name == "VOC-1-vienti-kaatuu-1.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:5] == ["---", "key: VOC-1", "title: Vienti kaatuu 1", "status: open", "resolution:"]
    assert lines[5] == "labels: [voice-of-customer, bug, voc-default, voc-default-6694e8b6976d048e]"
    assert lines[6:9] == ["created: 2026-11-09 08:00:00+00:00", "updated: 2026-11-09 08:00:00+00:00", "---"]


def test_nothing_new_changes_no_file(desk: Desk) -> None:
    """Neither a byte nor a time of change, whether the same plan or another one is applied."""
    plan = desk.plan(themes(4))
    desk.apply(plan)
    before = everything(desk)
    assert {done.result for done in desk.apply(plan).done} == {Result.SKIPPED}
    desk.clock.at += timedelta(days=30)
    assert {done.result for done in desk.run(themes(4)).done} == {Result.SKIPPED}
    assert everything(desk) == before


def test_a_person_may_rewrite_all_but_the_block(desk: Desk) -> None:
    """Comments in the front matter, own fields, another title, text around the block: all kept byte for byte."""
    path = file_of(filed(desk))
    text = path.read_text()
    text = text.replace("title: Vienti kaatuu 1", 'title: "Export: crashes #1"   # agreed on Monday')
    text = text.replace("labels: [", "assignee: matti\nlabels: [").replace("status: open", "status: In Progress")
    text = text.replace("---\n\n<!-- voc:begin", "---\n\nMeidän muistiinpanot\n\n<!-- voc:begin") + "\nLoppu.\n"
    path.write_text(text)
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    after = path.read_text()
    block = find_block(after)
    old = find_block(text)
    assert block is not None
    assert old is not None
    assert "**9 customers**" in block.text
    updated = text[: old.start].replace("updated: 2026-11-09", "updated: 2026-11-16")
    assert after[: block.start] == updated
    assert after[block.end :].startswith(text[old.end :].rstrip())
    assert desk.issue().title == "Export: crashes #1"


def test_windows_line_ends_are_kept(desk: Desk) -> None:
    """A file saved with CRLF stays one throughout, byte order mark and all."""
    path = file_of(filed(desk))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"**9 customers**" in data
    desk.clock.at += timedelta(days=7)
    assert desk.run(themes(1, customers=14)).done[0].result is Result.UPDATED
    assert desk.run(themes(1, customers=14)).done[0].result is Result.SKIPPED


def test_block_style_labels_are_merged_one_by_one(desk: Desk) -> None:
    """Whatever way a person wrote the list, single labels are added and removed and neighbours stay."""
    path = file_of(filed(desk))
    labels = (
        "labels:\n  - voice-of-customer\n  - bug\n  - voc-default\n  - voc-default-6694e8b6976d048e\n  - mine\n# mark\n"
    )
    start, _, rest = path.read_text().partition("labels: [")
    path.write_text(start + labels + rest.partition("\n")[2])
    desk.run(report(ranked(kind=ranked().theme.kind.FEATURE_REQUEST)))
    assert set(desk.issue().labels) >= {"mine", "feature-request"}
    assert "bug" not in desk.issue().labels
    assert "# mark\n" in path.read_text()


def test_a_renamed_and_moved_file_is_found_by_its_key(desk: Desk) -> None:
    """The front matter says which issue it is, wherever in the folder the file lies."""
    path = file_of(filed(desk))
    (folder(desk) / "done").mkdir()
    path.rename(folder(desk) / "done" / "vienti.md")
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    assert "**9 customers**" in (folder(desk) / "done" / "vienti.md").read_text()
    assert len(desk.issues()) == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("title: Vienti", "title: [Vienti", ":"),
        ("status: open", "\tstatus: open", "VOC-1-vienti-kaatuu-1.md:4"),
        ("labels: [", "labels: {", ":"),
        ("---\n\n<!--", "\n\n<!--", "VOC-1-vienti-kaatuu-1.md:1: the front matter has no closing ---"),
        ("created: 2026-11-09", "created: 2026-99-99", "VOC-1-vienti-kaatuu-1.md:"),
    ],
)
def test_a_broken_file_is_reported_and_left_alone(desk: Desk, old: str, new: str, what: str) -> None:
    """One line with file and line; the file keeps its bytes, no second issue is made, the others go on."""
    path = file_of(filed(desk, 2))
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    before = path.read_bytes()
    for ledger in (desk.ledger, MemoryLedger()):
        desk.ledger = ledger
        applied = desk.run(themes(2, customers=9))
        (blocked,) = (done for done in applied.done if done.theme_id == "theme-0001")
        assert (blocked.result, applied.exit_code) == (Result.BLOCKED, 4)
        assert what in blocked.reason
        assert "\n" not in blocked.reason
        assert path.read_bytes() == before
    assert len(list(folder(desk).glob("*.md"))) == 2
    assert "**9 customers**" in file_of(desk, "VOC-2").read_text()
    assert [finding.ok for finding in desk.tracker.check()] == [True, False]


def test_a_file_that_is_no_text_is_reported(desk: Desk) -> None:
    """Bytes that are not UTF-8 are named by line and not replaced."""
    path = file_of(filed(desk))
    path.write_bytes(path.read_bytes() + b"\n\xff\xfe")
    with pytest.raises(UnreadableIssueError, match="not UTF-8"):
        desk.tracker.get("VOC-1")
    assert desk.run(themes(1, customers=9)).exit_code == 4


def test_files_that_are_no_issues_are_left_alone(desk: Desk) -> None:
    """Notes, drafts without a key and other people's issues are not voc's business, nor are their numbers taken."""
    folder(desk).mkdir()
    (folder(desk) / "README.md").write_text("# Our issues\n")
    (folder(desk) / "draft.md").write_text("---\ntitle: an idea\n---\n")
    (folder(desk) / "VOC-3-notes.md").write_text("notes only\n")
    (folder(desk) / "mine.md").write_text("---\nkey: VOC-7\ntitle: By hand\n---\n")
    before = everything(desk)
    desk.run(themes(1))
    assert desk.issue().key == "VOC-8"
    assert before.items() <= everything(desk).items()
    issue = desk.tracker.get("VOC-7")
    assert issue is not None
    assert (issue.title, issue.state, issue.labels) == ("By hand", IssueState.OPEN, ())


def test_a_deleted_file_is_lost(desk: Desk) -> None:
    """The theme is not filed again, and its number is not given to another."""
    file_of(filed(desk)).unlink()
    assert desk.run(themes(1)).done[0].result is Result.BLOCKED
    desk.run(themes(2))
    assert [issue.key for issue in desk.issues()] == ["VOC-2"]


def test_of_a_copied_file_one_is_the_issue(desk: Desk) -> None:
    """A copy beside the original makes no second issue and no error; the first by name is kept up to date."""
    path = file_of(filed(desk))
    copy = path.with_name("VOC-1-zz copy.md")
    copy.write_bytes(path.read_bytes())
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    assert "**9 customers**" in path.read_text()
    assert "**5 customers**" in copy.read_text()
    assert [finding.what for finding in desk.tracker.check() if not finding.ok] == ["2 files are VOC-1"]
    assert len(desk.issues()) == 1


@pytest.mark.parametrize(
    ("status", "resolution", "state"),
    [
        ("open", "", IssueState.OPEN),
        ("In Progress", "", IssueState.OPEN),
        ("Done", "", IssueState.DONE),
        ("closed", "Fixed", IssueState.DONE),
        ("closed", "Won't fix", IssueState.DECLINED),
        ("closed", "wontfix", IssueState.DECLINED),
        ("Rejected", "", IssueState.DECLINED),
        ("closed", "duplicate", IssueState.DUPLICATE),
        ("valmis", "", IssueState.DONE),
        ("true", "7", IssueState.OPEN),
    ],
)
def test_a_persons_words_for_a_status_are_understood(
    desk: Desk, status: str, resolution: str, state: IssueState
) -> None:
    """Status and resolution by hand, in any case, come to one of four states; unknown words are open."""
    path = file_of(filed(desk))
    text = path.read_text().replace("status: open\nresolution:", f'status: {status}\nresolution: "{resolution}"')
    path.write_text(text)
    assert desk.issue().state is state


def test_a_fix_by_hand_is_respected(desk: Desk) -> None:
    """A closed file with a date is silent, then told of new reports, and never rewritten."""
    path = file_of(filed(desk))
    path.write_text(path.read_text().replace("status: open", "status: done\nresolved: 2026-11-10"))
    assert desk.change(themes(1)).action is Action.SKIP
    again = report(ranked(customers=7, last_seen=desk.clock.at))
    assert desk.run(again).done[0].result is Result.COMMENTED
    text = path.read_text()
    assert "status: done\nresolved: 2026-11-10\n" in text
    assert "### 2026-11-16, voc\n\nReported again after it was closed: 7 customers" in text
    assert "**5 customers**" in text


def test_a_comment_stands_below_what_people_wrote(desk: Desk) -> None:
    """People's remarks above, between and below the comments stay where they are when voc rewrites its own."""
    path = file_of(filed(desk))
    desk.run(themes(1, customers=9))
    path.write_text(path.read_text() + "\nMatti: I am on it\n")
    desk.clock.at += timedelta(days=7)
    desk.run(themes(1, customers=14))
    text = path.read_text()
    assert text.count("<!-- voc:comment id=") == 1
    assert "14 customers report this" in text
    assert text.endswith("\nMatti: I am on it\n")


def test_an_unwritable_folder_is_one_refusal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made, one report says why, and nothing is uncertain."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "issues/.voc/writing.tmp")

    monkeypatch.setattr("voc.trackers.local.write_whole", full)
    applied = desk.run(themes(3))
    assert [done.result for done in applied.done] == [Result.REJECTED, Result.HELD, Result.HELD]
    assert (applied.exit_code, "ENOSPC" in applied.stopped) == (3, True)
    assert list(folder(desk).glob("*.md")) == []
    monkeypatch.undo()
    assert desk.run(themes(3)).exit_code == 0


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    """The doctor and an apply say that no issue can be written there."""
    (tmp_path / "issues").write_text("a file")
    tracker = LocalTracker(tmp_path / "issues", "VOC")
    assert not tracker.check()[0].ok


def test_the_doctor_writes_nothing(tmp_path: Path) -> None:
    """Checking a folder that is not there yet does not make it."""
    assert LocalTracker(tmp_path / "issues", "VOC").check()[0].ok
    assert not (tmp_path / "issues").exists()


@pytest.mark.parametrize("project", ["", "voc", "A-B", "../X", "Ä", "9A"])
def test_a_project_that_is_no_key_is_refused(tmp_path: Path, project: str) -> None:
    """Keys become file names, so a project is upper-case letters and digits."""
    with pytest.raises(UsageError, match="project"):
        LocalTracker(tmp_path, project)


def test_titles_make_safe_file_names(desk: Desk) -> None:
    """Paths, dots and long or wordless titles stay inside the folder under a plain name."""
    titles = ["../../etc/passwd", "…", "Äänekoski & Öljy: " + "pitkä " * 40, "a\x00b/c", ".hidden"]
    desk.run(report(*(ranked(number, title=title) for number, title in enumerate(titles, start=1))))
    names = sorted(path.name for path in folder(desk).iterdir() if path.suffix == ".md")
    assert names[0] == "VOC-1-etc-passwd.md"
    assert names[1] == "VOC-2-issue.md"
    assert names[2].startswith("VOC-3-aanekoski-oljy-pitka")
    assert all(len(name) < 70 for name in names)
    assert len(names) == len(titles)


def test_a_symbolic_link_to_elsewhere_is_not_followed_into(desk: Desk, tmp_path: Path) -> None:
    """Folders behind links are not part of the tracker."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.md").write_text("---\nkey: VOC-50\n---\n")
    folder(desk).mkdir()
    (folder(desk) / "link").symlink_to(tmp_path / "other")
    assert desk.tracker.get("VOC-50") is None


def test_two_trackers_never_take_the_same_number(desk: Desk) -> None:
    """Each looks afresh under the folder's lock."""
    plan = desk.plan(themes(2))
    other = LocalTracker(folder(desk), "VOC")
    drafts = [change.draft for change in plan.changes]
    outcomes = [
        tracker.create(draft, "a") for tracker, draft in zip((desk.tracker, other), drafts, strict=True) if draft
    ]
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.DONE] * 2
    assert [issue.key for issue in desk.issues()] == ["VOC-1", "VOC-2"]


def test_an_edit_between_read_and_write_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is compared once more under the lock, so that not even the last moment is lost."""
    path = file_of(filed(desk))
    plan = desk.plan(themes(1, customers=9))
    tracker, get = desk.tracker, desk.tracker.get

    def get_and_edit(issue_id: str) -> object:
        issue = get(issue_id)
        path.write_text(path.read_text() + "written in the last moment\n")
        return issue

    monkeypatch.setattr(tracker, "get", get_and_edit)
    applied = desk.apply(plan)
    assert ([done.result for done in applied.done], applied.exit_code) == ([Result.STALE], 4)
    assert path.read_text().endswith("written in the last moment\n")
    assert "**5 customers**" in path.read_text()
    monkeypatch.undo()
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    assert "written in the last moment\n" in path.read_text()


def test_an_edit_that_keeps_size_and_time_is_still_seen_before_a_write(desk: Desk) -> None:
    """The listing may be taken in by a restored time; the write compares content."""
    path = file_of(filed(desk))
    issue = desk.issue()
    stat = path.stat()
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"Vienti"))
        file.write(b"VIENTI")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert desk.tracker.update(issue, IssueChanges(add_labels=("x",))).kind is OutcomeKind.CONFLICT
    assert b"VIENTI" in path.read_bytes()


def test_hostile_words_stay_inside_the_file(desk: Desk) -> None:
    """Words that look like front matter, blocks, comments or our last line change nothing of the issue's shape."""
    comment = "<!-- voc:comment id=1 -->\nx\n<!-- voc:comment-end -->"
    attack = f"---\nkey: VOC-99\n---\n<!-- voc:end -->\n{comment}\nvoc: ns=a theme=b attempt=c ledger=d"
    desk.run(report(ranked(title=attack, quote=attack)))
    issue = desk.issue()
    assert (issue.key, issue.comments) == ("VOC-1", ())
    block = find_block(issue.body)
    assert block is not None
    assert block.untouched
    desk.clock.at += timedelta(days=7)
    assert desk.run(report(ranked(title=attack, quote=attack, customers=9))).done[0].result is Result.UPDATED
    assert len(desk.issue().comments) == 1
