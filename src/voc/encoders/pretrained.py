"""Encoders that learned all they know before they met a ticket: a library's way to load a model, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.rows import unit
from voc.encoders.hub import digest, model_folder
from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState, Vectors

Read = Callable[[Sequence[str]], npt.NDArray[Any]]
"""Vectors of one text or more, row by row, of any length."""


@dataclass(frozen=True, slots=True)
class Loader:
    """A library that models can be loaded with.

    Attributes:
        name: of its encoders.
        version: goes up when they give other vectors of the same model.
        load: makes a reader of a model's folder; it may raise whatever a damaged file makes the library stumble over.
    """

    name: str
    version: int
    load: Callable[[Path], Read]


@dataclass(frozen=True, slots=True, eq=False)
class FittedPretrainedEncoder:
    """A loaded model, read with ``read``; ``name`` is what it was asked for by, ``version`` its library's."""

    name: str
    version: int
    space: str
    read: Read

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, row by row, unit length (zeros for a text with no known piece)."""
        vectors = self.read(texts or [""])  # no library can do with nothing
        return unit(vectors[: len(texts)].astype(np.float32))

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One for every text: which languages a model knows is the user's business."""
        return np.ones(len(texts), np.float32)

    def state(self) -> EncoderState:
        """The name of the space and of the model; its files stay where they are."""
        return EncoderState(self.space, {}, {"encoder": self.name, "version": self.version})


@dataclass(frozen=True, slots=True)
class PretrainedEncoder:
    """Loads ``model``, a folder or a name on the Hugging Face hub, with ``loader``."""

    loader: Loader
    model: str

    @property
    def name(self) -> str:
        """``<library>:<model>``."""
        return f"{self.loader.name}:{self.model}"

    def fit(self, texts: Sequence[str]) -> FittedPretrainedEncoder:
        """The model as it is; nothing is learned from ``texts``.

        Raises:
            EncoderError: the model is not here, or cannot be used.
        """
        folder, version = model_folder(self.model), self.loader.version
        try:
            read = self.loader.load(folder)
        except Exception as error:
            why = " ".join(str(error).split())[:200]
            hint = "is it a model of that kind, and whole?"
            raise EncoderError(f"{self.name} cannot be loaded: {why}", hint) from error
        space = f"{self.loader.name.replace('_', '-')}-{version}-{digest(folder)}"
        return FittedPretrainedEncoder(self.name, version, space, read)

    def restore(self, state: EncoderState) -> FittedPretrainedEncoder:
        """The model, if ``state`` was taken from the same one.

        Raises:
            StoreError: the state was written by another encoder, or the files of the model changed.
            EncoderError: the model is not here, or cannot be used.
        """
        fitted = self.fit(())
        if fitted.space != state.space:
            raise StoreError(f"the model of the last run ({state.space}) is now {fitted.space}", "fit a new one")
        return fitted
