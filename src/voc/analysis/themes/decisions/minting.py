"""Ids of decisions, and of themes that decisions make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import UTC

from voc.model.decision import Decision

_DIGITS = 10


def signed(decision: Decision) -> Decision:
    """``decision`` with the id that all the rest of it gives: ``d-`` and ten hex digits."""
    return replace(decision, id="d-" + _digest(decision))


def mint_theme(decision: Decision, taken: Collection[str]) -> str:
    """A new theme's id for a decision that makes one, not in ``taken``; it means nothing but itself from then on."""
    turn = 0
    while True:
        minted = "th-" + _digest(decision, f"theme {turn}")
        if minted not in taken:
            return minted
        turn += 1


def _digest(decision: Decision, *more: str) -> str:
    told = asdict(decision) | {"id": "", "at": decision.at.astimezone(UTC).isoformat()}
    text = json.dumps([told, *more], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
