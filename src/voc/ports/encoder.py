"""Texts to vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from voc.model.theme import EncoderState, Vectors


class FittedEncoder(Protocol):
    """An encoder that knows its corpus and gives the same vector for the same text for ever."""

    @property
    def space(self) -> str:
        """Name of the vector space: encoder, version and a digest of the fitted state or of the model."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, row by row, unit length (zeros for a text with no known feature); a text's vector does
        not depend on its company.
        """

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How far the vector of each text says what the text means, beyond which words it has: 0 (an encoder of words
        alone, or a language that it does not know) to 1. Neighbours by meaning count as much in clustering.
        """

    def state(self) -> EncoderState:
        """Everything ``Encoder.restore`` needs, as arrays and JSON values."""


class Encoder(Protocol):
    """A way to turn texts into vectors."""

    @property
    def name(self) -> str:
        """Its name in ``voc.yaml``, with its model where it has one."""

    def fit(self, texts: Sequence[str]) -> FittedEncoder:
        """Learn from ``texts``; the result does not depend on their order. An encoder that brings all it knows loads
        its model and learns nothing.

        Raises:
            EncoderError: its model is not here, or cannot be used.
        """

    def restore(self, state: EncoderState) -> FittedEncoder:
        """The fitted encoder that ``state`` was taken from.

        Raises:
            StoreError: the state was written by another encoder or version, or of another model.
            EncoderError: its model is not here, or cannot be used.
        """
