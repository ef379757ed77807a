"""Texts to vectors by a static model of the user's choice (model2vec): word vectors, thousands of texts a second."""

from __future__ import annotations

from pathlib import Path

from voc.analysis.clustering.ngrams import focus
from voc.encoders.pretrained import Loader, PretrainedEncoder, Read

VERSION = 1


def model2vec_encoder(model: str) -> PretrainedEncoder:
    """The encoder of ``model``: a folder, or a name on the Hugging Face hub."""
    return PretrainedEncoder(Loader("model2vec", VERSION, _load), model)


def _load(folder: Path) -> Read:
    """Reads of each text what an encoder looks at (see ``focus``)."""
    from model2vec import StaticModel  # noqa: PLC0415 - an extra's

    loaded = StaticModel.from_pretrained(folder)
    return lambda texts: loaded.encode([focus(text) for text in texts], use_multiprocessing=False)
