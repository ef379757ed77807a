"""What an issue needs before it can be written: keywords, messages, and an address that takes one create.

Nobody sees any of it before an issue names it, so it may be made again, and what is left over harms nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voc.plugins import Outcome, OutcomeKind, Written
from voc_roundup.interface import Interface, made


class NotPreparedError(Exception):
    """Something could not be made; ``outcome`` says how that ended for the issue."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.kind.value)
        self.outcome = outcome


class Preparing:
    """Makes what is not there yet; each method raises ``NotPreparedError``.

    Args:
        roundup: where.
    """

    def __init__(self, roundup: Interface) -> None:
        self._roundup = roundup
        self._keywords: dict[str, str] = {}

    def keyword(self, label: str) -> str:
        """Number of a keyword, which is made if need be; another process may make it at the same time."""
        if label not in self._keywords:
            number = self._roundup.named("keyword", label)
            if number is None:
                written = self._roundup.prepare("keyword", {"name": label})
                taken = written.outcome.code == "409"
                number = self._roundup.named("keyword", label) if taken else _made(written)["id"]
            if number is None:
                raise NotPreparedError(Outcome(OutcomeKind.REJECTED, code="409", detail="keyword"))
            self._keywords[label] = number
        return self._keywords[label]

    def message(self, author: str, text: str) -> str:
        """Number of a new message that no issue has yet."""
        document = {"author": author, "date": ".", "content": text}
        return str(_made(self._roundup.prepare("msg", document))["id"])

    def once(self) -> str:
        """Token of an address that takes one create and refuses every other."""
        return str(_made(self._roundup.prepare("issue/@poe", {}))["link"]).rpartition("/")[2]


def _made(written: Written) -> Mapping[str, Any]:
    """What was made; an end that nobody knows of is none of the issue, which was not sent."""
    outcome, data = written.outcome, made(written)
    if outcome.kind is OutcomeKind.DONE and data:
        return data
    if outcome.kind in (OutcomeKind.DONE, OutcomeKind.UNCERTAIN):
        outcome = replace(outcome, kind=OutcomeKind.NOT_SENT)
    raise NotPreparedError(outcome)
