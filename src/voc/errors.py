"""Every failure a user can meet, with its exit code.

A ``VocError`` is printed as one line that says what, where and what to do; anything else is a bug and shows its
traceback. The codes are the table of the command-line contract.
"""

from __future__ import annotations


class VocError(Exception):
    """A failure that the user can do something about.

    Args:
        what: what went wrong, and where, in a few words.
        hint: what to do about it; empty where nothing can be done.
    """

    exit_code = 2

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}; {self.hint}" if self.hint else self.what


class UsageError(VocError):
    """A flag, an argument or a name that voc does not know (exit 2)."""


class ConfigError(VocError):
    """A ``voc.yaml`` that cannot be used (exit 2)."""


class EncoderError(VocError):
    """A model of an encoder that is not here or cannot be used (exit 2)."""


class InputError(VocError):
    """An export that cannot be read (exit 2)."""


class StoreError(VocError):
    """The store failed, is locked, read-only or full (exit 3)."""

    exit_code = 3


class TrackerError(VocError):
    """The tracker or the network failed (exit 3)."""

    exit_code = 3


class LimitError(VocError):
    """A safety limit stopped the run before it acted (exit 5)."""

    exit_code = 5
