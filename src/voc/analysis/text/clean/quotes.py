"""Which lines of a mail were written by somebody else, earlier."""

from __future__ import annotations

from voc.analysis.text.clean.lines import Line, next_filled
from voc.model.lexicon import MailPatterns

_LONGEST_ATTRIBUTION = 300
_HEADER_WINDOW = 6
_HEADER_LABELS = 2


def own_lines(lines: list[Line], mail: MailPatterns, first: bool) -> list[Line]:
    """The lines that are not quoted mail.

    Args:
        lines: one message.
        mail: how quotes look.
        first: whether this is the ticket's first message; what it forwards is content, not a quote.
    """
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if not _suspicious(lines, index):
            kept.append(line)
            index += 1
            continue
        if first and line.text and mail.forward.match(line.bare):
            kept += _forwarded(lines[index + 1 :])
            break
        length = _attribution(lines, index, mail)
        if length:
            following = next_filled(lines, index + length - 1)
            if following is None or not following.quoted:
                break
            index += length
            continue
        if _ends_here(lines, index, mail):
            break
        if not line.quoted:
            kept.append(line)
        index += 1
    return kept


def _suspicious(lines: list[Line], index: int) -> bool:
    """Whether a line can be anything but plain text; most are not, and need no pattern."""
    text = lines[index].text
    if text.startswith((">", "-", "#", "*")) or ":" in text:
        return True
    return bool(text) and index + 1 < len(lines) and lines[index + 1].text.endswith(":")


def _forwarded(lines: list[Line]) -> list[Line]:
    """A forwarded message without the lines of its header."""
    body = [line for line in lines if line.text]
    head = 0
    while head < len(body) and head < 2 * _HEADER_WINDOW and _looks_like_header(body[head]):
        head += 1
    start = body[head].start if head < len(body) else None
    return [] if start is None else [line for line in lines if line.start >= start]


def _looks_like_header(line: Line) -> bool:
    """A short label and a colon."""
    label, colon, _ = line.bare.strip("* ").partition(":")
    return bool(colon) and 0 < len(label) <= 20 and label.count(" ") <= 1


def _attribution(lines: list[Line], index: int, mail: MailPatterns) -> int:
    """How many lines (0, 1 or 2) an attribution takes that begins at ``index``."""
    text = lines[index].bare
    if not text or len(text) > _LONGEST_ATTRIBUTION:
        return 0
    if text.endswith(":"):
        return int(_attributes(text, lines, index, mail))
    if index + 1 == len(lines):
        return 0
    wrapped = lines[index + 1].bare
    if wrapped.endswith(":") and len(wrapped) <= _LONGEST_ATTRIBUTION and mail.when.search(text):
        return 2 if _attributes(f"{text} {wrapped}", lines, index + 1, mail) else 0
    return 0


def _attributes(text: str, lines: list[Line], index: int, mail: MailPatterns) -> bool:
    """Whether ``text`` says who wrote what follows line ``index``: by a time or address, or by the quote below it."""
    if not mail.attribution.search(text):
        return False
    if mail.when.search(text):
        return True
    following = next_filled(lines, index)
    return following is not None and following.quoted


def _ends_here(lines: list[Line], index: int, mail: MailPatterns) -> bool:
    """Whether all that follows is an earlier message: a mark, or a block of header labels."""
    text = lines[index].bare
    if not text:
        return False
    if text.startswith(("--", "##", "*")) and (mail.original.match(text) or mail.forward.match(text)):
        return True
    if ":" not in text:
        return False
    if mail.forward.match(text):
        return True
    if not mail.header.match(text):
        return False
    window = (mail.header.match(line.bare) for line in lines[index : index + _HEADER_WINDOW])
    return len({match[1].casefold() for match in window if match}) >= _HEADER_LABELS
