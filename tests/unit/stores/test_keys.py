"""The pseudonym key."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from voc.errors import StoreError
from voc.stores import keys
from voc.stores.keys import load_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the key is to lie."""
    return tmp_path / "voc.key"


def test_key_is_made_once(path: Path) -> None:
    """32 bytes that stay the same from then on."""
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert load_key(path.with_name("other.key")) != key


def test_a_missing_key_of_a_filled_store_is_not_made(path: Path) -> None:
    """Where a key must exist its absence is told, with what to do, and nothing is written."""
    with pytest.raises(StoreError, match=r"voc\.key is missing") as caught:
        load_key(path, create=False)
    assert "restore it" in (caught.value.hint or "")
    assert list(path.parent.iterdir()) == []
    assert load_key(path) == load_key(path, create=False)


def test_only_the_owner_can_read_it(path: Path) -> None:
    """Also under a generous umask; nothing else is left in the folder."""
    before = os.umask(0)
    try:
        load_key(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_all_who_come_at_once_get_the_same_key(path: Path) -> None:
    """Whoever loses the race uses the winner's key."""
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: load_key(path), range(64)))
    assert found == {path.read_bytes()}
    assert list(path.parent.iterdir()) == [path]


def test_losing_the_race_at_the_last_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that appears between the look and the link is kept."""
    rival = b"r" * 32

    def slow_bytes(count: int) -> bytes:
        path.write_bytes(rival)
        path.chmod(0o600)
        return b"m" * count

    monkeypatch.setattr(keys.secrets, "token_bytes", slow_bytes)
    assert load_key(path) == rival


def test_a_crash_before_the_link_leaves_no_key(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real name never holds half a key; the next run makes a whole one."""

    def crash(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "hardlink_to", crash)
        with pytest.raises(KeyboardInterrupt):
            load_key(path)
    assert not path.exists()
    assert len(load_key(path)) == 32


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_what_is_not_a_key(path: Path, content: bytes) -> None:
    """It is never replaced silently: that would make every customer a new one."""
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(StoreError, match="not a key of 32 bytes"):
        load_key(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_key_that_others_can_read(path: Path, mode: int) -> None:
    """The message says how to mend it."""
    load_key(path)
    path.chmod(mode)
    with pytest.raises(StoreError, match=f"chmod 600 {path}"):
        load_key(path)


def test_folder_instead_of_a_key(path: Path) -> None:
    """One line, no traceback."""
    path.mkdir(mode=0o700)
    with pytest.raises(StoreError, match="cannot be used: is a directory"):
        load_key(path)


def test_missing_folder(path: Path) -> None:
    """One line that names the path."""
    with pytest.raises(StoreError, match=r"nowhere.*no such file"):
        load_key(path.parent / "nowhere" / "voc.key")
