"""The part of a description that voc writes, and how a person's edits of it are respected.

The block stands between two delimiters; the first names the digest of what voc wrote, so that an untouched block is
known as such even when the ledger is lost. Everything around the block belongs to people and is kept byte for byte.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from voc.model.ledger import Written

COMMENT = re.compile(
    r"<!-- voc:comment id=(\d{1,9}) -->[^\S\n]*\n(?:### [^\n]*\n\s*?\n)?(.*?)\r?\n?^<!-- voc:comment-end -->",
    re.DOTALL | re.MULTILINE,
)
"""A comment of ours where a tracker keeps comments in the description: its number, and what it says."""
_BLOCK = re.compile(
    r"<!-- voc:begin rev=([0-9a-f]{16}) -->[^\S\n]*\n(.*?)\r?\n?^<!-- voc:end -->", re.DOTALL | re.MULTILINE
)


def digest_of(text: str) -> str:
    """16 hex digits that name a text; line ends and spaces at line ends do not count."""
    normal = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Block:
    """A managed block in a description.

    Attributes:
        start: where its first delimiter begins; ``end``: where its last one ends.
        text: what it says.
        claimed: the digest that its first delimiter names.
    """

    start: int
    end: int
    text: str
    claimed: str

    @property
    def digest(self) -> str:
        """The digest of what it says now."""
        return digest_of(self.text)

    @property
    def untouched(self) -> bool:
        """Whether it still says what voc wrote."""
        return self.digest == self.claimed


def find_block(body: str) -> Block | None:
    """The managed block of a description; None when there is none, or more than one so that none can be trusted."""
    found = list(_BLOCK.finditer(body))
    if len(found) != 1:
        return None
    return Block(found[0].start(), found[0].end(), found[0].group(2), found[0].group(1))


def with_delimiters(block: str) -> str:
    """``block`` between its delimiters."""
    return f"<!-- voc:begin rev={digest_of(block)} -->\n{block}\n<!-- voc:end -->"


def spliced(body: str, block: str) -> str:
    """``body`` with its managed block replaced; the rest is kept byte for byte, and the block takes on the line ends
    that it had.

    Raises:
        ValueError: there is no managed block.
    """
    old = find_block(body)
    if old is None:
        raise ValueError("no managed block")
    new = with_delimiters(block)
    if "\r\n" in body[old.start : old.end]:
        new = new.replace("\n", "\r\n")
    return body[: old.start] + new + body[old.end :]


class Merge(StrEnum):
    """What may be done to the managed block."""

    KEEP = "keep"
    WRITE = "write"
    HUMAN = "human"


def merge(body: str, ours: str, written: Written) -> Merge:
    """Three-way rule: ``ours`` is the new block, ``written`` what was sent last and how it read back, ``body`` the
    description now. A block that reads differently from both belongs to a person from now on, unless it still has the
    digest that voc wrote into it: then a run was killed before it could put its write on record.
    """
    theirs, wanted = find_block(body), digest_of(ours)
    if theirs is None or "block" in written.human_owned:
        return Merge.HUMAN
    if theirs.digest == wanted:
        return Merge.KEEP
    if theirs.untouched:
        return Merge.WRITE
    if theirs.digest != written.block_base:
        return Merge.HUMAN
    return Merge.KEEP if wanted == written.block_sent else Merge.WRITE
