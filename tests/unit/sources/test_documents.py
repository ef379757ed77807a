"""Paths to documents: files, folders, globs, archives, standard input, and what is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from tests.documents import exports

from voc.errors import InputError
from voc.sources.exports import FileExports
from voc.sources.unpack import Caps

CSV = b"id,text\n1,The app crashes\n"


def names(*paths: Path | str) -> list[str]:
    return [each.name for each in exports().documents([str(path) for path in paths])]


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def content(document: object) -> bytes:
    with document.open() as stream:
        return stream.read()


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    """Sets what standard input holds."""

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return put


def test_file_is_one_document(tmp_path: Path) -> None:
    """A file is named by its path, hashed as it lies there, and can be read again and again."""
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    (only,) = exports().documents([str(path)])
    assert only.name == str(path)
    assert only.digest() == hashlib.sha256(CSV).hexdigest()
    assert content(only) == content(only) == CSV


def test_gzip_is_undone_by_content(tmp_path: Path) -> None:
    """A packed file is unpacked whatever it is called; its digest is of the packed bytes."""
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(CSV, mtime=0))
    (only,) = exports().documents([str(path)])
    assert content(only) == CSV
    assert only.digest() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_folder_is_searched_in_order_of_names(tmp_path: Path) -> None:
    """Folders are searched to the bottom, in order; hidden files, links and foreign files are counted, not read."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("z.csv", "b/a.jsonl.gz", "a.TSV", ".hidden.csv", "image.png", ".git/x.csv"):
        (tmp_path / name).write_bytes(CSV)
    (tmp_path / "link.csv").symlink_to(tmp_path / "z.csv")
    found = exports()
    assert [Path(each.name).name for each in found.documents([str(tmp_path)])] == ["a.TSV", "a.jsonl.gz", "z.csv"]
    assert found.skipped() == {"hidden": 2, "not an export": 1, "symbolic link": 1}


def test_glob_is_expanded_in_order(tmp_path: Path) -> None:
    """A pattern the shell did not expand gives its matches in order, and none is an error."""
    for name in ("b.csv", "a.csv", "c.json"):
        (tmp_path / name).write_bytes(CSV)
    assert [Path(name).name for name in names(tmp_path / "*.csv")] == ["a.csv", "b.csv"]
    with pytest.raises(InputError, match="no such file"):
        names(tmp_path / "*.xml")


def test_each_file_comes_once(tmp_path: Path) -> None:
    """A file named twice, or named beside its folder, is read once."""
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert names(path, tmp_path, str(tmp_path) + "/../" + tmp_path.name + "/a.csv") == [str(path)]


def test_zip_gives_its_members(tmp_path: Path) -> None:
    """An archive gives one document a member, by sorted name; a packed member is unpacked; shadows are passed over."""
    path = packed(
        tmp_path / "all.zip",
        {
            "b.csv": CSV,
            "a.jsonl.gz": gzip.compress(b'{"id": 1}'),
            "__MACOSX/b.csv": b"x",
            "notes.docx": b"x",
            "in.zip": b"PK",
        },
    )
    found = exports()
    documents = list(found.documents([str(path)]))
    assert [each.name for each in documents] == [f"{path}:a.jsonl.gz", f"{path}:b.csv"]
    assert [content(each) for each in documents] == [b'{"id": 1}', CSV]
    assert documents[1].digest() == hashlib.sha256(CSV).hexdigest()
    assert found.skipped() == {"archive within an archive": 1, "hidden": 1, "not an export": 1}


def test_names_in_archives_are_never_paths(tmp_path: Path) -> None:
    """A member that climbs out of its archive is only a name: nothing is written or read there."""
    path = packed(tmp_path / "evil.zip", {"../../../etc/evil.csv": CSV, "a\x1b[31m\nb.csv": CSV})
    documents = list(exports().documents([str(path)]))
    assert all(content(each) == CSV for each in documents)
    assert all(each.name.isprintable() for each in documents)
    assert [each.name for each in tmp_path.iterdir()] == ["evil.zip"]


