"""English word vectors that lie in the package: no download, no fitting, thousands of texts a second."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.ngrams import focus
from voc.analysis.clustering.rows import unit
from voc.encoders.wordpiece import WordPiece
from voc.errors import EncoderError
from voc.model.theme import Vectors


def shipped() -> Traversable:
    """The folder of the vectors in the package."""
    return resources.files("voc.defaults") / "static"


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """A vector of each word piece (``vectors``, pieces x dimensions; how much a piece counts is its length), and the
    ``digest`` of them all.
    """

    pieces: WordPiece
    vectors: Vectors
    digest: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Directions of the sums of the texts' pieces, row by row (zeros for a text with no known piece)."""
        return unit(self.counts(texts) @ self.vectors)

    def counts(self, texts: Sequence[str]) -> sparse.csr_array:
        """How often each piece stands in the part of each text that is read: texts x pieces."""
        numbers = [[number for word in self._words(text) for number in self.pieces.pieces(word)] for text in texts]
        lengths = np.fromiter(map(len, numbers), np.int64, len(texts))
        flat = np.fromiter((number for row in numbers for number in row), np.int64, int(lengths.sum()))
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        counts = sparse.csr_array((np.ones(len(flat), np.float32), flat, bounds), (len(texts), len(self.vectors)))
        counts.sum_duplicates()
        return counts

    def known(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How much of each text is in a language they know: the share (0..1) of the words, letters only, that are
        pieces as they stand; 0 for a text without words.
        """
        return np.array([self._known(text) for text in texts], np.float32)

    def _known(self, text: str) -> float:
        words = list(filter(str.isalpha, self._words(text)))
        return sum(map(self.pieces.whole.__contains__, words)) / max(len(words), 1)

    def _words(self, text: str) -> list[str]:
        return self.pieces.words(focus(text))


def load(folder: Traversable) -> WordVectors:
    """Read ``vocab.txt``, a piece a line, and ``vectors.npz`` with a row of each piece, ``codes`` (int8) times
    ``scales`` (float32, one a row).

    Raises:
        EncoderError: the files are missing or damaged.
    """
    try:
        vocabulary = (folder / "vocab.txt").read_text("utf-8").removesuffix("\n").split("\n")
        with (folder / "vectors.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            codes, scales = arrays["codes"], arrays["scales"]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise _damaged(str(error)) from error
    if codes.dtype != np.int8 or scales.dtype != np.float32:
        raise _damaged(f"codes are {codes.dtype} and scales {scales.dtype}, not int8 and float32")
    if codes.ndim != 2 or not len(vocabulary) == len(codes) == scales.size:
        raise _damaged(f"{len(vocabulary)} pieces, codes {codes.shape}, scales {scales.shape}")
    digest = hashlib.sha256("\n".join(vocabulary).encode() + codes.tobytes() + scales.tobytes()).hexdigest()
    vectors: Vectors = codes.astype(np.float32) * scales.reshape(-1, 1)
    return WordVectors(WordPiece(vocabulary), vectors, digest)


def _damaged(why: str) -> EncoderError:
    return EncoderError(f"the word vectors in the package cannot be used: {why}", "reinstall voc-bridge")
