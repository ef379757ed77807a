"""``python -m benchmarks.distil --out FOLDER``: the English word vectors of the package, made anew.

Needs the dependency group ``bench`` and an hour and a half on two busy cores, nearly all of it the teacher's, whose
vectors are kept. The same texts, versions, processor and number of threads give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.distil import pack, texts
from benchmarks.quality.vector_cache import FOLDER
from voc.encoders.word_vectors import shipped
from voc.encoders.wordpiece import WordPiece
from voc.model.theme import Vectors

SAMPLE = 8_000
"""Texts of each sort whose main directions the packed vectors keep."""


def main(words: Sequence[str] | None = None) -> int:
    """Read, teach, train, pack; 1 where the texts or the libraries are absent, which is said."""
    arguments = _parser().parse_args(words)
    vocabulary = (shipped() / "vocab.txt").read_text("utf-8").removesuffix("\n").split("\n")
    try:
        found = texts.read(vocabulary, arguments.limit)
        vectors = _learn(vocabulary, [text for sort in found for text in sort], arguments.cache)
    except FileNotFoundError as error:
        print(f"{error.filename} is not there (VOC_SHARED names the folder above data)", file=sys.stderr)  # noqa: T201
        return 1
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed (pip install --group bench)", file=sys.stderr)  # noqa: T201
        return 1
    pack.pack(vocabulary, vectors, [text for sort in found for text in sort[:SAMPLE]], arguments.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.distil", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="for vocab.txt and vectors.npz")
    parser.add_argument("--limit", type=int, metavar="N", help="texts of each sort at most, to try it out")
    parser.add_argument("--cache", type=Path, default=FOLDER, metavar="FOLDER", help="for the teacher's vectors")
    return parser


def _learn(vocabulary: Sequence[str], read: Sequence[str], cache: Path) -> Vectors:
    from benchmarks.distil import teacher
    from benchmarks.distil.train import train

    pieces = WordPiece(vocabulary)
    rows = [[number for word in pieces.words(text) for number in pieces.pieces(word)] for text in read]
    return train(rows, teacher.of_texts(read, cache), teacher.of_pieces(vocabulary))


if __name__ == "__main__":
    sys.exit(main())
