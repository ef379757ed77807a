"""Texts to vectors by a transformer of the user's choice: the best there is, and a hundred texts a second."""

from __future__ import annotations

from pathlib import Path

from voc.analysis.clustering.ngrams import FOCUS
from voc.encoders.pretrained import Loader, PretrainedEncoder, Read

VERSION = 1
BATCH = 32


def sentence_transformers_encoder(model: str) -> PretrainedEncoder:
    """The encoder of ``model``, a folder or a name on the Hugging Face hub, on the CPU."""
    return PretrainedEncoder(Loader("sentence_transformers", VERSION, _load), model)


def _load(folder: Path) -> Read:
    """Reads of each text its beginning."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - an extra's, and slow to load
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 - as above

    disable_progress_bar()
    model = SentenceTransformer(
        str(folder),
        device="cpu",
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={"use_safetensors": True},
    )
    return lambda texts: model.encode(
        [text[:FOCUS] for text in texts], batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True
    )
