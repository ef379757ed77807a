"""Ids of decisions, and of themes that decisions make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import UTC

from voc.analysis.themes.identity.minting import theme_id
from voc.model.decision import Decision

_DIGITS = 10
_LATER = ("into_text",)


def signed(decision: Decision) -> Decision:
    """``decision`` with the id that all the rest of it gives: ``d-`` and ten hex digits."""
    return replace(decision, id="d-" + hashlib.sha256(_told(decision).encode()).hexdigest()[:_DIGITS])


def mint_theme(decision: Decision, taken: Collection[str]) -> str:
    """A new theme's id for a decision that makes one, not in ``taken``; it means nothing but itself from then on."""
    turn = 0
    while True:
        minted = theme_id(_told(decision, f"theme {turn}"))
        if minted not in taken:
            return minted
        turn += 1


def _told(decision: Decision, *more: str) -> str:
    """All of a decision but its id, as text; fields that came later count only where they say something."""
    told = asdict(decision) | {"id": "", "at": decision.at.astimezone(UTC).isoformat()}
    told = {name: value for name, value in told.items() if value or name not in _LATER}
    return json.dumps([told, *more], sort_keys=True, default=str)
