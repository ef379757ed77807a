"""A Roundup issue and its messages, from the JSON of its REST interface.

A Roundup issue has no description: its first message is read and written as one. Later messages of our account that
end as voc's do are voc's comments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from voc.plugins import Issue, IssueComment, IssueState, UnreadableIssueError, digest_of

FIELDS = "id,title,status,keyword,messages,superseder,creation,activity"
SIGNATURE = "\n\n-- \nvoc"
"""How a message of ours ends, as in mail."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it reads now; ``etag`` is empty where it came from a list."""

    id: str
    author: str
    text: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Statuses:
    """Which of Roundup's statuses mean what; Roundup itself does not say."""

    closed: frozenset[str]
    declined: frozenset[str]

    def state(self, status: str, original: str | None) -> IssueState:
        """What an issue of this status comes to."""
        name = status.casefold()
        if name not in self.closed | self.declined:
            return IssueState.OPEN
        if original is not None:
            return IssueState.DUPLICATE
        return IssueState.DECLINED if name in self.declined else IssueState.DONE


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to read issues: address, project, our account's number, and what statuses mean."""

    url: str
    project: str
    account: str
    statuses: Statuses

    def read(self, issue: Mapping[str, Any], messages: Sequence[Message]) -> Issue:
        """The issue of an answer with its messages, lowest first.

        Raises:
            UnreadableIssueError: it has not the shape that Roundup 2 gives it.
        """
        try:
            return self._read(issue, messages)
        except (LookupError, TypeError, ValueError, AttributeError):
            what = "an issue has not the shape that Roundup gives it"
            raise UnreadableIssueError(what, "its class needs title, status, keyword, messages, superseder") from None

    def _read(self, issue: Mapping[str, Any], messages: Sequence[Message]) -> Issue:
        number, status = str(int(issue["id"])), (issue["status"] or {}).get("name", "")
        originals = [int(each["id"]) for each in issue["superseder"]]
        original = str(min(originals)) if originals else None
        ours = [each for each in messages[1:] if self.wrote(each)]
        return Issue(
            id=number,
            key=f"issue{number}",
            project=self.project,
            title=issue["title"] or "",
            body=messages[0].text if messages else "",
            status=status,
            state=self.statuses.state(status, original),
            revision=_revision(issue, [*messages[:1], *ours]),
            labels=tuple(each["name"] for each in issue["keyword"]),
            url=f"{self.url}/issue{number}",
            created_at=_time(issue["creation"]),
            updated_at=_time(issue["activity"]),
            duplicate_of=original,
            comments=tuple(IssueComment(each.id, each.text.removesuffix(SIGNATURE)) for each in ours),
        )

    def wrote(self, message: Message) -> bool:
        """Whether voc did, and not a person with its account."""
        return message.author == self.account and message.text.endswith(SIGNATURE)


def message_of(document: Mapping[str, Any]) -> Message:
    """The message of an answer.

    Raises:
        UnreadableIssueError: it has not the shape that Roundup 2 gives it.
    """
    try:
        inner = document.get("attributes", document)
        text = (inner["content"] or "").replace("\r\n", "\n")
        return Message(document["id"], inner["author"]["id"], text, document.get("@etag", ""))
    except (LookupError, TypeError, AttributeError):
        raise UnreadableIssueError("a message has not the shape that Roundup gives it", "see what it holds") from None


def message_ids(issue: Mapping[str, Any]) -> list[str]:
    """Numbers of an issue's messages, the lowest first."""
    return sorted((each["id"] for each in issue.get("messages") or ()), key=int)


def _revision(issue: Mapping[str, Any], messages: Sequence[Message]) -> str:
    """Names all that we read of an issue; lists have no ETags, which are asked for right before a write."""
    fields = [issue[name] for name in ("title", "status", "keyword", "superseder", "activity")]
    texts = [(each.id, each.text) for each in messages]
    return digest_of(json.dumps([*fields, message_ids(issue), texts], sort_keys=True))


def _time(text: str | None) -> datetime | None:
    return datetime.strptime(text[:19], "%Y-%m-%d.%H:%M:%S").replace(tzinfo=UTC) if text else None