def test_standard_input_is_kept_for_a_second_reading(stdin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input can be read twice and leaves no file behind, not even while it is read."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stdin(CSV)
    (only,) = exports().documents(["-"])
    assert only.name == "-"
    assert content(only) == content(only) == CSV
    assert only.digest() == hashlib.sha256(CSV).hexdigest()
    assert list(tmp_path.iterdir()) == []


def test_standard_input_may_be_packed(stdin, tmp_path: Path) -> None:
    """A piped archive is opened like one on disk."""
    stdin(packed(tmp_path / "a.zip", {"a.csv": CSV}).read_bytes())
    (only,) = exports().documents(["-"])
    assert (only.name, content(only)) == ("-:a.csv", CSV)
    stdin(gzip.compress(CSV))
    (only,) = exports().documents(["-"])
    assert content(only) == CSV


def test_full_disk_under_standard_input_is_told(stdin, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for standard input is one line."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    stdin(CSV)
    with pytest.raises(InputError, match="No space left"):
        list(exports().documents(["-"]))


@pytest.mark.parametrize("name", ["missing.csv", "nowhere/", "no*.csv"])
def test_missing_paths_are_told(tmp_path: Path, name: str) -> None:
    """What is not there is named, before anything else is read."""
    (tmp_path / "good.csv").write_bytes(CSV)
    documents = exports().documents([str(tmp_path / "good.csv"), str(tmp_path / name)])
    with pytest.raises(InputError, match="no such file or folder"):
        next(documents)


@pytest.mark.parametrize("path", ["a\x00b.csv", "x" * 5000, "a\x1b[31m.csv"])
def test_impossible_paths_are_told(path: str) -> None:
    """A path that no file can have is one printable line."""
    with pytest.raises(InputError) as caught:
        names(path)
    assert str(caught.value).isprintable()


def test_unreadable_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be listed is one line."""

    def forbidden(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(InputError, match="permission denied"):
        names(tmp_path)


def test_empty_folder_is_told(tmp_path: Path) -> None:
    """A folder without any export says what is looked for."""
    with pytest.raises(InputError, match=r"no export in this folder.*\.csv"):
        names(tmp_path)


def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    """A symbolic link or a pipe is named and not followed, and nothing waits for a writer."""
    (tmp_path / "real.csv").write_bytes(CSV)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match="symbolic link"):
        names(tmp_path / "link.csv")
    with pytest.raises(InputError, match="not a regular file"):
        names(tmp_path / "pipe.csv")


def test_file_that_becomes_a_link_is_refused(tmp_path: Path) -> None:
    """A link put in a file's place after it was listed is not followed."""
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    (only,) = exports().documents([str(path)])
    path.unlink()
    path.symlink_to("/etc/hostname")
    with pytest.raises(InputError, match="check the path"):
        only.open()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_file_is_told(tmp_path: Path) -> None:
    """A file without permission is one line."""
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    path.chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        names(path)


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_bombs_are_refused(tmp_path: Path, pack: str) -> None:
    """A small file that unpacks to thousands of times its size is refused before it fills anything."""
    zeros = bytes(40 << 20)
    if pack == "gz":
        path = tmp_path / "bomb.csv.gz"
        path.write_bytes(gzip.compress(b"id,text\n" + zeros))
    else:
        path = packed(tmp_path / "bomb.zip", {"bomb.csv": b"id,text\n" + zeros})
    with pytest.raises(InputError, match="as a zip bomb does"):
        for document in exports().documents([str(path)]):
            content(document)


def test_archives_within_archives_count_too(tmp_path: Path) -> None:
    """A gzip bomb does not hide in a ZIP archive."""
    path = packed(tmp_path / "outer.zip", {"bomb.csv.gz": gzip.compress(bytes(40 << 20))})
    (only,) = exports().documents([str(path)])
    with pytest.raises(InputError, match="zip bomb"):
        content(only)


def test_caps_are_kept(tmp_path: Path) -> None:
    """Neither too many bytes nor too many members get through."""
    big = packed(tmp_path / "big.zip", {"a.csv": os.urandom(3000)})
    many = packed(tmp_path / "many.zip", {f"{number}.csv": CSV for number in range(5)})
    tight = FileExports([], Caps(unpacked=1000, entries=3))
    with pytest.raises(InputError, match="unpacks to more than"):
        list(tight.documents([str(big)]))
    with pytest.raises(InputError, match="more than 3 files"):
        list(tight.documents([str(many)]))
    packed_file = tmp_path / "big.csv.gz"
    packed_file.write_bytes(gzip.compress(os.urandom(3000)))
    (only,) = tight.documents([str(packed_file)])
    with pytest.raises(InputError, match="unpacks to more than"):
        content(only)


def test_lying_archive_gives_no_more_than_it_says(tmp_path: Path) -> None:
    """A member whose directory entry understates its size never gives more than that."""
    path = packed(tmp_path / "liar.zip", {"a.csv": CSV * 1000})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    (only,) = exports().documents([str(path)])
    with pytest.raises(InputError, match="damaged"):
        only.open()


def test_damaged_and_foreign_archives_are_told(tmp_path: Path) -> None:
    """Broken, encrypted and Office files are one line each, with what to do."""
    path = packed(tmp_path / "a.zip", {"a.csv": CSV})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="damaged ZIP"):
        names(path)
    encrypted = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + offset] |= 1
    path.write_bytes(encrypted)
    (only,) = exports().documents([str(path)])
    with pytest.raises(InputError, match="encrypted"):
        only.open()
    office = packed(tmp_path / "sheet.xlsx", {"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    with pytest.raises(InputError, match="save the sheet as CSV"):
        names(office)


def test_nothing_stays_open(tmp_path: Path) -> None:
    """Closing a document's stream closes every file below it."""
    plain, gz = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    plain.write_bytes(CSV)
    gz.write_bytes(gzip.compress(CSV))
    packed(tmp_path / "c.zip", {"c.csv": CSV, "d.csv.gz": gzip.compress(CSV)})
    before = len(list(Path("/dev/fd").iterdir()))
    for each in exports().documents([str(tmp_path)]):
        assert content(each) == CSV
        each.digest()
    assert len(list(Path("/dev/fd").iterdir())) == before
