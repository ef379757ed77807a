"""Which encoding a document's bytes are in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

from voc.errors import UsageError
from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.unpack import DAMAGE, damaged

_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp850", "shift_jis", "gb18030"]
"""The legacy encodings that spreadsheets and help desks write; among more, short texts are told apart by chance."""

_FOREIGN = re.compile(r"[^\W\d_][^\w\s!-~’'´`-][^\W\d_]|[ŠšŽžŸƒ\x80-\x9f]|[¹³¿][^\W\d_]")
"""What reading another encoding as cp1252 leaves, and Western text hardly has: marks within words, rare letters."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its Python name, and whether the bytes hold sequences that it cannot decode."""

    name: str
    damaged: bool = False


def detect(document: Document, declared: str | None = None) -> Encoding:
    """Byte order mark, else UTF-8 when the bytes are, else ``declared``, else the likeliest legacy encoding.

    A few broken bytes among many sound UTF-8 sequences are damage, not another encoding.

    Raises:
        InputError: the document is an archive of which not even the beginning can be unpacked.
        UsageError: ``declared`` is no encoding that Python knows.
    """
    head = _beginning(document)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    with document.open() as stream:
        sound, broken, sample = _tally(stream)
    if not broken:
        return Encoding("utf-8")
    if declared:
        return Encoding(_known(declared))
    if sound > broken or not sample:
        # Without a sample only the very end is broken: a file cut within a character.
        return Encoding("utf-8", damaged=True)
    return Encoding(_legacy(sample))


def replaced(name: str, encoding: Encoding) -> Iterator[Reject]:
    """A word about a document in which something could not be decoded."""
    if encoding.damaged:
        yield Reject(name, 1, f"bytes that are not {encoding.name} stand as U+FFFD in some rows", lost=False)


def _beginning(document: Document) -> bytes:
    """The first bytes, as many as a byte order mark may have."""
    with document.open() as stream:
        try:
            return stream.read(4)
        except DAMAGE:
            raise damaged(document.name) from None


def _tally(stream: BinaryIO) -> tuple[int, int, bytes]:
    """Continuation bytes of sound UTF-8, sequences that are not UTF-8, and the first chunk that holds one."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    sound = broken = 0
    sample = b""
    while chunk := _next(stream):
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        bad = max(0, text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd"))
        sound += max(0, len(chunk) - len(text))
        broken += bad
        sample = sample or (chunk if bad else b"")
    return sound, broken + len(decoder.decode(b"", final=True)), sample


def _next(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_CHUNK)
    except DAMAGE:
        return b""


def _known(declared: str) -> str:
    try:
        return codecs.lookup(declared).name
    except LookupError:
        raise UsageError(f"there is no encoding {declared!r}", "use a name such as cp1252") from None


def _legacy(sample: bytes) -> str:
    # charset-normalizer takes Finnish and Swedish in cp1252 for Central European or worse, so that comes first.
    text = sample.decode("cp1252", errors="replace")
    letters = sum(each.isalpha() for each in text)
    accented = sum(each.isalpha() and not each.isascii() for each in text)
    if "\ufffd" not in text and accented <= letters / 3 and len(_FOREIGN.findall(text)) <= accented / 10:
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    return best.encoding if best is not None else "cp1252"
