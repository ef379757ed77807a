"""Issues that no search shows yet. Jira numbers a project's issues one after the other, and what is read by its key is
never late: whatever was filed since the newest issue that searches know has one of the next numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from voc.analysis.filing.markers import marks_of
from voc.model.filing import Issue
from voc.ports.tracker import UnreadableIssueError

GAP = 3
"""Numbers in a row without an issue (deleted, hidden, or never given out) after which none is expected any more."""
MOST = 100
"""Numbers that are looked at beyond the newest issue that searches know."""


class Unlisted:
    """What lies beyond the searches of one project. An issue is read once, and once more when it is found; people's
    that cannot be read are none of ours.

    Args:
        key: the project's key, as its issues' keys begin with it today.
        get: reads an issue by its key; None where there is none.
    """

    def __init__(self, key: str, get: Callable[[str], Issue | None]) -> None:
        self._key, self._get = key, get
        self._marks: dict[int, frozenset[str]] = {}

    def marked(self, mark: str, newest: int) -> list[Issue]:
        """Those with a mark, lowest number first.

        Args:
            mark: label, or what an issue's last line stands for.
            newest: the highest number that searches know.

        Raises:
            TrackerError: there is no answer, or a refusal.
        """
        number, last = newest, newest
        found = []
        while number - last < GAP and number - newest < MOST:
            number += 1
            if self._is_there(number):
                last = number
                found += [number] if mark in self._marks[number] else []
        issues = (self._get(f"{self._key}-{each}") for each in found)
        return [issue for issue in issues if issue is not None and mark in marks_of(issue)]

    def _is_there(self, number: int) -> bool:
        if number not in self._marks:
            try:
                issue = self._get(f"{self._key}-{number}")
            except UnreadableIssueError:  # raised again, it would hold up every create until searches show a newer one
                self._marks[number] = frozenset()
                return True
            if issue is None:
                return False
            here = number_of(issue.key, self._key) == number  # a key of old leads to where its issue was moved
            self._marks[number] = marks_of(issue) if here else frozenset()
        return True


def number_of(key: str, project: str) -> int:
    """The number in an issue's key; 0 in one of another project."""
    name, _, number = key.rpartition("-")
    return int(number) if name == project and number.isdecimal() else 0
