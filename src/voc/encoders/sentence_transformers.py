"""Texts to vectors by a transformer of the user's choice: the best there is, and a hundred texts a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.ngrams import FOCUS
from voc.analysis.clustering.rows import unit
from voc.encoders.hub import digest, model_folder
from voc.encoders.pretrained import EMPTY, known_throughout, same_model, unloadable
from voc.model.theme import EncoderState, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION = 1
BATCH = 32


@dataclass(frozen=True, slots=True, eq=False)
class FittedSentenceTransformersEncoder:
    """A loaded ``model``; ``name`` is what it was asked for by."""

    name: str
    model: SentenceTransformer
    space: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, row by row, unit length; of a long text its beginning is read."""
        read = [text[:FOCUS] for text in texts] or [""]  # the library cannot do with nothing
        vectors = self.model.encode(read, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return unit(vectors[: len(texts)].astype(np.float32))

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One for every text."""
        return known_throughout(texts)

    def state(self) -> EncoderState:
        """The name of the space and of the model; its files stay where they are."""
        return EncoderState(self.space, {}, {"encoder": self.name, "version": VERSION})


@dataclass(frozen=True, slots=True)
class SentenceTransformersEncoder:
    """Loads ``model``, a folder or a name on the Hugging Face hub, onto the CPU."""

    model: str

    @property
    def name(self) -> str:
        """``sentence_transformers:<model>``."""
        return f"sentence_transformers:{self.model}"

    def fit(self, texts: Sequence[str]) -> FittedSentenceTransformersEncoder:
        """The model as it is; nothing is learned from ``texts``.

        Raises:
            EncoderError: the model is not here, or cannot be used.
        """
        folder = model_folder(self.model)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - an extra's, and slow to load
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 - as above

        disable_progress_bar()
        try:
            loaded = SentenceTransformer(
                str(folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # whatever a damaged file makes the library stumble over
            raise unloadable(self.name, error) from error
        return FittedSentenceTransformersEncoder(self.name, loaded, f"sentence-transformers-{VERSION}-{digest(folder)}")

    def restore(self, state: EncoderState) -> FittedSentenceTransformersEncoder:
        """The model, if ``state`` was taken from the same one.

        Raises:
            StoreError: the state was written by another encoder, or the files of the model changed.
            EncoderError: the model is not here, or cannot be used.
        """
        return same_model(self.fit(EMPTY), state)
