"""The secret behind the customers' pseudonyms: a file beside the store that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from voc.errors import StoreError
from voc.stores.failures import file_failure

KEY_BYTES = 32
_RESTORE = "restore it from a backup: a new key would make every customer a new one"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def load_key(path: Path, *, create: bool = True) -> bytes:
    """The 32 random bytes in ``path``, made at first use.

    With ``create`` false, for a store that was filled already, a missing key is an error.

    Safe against a second process and a crash at any moment: the file appears whole or not at all, and whoever comes
    second uses the first one's key.

    Raises:
        StoreError: the file is missing, cannot be made or read, is not a key, or can be read by others.
    """
    try:
        if not path.exists():
            if not create:
                raise StoreError(f"the pseudonym key {path} is missing, and this store was filled with it", _RESTORE)
            _create(path)
        return _read(path)
    except OSError as error:
        raise file_failure(f"key {path}", error) from error


def _create(path: Path) -> None:
    """Write a whole key under a name of our own, then give it its real name unless that is taken."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    if path.stat().st_mode & _OTHERS:
        raise StoreError(f"key {path} can be read by other users", f"run chmod 600 {path}")
    with path.open("rb") as file:
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise StoreError(f"key {path} is not a key of {KEY_BYTES} bytes", _RESTORE)
    return key
