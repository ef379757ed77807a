"""A trained model as a file: whole, equal, or refused in one line."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_up_labels import labelled

from voc.analysis.text.learned.model import KindModel
from voc.config.lexicon import load_lexicon
from voc.errors import ConfigError
from voc.stores import kind_model
from voc.stores.kind_model import kind_model_to_bytes, load_kind_model
from voc.workflows.train import train_kinds

Arrays = dict[str, Any]


@pytest.fixture(scope="module")
def model() -> KindModel:
    """A small trained model."""
    return train_kinds(labelled(), lexicon=load_lexicon(), seed=0).model


@pytest.fixture(scope="module")
def content(model: KindModel) -> bytes:
    """Its file."""
    return kind_model_to_bytes(model)


def refused(path: Path, data: bytes) -> str:
    """The one line with which a file of ``data`` is refused."""
    path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        load_kind_model(path)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def test_a_file_gives_the_model_back(model: KindModel, content: bytes, tmp_path: Path) -> None:
    """Every array, kind and number, and so the digest; writing it again gives the same bytes."""
    path = tmp_path / "kinds.npz"
    path.write_bytes(content)
    loaded = load_kind_model(path)
    assert loaded.digest == model.digest
    assert loaded.kinds == model.kinds
    assert np.array_equal(loaded.weights, model.weights)
    assert kind_model_to_bytes(loaded) == content


def test_the_file_holds_arrays_and_json_only(content: bytes) -> None:
    """Nothing in it needs pickle, and no text but the description of the format."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert set(arrays) == {"meta", "hashes", "idf", "weights", "bias"}
        assert set(json.loads(arrays["meta"].tobytes())) == {"format", "version", "kinds", "temperature", "digest"}
        assert {arrays[name].dtype.kind for name in arrays} == {"u", "f"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a model",
        pickle.dumps({"weights": [1, 2, 3]}),
        b"PK\x03\x04 and then nothing",
        b"PK\x05\x06" + b"\0" * 18,
    ],
)
def test_other_files_are_refused(data: bytes, tmp_path: Path) -> None:
    """One line that says which file and how to make a right one."""
    assert "voc train kinds" in refused(tmp_path / "kinds.npz", data)


def test_a_part_that_looks_encrypted_is_refused(content: bytes, tmp_path: Path) -> None:
    """One bit of the archive's directory, changed, asks for a password that nobody has."""
    changed = bytearray(content)
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    assert "train it again" in refused(tmp_path / "kinds.npz", bytes(changed))


def test_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    """A pickle inside of an archive is never opened."""

    class Trap:
        def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
            return (Path.touch, (tmp_path / "sprung",))  # type: ignore[return-value]

    buffer = io.BytesIO()
    np.savez(buffer, meta=np.array([Trap()], dtype=object))
    refused(tmp_path / "kinds.npz", buffer.getvalue())
    assert not (tmp_path / "sprung").exists()


def meta(arrays: Arrays, **changes: object) -> Arrays:
    """The arrays with another description."""
    held = json.loads(arrays["meta"].tobytes()) | changes
    return arrays | {"meta": np.frombuffer(json.dumps(held).encode(), np.uint8)}


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays: {name: array for name, array in arrays.items() if name != "idf"},
        lambda arrays: arrays | {"bias": arrays["bias"][:-1]},
        lambda arrays: arrays | {"weights": arrays["weights"][:-1]},
        lambda arrays: arrays | {"weights": arrays["weights"].astype(np.float64)},
        lambda arrays: arrays | {"weights": arrays["weights"] + np.float32(1)},
        lambda arrays: arrays | {"hashes": arrays["hashes"][::-1]},
        lambda arrays: arrays | {"meta": np.frombuffer(b"{", np.uint8)},
        lambda arrays: arrays | {"meta": np.frombuffer(b"[]", np.uint8)},
        lambda arrays: meta(arrays, version=0),
        lambda arrays: meta(arrays, format="other"),
        lambda arrays: meta(arrays, kinds=["bug", "banana", "question"]),
        lambda arrays: meta(arrays, kinds=["question", "bug", "feature_request"]),
        lambda arrays: meta(arrays, temperature="hot"),
        lambda arrays: meta(arrays, temperature=0.001),
    ],
)
def test_changed_files_are_refused(change: Callable[[Arrays], Arrays], content: bytes, tmp_path: Path) -> None:
    """A missing, cut, swapped or altered part is found by shape, version or digest."""
    with np.load(io.BytesIO(content)) as arrays:
        held = {name: arrays[name] for name in arrays}
    buffer = io.BytesIO()
    np.savez(buffer, **change(held))
    assert refused(tmp_path / "kinds.npz", buffer.getvalue())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.999), cut=st.booleans())
def test_damaged_files_are_refused_or_equal(
    place: float, cut: bool, model: KindModel, content: bytes, tmp_path: Path
) -> None:
    """A cut or a flipped byte anywhere never gives another model and never a traceback."""
    at = int(place * len(content))
    data = content[:at] if cut else content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
    path = tmp_path / "kinds.npz"
    path.write_bytes(data)
    try:
        assert load_kind_model(path).digest == model.digest
    except ConfigError as error:
        assert "\n" not in str(error)


def test_a_file_that_unpacks_to_too_much_is_refused(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(each.file_size for each in archive.infolist())
    monkeypatch.setattr(kind_model, "LARGEST", size - 1)
    assert refused(tmp_path / "kinds.npz", content)


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    """With what to do about it."""
    for path in (tmp_path / "none.npz", tmp_path):
        with pytest.raises(ConfigError, match="cannot read the kind model"):
            load_kind_model(path)
