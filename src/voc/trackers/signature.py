"""How a comment of ours ends, to be known from what people write with the same account."""

from __future__ import annotations

SIGNATURE = "\n\n<!-- voc -->"
"""In Markdown an HTML comment, which nobody sees."""
SHOWN = "\n\n— voc"
"""Where a tracker shows HTML comments as text."""


def signed(text: str, signature: str = SIGNATURE) -> str:
    """A comment as voc writes it."""
    return text + signature


def unsigned(text: str, signature: str = SIGNATURE) -> str | None:
    """What a comment of ours says; None where it is none of ours. Line ends of any kind read as one."""
    text = text.replace("\r\n", "\n")
    return text.removesuffix(signature) if text.endswith(signature) else None
