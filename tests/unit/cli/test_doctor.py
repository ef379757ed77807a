"""``voc doctor`` and the model of kinds that a user trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from voc.analysis.text.learned.model import KindModel
from voc.analysis.text.learned.vectors import Vocabulary
from voc.cli.app import app
from voc.model.ticket import Kind
from voc.stores.kind_model import kind_model_to_bytes

MODEL = KindModel(
    (Kind.BUG, Kind.QUESTION),
    Vocabulary(np.array([1, 2], np.uint32), np.ones(2, np.float32)),
    np.eye(2, dtype=np.float32),
    np.zeros(2, np.float32),
    1.0,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose configuration names a model."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "voc.yaml").write_text("kinds: {model: mine.npz}\n", encoding="utf-8")
    return tmp_path / "conf"


def kinds_found(config: str = "conf/voc.yaml") -> tuple[int, dict[str, object]]:
    """The exit code, and what is said of kinds."""
    result = CliRunner().invoke(app, ["doctor", "-c", config, "--format", "json"])
    findings = json.loads(result.stdout)["findings"]
    (found,) = [each for each in findings if each["what"].startswith("kinds: ")]
    return result.exit_code, found


def test_a_model_that_can_be_used_is_named(folder: Path) -> None:
    """With the kinds that it knows; its file lies beside voc.yaml, wherever voc is called."""
    (folder / "mine.npz").write_bytes(kind_model_to_bytes(MODEL))
    code, found = kinds_found()
    assert (code, found["ok"]) == (0, True)
    assert found["what"] == "kinds: your own model, mine.npz, tells bug, question apart"


def test_a_missing_model_is_told(folder: Path) -> None:
    """Exit 3, with where it was looked for and how one is made; the other parts are tried all the same."""
    code, found = kinds_found()
    assert (code, found["ok"]) == (3, False)
    assert "conf/mine.npz: No such file" in str(found["what"])
    assert "voc train kinds" in str(found["hint"])


@pytest.mark.parametrize("kept", [0, 40, -30])
def test_a_damaged_model_is_told(folder: Path, kept: int) -> None:
    """An empty file and half of one are no model."""
    (folder / "mine.npz").write_bytes(kind_model_to_bytes(MODEL)[:kept])
    code, found = kinds_found()
    assert (code, found["ok"]) == (3, False)
    assert "is no kind model that this voc can use" in str(found["what"])
    assert "voc train kinds" in str(found["hint"])


def test_no_model_is_no_fault(folder: Path) -> None:
    """Most users have none."""
    (folder / "voc.yaml").write_text("", encoding="utf-8")
    code, found = kinds_found()
    assert (code, found["ok"]) == (0, True)
    assert "the word lists decide" in str(found["what"])
