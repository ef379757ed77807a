"""Packed files as streams that stop before they fill the machine."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from voc.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"

DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
"""What reading a damaged archive raises."""


def damaged(name: str) -> InputError:
    """What to say of the archive ``name`` when not even its beginning can be read."""
    return InputError(f"{name} is damaged", "fetch or pack it again")


@dataclass(frozen=True, slots=True)
class Caps:
    """How much an archive may unpack to: bytes, times its packed size, and members.

    The ratio counts only beyond ``spare`` bytes: a small export of one repeated line is no attack.
    """

    unpacked: int = 2 << 30
    ratio: int = 200
    entries: int = 10_000
    spare: int = 16 << 20

    def check(self, name: str, packed: int, unpacked: int) -> None:
        """Refuse ``name`` when ``packed`` bytes became, or say they become, too many ``unpacked`` ones.

        Raises:
            InputError: they did.
        """
        if unpacked > self.unpacked:
            raise InputError(f"{name} unpacks to more than {self.unpacked >> 20} MiB", "unpack it and split it")
        if unpacked > self.spare and unpacked > packed * self.ratio:
            raise InputError(
                f"{name} unpacks to more than {self.ratio} times its size, as a zip bomb does",
                "unpack it yourself if you trust it",
            )


class Capped(io.RawIOBase):
    """The bytes of ``stream``, with an ``InputError`` as soon as there are too many.

    Args:
        stream: of unpacked bytes.
        below: the packed file, closed with this one.
        name: of the document, for messages.
        packed: bytes that ``stream`` is unpacked from.
        caps: how many bytes are too many.
    """

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, below: IO[bytes], name: str, packed: int, caps: Caps) -> None:
        super().__init__()
        self._stream, self._below = stream, below
        self.packed = packed
        self._name, self._caps = name, caps
        self._count = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer``; 0 at the end."""
        space = memoryview(buffer).cast("B")
        chunk = self._stream.read(len(space))
        self._count += len(chunk)
        self._caps.check(self._name, self.packed, self._count)
        space[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Close the packed file too."""
        self._stream.close()
        self._below.close()
        super().close()


def buffered(stream: Capped) -> io.BufferedReader:
    """``stream`` with a buffer of its own."""
    return io.BufferedReader(stream, 1 << 18)


def gunzipped(stream: io.BufferedReader, name: str, packed: int, caps: Caps) -> io.BufferedReader:
    """``stream``, or what it unpacks to when it begins like gzip; closing the result closes ``stream``.

    Raises:
        InputError: not even the beginning can be read.
    """
    try:
        packed_again = stream.peek(len(GZIP))[: len(GZIP)] == GZIP
    except DAMAGE:
        stream.close()
        raise damaged(name) from None
    if not packed_again:
        return stream
    return buffered(Capped(gzip.GzipFile(fileobj=stream), stream, name, packed, caps))
