"""Everything that can be wrong with a store's file: one line that says what, where and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from voc.errors import StoreError
from voc.model.ticket import Message, Ticket
from voc.stores.engine import reading, write_transaction
from voc.stores.sql import SqlStore, open_store

NOBODY = 65534
BATCH = [(Ticket(f"csv:{number}", (Message("x" * 5000),)), "d", 0) for number in range(200)]


def failure(action: Callable[[], object]) -> str:
    """The message of the StoreError that ``action`` ends in, checked to be one line."""
    with pytest.raises(StoreError) as raised:
        action()
    message = str(raised.value)
    assert "\n" not in message
    assert raised.value.hint
    assert raised.value.exit_code == 3
    return message


def fill(path: Path) -> None:
    """A store at ``path`` with two hundred tickets."""
    store = open_store(str(path))
    store.save_tickets(BATCH)
    store.close()


def read_all(path: Path) -> None:
    """Open the store and read every ticket."""
    store = open_store(str(path))
    try:
        list(store.tickets())
    finally:
        store.close()


def as_ordinary_user(action: Callable[[], object]) -> str:
    """What ``action`` fails with in a process that is not root's; empty when it succeeds."""
    receive, send = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            action()
        except BaseException as error:
            os.write(send, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with os.fdopen(receive) as answer:
        return answer.read()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user can enter, which pytest's are not when root runs them."""
    with tempfile.TemporaryDirectory(prefix="voc-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_new_store_is_its_owners_alone(tmp_path: Path) -> None:
    """Customers' words are nobody else's business: 0600 on every file, under a generous umask too."""
    before = os.umask(0)
    try:
        store = open_store(str(tmp_path / "voc.db"))
        with store.writing():
            store.save_tickets(BATCH[:1])
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert {"voc.db", "voc.db-wal", "voc.db.lock", "voc.db.writer"} <= modes.keys()
    assert set(modes.values()) == {0o600}, modes


def test_folder_in_place_of_a_store(tmp_path: Path) -> None:
    """The hint is a path that would do."""
    assert "is a folder" in failure(lambda: open_store(str(tmp_path)))


def test_missing_folder_is_not_made(tmp_path: Path) -> None:
    """A mistyped path makes no folders."""
    assert "there is no folder" in failure(lambda: open_store(str(tmp_path / "no" / "voc.db")))
    assert list(tmp_path.iterdir()) == []


def test_missing_store_of_a_reading_command(tmp_path: Path) -> None:
    """It says what makes one, and makes none."""
    assert "no store at" in failure(lambda: open_store(str(tmp_path / "voc.db"), create=False))
    assert list(tmp_path.iterdir()) == []


def test_overlong_path(tmp_path: Path) -> None:
    """The system's own words, in one line."""
    assert "name too long" in failure(lambda: open_store(str(tmp_path / ("x" * 300))))


@pytest.mark.parametrize("content", [b"id,subject\n" * 100, b"xy", b"\x00" * 5000])
def test_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    """It is named and left as it was."""
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert "is not a voc store" in failure(lambda: open_store(str(path)))
    assert path.read_bytes() == content


def test_another_programs_database(tmp_path: Path) -> None:
    """Voc does not move in with others."""
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("CREATE TABLE users (id)")
    connection.close()
    assert "another program's tables" in failure(lambda: open_store(str(tmp_path / "app.db")))


def test_damaged_pages(tmp_path: Path) -> None:
    """Overwritten pages are met when they are read."""
    fill(tmp_path / "voc.db")
    data = bytearray((tmp_path / "voc.db").read_bytes())
    for page in range(8192, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    (tmp_path / "voc.db").write_bytes(data)
    assert "is damaged" in failure(lambda: read_all(tmp_path / "voc.db"))


def test_file_cut_short(tmp_path: Path) -> None:
    """As after a broken copy."""
    fill(tmp_path / "voc.db")
    os.truncate(tmp_path / "voc.db", 50_000)
    assert "is damaged" in failure(lambda: read_all(tmp_path / "voc.db"))


def test_damaged_record(tmp_path: Path) -> None:
    """A row that somebody edited by hand into something else."""
    fill(tmp_path / "voc.db")
    with sqlite3.connect(tmp_path / "voc.db") as connection:
        connection.execute("UPDATE tickets SET payload = '{}' WHERE id = 'csv:7'")
    connection.close()
    assert "damaged Ticket" in failure(lambda: read_all(tmp_path / "voc.db"))


def test_lost_id(tmp_path: Path) -> None:
    """Filing without the store's id could file everything twice."""
    fill(tmp_path / "voc.db")
    with sqlite3.connect(tmp_path / "voc.db") as connection:
        connection.execute("DELETE FROM settings")
    connection.close()
    assert "lost its id" in failure(lambda: open_store(str(tmp_path / "voc.db")))


def test_newer_store(tmp_path: Path) -> None:
    """A program that does not know the schema does not touch it."""
    fill(tmp_path / "voc.db")
    with sqlite3.connect(tmp_path / "voc.db") as connection:
        connection.execute("UPDATE voc_schema SET version_num = '9999'")
    connection.close()
    assert "upgrade voc" in failure(lambda: open_store(str(tmp_path / "voc.db")))


def test_locked_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that knows nothing of our lock, such as a database browser in the middle of an edit."""
    fill(tmp_path / "voc.db")
    monkeypatch.setattr("voc.stores.engine._PRAGMAS", ("PRAGMA busy_timeout=1", "PRAGMA journal_mode=WAL"))
    browser = sqlite3.connect(tmp_path / "voc.db", isolation_level=None)
    browser.execute("BEGIN IMMEDIATE")
    store = open_store(str(tmp_path / "voc.db"))
    assert "locked by another program" in failure(lambda: store.save_tickets(BATCH))
    assert len(list(store.tickets())) == len(BATCH)
    browser.close()
    store.save_tickets(BATCH[:1])
    store.close()


def test_read_only_file_can_still_be_read(open_folder: Path) -> None:
    """Reports work on a store one may not write; the write says what to change."""
    path = open_folder / "voc.db"
    fill(path)
    path.chmod(0o444)
    path.with_name("voc.db.lock").unlink()  # its owner is the one who filled the store
    open_folder.chmod(0o777)
    assert as_ordinary_user(lambda: read_all(path)) == ""
    message = as_ordinary_user(lambda: open_store(str(path)).save_tickets(BATCH))
    assert message.startswith(f"StoreError: store {path} is read-only; make the file and its folder writable")


def test_read_only_folder(open_folder: Path) -> None:
    """SQLite needs the folder too; so does the lock of a new store."""
    path = open_folder / "voc.db"
    fill(path)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert as_ordinary_user(lambda: open_store(str(path)).save_tickets(BATCH)).startswith("StoreError: store")
    assert "permission denied" in as_ordinary_user(lambda: open_store(str(open_folder / "new.db")))


def test_store_of_somebody_else(open_folder: Path) -> None:
    """Without the right to read, there is nothing to show."""
    path = open_folder / "voc.db"
    fill(path)
    path.chmod(0o000)
    assert as_ordinary_user(lambda: read_all(path)).startswith(f"StoreError: store {path} cannot be opened")


def capped(path: Path, pages: int) -> SqlStore:
    """A store that meets SQLite's own "full" after so many pages."""
    store = open_store(str(path))
    event.listen(store.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={pages}").close())
    store.engine.dispose()
    return store


def test_full_disk_undoes_the_whole_write(tmp_path: Path) -> None:
    """Nothing of a write that did not fit is stored, and the store goes on when there is space."""
    store = capped(tmp_path / "voc.db", 60)
    assert "the disk is full" in failure(lambda: store.save_tickets(BATCH))
    assert store.counts().tickets == 0
    store.save_tickets(BATCH[:3])
    assert store.counts().tickets == 3
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_really_full_disk(small_disk: Path) -> None:
    """The same with a file system that has no room; a new store on it is refused too."""
    store = open_store(str(small_disk / "voc.db"))
    assert "the disk is full" in failure(lambda: store.save_tickets(BATCH))
    assert store.counts().tickets == 0
    store.close()
    with (small_disk / "fill").open("wb", buffering=0) as filler, pytest.raises(OSError, match="No space"):
        while True:
            filler.write(b"x" * 512)
    assert "disk" in failure(lambda: open_store(str(small_disk / "new.db")))
    (small_disk / "fill").unlink()
    store = open_store(str(small_disk / "voc.db"))
    store.save_tickets(BATCH[:3])
    assert store.counts().tickets == 3
    store.close()


def test_our_own_mistakes_are_not_disguised(tmp_path: Path) -> None:
    """Wrong SQL is a bug with a traceback, not a broken store."""
    store = open_store(str(tmp_path / "voc.db"))
    with pytest.raises(OperationalError, match="no such table"), reading(store.engine) as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    store.close()


def test_a_failing_write_is_undone(tmp_path: Path) -> None:
    """Whatever ends the block early."""
    store = open_store(str(tmp_path / "voc.db"))
    with pytest.raises(KeyboardInterrupt), write_transaction(store.engine) as connection:
        connection.exec_driver_sql("DELETE FROM settings")
        raise KeyboardInterrupt
    store.close()
    open_store(str(tmp_path / "voc.db")).close()
