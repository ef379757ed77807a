"""``voc.yaml`` to ``Config``: all problems at once, each with its line and the nearest valid name."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from voc.config.binding import bind
from voc.config.document import Problems, load_node
from voc.config.schema import Config
from voc.errors import ConfigError

DEFAULT_NAME = "voc.yaml"


def load_config(path: Path | None) -> Config:
    """The configuration of ``path``, or of ``./voc.yaml`` when there is one, or the defaults.

    Raises:
        ConfigError: the file is missing, unreadable, or holds names or values that do not exist.
    """
    chosen = path or Path(DEFAULT_NAME)
    if path is None and not chosen.exists():
        return Config()
    node = load_node(chosen)
    problems = Problems(str(chosen))
    config = bind(Config, node, problems) if node is not None else Config()
    problems.raise_if_any()
    return _settle(replace(config, folder=chosen.parent), str(chosen))


def with_seed(config: Config, seed: int) -> Config:
    """``config`` with one seed for everything random."""
    return replace(
        config,
        seed=seed,
        clustering=replace(config.clustering, seed=seed),
        ranking=replace(config.ranking, seed=seed),
    )


def config_digest(config: Config) -> str:
    """Twelve hex digits that name the settings which shape a result (not where things lie)."""
    shaping = (asdict(config.encoder), config.timezone, asdict(config.clustering), asdict(config.ranking))
    return hashlib.sha256(repr(shaping).encode()).hexdigest()[:12]


def _settle(config: Config, name: str) -> Config:
    zones = [config.timezone, *(each.timezone for each in config.sources.files if each.timezone)]
    for zone in zones:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ConfigError(
                f"{name}: unknown timezone {zone!r}", "use an IANA name such as Europe/Helsinki"
            ) from None
    return with_seed(config, config.seed)
