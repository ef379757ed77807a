"""Any text -> the form in which it is stored."""

from __future__ import annotations

import re
import unicodedata

# Nothing that a reader cannot see may stay: it could split an identifier or turn a line around (bidi controls).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Joiners belong to emoji and to some scripts; between Latin letters they only hide something.
_JOINERS = re.compile("(?<=[\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\x7f])")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANK = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_HYPHEN = re.compile("[\u2010\u2011]")


def normalise(text: str) -> str:
    """``text`` in NFC with plain line ends, blanks and hyphens, and without invisible characters."""
    if not text.isascii():
        text = _HYPHEN.sub("-", _BLANK.sub(" ", _LINE_END.sub("\n", text)))
        text = _JOINERS.sub("", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()
