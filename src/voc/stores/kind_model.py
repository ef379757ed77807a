"""A trained classifier of kinds as one file: NumPy arrays and a line of JSON, without pickle."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.analysis.text.learned.model import VERSION, KindModel
from voc.analysis.text.learned.vectors import Vocabulary
from voc.errors import ConfigError
from voc.model.ticket import Kind

FORMAT = "voc-kinds"
LARGEST = 1 << 30
"""Bytes that a file may unpack to."""

_TYPES = {"hashes": np.uint32, "idf": np.float32, "weights": np.float32, "bias": np.float32}
_DAMAGED = (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)
"""What a damaged archive raises; RuntimeError where a changed bit makes a part look encrypted."""


def kind_model_to_bytes(model: KindModel) -> bytes:
    """``model`` in NumPy's .npz format; the same model gives the same bytes."""
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "kinds": list(model.kinds),
        "temperature": model.temperature,
        "digest": model.digest,
    }
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        meta=np.frombuffer(json.dumps(meta).encode(), np.uint8),
        hashes=model.vocabulary.hashes,
        idf=model.vocabulary.idf,
        weights=model.weights,
        bias=model.bias,
    )
    return buffer.getvalue()


def load_kind_model(path: Path) -> KindModel:
    """The model that a file holds.

    Raises:
        ConfigError: there is no such file, it is none of ours, of another version, or damaged.
    """
    try:
        return _model(_arrays(path))
    except OSError as error:
        raise ConfigError(
            f"cannot read the kind model {path}: {error.strerror or 'it is no file of voc'}",
            "train one with voc train kinds, or mend kinds.model",
        ) from error
    except _DAMAGED as error:
        raise ConfigError(
            f"{path} is no kind model that this voc can use", "train it again: voc train kinds"
        ) from error


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file, once their size is known."""
    with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        if sum(each.file_size for each in archive.infolist()) > LARGEST:
            raise ValueError("unpacks to too much")
        stream.seek(0)
        with np.load(stream, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in ("meta", *_TYPES)}


def _model(arrays: Mapping[str, npt.NDArray[Any]]) -> KindModel:
    """Arrays -> model.

    Raises:
        ValueError: they do not belong together, or their digest is another one.
    """
    meta = json.loads(arrays["meta"].tobytes())
    kinds = tuple(map(Kind, meta["kinds"]))
    hashes, idf, weights, bias = (arrays[name] for name in _TYPES)
    shapes = (hashes.shape, weights.shape, bias.shape)
    fits = shapes == (idf.shape, (len(hashes), len(kinds)), (len(kinds),)) and hashes.ndim == 1 and len(hashes)
    known = meta["format"] == FORMAT and meta["version"] == VERSION
    if not (known and fits and kinds and all(arrays[name].dtype == dtype for name, dtype in _TYPES.items())):
        raise ValueError("not what kind_model_to_bytes writes")
    model = KindModel(kinds, Vocabulary(hashes, idf), weights, bias, float(meta["temperature"]))
    if model.digest != meta["digest"]:
        raise ValueError("its content was changed")
    return model
