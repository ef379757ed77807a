"""The models that read text: the encoder and the namer that a configuration means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voc.config.schema import Config
from voc.config.secrets import secret
from voc.errors import ConfigError, UsageError
from voc.wiring.registry import NAMER, back_end

if TYPE_CHECKING:
    from voc.ports.clock import Clock
    from voc.ports.encoder import Encoder
    from voc.ports.namer import Namer


def encoder_of(config: Config) -> Encoder:
    """How text becomes vectors.

    Raises:
        UsageError: there is no such encoder, its extra is not installed, or it lacks a model or takes none.
    """
    chosen = config.encoder
    found = back_end("encoder", chosen.name)
    build = found.load()
    if "model" in found.takes and chosen.model is None:
        raise UsageError(f"encoder {chosen.name!r} needs a model", f"write {chosen.name}:FOLDER, or a hub's name")
    if "model" not in found.takes and chosen.model is not None:
        raise UsageError(f"encoder {chosen.name!r} takes no model", f"write {chosen.name}")
    given = {"seed": config.seed, "model": _beside(config.folder, chosen.model or "")}
    encoder: Encoder = build(**{name: given[name] for name in found.takes})
    return encoder


def namer_of(config: Config, wanted: str, clock: Clock) -> Namer:
    """The language model that ``wanted`` names: a namer, for the address of ``naming.endpoint``, or an address, which
    ``naming.key`` is sent to only where it is that of ``naming.endpoint`` or there is none.

    Raises:
        ConfigError: endpoint or model is not set, or the key cannot be had.
        UsageError: there is no such namer, or the address is none that text may be sent to.
    """
    settings = config.naming
    name, endpoint = (NAMER, wanted) if "://" in wanted else (wanted, settings.endpoint)
    found = back_end("namer", name)
    for setting, value in (("endpoint", endpoint), ("model", settings.model)):
        if not value:
            raise ConfigError(f"naming.{setting} is not set", "set it in voc.yaml (voc init writes a sample)")
    ours = settings.endpoint is None or settings.endpoint.rstrip("/") == str(endpoint).rstrip("/")
    key = secret("naming.key", settings.key, config.folder) if settings.key and ours else None
    namer: Namer = found.load()(endpoint, settings.model, key, settings.timeout, clock)
    return namer


def _beside(folder: Path, model: str) -> str:
    """``model`` as a path where it is a folder beside ``voc.yaml``."""
    path = folder / Path(model).expanduser()
    return str(path) if path.is_dir() else model
