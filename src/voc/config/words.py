"""YAML as plain data, and the files of it that come with voc."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader; libyaml's is ten times as fast where it is there."""


def parsed(text: str) -> Any:
    """What YAML ``text`` says, in plain types.

    Raises:
        yaml.YAMLError: it is no YAML, or asks for more than plain types.
    """
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of PyYAML's two safe loaders


def default(name: str) -> Any:
    """The content of ``defaults/NAME.yaml``."""
    return parsed(resources.files("voc.defaults").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
