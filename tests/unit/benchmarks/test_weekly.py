"""The large store's exports, and the encoder that counts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from benchmarks.quality import datasets
from benchmarks.weekly import __main__ as command
from benchmarks.weekly.counted import watched_discover
from benchmarks.weekly.exports import NOW, SETS, write


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shared data folder with ten texts in each file."""
    monkeypatch.setattr(datasets, "SHARED", tmp_path)
    (tmp_path / "data").mkdir()
    for stem, (subject, text) in SETS.items():
        rows = [{"id": str(n), "lang": "en", subject or "x": f"Title {n}", text: f"{stem} says {n}"} for n in range(10)]
        with gzip.open(tmp_path / "data" / f"{stem}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_new_week_follows_the_old_ones(shared: Path) -> None:
    """No text stands twice, the store's dates lie before the week's, and a seed decides all."""
    store, week = (read(path) for path in write(shared, 40, 10))
    assert (len(store), len(week), len({row["id"] for row in store + week})) == (40, 10, 50)
    assert max(row["created_at"] for row in store) < NOW.isoformat() <= min(row["created_at"] for row in week)
    again = [read(path) for path in write(shared, 40, 10)]
    assert again == [store, week]


def test_missing_data_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the shared data the benchmark ends well and says what it looked for."""
    monkeypatch.setattr(datasets, "SHARED", tmp_path / "nowhere")
    monkeypatch.setattr("sys.argv", ["weekly", "--folder", str(tmp_path), "--dry-run"])
    assert command.main() == 0
    assert "skipped" in capsys.readouterr().out


def test_only_new_texts_are_encoded(shared: Path, tmp_path: Path) -> None:
    """The first run fits and encodes every text, the next one the new ones alone."""
    store, week = write(shared, 40, 2)
    config = tmp_path / "voc.yaml"
    config.write_text("report: [report.md]\n", encoding="utf-8")
    ingest(config, store)
    first = watched_discover(config)
    ingest(config, week)
    second = watched_discover(config)
    assert (first.encoded, first.fits) == (40, 1)
    assert (second.encoded, second.fits) == (2, 0)
    assert "vectors" in second.seconds


def ingest(config: Path, path: Path) -> None:
    command.voc(config.parent, "ingest", str(path))
