"""Paths as a person gives them, as documents."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from voc.errors import InputError
from voc.sources.documents import FileDocument, ZipMember, file_document, members, printable, spooled
from voc.sources.unpack import Caps

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".zip"})
"""What a file in a folder or archive may be called (before a ``.gz``) to be taken for an export."""


class Collection:
    """The documents of some paths, and a count of what was passed over on the way."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self.skipped: Counter[str] = Counter()

    def documents(self, paths: Sequence[str]) -> Iterator[FileDocument | ZipMember]:
        """Documents of ``paths`` in the order given, each file once; every path is checked before the first comes.

        Raises:
            InputError: a path is missing, a symbolic link, or without any export.
        """
        files: dict[Path | None, Path | None] = {}
        for path in paths:
            for each in [None] if path == "-" else self._found(path):
                files.setdefault(each and each.resolve(), each)
        for file in files.values():
            yield from self._opened(file)

    def _found(self, path: str) -> list[Path]:
        try:
            return self._files(path)
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "no path").lower()
            raise InputError(f"{printable(path)}: {reason}", "check the path and its permissions") from None

    def _files(self, path: str) -> list[Path]:
        given = Path(path)
        if given.is_symlink():
            raise InputError(f"{printable(path)} is a symbolic link", "give the path it leads to")
        if given.is_dir():
            return self._folder(given)
        if given.exists():
            return [given]
        matches = sorted(glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        found = [each for match in matches for each in self._matched(Path(match))]
        if not found:
            raise InputError(f"{printable(path)}: no such file or folder", "check the path")
        return found

    def _matched(self, path: Path) -> list[Path]:
        if path.is_symlink():
            self.skipped["symbolic link"] += 1
            return []
        return self._folder(path) if path.is_dir() else [path]

    def _folder(self, folder: Path) -> list[Path]:
        found = [path for path in self._walk(folder) if self._wanted(path.name)]
        if not found:
            raise InputError(
                f"{printable(str(folder))}: no export in this folder", f"voc looks for {', '.join(sorted(SUFFIXES))}"
            )
        return found

    def _walk(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                self.skipped["hidden"] += 1
            elif path.is_symlink():
                self.skipped["symbolic link"] += 1
            elif path.is_dir():
                yield from self._walk(path)
            elif path.is_file():
                yield path

    def _wanted(self, name: str) -> bool:
        """Whether a file of this name may be an export; counts it when not."""
        wanted = Path(name.lower().removesuffix(".gz")).suffix in SUFFIXES
        if not wanted:
            self.skipped["not an export"] += 1
        return wanted

    def _opened(self, path: Path | None) -> Iterator[FileDocument | ZipMember]:
        document = spooled(sys.stdin.buffer, self._caps) if path is None else file_document(path, self._caps)
        if not document.is_zip():
            yield document
            return
        for member in members(document):
            name = member.name.removeprefix(f"{document.name}:")
            if self._hidden(name):
                self.skipped["hidden"] += 1
            elif name.lower().endswith(".zip"):
                self.skipped["archive within an archive"] += 1
            elif self._wanted(name):
                yield member

    @staticmethod
    def _hidden(name: str) -> bool:
        # macOS packs a shadow of every file into a folder of its own.
        return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
