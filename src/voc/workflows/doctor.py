"""``voc doctor``: every part is tried, and what is wrong is told with what to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from voc.errors import StoreError, VocError
from voc.model.filing import Finding
from voc.ports.tracker import Tracker


def examine(checks: Mapping[str, Callable[[], str]], tracker: Callable[[], Tracker]) -> Iterator[Finding]:
    """Try each part; a part that fails does not keep the others from being tried.

    Args:
        checks: by name of the part, what tries it and says how it was found.
        tracker: opens the tracker, whose own checks follow.
    """
    for name, check in checks.items():
        try:
            yield Finding(True, f"{name}: {check()}")
        except VocError as error:
            yield Finding(False, f"{name}: {error.what}", error.hint)
    try:
        yield from tracker().check()
    except VocError as error:
        yield Finding(False, f"tracker: {error.what}", error.hint)


def check_new(path: Path) -> None:
    """Look whether a file that is not there yet could be made at ``path``; makes none.

    Raises:
        StoreError: its folder is missing or cannot be written to.
    """
    folder = path.parent
    if not folder.is_dir():
        raise StoreError(f"{path} cannot be made: there is no folder {folder}", f"make it: mkdir -p {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{path} cannot be made: the folder {folder} cannot be written to", "set store in voc.yaml")
