"""A store whose pseudonym key was lost or exchanged says so, and doubles nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Voc


def write_export(folder: Path, *texts: str) -> None:
    """An export of one ticket a text, all of one customer."""
    rows = (f"{number},{text},ada@example.com" for number, text in enumerate(texts, 1))
    (folder / "export.csv").write_text("\n".join(["id,description,email", *rows]) + "\n")


def test_a_lost_key_stops_the_next_ingest(voc: Voc, tmp_path: Path) -> None:
    """Exit 3 with what to do; no new key appears, and with the old one back everything goes on."""
    write_export(tmp_path, "The app crashes")
    assert voc("ingest", "export.csv").returncode == 0
    kept = (tmp_path / "voc.key").rename(tmp_path / "kept")
    write_export(tmp_path, "The app crashes", "The app is slow")
    lost = voc("ingest", "export.csv")
    assert lost.returncode == 3
    assert "voc.key is missing" in " ".join(lost.stderr.split())
    assert "restore it" in lost.stderr
    assert not (tmp_path / "voc.key").exists()
    kept.rename(tmp_path / "voc.key")
    assert voc("ingest", "export.csv").returncode == 0


@pytest.mark.parametrize("command", [("ingest", "export.csv"), ("doctor",)])
def test_another_key_is_refused(voc: Voc, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A key that the store was not filled with is named as the cause."""
    write_export(tmp_path, "The app crashes")
    assert voc("ingest", "export.csv").returncode == 0
    (tmp_path / "voc.key").write_bytes(b"x" * 32)
    write_export(tmp_path, "The app crashes", "The app is slow")
    refused = voc(*command)
    assert refused.returncode != 0
    assert "not the one this store was filled with" in " ".join((refused.stdout + refused.stderr).split())
