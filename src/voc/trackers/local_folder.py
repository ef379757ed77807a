"""The folder behind the local tracker: found quickly, written whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from voc.analysis.filing.markers import marks_of
from voc.errors import TrackerError
from voc.model.filing import Issue
from voc.trackers.local_file import FrontMatterError, parse

STATE_FOLDER = ".voc"
"""Holds the folder's lock and its highest number; hidden, so that no one takes it for an issue."""


Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was last read.

    Attributes:
        signature: changes with the file: modification time, size, inode.
        issue: the issue in it, None when it is broken or no issue at all.
        marks: the issue's labels, and the markers that its last line stands for.
        broken: why it cannot be read; ``raw`` is its name and text then.
        number: the highest number that its name and key speak of, so that no new issue takes it.
    """

    signature: Signature
    issue: Issue | None = None
    marks: frozenset[str] = frozenset()
    broken: str = ""
    raw: str = ""
    number: int = 0


class IssueFolder:
    """Every Markdown file below a folder, read again only when it changed."""

    def __init__(self, root: Path, project: str) -> None:
        self.root = root
        self._project = project
        self._key = re.compile(rf"(?:^|key:\s*['\"]?){re.escape(project)}-(\d{{1,9}})", re.MULTILINE)
        self._kept: dict[str, Kept] = {}

    def scan(self) -> Mapping[str, Kept]:
        """All files as they are now, in the order of their paths.

        Raises:
            TrackerError: the folder cannot be read.
        """
        try:
            found = dict(sorted(self._files(str(self.root))))
            self._kept = {path: self._read(path, signature) for path, signature in found.items()}
        except OSError as error:
            raise TrackerError(f"{self.root}: {error.strerror}", "check the folder and its permissions") from error
        return self._kept

    @property
    def kept(self) -> Mapping[str, Kept]:
        """All files as the last scan saw them."""
        return self._kept

    def again(self, path: str) -> Kept | None:
        """One file that was seen before, as it is now; None when it is gone."""
        try:
            stat = Path(path).stat()
            self._kept[path] = self._read(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
        except OSError:
            return None
        return self._kept[path]

    def _files(self, folder: str) -> Iterator[tuple[str, Signature]]:
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            return
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self._files(entry.path)
                elif entry.name.casefold().endswith(".md") and entry.is_file():
                    stat = entry.stat()
                    yield entry.path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)

    def _read(self, path: str, signature: Signature) -> Kept:
        kept = self._kept.get(path)
        if kept and kept.signature == signature:
            return kept
        try:
            data = Path(path).read_bytes()
        except FileNotFoundError:
            return Kept(signature)
        try:
            issue = parse(data, str(Path(path).relative_to(self.root)), self._project)
        except FrontMatterError as error:
            raw = f"{Path(path).name}\n{data.decode('utf-8', 'replace')}"
            return Kept(signature, broken=str(error), raw=raw, number=self._number(raw))
        number = self._number(f"{Path(path).name}\n{issue.key if issue else ''}")
        return Kept(signature, issue, marks_of(issue) if issue else frozenset(), number=number)

    def _number(self, text: str) -> int:
        """The highest number of the project that a file's name, key or broken front matter speaks of."""
        return max((int(found) for found in self._key.findall(text)), default=0)

    def highest_number(self) -> int:
        """The highest number any issue of the project has or had; a deleted issue's number is not used again."""
        return max([self._remembered(), *(kept.number for kept in self.scan().values())])

    def _remembered(self) -> int:
        try:
            return int((self.root / STATE_FOLDER / self._counter).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def remember_number(self, number: int) -> None:
        """Put the number of a new issue on record; it matters once that issue is deleted, so it need not last yet."""
        counter = self.root / STATE_FOLDER / self._counter
        write_whole(counter, f"{number}\n".encode(), self.temporary, lasting=False)

    @property
    def temporary(self) -> Path:
        """Where a file is built before it takes its place."""
        return self.root / STATE_FOLDER / "writing.tmp"

    @property
    def _counter(self) -> str:
        return f"{self._project}.last"


def write_whole(path: Path, data: bytes, temporary: Path, *, lasting: bool = True) -> None:
    """Write a file so that after a crash it has its old content or its new one, and the new one lasts.

    Args:
        path: the file.
        data: all of its new content.
        temporary: where to build it; its name is fixed, so that a crash leaves one file behind at most, which the next
            write takes up. The caller holds the folder's lock.
        lasting: whether the new content must outlive a power failure.

    Raises:
        OSError: no space, no permission; the file is as it was.
    """
    mode = _mode(path)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(file.fileno(), mode)
        if lasting:
            os.fsync(file.fileno())
    temporary.replace(path)
    if lasting:
        _sync_folder(path.parent)


def _mode(path: Path) -> int:
    """The mode of the file that is replaced; what a new file would get, for a new one."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0o022)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the folder's new entry last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
