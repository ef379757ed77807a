"""Encoders that learned all they know before they met a ticket: what those have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState
from voc.ports.encoder import FittedEncoder

Fitted = TypeVar("Fitted", bound=FittedEncoder)

EMPTY: tuple[str, ...] = ()
"""The texts such an encoder is fitted on."""


def known_throughout(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """``FittedEncoder.meaning`` of a model whose languages are the user's business."""
    return np.ones(len(texts), np.float32)


def unloadable(name: str, error: Exception) -> EncoderError:
    """What a damaged model of encoder ``name`` made its library stumble over, in one line."""
    why = " ".join(str(error).split())[:200]
    return EncoderError(f"{name} cannot be loaded: {why}", "is it a model of that kind, and whole?")


def same_model(fitted: Fitted, state: EncoderState) -> Fitted:
    """``fitted``, if it gives vectors of the space that ``state`` was taken from.

    Raises:
        StoreError: it does not; the model is another one, or its files changed.
    """
    if fitted.space != state.space:
        raise StoreError(f"the model of the last run ({state.space}) is now {fitted.space}", "fit a new one")
    return fitted
