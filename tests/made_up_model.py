"""A tiny model2vec model of words given by hand, as a folder that the encoder can load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest


def save_model(folder: Path, words: Mapping[str, Sequence[float]]) -> str:
    """Write a model whose vocabulary is ``words`` with their vectors; whole words only, in lower case.

    Returns:
        The folder, as it is written in ``voc.yaml``.
    """
    pytest.importorskip("model2vec", reason="the extra model2vec is not installed")
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = {"[PAD]": 0, "[UNK]": 1} | {word: number for number, word in enumerate(words, start=2)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    rows = np.array(list(words.values()), np.float32)
    vectors = np.concatenate([np.zeros((2, rows.shape[1]), np.float32), rows])
    StaticModel(vectors, tokenizer, {"model_type": "model2vec"}, normalize=True).save_pretrained(folder)
    return str(folder)
