"""The tracker that a configuration means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from voc.config.schema import Config
from voc.config.secrets import Secret, secret
from voc.errors import ConfigError
from voc.wiring.registry import back_end

if TYPE_CHECKING:
    from voc.ports.clock import Clock
    from voc.ports.tracker import Tracker


def tracker_of(config: Config, clock: Clock) -> Tracker:
    """Where issues are filed.

    Raises:
        UsageError: there is no such tracker, or its address is none that text may be sent to.
        ConfigError: what it needs is not set, or the token cannot be had.
    """
    found = back_end("tracker", config.tracker.name)
    given: Mapping[str, Callable[[], Any]] = {
        "folder": lambda: config.folder / config.tracker.folder,
        "project": lambda: config.filing.project,
        "settings": lambda: config.tracker,
        "token": lambda: _token(config),
        "clock": lambda: clock,
        "zone": lambda: ZoneInfo(config.timezone),
    }
    tracker: Tracker = found.load()(**{name: given[name]() for name in found.takes})
    return tracker


def _token(config: Config) -> Secret:
    reference = config.tracker.token
    if reference is None:
        raise ConfigError("tracker.token is not set", "set it to env:NAME or file:PATH")
    return secret("tracker.token", reference, config.folder)
