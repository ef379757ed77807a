"""The folder behind the local tracker: whole files or none, each read once, numbers never used twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voc.trackers import local_folder
from voc.trackers.local_folder import STATE_FOLDER, IssueFolder, write_whole


@pytest.fixture
def folder(tmp_path: Path) -> IssueFolder:
    """An empty folder of project VOC."""
    (tmp_path / STATE_FOLDER).mkdir()
    return IssueFolder(tmp_path, "VOC")


def issue(folder: IssueFolder, name: str, key: str) -> Path:
    path = folder.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\nkey: {key}\n---\n")
    return path


def keys(folder: IssueFolder) -> list[str]:
    return [kept.issue.key for kept in folder.scan().values() if kept.issue]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """Looking makes nothing."""
    folder = IssueFolder(tmp_path / "none", "VOC")
    assert keys(folder) == []
    assert folder.highest_number() == 0
    assert not (tmp_path / "none").exists()


def test_files_are_listed_by_path_whatever_their_age(folder: IssueFolder) -> None:
    """The order of a listing does not depend on the file system."""
    for name, key in (("b.md", "VOC-1"), ("sub/a.md", "VOC-3"), ("a.md", "VOC-2"), ("A.MD", "VOC-4")):
        issue(folder, name, key)
    assert keys(folder) == ["VOC-4", "VOC-2", "VOC-1", "VOC-3"]


def test_hidden_and_other_files_are_passed_over(folder: IssueFolder) -> None:
    """Editors' temporary files and voc's own folder hold no issues."""
    for name in (".a.md", ".git/b.md", ".voc/c.md", "d.txt", "e.md~"):
        issue(folder, name, "VOC-9")
    assert keys(folder) == []


def test_a_file_is_read_again_only_when_it_changed(folder: IssueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan of an unchanged folder parses nothing; a changed, new or deleted file is seen at once."""
    read: list[str] = []
    parse = local_folder.parse
    monkeypatch.setattr(
        local_folder, "parse", lambda data, name, project: read.append(name) or parse(data, name, project)
    )
    path = issue(folder, "a.md", "VOC-1")
    issue(folder, "b.md", "VOC-2")
    for _ in range(3):
        assert keys(folder) == ["VOC-1", "VOC-2"]
    assert read == ["a.md", "b.md"]
    path.write_text("---\nkey: VOC-7\n---\nlonger\n")
    (folder.root / "b.md").unlink()
    issue(folder, "c.md", "VOC-3")
    assert keys(folder) == ["VOC-7", "VOC-3"]
    assert read == ["a.md", "b.md", "a.md", "c.md"]


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("a.md", "---\nkey: VOC-12\n---\n", 12),
        ("VOC-15-moved.md", "---\nkey: VOC-12\n---\n", 15),
        ("VOC-8-notes.md", "no issue", 8),
        ("a.md", "---\nkey: 'VOC-33'\ntitle: [\n---\n", 33),
        ("VOC-21-x.md", "---\ntitle: [\n---\n", 21),
        ("a.md", "---\nkey: OPS-99\n---\n", 0),
        ("VOC-99999999999999.md", "---\nkey: x\n---\n", 999_999_999),
    ],
)
def test_no_number_that_a_file_speaks_of_is_free(folder: IssueFolder, name: str, text: str, number: int) -> None:
    """Name, key and even a broken file's text count."""
    (folder.root / name).write_text(text)
    assert folder.highest_number() == number


def test_a_number_is_remembered_when_its_file_is_gone(folder: IssueFolder) -> None:
    """Deleting the newest issue does not free its number; a damaged memory is no error."""
    folder.remember_number(5)
    assert folder.highest_number() == 5
    (folder.root / STATE_FOLDER / "VOC.last").write_text("rubbish")
    assert folder.highest_number() == 0


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    """New content, old permissions, nothing left beside it."""
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, b"new", tmp_path / "t.tmp")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    """Readable as the user's mask says, like any file made by an editor."""
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.md", b"x", tmp_path / "t.tmp")
        assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(mask)


@pytest.mark.parametrize("step", ["fsync", "fchmod"])
def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A full disk at any step before the rename costs nothing but the new content."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    path.write_text("old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new", tmp_path / "t.tmp")
    assert path.read_text() == "old"
