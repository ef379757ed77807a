"""Strangers' words made harmless inside an issue.

Trackers act on what they are told in text: they notify ``@people``, link ``#1``, close issues on ``fixes #1``, run
``/commands`` and expand macros. A zero-width space inside such words keeps them readable and dead; taking these spaces
out again gives the text back, so that a quote can still be verified.
"""

from __future__ import annotations

import re

BREAK = "\u200b"
"""Zero-width space; taken out of the words first, so that every one in the result is ours."""

_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, bidirectional overrides, lone surrogates."""
_NEWLINE = re.compile(r"\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_ISSUE_LINK = re.compile(r"(?<![`\w])https?://[^\s`<>]+/(?:issues|pull|pulls|browse|merge_requests)/[^\s`<>]+")
_CLOSING = re.compile(
    r"\b([cfr])((?:ix|lose|esolve)(?:es|ed|s|d)?\b)(?=:?\s+(?:\S*#\d|GH-\d|https?:|`?http|[A-Z]{2,}-\d))", re.IGNORECASE
)
_LIVE = re.compile(
    r"@(?=\w)"  # a mention
    r"|#(?=\d)"  # an issue number
    r"|\bGH-(?=\d)"
    r"|<(?=[!/a-zA-Z?])"  # HTML and its comments
    r"|\](?=\()"  # a Markdown link or image
    r"|\[(?=~)"  # a Jira user
    r"|\{(?=\w)"  # a Jira macro
    r"|\bvoc(?=:)"  # our own last line
    r"|^\s*(?=/\w)",  # a GitLab command
    re.MULTILINE | re.IGNORECASE,
)


def inert(text: str) -> str:
    """``text`` without anything a tracker would act on; lines stay lines."""
    text = _UNSEEN.sub("", _NEWLINE.sub("\n", text))
    text = _IMAGE.sub(r"\1", _COMMENT.sub("", text))
    text = _CLOSING.sub(rf"\1{BREAK}\2", text)
    text = _LIVE.sub(lambda found: found.group() + BREAK, text)
    return _ISSUE_LINK.sub(lambda found: f"`{found.group().replace(BREAK, '')}`", text)


def inert_line(text: str, limit: int) -> str:
    """``text`` as one harmless line of at most ``limit`` characters."""
    line = " ".join(inert(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def quoted(text: str, limit: int) -> str:
    """``text`` as a harmless Markdown block quote of at most ``limit`` characters of its own words."""
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return "\n".join(f"> {line}".rstrip() for line in inert(text).strip().splitlines())


def code(text: str) -> str:
    """A name, such as a ticket's id, as a Markdown code span."""
    return "`" + " ".join(inert(text).replace("`", "'").split()) + "`"
