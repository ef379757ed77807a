"""Numbers that look random and depend on nothing but what they are given."""

from __future__ import annotations

import hashlib


def digest(*parts: object) -> int:
    """A large whole number that depends on nothing but ``parts``."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:6], "big")


def share(*parts: object) -> float:
    """As ``digest``, in 0..1."""
    return digest(*parts) / 2**48
