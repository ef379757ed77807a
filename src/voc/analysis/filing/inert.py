"""Strangers' words made harmless inside an issue.

Trackers act on what they are told in text: they notify ``@people``, link ``#1``, close issues on ``fixes #1``, run
``/commands``, load images and expand macros. A zero-width space inside such words keeps them readable and dead. In
quotes a backslash before what Markdown would read as markup lets it stand as it was written. ``words_of`` takes out
what was put in, and nothing else, so that a quote can still be verified.
"""

from __future__ import annotations

import re

from voc.analysis.text.addresses import web_address
from voc.model.unseen import UNSEEN

BREAK = "\u200b"
"""Zero-width space; taken out of the words first, so that every one in the result is ours."""

_NEWLINE = re.compile(r"\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_ISSUE_LINK = re.compile(
    r"(?<!\w)(?<!(?<!\\)`)https?://[^\s`<>\\]+"
    r"/(?:issues?|pulls?|discussions|commit|browse|merge_requests)/[^\s`<>\\]+"
)
"""An address of an issue, or of what tells who links to it, outside of a code span; a backtick behind a backslash opens
none.
"""
_MARKUP = re.compile(
    r"(?P<address>https?://[^\s<>\\`*]+)"  # an underscore in an address is no emphasis
    r"|[\\*`]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~)|(?<=~)~"
    r"|&(?=#?\w{1,32};)"  # an entity
    r"|^(?:[#>|+=:-]|\[(?=[^\]\n]*\]:)|~)",  # a heading, quote, table, list, rule or link definition
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
_TASK = re.compile(r"\A\[")
"""At the beginning of a list's line it might be a box to tick."""
_BRACKET, BACKSLASHED = re.compile(r"(?<!\\)[\[\]]"), r"\\\g<0>"
_KEPT_IN_LINKS = "!#$%&'*+,/:;=?@~"
"""All that an address may hold but brackets, which end a link in one markup or another."""
_LINK_CODE = re.compile(r"(?<!\\)`(https?://[^`]+)`")
_OURS = re.compile(r"\\([!-/:-@\[-`{-~])")
_CLOSING = re.compile(
    r"\b([cfr])((?:ix|lose|esolve)(?:es|ed|s|d)?\b)(?=:?\s+(?:\S*#\d|GH-\d|https?:|`?http|[A-Z]{2,}-\d))", re.IGNORECASE
)
_LIVE = re.compile(
    r"@(?=\w)"  # a mention
    r"|#(?=\d)"  # an issue number
    r"|!(?=\[)"  # an image
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
    text = UNSEEN.sub("", _NEWLINE.sub("\n", text))
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
    return "\n".join(f"> {line}".rstrip() for line in inert(_literal(text)).strip().splitlines())


def words_of(quote: str) -> str:
    """The words that ``quoted`` was given, without blanks around their lines."""
    lines = (line.removeprefix(">").removeprefix(" ") for line in quote.splitlines())
    return "\n".join(_OURS.sub(r"\1", _LINK_CODE.sub(r"\1", line.replace(BREAK, ""))) for line in lines)


def unbroken(text: str) -> str:
    """``text`` without the spaces that made it harmless, for where nothing acts, or all is made harmless anew."""
    return text.replace(BREAK, "")


def _literal(text: str) -> str:
    """``text`` with a backslash before everything that Markdown would take for markup, no line indented."""
    text = UNSEEN.sub("", _NEWLINE.sub("\n", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _MARKUP.sub(lambda found: found["address"] or "\\" + found.group(), text)
    return _NUMBERED.sub(r"\1\\", escaped)


def said_line(text: str, limit: int) -> str:
    """``text`` as one harmless line of at most ``limit`` characters of its own, read by Markdown as it was written; it
    may stand at the beginning of a line.
    """
    line = " ".join(text.split())
    return _TASK.sub(r"\\[", inert(_literal(line if len(line) <= limit else line[: limit - 1].rstrip() + "…")))


def reference(ticket_id: str, url: str | None) -> str:
    """A ticket's id, as a link to where it can be looked at; as code where there is no such place, or where the tracker
    would tell the place that it is linked to (an issue's address).
    """
    target = web_address(url, _KEPT_IN_LINKS)
    if target is None or _ISSUE_LINK.search(target):
        return code(ticket_id)
    return f"[{_BRACKET.sub(BACKSLASHED, said_line(ticket_id, len(ticket_id)))}]({target})"


def code(text: str) -> str:
    """A name, such as a ticket's id, as a Markdown code span."""
    return "`" + " ".join(inert(text).replace("`", "'").split()) + "`"
