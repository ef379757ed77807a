"""Where issues are filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from voc.errors import TrackerError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, Outcome


class UnreadableIssueError(TrackerError):
    """One issue cannot be read, such as a file that no longer parses; the others can."""


class Tracker(Protocol):
    """One project of an issue tracker.

    Text goes in and comes out as Markdown; a tracker with another markup translates. Reads raise ``TrackerError``.
    A write is at most one request, is never repeated by the tracker itself, and tells its end as an ``Outcome``; only
    an update may be several, where text and labels are written one by one.
    """

    name: str
    """Kind of tracker, such as ``local`` or ``jira``."""

    @property
    def url(self) -> str:
        """What tells this tracker from others of its kind; the same in every run."""

    @property
    def project(self) -> str:
        """Key of the project."""

    @property
    def requests(self) -> int:
        """How many requests have left so far; 0 where nothing is asked over a network."""

    @property
    def capabilities(self) -> Capabilities:
        """What can be done here."""

    def account(self) -> str:
        """Who voc is at the tracker."""

    def check(self) -> Sequence[Finding]:
        """What ``voc doctor`` wants to know; writes nothing."""

    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh; None when it is gone or hidden from us.

        Raises:
            UnreadableIssueError: it is there, but cannot be read.
        """

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues in any status that carry ``marker``, lowest id first. May hold others too: check each.

        Raises:
            UnreadableIssueError: an issue that seems to carry the marker cannot be read.
        """

    def family(self, family: str) -> Sequence[Issue]:
        """Every readable issue in any status that carries the family marker, lowest id first."""

    def newest(self, limit: int) -> Sequence[Issue]:
        """At most ``limit`` readable issues in any status, people's and voc's, the highest id first; a list may lack
        comments.
        """

    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File ``draft`` with one request that carries markers and ``attempt_id``."""

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write ``changes``; a ``CONFLICT`` when the tracker can tell that ``issue.revision`` is no longer current."""

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a comment, or rewrite voc's comment ``replaces``; conditional like ``update``."""


@runtime_checkable
class SetsFields(Protocol):
    """A tracker that sets more in a new issue than title, text and voc's labels."""

    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """What a create of ``draft`` sets beside them, by the tracker's names, for a person's eye; asks nothing."""


def fields_of(tracker: Tracker, draft: IssueDraft) -> Mapping[str, str]:
    """What a create of ``draft`` would set beside title, text and voc's labels."""
    return tracker.sets(draft) if isinstance(tracker, SetsFields) else {}
