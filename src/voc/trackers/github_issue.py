"""A GitHub issue, from the JSON of its REST interface."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import GithubSettings
from voc.model.filing import Issue, IssueComment, IssueState
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.signature import unsigned

_ORIGINAL = re.compile(
    r"^[^\S\n]*duplicate of[^\S\n]+(?:([\w-]+/[\w.-]+)?#|https?://[^\s/]+/([\w-]+/[\w.-]+)/issues/)(\d{1,18})\s*$",
    re.IGNORECASE | re.MULTILINE,
)
"""How people name the original; GitHub acts on such a line when a member writes it."""
_MEMBERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to read issues.

    Attributes:
        project: ``owner/repository``, as it was set.
        writable: whether the repository is not archived.
        login: who we are there.
        settings: which labels stand for what.
    """

    project: str
    writable: bool
    login: str
    settings: GithubSettings

    def read(self, document: Mapping[str, Any], said: Sequence[Mapping[str, Any]] = (), known_as: str = "") -> Issue:
        """The issue in an answer.

        Args:
            document: the answer.
            said: the comments below it.
            known_as: the number that it had before it was transferred.

        Raises:
            UnreadableIssueError: it has not the shape that GitHub gives it.
        """
        try:
            return self._read(document, said, known_as)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise UnreadableIssueError("an issue has not the shape that GitHub gives it", "see tracker.url") from None

    def _read(self, document: Mapping[str, Any], said: Sequence[Mapping[str, Any]], known_as: str) -> Issue:
        number, where = str(int(document["number"])), "/".join(document["repository_url"].split("/")[-2:])
        here = where.casefold() == self.project.casefold()
        labels, original = _labels(document), self._original(said)
        state = self._state(document, labels, original)
        return Issue(
            id=known_as or number,
            key=f"#{number}" if here else f"{where}#{number}",
            project=self.project if here else where,
            title=document["title"],
            body=document["body"] or "",
            status=document["state"],
            state=state,
            revision=_revision(document, where, labels),
            labels=labels,
            url=document["html_url"],
            created_at=_time(document["created_at"]),
            updated_at=_time(document["updated_at"]),
            resolved_at=None if state is IssueState.OPEN else _time(document["closed_at"]),
            locked=bool(document["locked"]) or (here and not self.writable),
            duplicate_of=original if state is IssueState.DUPLICATE else None,
            comments=tuple(comment for comment in map(self.comment, said) if comment is not None),
        )

    def comment(self, document: Mapping[str, Any]) -> IssueComment | None:
        """A comment of ours; None for other people's, and for those that a person wrote with our account."""
        author = (document.get("user") or {}).get("login") or ""
        text = unsigned(document.get("body") or "")
        ours = text is not None and author.casefold() == self.login.casefold()
        return IssueComment(str(int(document["id"])), text or "") if ours else None

    def _state(self, document: Mapping[str, Any], labels: Sequence[str], original: str | None) -> IssueState:
        if document["state"] == "open":
            return IssueState.OPEN
        reason, named = document.get("state_reason"), {label.casefold() for label in labels}
        if original or reason == "duplicate" or named & _folded(self.settings.duplicate):
            return IssueState.DUPLICATE
        declined = reason == "not_planned" or named & _folded(self.settings.declined)
        return IssueState.DECLINED if declined else IssueState.DONE

    def _original(self, said: Sequence[Mapping[str, Any]]) -> str | None:
        """The issue of our project that a member named last as the one that this one repeats."""
        found = None
        for comment in said:
            if comment.get("author_association") in _MEMBERS:
                for one, other, number in _ORIGINAL.findall(comment.get("body") or ""):
                    where = one or other or self.project
                    found = number if where.casefold() == self.project.casefold() else found
        return found


def is_issue(document: Mapping[str, Any]) -> bool:
    """Whether it is none of the pull requests, which GitHub lists and gives as issues too."""
    return "pull_request" not in document


def _labels(document: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each if isinstance(each, str) else each["name"] for each in document["labels"])


def _folded(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def _revision(document: Mapping[str, Any], where: str, labels: Sequence[str]) -> str:
    """Names what lists and single answers both tell; ``updated_at`` is set by every change."""
    names = ("number", "title", "body", "state", "state_reason", "locked", "comments", "created_at", "updated_at")
    told = [where, sorted(labels), *(document.get(name) for name in names)]
    return digest_of(json.dumps(told, sort_keys=True))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
