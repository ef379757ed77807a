"""A Redmine issue, from the JSON of its REST interface."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import RedmineSettings
from voc.model.filing import Issue, IssueComment, IssueState
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.signature import unsigned

_SHIFTING = frozenset({"journals", "relations", "allowed_statuses", "spent_hours", "total_spent_hours"})
"""What an answer holds only where it was asked for by name, or alone."""
_ACTIVE = 1


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to read issues.

    Attributes:
        url: of the Redmine.
        project: identifier of the project; ``project_id`` is its number.
        writable: whether the project is neither closed nor archived.
        account_id: who we are there.
        field: number of the custom field that holds labels, None where there is none.
        declined: names of the statuses that stand for won't fix, in lower case.
    """

    url: str
    project: str
    project_id: int
    writable: bool
    account_id: int
    field: int | None
    declined: frozenset[str]

    def read(self, document: Mapping[str, Any]) -> Issue:
        """The issue in an answer.

        Raises:
            UnreadableIssueError: it has not the shape that Redmine 5 gives it.
        """
        try:
            return self._read(document)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise UnreadableIssueError(
                "an issue has not the shape that Redmine gives it", "voc needs Redmine 5.0 or newer"
            ) from None

    def _read(self, document: Mapping[str, Any]) -> Issue:
        number, status, project_id = str(int(document["id"])), document["status"], document["project"]["id"]
        original = _original(document)
        return Issue(
            id=number,
            key=f"#{number}",
            project=self.project if project_id == self.project_id else f"project {project_id}",
            title=document["subject"],
            body=(document["description"] or "").replace("\r\n", "\n"),
            status=status["name"],
            state=self._state(status, original),
            revision=_revision(document),
            labels=self._labels(document),
            url=f"{self.url}/issues/{number}",
            created_at=_time(document["created_on"]),
            updated_at=_time(document["updated_on"]),
            resolved_at=_time(document["closed_on"]) if status["is_closed"] else None,
            locked=project_id == self.project_id and not self.writable,
            duplicate_of=original,
            comments=self._comments(document.get("journals", ())),
        )

    def _state(self, status: Mapping[str, Any], original: str | None) -> IssueState:
        if not status["is_closed"]:
            return IssueState.OPEN
        if original is not None:
            return IssueState.DUPLICATE
        return IssueState.DECLINED if status["name"].casefold() in self.declined else IssueState.DONE

    def _labels(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        values = [each.get("value") for each in document.get("custom_fields", ()) if each["id"] == self.field]
        return tuple(dict.fromkeys(" ".join(value for value in values if isinstance(value, str)).split()))

    def _comments(self, journals: Sequence[Mapping[str, Any]]) -> tuple[IssueComment, ...]:
        """Our own notes; other people's are theirs, and so are those that a person wrote with our account."""
        ours = [each for each in journals if each.get("user", {}).get("id") == self.account_id]
        texts = {str(each["id"]): unsigned(each.get("notes") or "") for each in ours}
        return tuple(IssueComment(number, text) for number, text in texts.items() if text is not None)


def place_of(
    url: str, name: str, account: Mapping[str, Any], project: Mapping[str, Any], settings: RedmineSettings
) -> Place:
    """Where issues are read, from the answers about our account and the project."""
    return Place(
        url=url,
        project=name,
        project_id=project["id"],
        writable=project.get("status", _ACTIVE) == _ACTIVE,
        account_id=account["id"],
        field=settings.label_field,
        declined=frozenset(status.casefold() for status in settings.declined),
    )


def _original(document: Mapping[str, Any]) -> str | None:
    """The issue that this one duplicates; of several, the lowest."""
    relations = [each for each in document.get("relations", ()) if each["relation_type"] == "duplicates"]
    found = [each["issue_to_id"] for each in relations if each["issue_id"] == document["id"]]
    return str(min(found)) if found else None


def _revision(document: Mapping[str, Any]) -> str:
    """Names everything that lists and single answers both tell; Redmine's own counter is not shown."""
    told = {name: value for name, value in document.items() if name not in _SHIFTING}
    return digest_of(json.dumps(told, sort_keys=True))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
