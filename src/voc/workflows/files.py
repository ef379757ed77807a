"""Result files, written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from voc.errors import StoreError, UsageError

_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def check_place(path: Path, hint: str = "choose another place with -o") -> None:
    """Refuse a place that no file can be written to, before any work is done; ``hint`` says what to do instead.

    Raises:
        UsageError: the path is a folder, or its folder is missing or cannot be written to.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint)
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}", hint)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageError(f"cannot write {path}: the folder {path.parent} cannot be written to", hint)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under another name first, so that no reader ever sees half of it; an equal file is left be.

    Raises:
        UsageError: the path cannot be written to.
        StoreError: the disk is full or broken.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        reason = f"cannot write {path}: {error.strerror or error}"
        if error.errno in _DISK_ERRORS:
            raise StoreError(reason, "make room on the disk and run it again") from error
        raise UsageError(reason, "choose another place with -o") from error
