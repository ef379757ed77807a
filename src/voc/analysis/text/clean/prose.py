"""The part of a text in which somebody speaks: without code, and without what a form printed around the answers."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(
    r"```.{0,20000}?(?:```|\Z)|\{(?:code|noformat)[^}\n]{0,60}\}.{0,20000}?(?:\{(?:code|noformat)\}|\Z)", re.DOTALL
)
_FORM_LINE = re.compile(
    r"^[ \t]*(?:#{1,6} |h[1-6]\. |[-*] \[[ xX]\]|\*\*[^\n]{1,160}\*\*:?[ \t]*$|[^\n?]{3,160}\?[*_ ]*: "
    r"|at [\w.$<>]+\(|>|\|).*$",
    re.MULTILINE,
)
_HINTS = ("<!--", "```", "{code", "{noformat")


def prose(text: str) -> str:
    """``text`` without comments, code, headings, stack frames, and a form's check boxes and answered questions.

    Offsets are not kept; a text that is nothing else comes back as it is.
    """
    spoken = text
    if any(hint in text for hint in _HINTS):
        spoken = _CODE.sub("\n", _COMMENT.sub("\n", text))
    spoken = _FORM_LINE.sub("", spoken)
    return spoken if not spoken.isspace() and spoken else text
