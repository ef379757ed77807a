"""How many texts a run encodes, and how long its larger steps take, told by the very functions that it calls."""

from __future__ import annotations

import pkgutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy.typing as npt

from voc.model.theme import EncoderState, Vectors
from voc.ports.encoder import Encoder, FittedEncoder
from voc.wiring.workplace import open_workplace
from voc.workflows import discover
from voc.workflows.discovery.history import Occasion

STEPS = {
    "reading new tickets": "voc.workflows.discover.read_new",
    "what is known": "voc.workflows.discover.known_in",
    "vectors": "voc.workflows.discover.encode",
    "themes: place, cluster, watch": "voc.analysis.themes.identity.recognise.recognise",
    "descriptions": "voc.workflows.discovery.described._describe",
    "sub-themes": "voc.workflows.discovery.described.divide",
    "people's decisions": "voc.workflows.discover.stand",
    "saving": "voc.stores.sql.SqlStore.save_discovery",
}
"""Each a function of its own, none inside of another."""


@dataclass
class Counts:
    """Texts that were encoded, times the encoder was fitted, and seconds by step."""

    encoded: int = 0
    fits: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Fitted:
    """A fitted encoder that is watched."""

    inner: FittedEncoder
    counts: Counts

    @property
    def space(self) -> str:
        return self.inner.space

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.counts.encoded += len(texts)
        return self.inner.encode(texts)

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        return self.inner.meaning(texts)

    def state(self) -> EncoderState:
        return self.inner.state()


@dataclass(frozen=True)
class _Watched:
    """An encoder that is watched."""

    inner: Encoder
    counts: Counts

    @property
    def name(self) -> str:
        return self.inner.name

    def fit(self, texts: Sequence[str]) -> FittedEncoder:
        self.counts.fits += 1
        return _Fitted(self.inner.fit(texts), self.counts)

    def restore(self, state: EncoderState) -> FittedEncoder:
        return _Fitted(self.inner.restore(state), self.counts)


def watched_discover(config: Path) -> Counts:
    """Discover once in the store of ``config``, which has taken in what is new, and count.

    Raises:
        VocError: as the command would.
    """
    counts, workplace = Counts(), open_workplace(config, ignore_kinds=True)
    means = discover.Means(
        _Watched(workplace.encoder, counts), workplace.lexicon, workplace.stopwords, workplace.config.clustering
    )
    with ExitStack() as stack:
        for step, where in STEPS.items():
            stack.enter_context(patch(where, _timed(pkgutil.resolve_name(where), step, counts)))
        discover.discover(workplace.store, means, Occasion(workplace.clock.now()))
    workplace.close()
    return counts


def _timed(function: Callable[..., Any], step: str, counts: Counts) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:
        begun = time.perf_counter()
        try:
            return function(*args, **more)
        finally:
            counts.seconds[step] = counts.seconds.get(step, 0.0) + time.perf_counter() - begun

    return call
