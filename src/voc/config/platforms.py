"""Which words name which platform, read from ``defaults/platforms.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def load_platforms() -> Mapping[str, str]:
    """Words in lower case to the platform that they name; read once a process."""
    text = resources.files("voc.defaults").joinpath("platforms.yaml").read_text(encoding="utf-8")
    return {word: platform for platform, words in yaml.safe_load(text).items() for word in words}
