"""The command line in this process: forms of output, mappings of voc.yaml, names of back ends."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from voc.cli.app import app
from voc.errors import UsageError
from voc.stores.sql import open_store
from voc.wiring.registry import back_end
from voc.wiring.workplace import open_workplace

runner = CliRunner()


@pytest.mark.parametrize(
    ("room", "name", "hint"),
    [
        ("store", "sqlit", "did you mean 'sqlite'?"),
        ("tracker", "zzz", ", local, "),
        ("source", "lexical", "known: csv, jsonl, zendesk-csv, zendesk-json"),
        ("renderer", "(none)", "csv, json, md"),
    ],
)
def test_an_unknown_back_end_is_told_with_the_nearest(room: str, name: str, hint: str) -> None:
    """A name of another room does not count."""
    with pytest.raises(UsageError) as failed:
        back_end(room, name)
    assert hint in failed.value.what


def test_a_back_end_is_its_rooms() -> None:
    """``csv`` is a source and a renderer."""
    assert back_end("source", "csv").attribute == "GenericCsv"
    assert back_end("renderer", "csv").attribute == "CsvRenderer"


CONFIG = """\
timezone: Europe/Helsinki
sources:
  zendesk: {account: shop, currency: EUR, revenue_field: arr}
  files:
    - match: "reviews*.csv"
      map: {text: [Title, Body], id: Nr}
      channel: app
      currency: SEK
      timezone: Europe/Stockholm
      day_first: true
    - match: "*.csv"
      account: other
"""


def options(folder: Path, name: str, vendor: str = "csv", **more: object) -> object:
    """How a document of a name is read."""
    path = folder / "voc.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    workplace = open_workplace(path, **more)  # type: ignore[arg-type]
    return workplace.reading.options(SimpleNamespace(name=name), SimpleNamespace(vendor=vendor))  # type: ignore[arg-type]


def test_the_first_fitting_section_is_used(tmp_path: Path) -> None:
    """By the name alone, wherever the file lies; a single column stands for a list of one."""
    read = options(tmp_path, "deep/in/reviews-1.csv")
    assert read.mapping == {"text": ("Title", "Body"), "id": ("Nr",)}  # type: ignore[attr-defined]
    assert (read.channel, read.currency, read.account) == ("app", "SEK", None)  # type: ignore[attr-defined]
    assert (read.timezone, read.day_first) == ("Europe/Stockholm", True)  # type: ignore[attr-defined]


def test_the_command_line_wins(tmp_path: Path) -> None:
    """Over the mapping of one field, and over the order of dates; the other field stays."""
    read = options(tmp_path, "reviews.csv", mapping=["text=Words"], day_first=False)
    assert read.mapping == {"text": ("Words",), "id": ("Nr",)}  # type: ignore[attr-defined]
    assert read.day_first is False  # type: ignore[attr-defined]


def test_a_vendors_settings_are_its_own(tmp_path: Path) -> None:
    """A plain file has neither the account nor the revenue of Zendesk."""
    vendor = options(tmp_path, "export.json", "zendesk")
    assert (vendor.account, vendor.currency, vendor.revenue_field) == ("shop", "EUR", "arr")  # type: ignore[attr-defined]
    assert vendor.timezone == "Europe/Helsinki"  # type: ignore[attr-defined]
    file = options(tmp_path, "more.csv")
    assert (file.account, file.currency, file.revenue_field) == ("other", None, None)  # type: ignore[attr-defined]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """The configuration of a store without tickets."""
    open_store(str(tmp_path / "voc.db")).close()
    path = tmp_path / "voc.yaml"
    path.write_text("store: voc.db\n", encoding="utf-8")
    return path


def test_themes_of_an_empty_store_as_json(memory: Path) -> None:
    """A whole document, with no themes in it."""
    result = runner.invoke(app, ["themes", "-c", str(memory), "--format", "json", "--as-of", "2026-11-09"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["themes"] == []


def test_themes_of_an_empty_store_as_lines(memory: Path) -> None:
    """No theme, no line."""
    result = runner.invoke(app, ["themes", "-c", str(memory), "--format", "ndjson", "--as-of", "2026-11-09"])
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_day_that_is_none_is_refused(memory: Path) -> None:
    """With exit code 2 and the way to write one."""
    result = runner.invoke(app, ["themes", "-c", str(memory), "--as-of", "9.11.2026"])
    assert result.exit_code == 2
    assert "write it like 2026-01-31" in result.output


def test_an_unknown_theme_is_refused(memory: Path) -> None:
    """The line names the id and where ids are listed."""
    result = runner.invoke(app, ["theme", "show", "nope", "-c", str(memory), "--as-of", "2026-11-09"])
    assert result.exit_code == 2
    assert "there is no theme 'nope'" in result.output
