"""The file lock beside a SQLite store; what both databases promise stands in the contract tests."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from voc.errors import StoreError
from voc.stores.sql import open_store


def test_companion_file_tells_who_writes(tmp_path: Path) -> None:
    """It is there while the store is held, and gone afterwards."""
    holder = tmp_path / "voc.db.writer"
    store = open_store(str(tmp_path / "voc.db"))
    with store.writing():
        record = json.loads(holder.read_text())
        with store.writing():
            pass
        assert holder.exists()
    store.close()
    assert record["pid"] == os.getpid()
    assert record.keys() == {"pid", "host", "since"}
    assert not holder.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "\xff"])
def test_holder_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    """A companion file that is half-written or not ours still leaves a message."""
    store, other = open_store(str(tmp_path / "voc.db")), open_store(str(tmp_path / "voc.db"))
    with store.writing():
        (tmp_path / "voc.db.writer").write_text(content, encoding="latin-1")
        with pytest.raises(StoreError, match="written by another process"), other.writing():
            pytest.fail("two writers at once")
    store.close()
    other.close()


def test_companion_file_left_by_a_killed_writer(tmp_path: Path) -> None:
    """It says nothing: the lock does."""
    (tmp_path / "voc.db.writer").write_text('{"pid": 1, "host": "h", "since": "2026-01-01T00:00:00Z"}')
    (tmp_path / "voc.db.lock").touch()
    store = open_store(str(tmp_path / "voc.db"))
    with store.writing():
        assert json.loads((tmp_path / "voc.db.writer").read_text())["pid"] == os.getpid()
    store.close()


def test_lock_that_may_not_be_made(tmp_path: Path) -> None:
    """One line, no traceback."""
    store = open_store(str(tmp_path / "voc.db"))
    (tmp_path / "voc.db.lock").mkdir()
    with pytest.raises(StoreError, match=r"voc\.db\.lock cannot be used"), store.writing():
        pytest.fail("held without a lock")
    store.close()


def test_a_file_that_says_who_writes_is_not_needed(tmp_path: Path) -> None:
    """When it cannot be written, the lock holds all the same."""
    store = open_store(str(tmp_path / "voc.db"))
    (tmp_path / "voc.db.writer").mkdir()
    with store.writing():
        assert store.counts().tickets == 0
    store.close()
