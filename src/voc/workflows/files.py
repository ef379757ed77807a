"""Result files, written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from voc.errors import StoreError, UsageError

_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


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
