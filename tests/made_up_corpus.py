"""What is clustered, where only its words are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.analysis.clustering.corpus import Corpus
from voc.model.theme import Vectors


def corpus_of_words(texts: Sequence[str], vectors: Vectors) -> Corpus:
    """Texts of no known language, with vectors of their words alone."""
    return Corpus(texts, vectors, np.zeros(len(texts), np.float32), [""] * len(texts))
