"""Bad input: one line that says what, where and what to do, the right exit code, good rows kept, no traceback."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import Voc

GOOD = '{"id": "1", "text": "The app crashes on start", "created_at": "2026-10-01T08:00:00Z"}'


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def bomb(folder: Path, name: str) -> str:
    """A small archive that unpacks to gigabytes."""
    if name.endswith(".gz"):
        with gzip.open(folder / name, "wb", compresslevel=9) as file:
            for _ in range(300):
                file.write(b"0" * 1_000_000)
        return name
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.jsonl", "w") as file:
        for _ in range(300):
            file.write(b"0" * 1_000_000)
    return name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "empty.csv is empty"),
        ("blank.jsonl", "\n \n", "blank.jsonl is empty"),
        ("noid.csv", "Kuvaus;Luotu\nSovellus kaatuu;1.10.2026\n", "--map"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.csv"),
        (
            "ambiguous.csv",
            "id,text,created_at\n1,It crashes,3/4/2026\n2,It hangs,5/6/2026\n",
            "--dayfirst or --monthfirst",
        ),
        ("word.csv", "it says nothing", "word.csv"),
        ("broken.json", '{"id": ', "broken.json"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_2(
    voc: Voc, tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    """What, where and what to do, in one line."""
    done = voc("ingest", write(tmp_path, name, content))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_missing_path_is_named(voc: Voc) -> None:
    """A path that is not there is told before anything is read."""
    done = voc("ingest", "gone.csv")
    assert done.returncode == 2
    assert "gone.csv" in done.stderr


def test_a_folder_is_read_as_its_files(voc: Voc, tmp_path: Path) -> None:
    """A folder stands for the exports in it; an empty one is refused."""
    (tmp_path / "exports").mkdir()
    assert voc("ingest", "exports").returncode == 2
    write(tmp_path / "exports", "a.jsonl", GOOD)
    assert json.loads(voc("ingest", "exports").stdout)["ingest"]["new"] == 1


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.zip"])
def test_an_archive_that_unpacks_to_too_much_is_refused(voc: Voc, tmp_path: Path, name: str) -> None:
    """A zip bomb ends with one line, not with a full memory."""
    done = voc("ingest", bomb(tmp_path, name))
    assert done.returncode in (2, 4)
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_rows_are_set_aside_and_good_rows_kept(voc: Voc, tmp_path: Path) -> None:
    """A row without an id and a row that is no JSON are told with their lines; the good row is in the store; exit 4."""
    write(tmp_path, "mixed.jsonl", f'{GOOD}\n{{"text": "no id"}}\n{{"id": "3", "text": \n')
    done = voc("ingest", "mixed.jsonl")
    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout)["ingest"]["new"] == 1
    rejects = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_text().splitlines()]
    assert [reject["line"] for reject in rejects] == [2, 3]
    assert all(reject["reason"] for reject in rejects)
    assert "mixed.jsonl:2" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf16.csv", "id,text\n1,Sovellus kaatuu käynnistyksessä\n".encode("utf-16")),
        ("latin.csv", "id,text\n1,Sovellus kaatuu käynnistyksessä aina\n".encode("cp1252")),
        ("nul.csv", b"id,text\n1,Sovellus kaatuu \x00k\xc3\xa4ynnistyksess\xc3\xa4\n"),
        ("bom.csv", "\ufeffid,text\n1,Sovellus kaatuu käynnistyksessä\n".encode()),
    ],
)
def test_encodings_are_told_from_the_content(voc: Voc, tmp_path: Path, name: str, content: bytes) -> None:
    """UTF-16, Windows-1252, a byte order mark and NUL bytes all give the customer's words."""
    assert voc("ingest", write(tmp_path, name, content)).returncode == 0
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("voc.db*"))
    assert "käynnistyksessä".encode() in stored or b"k\\u00e4ynnistyksess\\u00e4" in stored


def test_truncated_json_keeps_what_came_before(voc: Voc, tmp_path: Path) -> None:
    """A download that broke off loses its last record, not the others."""
    second = GOOD.replace('"1"', '"2"')
    write(tmp_path, "cut.json", f'[{GOOD}, {second}, {{"id": "3", "te')
    done = voc("ingest", "cut.json")
    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout)["ingest"]["new"] == 2


def test_a_very_long_line_is_set_aside(voc: Voc, tmp_path: Path) -> None:
    """One line of 200 MB costs one reject; the rows around it are kept."""
    with (tmp_path / "long.jsonl").open("w") as file:
        file.write(GOOD + "\n" + '{"id": "2", "text": "')
        for _ in range(200):
            file.write("x" * 1_000_000)
        file.write('"}\n' + GOOD.replace('"1"', '"3"') + "\n")
    done = voc("ingest", "long.jsonl")
    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout)["ingest"]["new"] == 2


