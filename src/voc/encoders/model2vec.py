"""Texts to vectors by a static model of the user's choice (model2vec): word vectors, thousands of texts a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.ngrams import focus
from voc.analysis.clustering.rows import unit
from voc.encoders.hub import digest, model_folder
from voc.encoders.pretrained import EMPTY, known_throughout, same_model, unloadable
from voc.model.theme import EncoderState, Vectors

if TYPE_CHECKING:
    from model2vec import StaticModel

VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class FittedModel2VecEncoder:
    """A loaded ``model``; ``name`` is what it was asked for by."""

    name: str
    model: StaticModel
    space: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, row by row, unit length (zeros for a text with no known piece)."""
        read = [focus(text) for text in texts] or [""]  # the library cannot do with nothing
        return unit(self.model.encode(read, use_multiprocessing=False)[: len(texts)].astype(np.float32))

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One for every text."""
        return known_throughout(texts)

    def state(self) -> EncoderState:
        """The name of the space and of the model; its files stay where they are."""
        return EncoderState(self.space, {}, {"encoder": self.name, "version": VERSION})


@dataclass(frozen=True, slots=True)
class Model2VecEncoder:
    """Loads ``model``: a folder, or a name on the Hugging Face hub."""

    model: str

    @property
    def name(self) -> str:
        """``model2vec:<model>``."""
        return f"model2vec:{self.model}"

    def fit(self, texts: Sequence[str]) -> FittedModel2VecEncoder:
        """The model as it is; nothing is learned from ``texts``.

        Raises:
            EncoderError: the model is not here, or cannot be used.
        """
        folder = model_folder(self.model)
        from model2vec import StaticModel  # noqa: PLC0415 - an extra's

        try:
            loaded = StaticModel.from_pretrained(folder)
        except Exception as error:  # whatever a damaged file makes the library stumble over
            raise unloadable(self.name, error) from error
        return FittedModel2VecEncoder(self.name, loaded, f"model2vec-{VERSION}-{digest(folder)}")

    def restore(self, state: EncoderState) -> FittedModel2VecEncoder:
        """The model, if ``state`` was taken from the same one.

        Raises:
            StoreError: the state was written by another encoder, or the files of the model changed.
            EncoderError: the model is not here, or cannot be used.
        """
        return same_model(self.fit(EMPTY), state)
