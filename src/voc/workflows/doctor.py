"""``voc doctor``: every part is tried, and what is wrong is told with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from voc.errors import VocError
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
