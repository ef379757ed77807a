"""The main job, as a user runs it: export in, themes, report and issues out, and nothing twice."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from pathlib import Path

from tests.cli.conftest import Voc

from voc.config.issue_template import shipped_template
from voc.renderers.documents import ASSIGNMENT_COLUMNS

NOW = ("--as-of", "2026-11-02")


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file a person sees with the digest of its bytes."""
    seen = [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".md", ".json", ".csv", ".yaml"}]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in seen}


def test_one_command_from_export_to_filed_issues(voc: Voc, export: Path, tmp_path: Path) -> None:
    """``voc run --apply`` leaves a report and one issue a theme; again it has nothing to file and changes no file."""
    done = voc("run", str(export), "--apply", *NOW)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["ingest"]["new"] == 18
    assert {theme["kind"] for theme in result["themes"]} >= {"bug", "feature_request"}
    issues = sorted((tmp_path / "issues").glob("*.md"))
    filed = [each for each in result["applied"]["results"] if each["result"] == "filed"]
    assert len(issues) == len(filed) >= 2
    assert "Calendar sync" in (tmp_path / "report.md").read_text(encoding="utf-8")
    before = fingerprint(tmp_path)
    again = voc("run", str(export), "--apply", *NOW)
    assert again.returncode == 0, again.stderr
    assert "nothing to file" in again.stderr
    assert fingerprint(tmp_path) == before


def test_the_table_for_people_fits_and_names_what_matters(voc: Voc, export: Path) -> None:
    """``--format table`` prints one screen: what was read, found and is to be filed."""
    done = voc("--format", "table", "run", str(export), *NOW)
    assert "Read 18 tickets from 1 file: 18 new" in done.stdout
    assert "To file:" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_same_input_same_bytes_and_shuffled_input_same_themes(voc: Voc, export: Path, tmp_path: Path) -> None:
    """Two fresh stores give byte-identical JSON, also when the rows come in another order."""
    rows = export.read_text(encoding="utf-8").splitlines()
    outputs = []
    for seed in (None, 1, 2):
        folder = tmp_path / f"copy-{seed}"
        folder.mkdir()
        mixed = random.Random(seed).sample(rows, len(rows)) if seed else rows
        (folder / "tickets.jsonl").write_text("\n".join(mixed), encoding="utf-8")
        assert voc("run", "tickets.jsonl", *NOW, cwd=folder).returncode == 0
        outputs.append(voc("themes", "--format", "json", *NOW, cwd=folder).stdout)
    assert len(json.loads(outputs[0])["themes"]) >= 2
    assert outputs[0] == outputs[1] == outputs[2]


def test_every_quote_stands_verbatim_in_the_export(voc: Voc, export: Path) -> None:
    """Evidence offsets point at exactly the words that are quoted."""
    voc("run", str(export), *NOW)
    texts = {f"jsonl:{row['id']}": row for row in map(json.loads, export.read_text(encoding="utf-8").splitlines())}
    themes = json.loads(voc("themes", "--format", "json", *NOW).stdout)["themes"]
    quotes = [quote for theme in themes for quote in theme["evidence"]]
    assert len(quotes) >= 3
    for quote in quotes:
        row = texts[quote["ticket_id"]]
        source = row["subject"] if quote["message"] == -1 else row["text"]
        assert source[quote["start"] : quote["end"]] == quote["quote"]


def test_assignments_have_a_row_for_every_ticket(voc: Voc, export: Path) -> None:
    """Every ticket is listed; one that is in no theme has an empty theme and still names its nearest."""
    voc("run", str(export), "--ignore-kinds", *NOW)
    rows = list(csv.DictReader(io.StringIO(voc("assignments", "--format", "csv").stdout)))
    assert len(rows) == 18
    assert list(rows[0]) == list(ASSIGNMENT_COLUMNS)
    odd = next(row for row in rows if row["ticket_id"] == "jsonl:odd-1")
    assert (odd["theme_id"], bool(odd["nearest_theme_id"])) == ("", True)
    assert all(row["nearest_theme_id"] for row in rows)


def test_a_plan_is_reviewed_then_applied(voc: Voc, export: Path, tmp_path: Path) -> None:
    """``plan -o`` writes nothing to the tracker, ``apply`` does just that plan, and then nothing is pending."""
    voc("run", str(export), *NOW)
    planned = voc("plan", "-o", "plan.json", "--exit-code", *NOW)
    assert planned.returncode == 1
    assert not (tmp_path / "issues").exists() or not list((tmp_path / "issues").glob("*.md"))
    creates = [c for c in json.loads((tmp_path / "plan.json").read_text())["changes"] if c["action"] == "create"]
    applied = voc("apply", "plan.json")
    assert applied.returncode == 0, applied.stderr
    assert len(list((tmp_path / "issues").glob("*.md"))) == len(creates) >= 2
    assert voc("plan", "--exit-code", *NOW).returncode == 0


