"""Texts to vectors by what their English words mean, beside which words they have in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.rows import unit
from voc.encoders.lexical import FittedLexicalEncoder, LexicalEncoder
from voc.encoders.word_vectors import WordVectors, load, shipped
from voc.errors import StoreError
from voc.model.theme import EncoderState, Vectors

VERSION = 1

SURE = 0.9
"""Length of the meaning of a text whose words are all known; its words keep the rest of the unit length."""

_WORDS, _VERSION = "word_vectors", "static_version"


@dataclass(frozen=True, slots=True, eq=False)
class FittedStaticEncoder:
    """Word vectors that know English, joined with a lexical encoder that knows the corpus."""

    words: WordVectors
    lexical: FittedLexicalEncoder

    @property
    def space(self) -> str:
        """``static-<version>-<digest of the word vectors>-<the lexical space>``."""
        return f"{StaticEncoder.name}-{VERSION}-{self.words.digest[:16]}-{self.lexical.space}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Both vectors side by side, row by row, unit length.

        What a text means has the length ``SURE`` times ``meaning``, and which words it has the rest of the unit
        length, so that a text in a language that the word vectors do not know is told by its words.
        """
        known = SURE * self.meaning(texts)[:, None]
        parts = known * self.words.encode(texts), np.sqrt(1 - known**2) * self.lexical.encode(texts)
        return unit(np.hstack(parts))

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How far most of each text's words are known: 0 up to one in two, 1 where all are."""
        known: npt.NDArray[np.float32] = np.clip(2 * self.words.known(texts) - 1, 0, 1)
        return known

    def state(self) -> EncoderState:
        """What the lexical encoder knows; the word vectors are in the package."""
        inner = self.lexical.state()
        mine = {**inner.meta, "encoder": StaticEncoder.name, _VERSION: VERSION, _WORDS: self.words.digest}
        return EncoderState(self.space, inner.arrays, mine)


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """Reads the word vectors of ``folder`` (see ``word_vectors.load``) and fits a lexical encoder to go with them."""

    seed: int = 0
    folder: Traversable = field(default_factory=shipped)
    name = "static"

    def fit(self, texts: Sequence[str]) -> FittedStaticEncoder:
        """The word vectors as they are, with a lexical encoder that learned from ``texts``.

        Raises:
            EncoderError: the files are missing or damaged.
        """
        return FittedStaticEncoder(load(self.folder), LexicalEncoder(self.seed).fit(texts))

    def restore(self, state: EncoderState) -> FittedStaticEncoder:
        """The fitted encoder that ``state`` was taken from.

        Raises:
            StoreError: the state was written by another encoder or version, or with other word vectors.
            EncoderError: the files are missing or damaged.
        """
        words = load(self.folder)
        if (state.meta.get("encoder"), state.meta.get(_VERSION)) != (self.name, VERSION):
            raise StoreError(f"the stored encoder {state.space} is not {self.name} version {VERSION}", "fit a new one")
        if state.meta.get(_WORDS) != words.digest:
            raise StoreError("voc comes with other word vectors than the last run's", "fit a new one")
        inner = EncoderState(state.space, state.arrays, {**state.meta, "encoder": LexicalEncoder.name})
        return FittedStaticEncoder(words, LexicalEncoder(self.seed).restore(inner))
