"""References to secrets: ``env:NAME`` and ``file:PATH``. The secret itself stands in no configuration and in no log."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voc.errors import ConfigError

_LARGEST = 1 << 14
_SCHEMES = ("env", "file")


@dataclass(frozen=True, slots=True)
class Secret:
    """A token or a key, fit for a header; it shows itself only when it is asked for by name."""

    value: str = field(repr=False)


def secret(setting: str, reference: str, folder: Path, environment: Mapping[str, str] | None = None) -> Secret:
    """What ``reference`` stands for.

    Args:
        setting: where it is written, such as ``naming.key``, for messages.
        reference: ``env:NAME`` or ``file:PATH``.
        folder: where relative paths start.
        environment: the process's own when None.

    Raises:
        ConfigError: it is no reference, leads nowhere, or to what is not one line of ASCII. The message shows neither
            what it leads to nor, where it is no reference, what it is: that could be the secret.
    """
    if reference.partition(":")[0] not in _SCHEMES:
        raise ConfigError(f"{setting} must be env:NAME or file:PATH", "take the secret itself out of the file")
    value = resolve_secret(reference, folder, environment).strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value or len(value) > _LARGEST:
        raise ConfigError(f"{setting}: what {reference!r} holds is not one word of ASCII", "see what it holds")
    return Secret(value)


def resolve_secret(reference: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """What ``env:NAME`` or ``file:PATH`` stands for; any other text stands for itself.

    Raises:
        ConfigError: the variable is not set or the file cannot be read.
    """
    scheme, _, name = reference.partition(":")
    if scheme == "env":
        value = (os.environ if environment is None else environment).get(name)
        if not value:
            raise ConfigError(f"environment variable {name} is not set", f"set it, or change {reference!r}")
        return value
    if scheme == "file":
        try:
            return (folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError(f"{folder / name}: cannot be read", f"mend {reference!r}") from None
    return reference
