"""What a folder, a glob or an archive gives, and what is passed over and counted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.collect import Collection
from voc.sources.unpack import Caps

CSV = b"id,text\n1,Ei toimi\n"


def collected(*paths: Path | str) -> tuple[list[str], dict[str, int]]:
    """File names of the documents, and the counts of what was passed over."""
    collection = Collection(Caps())
    found = [Path(each.name).name for each in collection.documents([str(path) for path in paths])]
    return found, dict(collection.skipped)


@pytest.mark.parametrize(
    "name", ["a.csv", "a.tsv", "a.txt", "a.json", "a.jsonl", "a.ndjson", "A.CSV", "a.csv.gz", "ä ö.csv", "a.b.csv"]
)
def test_exports_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    """In a folder, every suffix an export may have is taken, in any case, packed or not."""
    (tmp_path / name).write_bytes(CSV)
    assert collected(tmp_path) == ([name], {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.pdf", "not an export"),
        ("csv", "not an export"),
        ("a.csv.bak", "not an export"),
        ("a.gz", "not an export"),
        ("a.xlsx", "not an export"),
        (".a.csv", "hidden"),
        (".git", "hidden"),
    ],
)
def test_other_files_are_counted_by_reason(tmp_path: Path, name: str, reason: str) -> None:
    """What is passed over in a folder is not passed over in silence."""
    (tmp_path / "b.csv").write_bytes(CSV)
    (tmp_path / name).write_bytes(CSV)
    assert collected(tmp_path) == (["b.csv"], {reason: 1})


def test_folders_are_walked_in_order_of_names(tmp_path: Path) -> None:
    """Files and folders within come in one order, whatever the order on disk."""
    for name in ("c.csv", "b/z.csv", "b/a.json", "a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CSV)
    assert collected(tmp_path)[0] == ["a.csv", "a.json", "z.csv", "c.csv"]


def test_file_comes_once_however_often_it_is_named(tmp_path: Path) -> None:
    """A file, its folder and a glob over it are one document."""
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "b.csv").write_bytes(CSV)
    assert collected(tmp_path / "b.csv", tmp_path, f"{tmp_path}/*.csv")[0] == ["b.csv", "a.csv"]


def test_named_file_needs_no_suffix(tmp_path: Path) -> None:
    """What a person points at is taken, whatever it is called."""
    (tmp_path / "export.dat").write_bytes(CSV)
    assert collected(tmp_path / "export.dat") == (["export.dat"], {})


@pytest.mark.parametrize("name", ["gone.csv", "*.csv", "gone/*.json", "a\0b"])
def test_missing_path_is_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    """A bad path among good ones is an error with a hint, not half a run."""
    (tmp_path / "a.txt").write_bytes(CSV)
    with pytest.raises(InputError) as caught:
        next(Collection(Caps()).documents([str(tmp_path / "a.txt"), f"{tmp_path}/{name}"]))
    assert caught.value.hint


def test_folder_without_exports_says_what_is_looked_for(tmp_path: Path) -> None:
    """The hint names the suffixes."""
    (tmp_path / "a.pdf").write_bytes(b"x")
    with pytest.raises(InputError, match="no export in this folder") as caught:
        collected(tmp_path)
    assert ".csv" in caught.value.hint


def test_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    """Within a folder a link is counted; named by itself it is refused."""
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert collected(tmp_path) == (["a.csv"], {"symbolic link": 1})
    with pytest.raises(InputError, match="symbolic link"):
        collected(tmp_path / "link.csv")


def test_archive_gives_its_exports_and_counts_the_rest(tmp_path: Path) -> None:
    """Shadows of macOS, hidden files, archives within and other files are passed over, each by its reason."""
    names = ["a.csv", "in/b.json", "__MACOSX/a.csv", ".x/c.csv", "d.zip", "read.me"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in names:
            archive.writestr(name, CSV)
    collection = Collection(Caps())
    found = [each.name.rpartition(":")[2] for each in collection.documents([str(tmp_path / "all.zip")])]
    assert sorted(found) == ["a.csv", "in/b.json"]
    assert dict(collection.skipped) == {"hidden": 2, "archive within an archive": 1, "not an export": 1}
