"""A Jira issue, from the JSON of its REST interface."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import JiraSettings
from voc.model.filing import Issue, IssueComment, IssueState
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.signature import SHOWN, unsigned

FIELDS = (
    "summary", "description", "status", "resolution", "resolutiondate", "labels", "issuelinks", "project", "created",
    "updated", "statuscategorychangedate",
)  # fmt: skip
"""What is asked for of an issue, by lists and alone; the last one only Cloud knows, the others are always there."""


class Markup(Protocol):
    """How descriptions and comments are spelt at a Jira."""

    def written(self, body: str) -> Any:
        """The description that says ``body``."""

    def read(self, value: Any) -> str:
        """The body that a description says."""

    def respliced(self, value: Any, body: str) -> Any:
        """The description ``value`` once it says ``body``; what stands around the managed block stays as it is."""

    def said(self, markdown: str) -> Any:
        """A comment."""

    def heard(self, value: Any) -> str:
        """What a comment says."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to read issues.

    Attributes:
        url: where people find issues.
        project: its key, as it was set; ``project_id`` is its number.
        account_id: who we are there.
        markup: of descriptions and comments.
        settings: which resolutions stand for what.
        cloud: whether it is Jira Cloud.
    """

    url: str
    project: str
    project_id: str
    account_id: str
    markup: Markup
    settings: JiraSettings
    cloud: bool

    def user(self, name: str) -> Mapping[str, str]:
        """How a person is named in a field: by account id on Cloud, by user name on Data Center."""
        return {"accountId" if self.cloud else "name": name}

    def read(self, document: Mapping[str, Any]) -> Issue:
        """The issue in an answer.

        Raises:
            UnreadableIssueError: it has not the shape that Jira gives it.
        """
        try:
            return self._read(document, document["fields"])
        except (LookupError, TypeError, ValueError, AttributeError):
            raise UnreadableIssueError("an issue has not the shape that Jira gives it", "see tracker.url") from None

    def _read(self, document: Mapping[str, Any], fields: Mapping[str, Any]) -> Issue:
        project, state = fields["project"], self._state(fields)
        return Issue(
            id=str(int(document["id"])),
            key=document["key"],
            project=self.project if str(project["id"]) == self.project_id else project["key"],
            title=fields["summary"],
            body=self.markup.read(fields["description"]),
            status=fields["status"]["name"],
            state=state,
            revision=_revision(document["key"], fields),
            labels=tuple(fields["labels"]),
            url=f"{self.url}/browse/{document['key']}",
            created_at=_time(fields["created"]),
            updated_at=_time(fields["updated"]),
            resolved_at=None if state is IssueState.OPEN else _closed(fields),
            locked=document.get("editmeta", {}).get("fields") == {},
            duplicate_of=self._original(fields["issuelinks"]),
            comments=self._comments(fields.get("comment", {}).get("comments", ())),
        )

    def _state(self, fields: Mapping[str, Any]) -> IssueState:
        status = fields["status"]
        if status["statusCategory"]["key"] != "done":
            return IssueState.OPEN
        names = {status["name"].casefold(), (fields["resolution"] or {}).get("name", "").casefold()}
        if self._original(fields["issuelinks"]) or names & _folded(self.settings.duplicate):
            return IssueState.DUPLICATE
        return IssueState.DECLINED if names & _folded(self.settings.declined) else IssueState.DONE

    def _original(self, links: Sequence[Mapping[str, Any]]) -> str | None:
        """The issue that one duplicates; of several, the lowest."""
        kinds = _folded(self.settings.duplicate)
        outward = [link for link in links if "outwardIssue" in link and link["type"]["name"].casefold() in kinds]
        return min((str(link["outwardIssue"]["id"]) for link in outward), key=int, default=None)

    def _comments(self, comments: Sequence[Mapping[str, Any]]) -> tuple[IssueComment, ...]:
        """Our own; other people's are theirs, and so is what they write with our account."""
        ours = [each for each in comments if account_of(each.get("author") or {}) == self.account_id]
        heard = {int(each["id"]): unsigned(self.markup.heard(each["body"]), SHOWN) for each in ours}
        return tuple(IssueComment(str(number), said) for number, said in sorted(heard.items()) if said is not None)


def account_of(user: Mapping[str, Any]) -> str:
    """What tells an account from others: Cloud's account id, Data Center's key or name."""
    return str(user.get("accountId") or user.get("key") or user.get("name") or "")


def changed_by(document: Mapping[str, Any], field: str) -> str | None:
    """The account that changed a field last, by the issue's change log; None where nobody did."""
    changes = [
        change
        for change in document.get("changelog", {}).get("histories", ())
        if any(item.get("field") == field for item in change["items"])
    ]
    return account_of(max(changes, key=lambda change: int(change["id"])).get("author") or {}) if changes else None


def _folded(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def _revision(key: str, fields: Mapping[str, Any]) -> str:
    """Names what lists and single answers both tell; ``updated`` is set by every change."""
    told = [
        key,
        fields["summary"],
        fields["description"],
        fields["status"]["name"],
        (fields["resolution"] or {}).get("name"),
        sorted(fields["labels"]),
        sorted(str(each["id"]) for each in fields["issuelinks"]),
        str(fields["project"]["id"]),
        *(str(_time(fields[name])) for name in ("created", "updated", "resolutiondate")),
    ]
    return digest_of(json.dumps(told, sort_keys=True))


def _closed(fields: Mapping[str, Any]) -> datetime | None:
    """When it was closed. Team-managed projects set no resolution, but tell when the status became a closed one."""
    return _time(fields["resolutiondate"] or fields.get("statuscategorychangedate"))


def _time(text: str | None) -> datetime | None:
    """A time as Jira writes it; its zone is that of our account, which may change."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
