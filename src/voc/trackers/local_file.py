"""One issue as a Markdown file with YAML front matter, read and changed without touching what people wrote.

    ---
    key: VOC-12
    title: "Export fails: timeout"
    status: open            (open, in progress, done, closed …)
    resolution:             (fixed, declined, duplicate …)
    labels: [bug, …]
    ---

    the description, and below it voc's comments

A change replaces single values of the front matter and keeps everything else byte for byte, comments and line ends
too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import yaml

from voc.analysis.filing.managed_block import COMMENT
from voc.config.words import parsed
from voc.errors import TrackerError
from voc.model.filing import Issue, IssueComment, IssueState

_FRONT = re.compile(r"\A\ufeff?---[^\S\n]*\n(.*?^)---[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DONE = frozenset(
    {"done", "closed", "close", "fixed", "resolved", "complete", "completed", "valmis", "suljettu", "korjattu"}
)
_DECLINED = frozenset(
    {"declined", "rejected", "wontfix", "won't fix", "wont fix", "wont-fix", "not planned", "not_planned", "invalid",
     "by design", "hylätty", "ei korjata"}
)  # fmt: skip
_DUPLICATE = frozenset({"duplicate", "kaksoiskappale"})


class FrontMatterError(TrackerError):
    """A file that begins like an issue and cannot be read as one."""


@dataclass(frozen=True, slots=True)
class IssueFile:
    """The text of an issue file: front matter (between its dashes), and everything after it."""

    text: str
    front_start: int
    front_end: int
    body_start: int

    @property
    def front(self) -> str:
        """The YAML between the dashes."""
        return self.text[self.front_start : self.front_end]

    @property
    def body(self) -> str:
        """Everything below the front matter."""
        return self.text[self.body_start :]


def split(text: str) -> IssueFile | None:
    """The parts of a file; None when it has no front matter and so is no issue."""
    found = _FRONT.match(text)
    return IssueFile(text, found.start(1), found.end(1), found.end()) if found else None


def revision_of(data: bytes) -> str:
    """What changes with any change of the file."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes, name: str, project: str) -> Issue | None:
    """The issue in a file; None when the file is no issue of any kind.

    Raises:
        FrontMatterError: it is one, and a person broke it; says file and line.
    """
    try:
        file = split(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FrontMatterError(f"{name}:{line}: not UTF-8", "save the file as UTF-8") from error
    if file is None:
        if data.lstrip(b"\xef\xbb\xbf").startswith(b"---"):
            raise FrontMatterError(f"{name}:1: the front matter has no closing ---", "put the line back")
        return None
    fields = _fields(file.front, name)
    return _issue(fields, file.body, revision_of(data), name, project) if "key" in fields else None


def _fields(front: str, name: str) -> Mapping[str, Any]:
    try:
        fields = parsed(front)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 2 if mark else 2
        problem = getattr(error, "problem", None) or "a value that YAML cannot read"
        raise FrontMatterError(
            f"{name}:{line}: {problem}", "mend the front matter; voc leaves the file alone"
        ) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise FrontMatterError(f"{name}:2: the front matter is not a list of names and values", "mend it")
    return fields


def _issue(fields: Mapping[str, Any], body: str, revision: str, name: str, project: str) -> Issue:
    key, labels = str(fields["key"]).strip(), fields.get("labels") or []
    if isinstance(labels, str):
        labels = labels.replace(",", " ").split()
    if not isinstance(labels, list):
        raise FrontMatterError(f"{name}:2: labels is not a list", "write labels: [one, two]")
    status, resolution = _word(fields.get("status")), _word(fields.get("resolution"))
    return Issue(
        id=key,
        key=key,
        project=str(fields.get("project") or key.rpartition("-")[0] or project),
        title=str(fields.get("title") or ""),
        body=body,
        status=f"{status} ({resolution})" if resolution else status or "open",
        state=state_of(status, resolution),
        revision=revision,
        labels=tuple(str(label) for label in labels),
        created_at=_time(fields.get("created")),
        updated_at=_time(fields.get("updated")),
        resolved_at=_time(fields.get("resolved")),
        locked=fields.get("locked") is True,
        duplicate_of=str(fields["duplicate_of"]).strip() if fields.get("duplicate_of") else None,
        comments=read_comments(body),
    )


def state_of(status: str, resolution: str) -> IssueState:
    """What a person's words for status and resolution come to; unknown words are open."""
    words = {status.casefold(), resolution.casefold()}
    if words & _DUPLICATE:
        return IssueState.DUPLICATE
    if words & _DECLINED:
        return IssueState.DECLINED
    return IssueState.DONE if words & _DONE else IssueState.OPEN


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()


def _time(value: object) -> datetime | None:
    """A date or time of the front matter in UTC; None when a person wrote something else."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


def new_file(fields: Mapping[str, object], body: str) -> str:
    """The text of a new issue file."""
    front = "".join(f"{name}: {_flow(value)}".rstrip(" ") + "\n" for name, value in fields.items())
    return f"---\n{front}---\n\n{body}"


def with_value(text: str, name: str, value: object) -> str:
    """The text of an issue file with one value of its front matter replaced, or added at its end.

    Raises:
        ValueError: there is no front matter.
    """
    file = split(text)
    if file is None:
        raise ValueError("no front matter")
    rendered = _flow(value)
    newline = "\r\n" if "\r\n" in file.front else "\n"
    start, end = _place(file.front, name)
    if start < 0:
        front = f"{file.front}{name}: {rendered}{newline}"
    else:
        space = " " if rendered and not file.front[start - 1].isspace() else ""
        front = file.front[:start] + space + rendered + file.front[end:]
    return text[: file.front_start] + front + text[file.front_end :]


def _place(front: str, name: str) -> tuple[int, int]:
    """Start and end of a value in the front matter, (-1, -1) when it has none."""
    root = yaml.compose(front, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return -1, -1
    for key, node in root.value:
        if key.value == name:
            # A block sequence's end mark lies behind the comments that follow it; its last item's does not.
            last = (
                node.value[-1] if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value else node
            )
            return node.start_mark.index, last.end_mark.index
    return -1, -1


def _flow(value: object) -> str:
    """A value as YAML on one line."""
    if value is None:
        return ""
    # Line breaks, Unicode's too, would be folded in any other style.
    style = '"' if isinstance(value, str) and value.splitlines() != [value] else None
    text: str = yaml.safe_dump(
        value, default_style=style, default_flow_style=True, allow_unicode=True, width=float("inf")
    )
    return text.removesuffix("\n").removesuffix("\n...")


def read_comments(body: str) -> tuple[IssueComment, ...]:
    """The comments of voc in a description, oldest first."""
    return tuple(IssueComment(found[1], found[2].replace("\r\n", "\n")) for found in COMMENT.finditer(body))


def with_comment(body: str, text: str, replaces: str | None, on: date) -> str:
    """``body`` with one more comment at its end, or with comment ``replaces`` rewritten in place; dated ``on``."""
    newline = "\r\n" if "\r\n" in body else "\n"
    number = replaces or str(1 + max((int(comment.id) for comment in read_comments(body)), default=0))
    head = f"<!-- voc:comment id={number} -->\n### {on:%Y-%m-%d}, voc"
    new = f"{head}\n\n{text}\n<!-- voc:comment-end -->".replace("\n", newline)
    for found in COMMENT.finditer(body):
        if found[1] == replaces:
            return body[: found.start()] + new + body[found.end() :]
    gap = newline if body.endswith("\n") else newline * 2
    return f"{body}{gap}{new}{newline}"
