"""Places for strangers' words in a template's text.

A template gets a sign in place of what a customer wrote, and the harmless words are put there once the template is
done. So whatever a template does to a value, it cannot bring to life what was made harmless: it may leave it out, or
put it somewhere, and that is all.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = "\ue000", "\ue001"
_FIRST, _DIGITS = 0xE100, 0x100
_SLOT = re.compile(f"{_OPEN}([\ue100-\ue1ff])([\ue100-\ue1ff]){_CLOSE}")
"""The number of a word in two digits of private use, which no template has a reason to replace."""


class Slots:
    """Words by the signs that stand for them."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def sign(self, words: str) -> str:
        """The sign that stands for ``words``, which are harmless already."""
        high, low = divmod(len(self._words), _DIGITS)
        self._words.append(words)
        return f"{_OPEN}{chr(_FIRST + high)}{chr(_FIRST + low)}{_CLOSE}"

    def filled(self, text: str) -> str | None:
        """``text`` with the words in the place of their signs; None where a sign was cut or changed."""
        bare = _SLOT.sub("", text)
        known = all(_number(found) < len(self._words) for found in _SLOT.finditer(text))
        if not known or _OPEN in bare or _CLOSE in bare:
            return None
        return _SLOT.sub(lambda found: self._words[_number(found)], text)


def _number(found: re.Match[str]) -> int:
    """Which word a sign stands for."""
    return (ord(found[1]) - _FIRST) * _DIGITS + ord(found[2]) - _FIRST
