"""A description as Linear keeps it: it shows HTML comments as text, so the block stands between quiet lines instead."""

from __future__ import annotations

import re

_BEGIN = re.compile(r"<!-- voc:begin rev=([0-9a-f]{16}) -->[^\S\n]*\n")
_END = re.compile(r"\n?^<!-- voc:end -->", re.MULTILINE)
_SHOWN_BEGIN = re.compile(r"^⟦voc ([0-9a-f]{16})⟧[^\S\n]*\n+", re.MULTILINE)
_SHOWN_END = re.compile(r"\n+⟦/voc⟧")


def written(body: str) -> str:
    """``body`` as it is sent: each delimiter a paragraph of its own, which Linear's editor leaves as it is."""
    return _END.sub("\n\n⟦/voc⟧", _BEGIN.sub(r"⟦voc \1⟧\n\n", body))


def read(description: str) -> str:
    """The description as voc knows it; what is not between the delimiters stays byte for byte."""
    return _SHOWN_END.sub("\n<!-- voc:end -->", _SHOWN_BEGIN.sub(r"<!-- voc:begin rev=\1 -->\n", description))
