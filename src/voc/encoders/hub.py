"""A model's files: a folder of the user's, or a model of the Hugging Face hub, from its cache or downloaded once.

Only data is read: weights as ``.safetensors``, JSON and vocabularies. Nothing that could hold code is downloaded, and a
folder that needs code or pickles is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from voc.errors import EncoderError

WEIGHTS = "*.safetensors"
_DATA = (WEIGHTS, "*.json", "*.txt", "*.model")
_PATIENCE = 5.0
"""Seconds that the hub may take for an answer."""

# The libraries read these when they are loaded: nothing is told to anybody, and nothing is said that voc does not say.
_MANNERS = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_VERBOSITY": "error", "TRANSFORMERS_VERBOSITY": "error"}


def model_folder(model: str) -> Path:
    """Where the files of ``model`` are: itself if it is a folder, else the hub's model of that name. To be called
    before any library of the hub's is loaded.

    Raises:
        EncoderError: it is not here and cannot be downloaded, or it brings code or pickles instead of plain weights.
    """
    os.environ.update(_MANNERS)
    folder = Path(model) if Path(model).is_dir() else _from_hub(model)
    pickled = (path for path in _files(folder, "pytorch_model*.bin") if not any(path.parent.glob(WEIGHTS)))
    if not any(_files(folder, WEIGHTS)) or any(pickled):
        raise EncoderError(f"model {model} has no weights in a {WEIGHTS} file", "other kinds can hold code; convert it")
    if not all(name.startswith("sentence_transformers.") for name in _classes(folder)):
        raise EncoderError(f"model {model} needs code of its own, which voc does not run", "take another model")
    return folder


def digest(folder: Path) -> str:
    """Names a model by all that its vectors depend on: 16 hex digits over its files, wherever they lie."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in _DATA for path in _files(folder, pattern)}):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()}:{content};".encode())
    return whole.hexdigest()[:16]


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    """What a model consists of lies in its folder and the folders of its modules, no deeper."""
    yield from folder.glob(pattern)
    yield from folder.glob(f"*/{pattern}")


def _classes(folder: Path) -> list[str]:
    """The classes that the modules of a sentence-transformers model are of."""
    path = folder / "modules.json"
    try:
        return [str(module["type"]) for module in json.loads(path.read_text("utf-8"))] if path.exists() else []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EncoderError(f"{path} is no list of modules", "take another model, or download it again") from error


def _from_hub(model: str) -> Path:
    try:
        return _cached(model) or _downloaded(model)
    except Exception as error:  # each version of the library, and of its HTTP client, has failures of its own
        raise EncoderError(
            f"model {model} is no folder and could not be had from the hub ({type(error).__name__})",
            "download it on another machine and give its folder, as in --encoder NAME:FOLDER",
        ) from error


def _cached(model: str) -> Path | None:
    """The model as it was downloaded before, by any program; None where its weights were not."""
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - an extra's, and slow to load
    from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415 - as above

    try:
        folder = Path(snapshot_download(model, allow_patterns=list(_DATA), local_files_only=True))
    except LocalEntryNotFoundError:
        return None
    return folder if any(_files(folder, WEIGHTS)) else None


def _downloaded(model: str) -> Path:
    from huggingface_hub import HfApi, snapshot_download  # noqa: PLC0415 - as above

    HfApi().model_info(model, timeout=_PATIENCE)  # the download itself would wait for an answer for ever
    return Path(snapshot_download(model, allow_patterns=list(_DATA)))
