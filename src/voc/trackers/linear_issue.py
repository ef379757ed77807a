"""A Linear issue, from the JSON of its GraphQL interface."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import LinearSettings
from voc.model.filing import Issue, IssueComment, IssueState
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.linear_text import read
from voc.trackers.signature import SHOWN, unsigned

_CLOSED = frozenset({"completed", "canceled", "duplicate"})
"""Types of closing statuses; Linear may come to know more, which are then taken for open ones."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to read issues.

    Attributes:
        team_id, project: the team, and its key as it is now.
        writable: whether the team is not archived.
        account_id: who we are.
        settings: which statuses stand for what.
    """

    team_id: str
    project: str
    writable: bool
    account_id: str
    settings: LinearSettings

    def read(self, document: Mapping[str, Any]) -> Issue:
        """The issue in an answer, with our comments where that brings any.

        Raises:
            UnreadableIssueError: it has not the shape that Linear gives it.
        """
        try:
            return self._read(document)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise UnreadableIssueError("an issue has not the shape that Linear gives it", "see tracker.url") from None

    def _read(self, document: Mapping[str, Any]) -> Issue:
        team, archived = document["team"], document["archivedAt"] is not None
        here = team["id"] == self.team_id
        labels, original = tuple(each["name"] for each in document["labels"]["nodes"]), _original(document)
        state = self._state(document["state"], original)
        said = (document.get("comments") or {"nodes": ()})["nodes"]
        ours = [self.comment(each) for each in sorted(said, key=lambda each: _moment(each["createdAt"]))]
        return Issue(
            id=str(document["id"]),
            key=document["identifier"],
            project=self.project if here else team["key"],
            title=document["title"],
            body=read((document["description"] or "").replace("\r\n", "\n")),
            status=document["state"]["name"],
            state=state,
            revision=_revision(document, labels),
            labels=labels,
            url=document["url"],
            created_at=_moment(document["createdAt"]),
            updated_at=_moment(document["updatedAt"]),
            resolved_at=None if state is IssueState.OPEN else _time(document["completedAt"] or document["canceledAt"]),
            locked=archived or (here and not self.writable),
            duplicate_of=original if state is IssueState.DUPLICATE else None,
            comments=tuple(comment for comment in ours if comment is not None),
        )

    def comment(self, document: Mapping[str, Any]) -> IssueComment | None:
        """A comment of ours; None for other people's, and for those that a person wrote with our account."""
        text = unsigned(document["body"], SHOWN)
        ours = text is not None and (document.get("user") or {}).get("id") == self.account_id
        return IssueComment(str(document["id"]), text or "") if ours else None

    def _state(self, status: Mapping[str, Any], original: str | None) -> IssueState:
        kind, name = status["type"], status["name"].casefold()
        if kind not in _CLOSED:
            return IssueState.OPEN
        if original or kind == "duplicate" or name in _folded(self.settings.duplicate):
            return IssueState.DUPLICATE
        declined = kind == "canceled" or name in _folded(self.settings.declined)
        return IssueState.DECLINED if declined else IssueState.DONE


def uuid_of(*parts: str) -> str:
    """An id that follows from ``parts``, in the format of a random one, which is what Linear takes."""
    return str(UUID(bytes=hashlib.sha256("|".join(parts).encode()).digest()[:16], version=4))


def is_trashed(document: Mapping[str, Any]) -> bool:
    """Whether an issue was deleted; Linear keeps it in the trash for a month and gives it as one all the same."""
    return bool(document.get("trashed"))


def order(issue: Issue) -> tuple[datetime, int]:
    """By age; ids are random, and numbers change when issues move."""
    assert issue.created_at is not None, "read from a document, which tells it"
    return issue.created_at, int(issue.key.rpartition("-")[2])


def _original(document: Mapping[str, Any]) -> str | None:
    """The issue that this one was marked as a duplicate of."""
    relations = document["relations"]["nodes"]
    return next((each["relatedIssue"]["id"] for each in relations if each["type"] == "duplicate"), None)


def _folded(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def _revision(document: Mapping[str, Any], labels: Sequence[str]) -> str:
    """Names what lists and single answers both tell."""
    names = ("identifier", "title", "description", "state", "updatedAt", "archivedAt", "relations")
    told = [sorted(labels), *(document[name] for name in names)]
    return digest_of(json.dumps(told, sort_keys=True))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time(text: str | None) -> datetime | None:
    return _moment(text) if text else None
