"""How a comment of ours ends, to be known from what people write with the same account; readers do not see it."""

from __future__ import annotations

SIGNATURE = "\n\n<!-- voc -->"
"""In Markdown an HTML comment, which nobody sees."""


def signed(text: str) -> str:
    """A comment as voc writes it."""
    return text + SIGNATURE


def unsigned(text: str) -> str | None:
    """What a comment of ours says; None where it is none of ours. Line ends of any kind read as one."""
    text = text.replace("\r\n", "\n")
    return text.removesuffix(SIGNATURE) if text.endswith(SIGNATURE) else None