def test_an_edited_plan_is_refused(voc: Voc, export: Path, tmp_path: Path) -> None:
    """A plan that was changed after it was made stops with exit 5 before anything is filed."""
    voc("run", str(export), "--plan", "plan.json", *NOW)
    plan = tmp_path / "plan.json"
    plan.write_text(plan.read_text(encoding="utf-8").replace("alendar", "olander"), encoding="utf-8")
    refused = voc("apply", "plan.json")
    assert refused.returncode == 5
    assert "edited" in refused.stderr
    assert not list(tmp_path.glob("issues/*.md"))


def test_max_new_bounds_what_is_filed(voc: Voc, export: Path, tmp_path: Path) -> None:
    """``--max-new 1`` files one issue and leaves the rest for the next run."""
    assert voc("run", str(export), "--apply", "--max-new", "1", *NOW).returncode == 0
    assert len(list(tmp_path.glob("issues/*.md"))) == 1
    assert voc("apply", "--auto", "--max-new", "1", *NOW).returncode == 0
    assert len(list(tmp_path.glob("issues/*.md"))) == 2


def test_a_theme_is_shown_by_the_beginning_of_its_id(voc: Voc, export: Path) -> None:
    """``theme show`` takes a short id and shows the words; an unknown one is refused."""
    voc("run", str(export), *NOW)
    theme = json.loads(voc("themes", "--format", "json", *NOW).stdout)["themes"][0]
    card = voc("--format", "table", "theme", "show", theme["id"][:9], *NOW).stdout
    assert theme["title"] in card
    assert theme["evidence"][0]["quote"] in card
    assert voc("theme", "show", "th-none").returncode == 2


def test_new_tickets_join_known_themes(voc: Voc, export: Path, tmp_path: Path) -> None:
    """A second week's ticket about a known problem is placed there, and ids stay."""
    voc("run", str(export), *NOW)
    before = {each["id"] for each in json.loads(voc("themes", "--format", "json", *NOW).stdout)["themes"]}
    row = {
        "id": "w2",
        "subject": "Calendar sync makes bookings twice",
        "text": "Calendar sync makes every booking twice.",
    }
    (tmp_path / "week2.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert voc("run", "week2.jsonl", *NOW).returncode == 0
    rows = csv.DictReader(io.StringIO(voc("assignments", "--format", "csv").stdout))
    placed = {each["ticket_id"]: each["theme_id"] for each in rows}
    assert placed["jsonl:w2"] == placed["jsonl:bug-0"] in before


def test_report_formats_follow_the_ending(voc: Voc, export: Path, tmp_path: Path) -> None:
    """Several ``-o`` in one run; an ending without a renderer is refused by name."""
    voc("run", str(export), *NOW)
    done = voc("report", "-o", "week.md", "-o", "week.json", "-o", "week.csv", *NOW)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "week.json").read_text())["schema_version"] == 1
    assert (tmp_path / "week.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    refused = voc("report", "-o", "week.pptx", *NOW)
    assert refused.returncode == 2
    assert "pptx" in refused.stderr


def test_init_writes_a_configuration_that_works(voc: Voc, tmp_path: Path) -> None:
    """The commented voc.yaml is valid as it is, and a second init keeps what is there."""
    assert voc("init", "here").returncode == 0
    path = tmp_path / "here" / "voc.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nseed: 3\n", encoding="utf-8")
    assert "kept" in voc("init", "here").stderr
    assert path.read_text(encoding="utf-8").endswith("seed: 3\n")
    assert voc("doctor", cwd=path.parent).returncode == 0


def test_init_brings_the_template_of_issues(voc: Voc, tmp_path: Path) -> None:
    """What is used where none is set, to be changed; it is what the doctor takes."""
    assert voc("init", "--template").returncode == 0
    assert (tmp_path / "issue.md.j2").read_text(encoding="utf-8") == shipped_template().text
    (tmp_path / "voc.yaml").write_text("tracker: {template: issue.md.j2}\n", encoding="utf-8")
    assert "issue template: issue.md.j2 fits" in voc("doctor", "--format", "json").stdout


def test_doctor_names_what_is_broken(voc: Voc, tmp_path: Path) -> None:
    """A store that is none, and an unknown encoder, are each told; exit 3."""
    (tmp_path / "voc.db").write_text("this is no database, it only says so " * 40)
    done = voc("--format", "table", "doctor", "-c", "voc.yaml") if (tmp_path / "voc.yaml").exists() else voc("doctor")
    assert done.returncode == 3
    findings = {each["what"]: each["ok"] for each in json.loads(done.stdout)["findings"]}
    assert any(not ok and "voc.db" in what for what, ok in findings.items())


def test_backends_say_what_is_here(voc: Voc) -> None:
    """Every source, encoder, namer, store, tracker and renderer is listed."""
    listed = json.loads(voc("backends").stdout)["backends"]
    assert {each["room"] for each in listed} == {"source", "encoder", "namer", "store", "tracker", "renderer"}
    assert all(each["available"] for each in listed if each["extra"] is None)
