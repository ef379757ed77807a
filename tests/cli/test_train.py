"""``voc train kinds`` as a process: figures, a file, and its use."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.conftest import Voc
from tests.made_up_labels import labelled, table

from voc.model.ticket import Kind


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A good table of labels."""
    path = tmp_path / "labels.csv"
    path.write_text(table(labelled()), encoding="utf-8")
    return path


def test_figures_and_a_file(voc: Voc, labels: Path, tmp_path: Path) -> None:
    """JSON on standard output, the model beside voc.yaml, how to use it on standard error."""
    done = voc("train", "kinds", labels.name)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["train"]
    assert [each["kind"] for each in figures["kinds"]] == ["bug", "feature_request", "question"]
    assert figures["macro_f1"] > 0.9
    assert 0 < figures["shipped_macro_f1"] <= 1
    assert (tmp_path / "voc-kinds.npz").is_file()
    assert "voc-kinds.npz" in done.stderr
    assert "voc.yaml" in done.stderr
    assert {each.name for each in tmp_path.iterdir()} == {"labels.csv", "voc-kinds.npz"}


@pytest.mark.parametrize(("form", "lines"), [("csv", 4), ("ndjson", 3), ("markdown", 5), ("table", 5)])
def test_figures_in_every_format(voc: Voc, labels: Path, form: str, lines: int) -> None:
    """One row a kind in each."""
    done = voc("train", "kinds", labels.name, "-o", "model.npz", "--format", form, COLUMNS="160")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == lines
    assert "feature_request" in done.stdout.replace("\\_", "_")
    if form == "csv":
        row = next(csv.DictReader(io.StringIO(done.stdout)))
        assert float(row["f1"]) > 0.9
        assert row["found_as"].startswith("bug ")


def test_the_same_labels_give_the_same_file(voc: Voc, labels: Path, tmp_path: Path) -> None:
    """Byte for byte, in another order of the rows too."""
    assert voc("train", "kinds", labels.name, "-o", "first.npz").returncode == 0
    labels.write_text(table(labelled()[::-1]), encoding="utf-8")
    assert voc("train", "kinds", labels.name, "-o", "second.npz").returncode == 0
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()


def test_the_model_is_named_as_voc_yaml_must_name_it(voc: Voc, labels: Path, tmp_path: Path) -> None:
    """As it was given where voc.yaml lies here, in full where it lies elsewhere."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "voc.yaml").write_text("seed: 0\n")
    here = voc("train", "kinds", labels.name, "-o", "model.npz")
    there = voc("train", "kinds", labels.name, "-o", "model.npz", "-c", "other/voc.yaml")
    assert "kinds: {model: model.npz}" in here.stderr
    assert f"kinds: {{model: {tmp_path.resolve() / 'model.npz'}}}" in there.stderr


def test_labels_that_teach_nothing_are_told(voc: Voc, labels: Path) -> None:
    """A model that the word lists beat is written, with a warning; a good one without."""
    assert "no better" not in voc("train", "kinds", labels.name).stderr
    kinds = (Kind.BUG, Kind.FEATURE_REQUEST, Kind.QUESTION)
    labels.write_text(table([replace(row, kind=kind) for row in labelled() for kind in kinds]), encoding="utf-8")
    done = voc("train", "kinds", labels.name)
    assert done.returncode == 0
    assert "no better than the shipped word lists" in " ".join(done.stderr.split())


def test_bad_rows_are_set_aside(voc: Voc, labels: Path, tmp_path: Path) -> None:
    """Exit 4, the good rows learned, the bad ones in a file with line and reason."""
    with labels.open("a", encoding="utf-8") as out:
        out.write("Title,body,banana\n,,bug\n")
    done = voc("train", "kinds", labels.name)
    assert done.returncode == 4
    assert (tmp_path / "voc-kinds.npz").is_file()
    rejects = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_text().splitlines()]
    assert [each["reason"] for each in rejects][1] == "row has no text"
    assert "2 rows" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,colour\nA,blue\n", "no column for the kind"),
        ("colour,kind\nblue,bug\n", "no column for the text"),
        ("text,kind\nA,bug\nB,question\n", "too few different texts: 1 of bug, 1 of question"),
        ("text,kind\nA,banana\n", "no labelled text could be read: labels.csv:2: its kind is none of bug, "),
        ("text,kind\n", "no labelled text could be read; at least two kinds"),
        (
            "text,kind\n" + "".join(f"Row {letter} fails,bug\n" for letter in "abcdefghij"),
            "every label is bug; at least",
        ),
        ("", "no header"),
    ],
)
def test_what_cannot_be_learned_is_one_line(voc: Voc, tmp_path: Path, content: str, said: str) -> None:
    """Exit 2, and no file."""
    (tmp_path / "labels.csv").write_text(content)
    done = voc("train", "kinds", "labels.csv")
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "voc-kinds.npz").exists()


def test_a_place_that_cannot_be_written_to_is_told_first(voc: Voc, labels: Path) -> None:
    """Before anything is learned."""
    done = voc("train", "kinds", labels.name, "-o", "nowhere/model.npz")
    assert done.returncode == 2
    assert done.stdout == ""


def test_missing_labels_are_told(voc: Voc) -> None:
    """Exit 2 with the name of the file."""
    done = voc("train", "kinds", "none.csv")
    assert done.returncode == 2
    assert "none.csv" in done.stderr


def test_a_configured_model_reads_the_tickets(voc: Voc, labels: Path, tmp_path: Path) -> None:
    """Labels of another meaning change what discover calls the tickets; without the model all is as before."""
    swapped = [row for row in labelled() if row.kind is not Kind.BUG]
    names = {"feature_request": "praise", "question": "hard_to_use"}
    content = table(swapped)
    for name, other in names.items():
        content = content.replace(f",{name}\r\n", f",{other}\r\n")
    labels.write_text(content, encoding="utf-8", newline="")
    assert voc("train", "kinds", labels.name).returncode == 0
    rows = [f"{n},{text}" for n, text in enumerate(["Please add dark colours to the gallery", "It is a lamp"])]
    (tmp_path / "export.csv").write_text("\n".join(["id,description", *rows]) + "\n")
    assert voc("ingest", "export.csv").returncode == 0

    def kinds() -> list[str]:
        assert voc("discover").returncode == 0
        return [each["kind"] for each in csv.DictReader(io.StringIO(voc("assignments", "--format", "csv").stdout))]

    before = kinds()
    (tmp_path / "voc.yaml").write_text("kinds: {model: voc-kinds.npz}\n")
    assert kinds() != before
    (tmp_path / "voc.yaml").write_text("seed: 0\n")
    assert kinds() == before


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"\x80\x04\x95\x00."])
def test_a_model_that_cannot_be_used_stops_discover(voc: Voc, tmp_path: Path, content: bytes | None) -> None:
    """Missing, empty, cut or pickled: one line, exit 2."""
    (tmp_path / "voc.yaml").write_text("kinds: {model: voc-kinds.npz}\n")
    (tmp_path / "export.csv").write_text("id,description\n1,The app crashes\n")
    if content is not None:
        (tmp_path / "voc-kinds.npz").write_bytes(content)
    assert voc("ingest", "export.csv").returncode == 0
    done = voc("discover")
    assert done.returncode == 2
    assert "kind model" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
