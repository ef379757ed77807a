"""Where a message ends and its signature, device line or legal notice begins."""

from __future__ import annotations

from voc.analysis.text.clean.lines import Line
from voc.model.lexicon import MailPatterns

_SIGNATURE_LINES = 10
_SIGNATURE_CHARACTERS = 500
_LAST_PART = 2 / 3
_LONGEST_LINE = 240


def without_frame(lines: list[Line], mail: MailPatterns) -> list[Line]:
    """``lines`` without greeting, signature, device lines and legal notice."""
    kept = _without_signature(_without_notice(lines, mail), mail)
    kept = [
        line for line in kept if not (line.text and len(line.text) <= _LONGEST_LINE and mail.device.match(line.text))
    ]
    return _without_greeting(_without_inline_closing(kept, mail), mail)


def _filled(lines: list[Line]) -> list[int]:
    """Numbers of the lines with text."""
    return [number for number, line in enumerate(lines) if line.text]


def _without_notice(lines: list[Line], mail: MailPatterns) -> list[Line]:
    """Cut at a legal notice, unless the message begins with it."""
    for number in _filled(lines)[1:]:
        text = lines[number].text
        if number + 1 < len(lines):
            text = f"{text[:_LONGEST_LINE]} {lines[number + 1].text[:_LONGEST_LINE]}"
        if mail.disclaimer.match(text[: 2 * _LONGEST_LINE]):
            return lines[:number]
    return lines


def _without_signature(lines: list[Line], mail: MailPatterns) -> list[Line]:
    """Cut at the first line that opens a signature."""
    filled = _filled(lines)
    for order, number in enumerate(filled[1:], start=1):
        line = lines[number]
        if line.text == "--":
            return lines[:number]
        left = len(filled) - order
        if left > _SIGNATURE_LINES or lines[filled[-1]].end - line.start > _SIGNATURE_CHARACTERS:
            continue
        if mail.closing.match(line.text) or (
            _in_last_part(lines, number, left) and mail.short_closing.match(line.text)
        ):
            return lines[:number]
    return lines


def _without_inline_closing(lines: list[Line], mail: MailPatterns) -> list[Line]:
    """Cut a closing that stands behind the last sentence on the same line."""
    filled = _filled(lines)
    if not filled:
        return lines
    last = lines[filled[-1]]
    # Only the end is looked at, so that an endless line costs no more than another one.
    start = max(0, len(last.text) - _LONGEST_LINE)
    found = mail.inline_closing.search(last.text, start)
    if found is None:
        return lines
    cut = Line(last.start, last.start + found.start(), last.text[: found.start()])
    return [*lines[: filled[-1]], cut]


def _in_last_part(lines: list[Line], number: int, left: int) -> bool:
    """Whether a line lies in the last third, or has at most one line below it."""
    begin, end = lines[0].start, lines[-1].end
    return left <= 2 or lines[number].start - begin >= _LAST_PART * (end - begin)


def _without_greeting(lines: list[Line], mail: MailPatterns) -> list[Line]:
    """Drop a first line that only greets, when something follows it."""
    filled = _filled(lines)
    if len(filled) > 1 and len(lines[filled[0]].text) <= _LONGEST_LINE and mail.greeting.match(lines[filled[0]].text):
        return lines[filled[0] + 1 :]
    return lines