@pytest.mark.parametrize("place", ["voc.db", "sub/voc.db"])
def test_a_store_that_cannot_be_used_is_one_line_and_exit_3(voc: Voc, tmp_path: Path, place: str) -> None:
    """A store that is a folder, or lies in a folder that is not there, is told in one line."""
    write(tmp_path, "a.jsonl", GOOD)
    write(tmp_path, "voc.yaml", f"store: {place}\n")
    if place == "voc.db":
        (tmp_path / "voc.db").mkdir()
    done = voc("ingest", "a.jsonl")
    assert done.returncode == 3, done.stderr
    assert place in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_output_that_cannot_be_written_is_told(voc: Voc, export: Path) -> None:
    """A report into a folder that does not exist is refused by name."""
    done = voc("run", str(export), "-o", "nowhere/report.md")
    assert done.returncode in (2, 3)
    assert "nowhere/report.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_writes_nothing_and_proposes_a_mapping(voc: Voc, tmp_path: Path) -> None:
    """``--dry-run`` on a foreign table names the columns to map and leaves the folder as it was."""
    write(tmp_path, "foreign.csv", "Ref;Body of text;When\n1;Sovellus kaatuu;1.10.2026\n")
    done = voc("ingest", "foreign.csv", "--dry-run")
    assert "--map" in done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["foreign.csv"]


def test_a_dry_run_shows_how_the_columns_are_read(voc: Voc, tmp_path: Path) -> None:
    """Also when reading succeeds, each field names its column, and a dropped column that is near a field is told."""
    write(tmp_path, "known.csv", "id,subject,When,Descriptions\n1,App crashes,2026-10-01,It crashes on start\n")
    done = voc("ingest", "known.csv", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "  id is read from 'id'" in done.stdout
    assert "  subject is read from 'subject'" in done.stdout
    assert "  not read, but could be: --map text=Descriptions" in done.stdout
    mapped = voc("ingest", "known.csv", "--dry-run", "--map", "text=Descriptions").stdout
    assert "  text is read from 'Descriptions'" in mapped
    assert "could be" not in mapped


def test_lost_rows_and_those_left_out_are_told_apart(voc: Voc, tmp_path: Path) -> None:
    """The warning counts what the sentence counts, lost rows; rows that were kept without a date are told apart."""
    undated = '{"id": "%s", "text": "The app hangs", "created_at": "no day at all"}'
    lines = [GOOD, '{"text": "no id"}', '{"text": "nor here"}', *(undated % each for each in (7, 8, 9))]
    write(tmp_path, "mixed.jsonl", "\n".join(lines))
    done = voc("--format", "table", "ingest", "mixed.jsonl")
    assert done.returncode == 4, done.stderr
    assert "2 set aside" in done.stdout
    warning, note = done.stderr.splitlines()
    assert warning.startswith("voc: set aside: mixed.jsonl:2: ")
    assert ", and 1 more; with line and reason in" in warning
    assert note.startswith("left out or kept in part, on purpose: mixed.jsonl:4: ")
    assert ", and 2 more; all of them in" in note


def test_two_exports_that_number_from_one_are_warned_of(voc: Voc, tmp_path: Path) -> None:
    """One id for texts that have nothing in common is a warning with the id and what to do; a known file is none."""
    write(tmp_path, "a.jsonl", GOOD)
    write(tmp_path, "b.jsonl", GOOD.replace("The app crashes on start", "Please send me another invoice"))
    done = voc("ingest", "a.jsonl", "b.jsonl")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ingest"]["clashing"] == 1
    assert "1 id stands for texts that have little in common" in done.stderr
    assert "little in common" not in voc("ingest", "a.jsonl").stderr


def test_two_writers_at_once(voc: Voc, export: Path, tmp_path: Path) -> None:
    """While one run holds the store, a second says who does and exits 3; nothing is lost."""
    from voc.stores.sql import open_store

    voc("ingest", str(export))
    store = open_store(str(tmp_path / "voc.db"))
    with store.writing():
        done = voc("ingest", str(export))
    store.close()
    assert done.returncode == 3
    assert "process" in done.stderr or "pid" in done.stderr
    assert voc("ingest", str(export)).returncode == 0


def test_hostile_text_is_inert_everywhere(voc: Voc, tmp_path: Path) -> None:
    """Escapes, markup, formulas and markers in tickets reach no terminal, report, table or issue alive."""
    evil = "The app crashes \x1b[31m<script>alert(1)</script> @team fixes #1 <!-- voc:end --> \u202egnp.exe"
    rows = [
        {
            "id": f"{n}",
            "subject": f"App crashes on start {evil}",
            "text": f"{evil} =HYPERLINK(1) {n}",
            "requester": f"u{n}@gmail.com",
        }
        for n in range(6)
    ]
    write(tmp_path, "evil.jsonl", "\n".join(json.dumps(row) for row in rows))
    done = voc("--format", "table", "run", "evil.jsonl", "--apply", "-o", "r.md", "-o", "r.csv", "-o", "r.json")
    assert done.returncode == 0, done.stderr
    texts = [done.stdout, done.stderr, *(path.read_text(encoding="utf-8") for path in tmp_path.glob("r.*"))]
    issues = [path.read_text(encoding="utf-8") for path in (tmp_path / "issues").glob("*.md")]
    assert issues
    for text in [*texts, *issues]:
        assert "\x1b" not in text
        assert "\u202e" not in text
    for text in [(tmp_path / "r.md").read_text(encoding="utf-8"), *issues]:
        assert "<script>" not in text
        assert "@team" not in text
    assert all(issue.count("<!-- voc:end") == 1 for issue in issues)
