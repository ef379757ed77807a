"""What is clustered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

Shares = npt.NDArray[np.float32]
"""One a text, 0..1."""


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts, and what is known of each.

    Attributes:
        texts: n of them, cleaned.
        vectors: n x d, unit rows in one space; a text whose vector is zero takes no part.
        meaning: n, how far each vector says what its text means, beyond which words it has: 0 where an encoder goes by
            words alone or does not know the language.
        languages: n codes, empty where a text's is not known.
    """

    texts: Sequence[str]
    vectors: Vectors
    meaning: Shares
    languages: Sequence[str]

    def take(self, rows: npt.NDArray[np.intp]) -> Corpus:
        """These texts, in this order."""
        chosen = rows.tolist()
        return Corpus(
            [self.texts[i] for i in chosen],
            self.vectors[rows],
            self.meaning[rows],
            [self.languages[i] for i in chosen],
        )
