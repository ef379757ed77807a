"""Encoders as a user names them: in voc.yaml, on the command line, and in what voc answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.made_up_model import save_model
from typer.testing import CliRunner

from voc.cli.app import app
from voc.config.load import config_digest, load_config
from voc.config.schema import Config, EncoderSettings
from voc.errors import ConfigError, UsageError
from voc.wiring import registry
from voc.wiring.workplace import Workplace, open_workplace

runner = CliRunner()
SAID = ("Camera crashes again", "The camera crashes every day", "Invoice is wrong", "Kamera kaatuu", "Lasku on väärin")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an export and a model, where voc is called."""
    monkeypatch.chdir(tmp_path)
    rows = [f'{number},"{text}",2026-11-02' for number, text in enumerate(SAID)]
    (tmp_path / "tickets.csv").write_text("\n".join(["id,text,created_at", *rows]), encoding="utf-8")
    save_model(tmp_path / "models" / "tiny", {"camera": (1, 0), "kamera": (1, 0), "invoice": (0, 1), "lasku": (0, 1)})
    return tmp_path


def call(*arguments: str) -> tuple[int, str]:
    """The exit code of a command and all that it says."""
    result = runner.invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("encoder: static", EncoderSettings("static")),
        ("encoder: model2vec:acme/tiny", EncoderSettings("model2vec", "acme/tiny")),
        ("encoder: {name: model2vec, model: models/tiny}", EncoderSettings("model2vec", "models/tiny")),
        ("encoder: {name: sentence_transformers, model: 'D:\\m'}", EncoderSettings("sentence_transformers", "D:\\m")),
        ("encoder:", EncoderSettings()),
    ],
)
def test_an_encoder_is_written_in_a_word_or_a_record(tmp_path: Path, written: str, meant: EncoderSettings) -> None:
    """Both forms of voc.yaml."""
    path = tmp_path / "voc.yaml"
    path.write_text(f"{written}\n", encoding="utf-8")
    assert load_config(path).encoder == meant


def test_a_wrong_record_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    """As everywhere in voc.yaml."""
    path = tmp_path / "voc.yaml"
    path.write_text("encoder: {name: static, modell: x}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'model'"):
        load_config(path)


def test_another_model_is_another_configuration() -> None:
    """The digest under a report tells which settings made it."""
    digests = {config_digest(replace(Config(), encoder=EncoderSettings("model2vec", model))) for model in ("a", "b")}
    assert len(digests | {config_digest(Config())}) == 3


def test_the_command_line_wins(tmp_path: Path) -> None:
    """--encoder replaces name and model together."""
    path = tmp_path / "voc.yaml"
    path.write_text("encoder: model2vec:acme/tiny\n", encoding="utf-8")
    assert open_workplace(path, encoder="static").config.encoder == EncoderSettings("static")
    assert open_workplace(path).config.encoder.model == "acme/tiny"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("lexical:tiny", "encoder 'lexical' takes no model; write lexical"),
        ("static:tiny", "encoder 'static' takes no model; write static"),
        ("lexcal", "did you mean 'lexical'?"),
    ],
)
def test_an_encoder_that_cannot_be_is_told(written: str, told: str) -> None:
    """In one line that says how to write it."""
    with pytest.raises(UsageError) as failed:
        _ = Workplace(Config(encoder=EncoderSettings.parse(written))).encoder
    assert told in str(failed.value)


def test_a_model_must_be_named(folder: Path) -> None:
    """No model is chosen for the user."""
    assert call("ingest", "tickets.csv")[0] == 0
    code, said = call("discover", "--encoder", "model2vec")
    assert code == 2
    assert "needs a model; write model2vec:FOLDER, or a hub's name" in " ".join(said.split())


@pytest.mark.parametrize("name", ["model2vec", "sentence_transformers"])
def test_a_missing_extra_is_told_with_its_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line can be copied into a shell."""
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as failed:
        _ = Workplace(Config(encoder=EncoderSettings(name, "acme/tiny"))).encoder
    assert str(failed.value).endswith(f"; pip install 'voc-bridge[{name}]'")
    assert failed.value.exit_code == 2


def test_a_model_of_the_users_finds_themes(folder: Path) -> None:
    """A folder beside voc.yaml is enough, and doctor names it; the next run with it has nothing to do."""
    assert call("ingest", "tickets.csv")[0] == 0
    chosen = ("--encoder", "model2vec:models/tiny")
    code, said = call("discover", "--ignore-kinds", *chosen, "--format", "json")
    assert code == 0
    assert json.loads(said)["discover"]["taking_part"] == len(SAID)
    code, said = call("discover", "--ignore-kinds", *chosen, "--format", "json")
    assert json.loads(said)["discover"]["unchanged"]
    (folder / "voc.yaml").write_text("encoder: {name: model2vec, model: models/tiny}\n", encoding="utf-8")
    code, said = call("doctor", "--format", "json")
    assert code == 0
    assert {"ok": True, "what": "encoder: model2vec:models/tiny", "hint": ""} in json.loads(said)["findings"]


def test_another_encoder_is_told(folder: Path) -> None:
    """Themes stay, texts are encoded anew, and the line on standard error says why."""
    assert call("ingest", "tickets.csv")[0] == 0
    assert call("discover", "--ignore-kinds")[0] == 0
    code, said = call("discover", "--ignore-kinds", "--encoder", "model2vec:models/tiny")
    assert code == 0
    assert "all texts were encoded anew: the model of the last run (static-1-" in " ".join(said.split())


def test_a_model_that_is_gone_stops_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, one line, and the themes as they were; doctor says the same."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(folder / "cache"))
    assert call("ingest", "tickets.csv")[0] == 0
    code, said = call("discover", "--encoder", "model2vec:models/gone")
    assert code == 2
    assert "model models/gone is no folder and could not be had from the hub" in " ".join(said.split())
    (folder / "voc.yaml").write_text("encoder: model2vec:models/gone\n", encoding="utf-8")
    code, said = call("doctor", "--format", "json")
    assert code == 3
    assert [each["ok"] for each in json.loads(said)["findings"] if "models/gone" in each["what"]] == [False]
