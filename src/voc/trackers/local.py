"""The embedded tracker: a folder of Markdown files, one issue a file, that people may edit with any editor."""

from __future__ import annotations

import errno
import getpass
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from filelock import FileLock

from voc.analysis.filing.draft import body_of
from voc.errors import TrackerError, UsageError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, Outcome, OutcomeKind
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.local_file import new_file, parse, revision_of, split, with_comment, with_value
from voc.trackers.local_folder import STATE_FOLDER, IssueFolder, Kept, write_whole

_PROJECT = re.compile(r"[A-Z][A-Z0-9]{0,19}")


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class LocalTracker:
    """``ports.tracker.Tracker`` in a folder.

    An issue is known by the key in its front matter, so a file may be renamed, or moved to a folder below. Every write
    holds the folder's lock, compares the file with what was read, and replaces it whole.

    Args:
        folder: where the issues lie; it is made with the first one.
        project: upper-case letters and digits; keys are ``<project>-<number>``.
        now: the time, for ``created`` and ``updated``.
        zone: whose day stands above a comment.

    Raises:
        UsageError: the project cannot be part of a key.
    """

    name = "local"
    requests = 0
    capabilities = Capabilities(
        conditional_write=True,
        comment_edit=True,
        labels=True,
        immediate_lookup=True,
        quiet_time=timedelta(0),
        confirm_project=False,
        body_limit=1_000_000,
    )

    def __init__(self, folder: Path, project: str, now: Callable[[], datetime] = _utc_now, zone: tzinfo = UTC) -> None:
        if not _PROJECT.fullmatch(project):
            raise UsageError(f"project {project!r} cannot be part of a key", "use upper-case letters and digits: VOC")
        self.project = project
        self._root = folder
        self._folder = IssueFolder(folder, project)
        self._now, self._zone = now, zone

    @property
    def url(self) -> str:
        """The folder, as it was named: a checkout may lie anywhere."""
        return f"local:{self._root.as_posix()}"

    def account(self) -> str:
        """A folder knows no accounts: anybody who may write to it is the same."""
        return "local"

    def check(self) -> Sequence[Finding]:
        """Whether the folder can be written, each file that cannot be read, and each key that two files have."""
        place = next(path for path in (self._root, *self._root.absolute().parents) if path.exists())
        if not (place.is_dir() and os.access(place, os.R_OK | os.W_OK | os.X_OK)):
            hint = "change its permissions, or choose another folder"
            return [Finding(False, f"issues folder {self._root} cannot be written by {_user()}", hint)]
        files = self._folder.scan().values()
        keys = Counter(kept.issue.key for kept in files if kept.issue)
        return [
            Finding(True, f"issues folder {self._root} can be written by {_user()}"),
            *(Finding(False, kept.broken) for kept in files if kept.broken),
            *(
                Finding(False, f"{count} files are {key}", "delete all but one")
                for key, count in keys.items()
                if count > 1
            ),
        ]

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh; None when no file has its key."""
        located = self._located(issue_id)
        if located and located[1].issue is None:
            raise UnreadableIssueError(located[1].broken)
        return located[1].issue if located else None

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues that carry the marker as a label, or whose last line it follows from."""
        files = self._folder.scan()
        for kept in files.values():
            if kept.broken and marker in kept.raw:
                raise UnreadableIssueError(kept.broken)
        return self._in_order(files, marker)

    def family(self, family: str) -> Sequence[Issue]:
        """Every readable issue with the family's label, or with a last line of its namespace."""
        return self._in_order(self._folder.scan(), family)

    def newest(self, limit: int) -> Sequence[Issue]:
        """The readable issues with the highest keys."""
        return self._in_order(self._folder.scan())[::-1][:limit]

    def _in_order(self, files: Mapping[str, Kept], mark: str | None = None) -> list[Issue]:
        """Issues with ``mark``, where one is wanted; of files with the same key, the first."""
        found = {
            kept.issue.id: kept.issue
            for kept in reversed(list(files.values()))
            if kept.issue and (mark is None or mark in kept.marks)
        }
        return sorted(found.values(), key=_number)

    def _located(self, issue_id: str) -> tuple[str, Kept] | None:
        """Path and content of an issue's file: where it lay last if it is still there, else wherever it lies now."""
        path = self._path(self._folder.kept, issue_id)
        kept = self._folder.again(path) if path else None
        if path and kept and kept.issue and kept.issue.id == issue_id:
            return path, kept
        files = self._folder.scan()
        path = self._path(files, issue_id)
        return (path, files[path]) if path else None

    def _path(self, files: Mapping[str, Kept], issue_id: str) -> str | None:
        """The file of an issue: the first that has its key, else one that seems to and is broken."""
        key = re.compile(rf"(?m)^(?:key:\s*['\"]?)?{re.escape(issue_id)}(?!\d)")
        readable = (path for path, kept in files.items() if kept.issue and kept.issue.id == issue_id)
        broken = (path for path, kept in files.items() if kept.broken and key.search(kept.raw))
        return next(readable, None) or next(broken, None)

    # -- writing ------------------------------------------------------------------------------------------------
    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """A new file under the next free key."""
        path = None
        try:
            with self._locked():
                number = self._folder.highest_number() + 1
                key = f"{self.project}-{number}"
                path = self._root / f"{key}-{_slug(draft.title)}.md"
                write_whole(path, self._new(draft, attempt_id, key).encode(), self._folder.temporary)
                self._folder.remember_number(number)
        except (OSError, TrackerError) as error:
            if path is None or not path.exists():
                return _failure(error)
        return self._read_back(path)

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """The issue's file with ``changes``, unless somebody changed it since it was read."""

        def changed(text: str) -> str:
            file = split(text)
            if changes.body is not None and file is not None:
                text = text[: file.body_start] + changes.body
            labels = [label for label in issue.labels if label not in changes.remove_labels]
            labels += [label for label in changes.add_labels if label not in labels]
            if labels != list(issue.labels):
                text = with_value(text, "labels", labels)
            if changes.reopen:
                text = with_value(with_value(text, "status", "open"), "resolution", None)
            return text

        return self._change(issue, changed)

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """A comment at the end of the file, or voc's own rewritten in place."""

        def changed(old: str) -> str:
            file = split(old)
            start = file.body_start if file else 0
            return old[:start] + with_comment(old[start:], text, replaces, self._now().astimezone(self._zone))

        return self._change(issue, changed)

    def _change(self, issue: Issue, changed: Callable[[str], str]) -> Outcome:
        """Replace the issue's file by ``changed`` of its text; nothing is written when the text stays the same."""
        try:
            with self._locked():
                located = self._located(issue.id)
                path = Path(located[0] if located else self._root)
                data = path.read_bytes() if located else b""
                if revision_of(data) != issue.revision:
                    return Outcome(OutcomeKind.CONFLICT, detail="the file was changed meanwhile")
                old = data.decode()
                new = changed(old)
                if new != old:
                    new = with_value(new, "updated", self._now())
                    write_whole(path, new.encode(), self._folder.temporary)
        except (OSError, TrackerError) as error:
            return _failure(error)
        return self._read_back(path)

    def _read_back(self, path: Path) -> Outcome:
        try:
            issue = parse(path.read_bytes(), path.name, self.project)
        except (OSError, TrackerError):
            issue = None
        return Outcome(OutcomeKind.DONE if issue else OutcomeKind.UNCERTAIN, issue)

    def _new(self, draft: IssueDraft, attempt_id: str, key: str) -> str:
        now = self._now()
        fields = {
            "key": key,
            "title": draft.title,
            "status": "open",
            "resolution": None,
            "labels": list(draft.labels),
            "created": now,
            "updated": now,
        }
        return new_file(fields, body_of(draft, attempt_id))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder as its only writer; the system lets go when the process dies."""
        state = self._root / STATE_FOLDER
        state.mkdir(parents=True, exist_ok=True)
        with FileLock(state / "lock"):
            self._folder.temporary.unlink(missing_ok=True)
            yield


def _number(issue: Issue) -> tuple[int, str]:
    digits = issue.id.rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0, issue.id)


def _slug(title: str) -> str:
    """A title as a file name: ASCII, at most 50 characters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:50].strip("-") or "issue"


def _failure(error: OSError | TrackerError) -> Outcome:
    """A failed write: the file is as it was, since it is replaced whole or not at all."""
    if isinstance(error, TrackerError):
        return Outcome(OutcomeKind.REJECTED, code="folder", detail=str(error), fatal=True)
    code = errno.errorcode.get(error.errno or 0, "OSError")
    return Outcome(OutcomeKind.REJECTED, code=code, detail=f"{error.filename}: {error.strerror}", fatal=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "this user"
