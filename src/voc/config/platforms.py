"""Which words name which platform, read from ``defaults/platforms.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from voc.config.words import default


@cache
def load_platforms() -> Mapping[str, str]:
    """Words in lower case to the platform that they name; read once a process."""
    return {word: platform for platform, words in default("platforms").items() for word in words}
