"""What ``voc doctor`` asks a Roundup; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voc.plugins import Finding, IssueState, TrackerError
from voc_roundup.interface import Interface
from voc_roundup.issue import Statuses


def findings(roundup: Interface, user: str, statuses: Statuses) -> Sequence[Finding]:
    """Every answer; one that could not be had is an answer too, and ends the asking."""
    found: list[Finding] = []
    try:
        found.extend(_asked(roundup, user, statuses))
    except TrackerError as error:
        found.append(Finding(False, f"roundup: {error.what}", error.hint or ""))
    return found


def _asked(roundup: Interface, user: str, statuses: Statuses) -> Iterator[Finding]:
    number = roundup.named("user", user)
    yield Finding(number is not None, f"roundup: account {user}", "see tracker.options.user")
    names = [each["name"] for each in roundup.listing("status", sort="order", fields="name")]
    for state, option in ((IssueState.DONE, "closed"), (IssueState.DECLINED, "declined")):
        meant = [name for name in names if statuses.state(name, None) is state]
        text = f"roundup: {option} by status {', '.join(meant) or 'none'}"
        needed = option == "closed"  # many a Roundup has no status for won't fix
        yield Finding(bool(meant) or not needed, text, f"name some of {', '.join(names)} in tracker.options.{option}")
    newest = next(roundup.listing("issue", pages=1, sort="-id", fields="id"), None)
    yield Finding(True, "roundup: issues can be read" if newest else "roundup: no issue is there yet")
