"""What a person types at a terminal: single keys where it gives them, else lines."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

QUIT = "q"
_ESCAPE = "\x1b"
_END = "\x04"
_NO_KEYS = ("dumb", "unknown")
"""Terminals of editors and logs, which give whole lines only."""


def present() -> bool:
    """Whether a person sits there: both ways lead to a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def key() -> str:
    """One key, in lower case; of a line its first letter; ``QUIT`` at the end of the input. What was typed before the
    question was seen is not taken for an answer.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    if os.environ.get("TERM", "") not in _NO_KEYS:
        with suppress(ImportError, OSError, ValueError):
            return _single()
    typed = _line()
    return typed.strip()[:1].lower() if typed else QUIT


def line() -> str:
    """A line without its end; empty at the end of the input."""
    return _line().strip()


def _line() -> str:
    """A line with its end; only that where the terminal sends what is no text."""
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError:
        return "\n"


def _single() -> str:
    """One key without waiting for the end of the line.

    Raises:
        ImportError, OSError, ValueError: the terminal, or the system, has only lines.
    """
    if sys.platform == "win32":
        import msvcrt

        pressed = msvcrt.getwch()
        if pressed == "\x03":
            raise KeyboardInterrupt
    else:
        pressed = _pressed(sys.stdin.fileno())
    return QUIT if pressed in ("", _END) else pressed.lower()


def _pressed(terminal: int) -> str:
    """The next key of a POSIX terminal; a key that sends a sequence, such as an arrow, is ``_ESCAPE``."""
    import select
    import termios
    import tty

    try:
        before = termios.tcgetattr(terminal)
    except termios.error as error:
        raise OSError(str(error)) from error
    try:
        tty.setcbreak(terminal, termios.TCSAFLUSH)
        typed = os.read(terminal, 1)
        while typed and select.select([terminal], [], [], 0.0)[0]:
            typed += os.read(terminal, 64)
            if len(typed) > 64:
                break
        if typed.startswith(_ESCAPE.encode()):
            return _ESCAPE
        return typed.decode(errors="replace")[:1]
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
