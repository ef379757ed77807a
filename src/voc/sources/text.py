"""Text as it was meant: no broken characters, one normal form."""

from __future__ import annotations

import re
import unicodedata

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_MOJIBAKE = re.compile(
    "[ÂÃÄÅÐÑ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€|ï»¿|ðŸ"
)
"""Pairs that UTF-8 read as a Western code page leaves behind, and that hardly any language writes."""


def clean(text: str) -> str:
    """``text`` without NUL and lone surrogates, in NFC, and with mojibake undone where that leaves less of it."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    text = _BROKEN.sub("", text)
    pairs = len(_MOJIBAKE.findall(text))
    if pairs:
        # ftfy takes long to import and most exports never need it.
        from ftfy import fix_encoding  # noqa: PLC0415

        fixed = fix_encoding(text)
        text = fixed if len(_MOJIBAKE.findall(fixed)) < pairs else text
    return unicodedata.normalize("NFC", text)
