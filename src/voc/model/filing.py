"""What voc wants to have filed, what a tracker holds, and how a write to it may end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Told:
    """What an issue's readers were last told, so that only material news makes a comment.

    ``customers`` counts distinct customers ever; ``trend`` is a trend state; ``severity`` is 1..5, None if unknown.
    """

    customers: int = 0
    trend: str = ""
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class IssueTemplate:
    """A Jinja2 template of an issue's managed block: ``name`` is that of its file, for errors."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """16 hex digits that name its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """A theme as an issue that could be filed.

    Attributes:
        namespace, theme_id, ledger_id: who the issue belongs to; with the attempt id they make its last line.
        marker, family: labels that find this one issue, and every issue of the namespace.
        title: one line, at most 255 characters.
        block: Markdown text of the managed block, without its delimiters.
        labels: every label voc wants on the issue, marker and family among them.
        told: the figures that the block tells.
        template: digest of the template that made the block; empty where nobody knows.
        by_person: whether a person wrote the block, into a plan.
        labels_made: the labels as voc made them, where a person changed those of a plan; None where nobody did.
    """

    namespace: str
    theme_id: str
    ledger_id: str
    marker: str
    family: str
    title: str
    block: str
    labels: tuple[str, ...]
    told: Told
    template: str = ""
    by_person: bool = False
    labels_made: tuple[str, ...] | None = None

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The labels that are voc's to set and to take away, set or not; any other is a person's."""
        return self.labels if self.labels_made is None else self.labels_made


class IssueState(StrEnum):
    """What a tracker's status and resolution come to, whatever their names there."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class IssueComment:
    """A comment that voc wrote below an issue, as it reads now."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the tracker holds it now.

    Attributes:
        id: never changes; ``key`` is what people call it and may change when the issue moves.
        project: key of the project it lies in.
        body: the whole description in Markdown.
        status: the tracker's own word; ``state`` is what it comes to.
        resolved_at: when it was closed, None while open or when the tracker does not say.
        revision: opaque; differs after any change, whoever made it.
        locked: whether writing to it is forbidden.
        duplicate_of: id of the issue that this one repeats.
        comments: voc's own comments, oldest first.
    """

    id: str
    key: str
    project: str
    title: str
    body: str
    status: str
    state: IssueState
    revision: str
    labels: tuple[str, ...] = ()
    url: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    resolved_at: datetime | None = None
    locked: bool = False
    duplicate_of: str | None = None
    comments: tuple[IssueComment, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueChanges:
    """What to write to an existing issue; labels are added and removed one by one, the rest stays as it is."""

    body: str | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    reopen: bool = False

    def __bool__(self) -> bool:
        return self.body is not None or bool(self.add_labels or self.remove_labels) or self.reopen


class OutcomeKind(StrEnum):
    """How a write ended, as far as anybody can tell."""

    DONE = "done"
    REJECTED = "rejected"
    NOT_SENT = "not-sent"
    THROTTLED = "throttled"
    CONFLICT = "conflict"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one write.

    Attributes:
        kind: ``DONE`` comes with ``issue`` as read back; ``CONFLICT`` means that the issue changed since it was
            read, or is gone; ``UNCERTAIN`` is everything of which nobody knows whether it happened.
        code, detail: the tracker's code and field names for a person; never a payload, header or secret.
        retry_after: seconds to wait after ``THROTTLED``.
        fatal: whether every other write would be refused for the same cause (account, permission, full disk).
    """

    kind: OutcomeKind
    issue: Issue | None = None
    code: str = ""
    detail: str = ""
    retry_after: float | None = None
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a tracker can do; the protocol follows these, never a tracker's name.

    Attributes:
        conditional_write: an update can be refused when the issue changed since it was read. Without it voc
            leaves the description alone and tells news in comments, unless ``block_rewrite``.
        block_rewrite: the user wants the description's block rewritten without that; a person's edit that falls
            between read and write is lost then.
        comment_edit: voc's comment can be rewritten in place.
        labels: single labels can be added and removed; where not, voc writes them with the create at most.
        immediate_lookup: a new issue is found at once.
        quiet_time: how long a create of unknown outcome may still come to light. Zero means that no create
            outlives its process, so that one empty look settles it.
        confirm_project: the first apply to a project wants its key confirmed, since other people watch it.
        title_limit, body_limit: characters.
    """

    conditional_write: bool
    comment_edit: bool
    labels: bool
    immediate_lookup: bool
    quiet_time: timedelta
    confirm_project: bool
    block_rewrite: bool = False
    title_limit: int = 255
    body_limit: int = 32_767


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: whether it is well, what it is, and what to do if not."""

    ok: bool
    what: str
    hint: str = ""
