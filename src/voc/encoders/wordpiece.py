"""Text to the word pieces of an uncased BERT vocabulary, as ``BertTokenizer(do_lower_case=True)`` cuts it.

Own code because the ``tokenizers`` package is larger than all of voc. Two differences: what cannot be cut has no piece
at all (instead of ``[UNK]``), and a text that spells a special token such as ``[SEP]`` is text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from string import punctuation

UNKNOWN = "[UNK]"
LONGEST = 100
"""Characters of the longest word that is cut; a longer one is noise, such as a key or a picture in base64."""

REMEMBERED = 100_000
"""Words whose pieces are kept, so that hostile text cannot fill the memory."""

_CONTINUES = "##"
# Han ideographs stand for words: each is a word of its own (the blocks of the original BERT tokenizer).
_HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class _Spelling(dict[int, str]):
    """What each character becomes, worked out when it is first met: a table for ``str.translate``."""

    def __missing__(self, point: int) -> str:
        self[point] = spelled = _spell(chr(point))
        return spelled


def _spell(char: str) -> str:
    """``char`` without accent, in lower case, between spaces where it is a word of its own; nothing for a control."""
    if char.isspace() and char not in "\x0b\x0c\x1c\x1d\x1e\x1f\x85":
        return " "
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    plain = "".join(each for each in unicodedata.normalize("NFD", char) if unicodedata.category(each) != "Mn").lower()
    if any(first <= ord(char) <= last for first, last in _HAN):
        return f" {plain} "
    return "".join(f" {each} " if _is_punctuation(each) else each for each in plain)


def _is_punctuation(char: str) -> bool:
    return char in punctuation or unicodedata.category(char).startswith("P")


class WordPiece:
    """Cuts words into the longest pieces that a vocabulary holds, from left to right (Wu et al. 2016, section 4.1).

    Args:
        vocabulary: the pieces; a piece's number is its place. Those inside of a word begin with ``##``.

    Attributes:
        whole: the words, letters only, that are a piece as they stand.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._numbers.pop(UNKNOWN, None)
        self.whole = frozenset(piece for piece in self._numbers if len(piece) <= LONGEST and piece.isalpha())
        self._spelling = _Spelling()
        self._pieces: dict[str, tuple[int, ...]] = {}

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order, lower case, without accents; each punctuation mark is one."""
        return text.translate(self._spelling).split()

    def pieces(self, word: str) -> tuple[int, ...]:
        """The numbers of the pieces of one of ``words``; none where a part of it is in no piece."""
        known = self._pieces.get(word)
        if known is None:
            known = self._cut(word)
            if len(self._pieces) < REMEMBERED:
                self._pieces[word] = known
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST:
            return ()
        numbers, start = [], 0
        while start < len(word):
            prefix = _CONTINUES if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._numbers), None)
            if end is None:
                return ()
            numbers.append(self._numbers[prefix + word[start:end]])
            start = end
        return tuple(numbers)
