"""Models' files: read where they lie, never code, never a pickle, and no long wait for a network."""

from __future__ import annotations

import json
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voc.encoders.hub import digest, model_folder
from voc.errors import EncoderError


def lay(folder: Path, **files: str | bytes) -> Path:
    """A folder with these files (``__`` for the point before the suffix)."""
    for name, content in files.items():
        path = folder / name.replace("__", ".").replace("_in_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


MODULES = json.dumps([{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"}])


def test_a_folder_is_its_own_model(tmp_path: Path) -> None:
    """Plain weights in the folder, or in the folder of a module."""
    plain = lay(tmp_path / "plain", model__safetensors="w", modules__json=MODULES)
    nested = lay(tmp_path / "nested", part_in_model__safetensors="w")
    assert model_folder(str(plain)) == plain
    assert model_folder(str(nested)) == nested


@pytest.mark.parametrize(
    "files",
    [
        {"pytorch_model__bin": pickle.dumps({})},
        {"config__json": "{}"},
        {"model__safetensors": "w", "dense_in_pytorch_model__bin": pickle.dumps({})},
    ],
)
def test_pickled_weights_are_refused(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """Only pickles, no weights at all, or pickles in one of the modules."""
    with pytest.raises(EncoderError, match=r"no weights in a \*\.safetensors file"):
        model_folder(str(lay(tmp_path, **files)))


def test_a_pickle_beside_plain_weights_is_left_alone(tmp_path: Path) -> None:
    """Many models carry both; the plain ones are read."""
    both = lay(tmp_path, model__safetensors="w", pytorch_model__bin=pickle.dumps({}))
    assert model_folder(str(both)) == both


def test_code_is_refused(tmp_path: Path) -> None:
    """A module of the model's own would be run."""
    modules = json.dumps([{"idx": 0, "path": "", "type": "modeling.Custom"}])
    with pytest.raises(EncoderError, match="code of its own"):
        model_folder(str(lay(tmp_path, model__safetensors="w", modules__json=modules)))


@pytest.mark.parametrize("modules", ["{", "[1]", "[{}]", '{"a": 1}'])
def test_a_damaged_list_of_modules_is_told(tmp_path: Path, modules: str) -> None:
    """One line with the file's name."""
    with pytest.raises(EncoderError, match=r"modules\.json is no list of modules"):
        model_folder(str(lay(tmp_path, model__safetensors="w", modules__json=modules)))


def test_the_digest_is_of_what_vectors_depend_on(tmp_path: Path) -> None:
    """Names and contents of weights, settings and vocabulary count; a README and the place do not."""
    one = lay(tmp_path / "one", model__safetensors="w", config__json="{}")
    other = lay(tmp_path / "other", model__safetensors="w", config__json="{}", README__md="hello")
    assert digest(one) == digest(other)
    assert len(bytes.fromhex(digest(one))) == 8
    assert digest(lay(tmp_path / "settings", model__safetensors="w", config__json="[]")) != digest(one)
    assert digest(lay(tmp_path / "named", model__safetensors="w", x__json="{}")) != digest(one)
    assert digest(lay(tmp_path / "nested", model__safetensors="w", a_in_config__json="{}")) != digest(one)


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A hub that takes the call and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def ask(model: str, cache: Path, **environment: str) -> str:
    """What another process is told that asks for ``model`` of the hub."""
    pytest.importorskip("huggingface_hub", reason="no extra with a hub is installed")
    code = (
        "import sys, voc.encoders.hub as hub\n"
        "hub._PATIENCE = 0.5\n"
        "try: hub.model_folder(sys.argv[1])\n"
        "except hub.EncoderError as error: print(error, error.exit_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, model],
        env=os.environ | {"HF_HOME": str(cache)} | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def test_without_a_network_the_answer_is_one_line(tmp_path: Path) -> None:
    """It names the model and what to do, and is no traceback of the library's."""
    told = ask("acme/tiny", tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    assert told.startswith("model acme/tiny is no folder and could not be had from the hub (")
    assert told.endswith("give its folder, as in --encoder NAME:FOLDER 2\n")
    assert told.count("\n") == 1


def test_offline_means_offline(tmp_path: Path, silent_server: str) -> None:
    """With HF_HUB_OFFLINE=1 nobody is called."""
    assert "OfflineModeIsEnabled" in ask("acme/tiny", tmp_path, HF_ENDPOINT=silent_server, HF_HUB_OFFLINE="1")


def test_a_hub_that_does_not_answer_is_left(tmp_path: Path, silent_server: str) -> None:
    """The wait has an end."""
    assert "Timeout" in ask("acme/tiny", tmp_path, HF_ENDPOINT=silent_server)


def test_a_name_that_no_hub_has(tmp_path: Path) -> None:
    """A folder that is not there is told as that."""
    assert "is no folder" in ask("./models/gone", tmp_path, HF_ENDPOINT="http://127.0.0.1:9")


def test_what_is_in_the_cache_needs_no_network(tmp_path: Path) -> None:
    """A model that was downloaded once is used without asking anybody."""
    commit = "0" * 40
    cached = tmp_path / "hub" / "models--acme--tiny"
    lay(cached / "snapshots" / commit, model__safetensors="w", config__json="{}")
    lay(cached / "refs", main=commit)
    assert ask("acme/tiny", tmp_path, HF_ENDPOINT="http://127.0.0.1:9") == ""
