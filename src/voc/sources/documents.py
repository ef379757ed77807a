"""Files, members of archives, and standard input, each readable again and again."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from voc.errors import InputError
from voc.sources.unpack import ZIP, Capped, Caps, buffered, gunzipped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def printable(name: str) -> str:
    """``name`` without what could move a terminal's cursor or break a line."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)


@dataclass(frozen=True)
class FileDocument:
    """A file, or what was spooled to one; gzip is undone by content, whatever the file is called.

    Attributes:
        name: as shown to the user.
        raw: opens the bytes as they lie there.
        caps: how much it may unpack to.
    """

    name: str
    raw: Callable[[], io.BufferedReader]
    caps: Caps

    def digest(self) -> str:
        """SHA-256 of the file, packed as it is."""
        return _sha256(self.raw())

    def open(self) -> BinaryIO:
        """The unpacked bytes."""
        stream = self.raw()
        return gunzipped(stream, self.name, _size(stream), self.caps)

    def is_zip(self) -> bool:
        """Whether the file begins like a ZIP archive."""
        with self.raw() as stream:
            return stream.read(len(ZIP)) == ZIP


@dataclass(frozen=True)
class ZipMember:
    """A member of a ZIP archive, found by its place in the directory: its name is only shown."""

    archive: FileDocument
    index: int
    name: str

    def digest(self) -> str:
        """SHA-256 of the member's bytes."""
        return _sha256(self._raw())

    def open(self) -> BinaryIO:
        """The unpacked bytes; a gzip file within the archive is unpacked too."""
        stream = self._raw()
        return gunzipped(stream, self.name, stream.raw.packed, self.archive.caps)  # type: ignore[attr-defined]

    def _raw(self) -> io.BufferedReader:
        below = self.archive.raw()
        try:
            opened = zipfile.ZipFile(below)
            info = opened.infolist()[self.index]
            return buffered(Capped(opened.open(info), below, self.name, info.compress_size, self.archive.caps))
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile):
            below.close()
            raise InputError(f"{self.name} is encrypted, damaged or packed in an unknown way", "unpack it") from None


def file_document(path: Path, caps: Caps) -> FileDocument:
    """The file at ``path``, which need not exist until it is opened."""
    return FileDocument(printable(str(path)), lambda: _open_regular(path), caps)


def spooled(stream: IO[bytes], caps: Caps) -> FileDocument:
    """Everything ``stream`` holds, in a temporary file without a name, so that nothing of it outlives the process.

    Raises:
        InputError: there is no room for it.
    """
    spool = _Spool()
    try:
        shutil.copyfileobj(stream, spool.file)
        spool.file.flush()
    except OSError as error:
        raise InputError(f"standard input: {error.strerror}", "free some room in the temporary folder") from None
    return FileDocument("-", spool.open, caps)


def members(archive: FileDocument) -> Iterator[ZipMember]:
    """The files within a ZIP archive, in the order of their names.

    Raises:
        InputError: it is damaged, a spreadsheet or text document, or holds too much.
    """
    try:
        with archive.raw() as stream, zipfile.ZipFile(stream) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, NotImplementedError):
        raise InputError(f"{archive.name} is a damaged ZIP archive", "fetch or pack it again") from None
    _check(archive, infos)
    files = [(info.filename, index) for index, info in enumerate(infos) if not info.is_dir()]
    for name, index in sorted(files):
        yield ZipMember(archive, index, f"{archive.name}:{printable(name)}")


def _check(archive: FileDocument, infos: list[zipfile.ZipInfo]) -> None:
    caps = archive.caps
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise InputError(f"{archive.name} is an Office file", "save the sheet as CSV (UTF-8) and read that")
    if len(infos) > caps.entries:
        raise InputError(f"{archive.name} holds more than {caps.entries} files", "unpack it and read the folder")
    with archive.raw() as stream:
        caps.check(archive.name, _size(stream), sum(info.file_size for info in infos))


def _open_regular(path: Path) -> io.BufferedReader:
    shown = printable(str(path))
    try:
        # A link put in place after the folder was listed must not lead elsewhere, and a pipe must not block.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise InputError(f"{shown}: {(error.strerror or 'cannot be opened').lower()}", "check the path") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError(f"{shown} is not a regular file", "give a file, or pipe it in and read `-`")
    return os.fdopen(descriptor, "rb")


class _Spool:
    """A temporary file that is closed when neither a document nor a stream needs it any more."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the finalizer
        weakref.finalize(self, self.file.close)

    def open(self) -> io.BufferedReader:
        return io.BufferedReader(_Positioned(self))


class _Positioned(io.RawIOBase):
    """A view of a spool with a position of its own."""

    def __init__(self, spool: _Spool) -> None:
        super().__init__()
        self._spool, self._at = spool, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        space = memoryview(buffer).cast("B")
        chunk = os.pread(self._spool.file.fileno(), len(space), self._at)
        space[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = (0, self._at, os.fstat(self._spool.file.fileno()).st_size)[whence]
        self._at = max(0, start + offset)
        return self._at


def _size(stream: IO[bytes]) -> int:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def _sha256(stream: IO[bytes]) -> str:
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
