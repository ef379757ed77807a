"""``voc plan`` as a table, a diff, JSON and Markdown; the template of issues from voc.yaml to the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from markdown_it import MarkdownIt
from tests.deciding_world import World
from typer.testing import CliRunner

from voc.cli.app import app
from voc.stores.sql import open_store
from voc.trackers.local import LocalTracker

Voc = Callable[..., Result]
HOSTILE = "</details> @all | *loud* `x` fixes #1"
MINE = "{{ customers }} asiakasta\n\nLiput: {{ ticket_ids | join(', ') }}\n"


@pytest.fixture
def voc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voc:
    """``voc(*arguments)`` by Mia over three themes of four tickets; one has a hostile title."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("VOC_BY", "Mia")
    with closing(open_store("voc.db")) as store:
        world = World(store)
        for number in range(3):
            world.week(("emerge", number, number, 3))

    def run(*arguments: str, code: int = 0) -> Result:
        found = CliRunner().invoke(app, list(arguments))
        assert found.exit_code == code, found.output
        return found

    run("theme", "rename", "th-01", HOSTILE)
    return run


def test_a_plan_is_markdown_where_that_is_asked_for(voc: Voc) -> None:
    """``md`` and ``markdown`` are one; a file that ends so holds it; twice gives the same bytes."""
    text = voc("plan", "--format", "md").stdout
    assert text.startswith("# Filing plan for VOC\n\n**3 create** in ")
    assert text == voc("plan", "--format", "markdown").stdout == voc("--format", "md", "plan").stdout
    voc("plan", "-o", "plan.md")
    assert Path("plan.md").read_text(encoding="utf-8") == text
    assert "as VOC" not in text
    html = [
        each.content for each in MarkdownIt("gfm-like", {"linkify": False}).parse(text) if each.type == "html_block"
    ]
    assert len(html) == 6
    assert sum(each.startswith("</details>") for each in html) == 3


def test_a_job_gets_both_the_plan_and_what_people_read(voc: Voc) -> None:
    """The file for ``voc apply``, and Markdown for the pull request, in one run."""
    text = voc("plan", "-o", "plan.json", "--format", "md").stdout
    assert text.startswith("# Filing plan for VOC")
    assert json.loads(Path("plan.json").read_text(encoding="utf-8"))["changes"]
    assert voc("plan", "-o", "again.json", "--format", "json").stdout == ""


def test_a_diff_shows_each_text_before_it_is_written(voc: Voc) -> None:
    """What a create writes, then what an update takes away, at eighty columns."""
    shown = voc("plan", "--diff", "--format", "table").stdout
    assert "create: </details> @all | *loud* `x` fixes #1" in shown
    assert "+**4 customers** in 4 tickets" in shown
    assert "+## What customers say" in shown
    assert "+**4" not in voc("plan", "--format", "table").stdout
    assert voc("plan", "--diff").stdout == shown, "a diff in a pipe is one, too"


def test_themes_that_are_left_alone_are_named_where_they_are_few(voc: Voc) -> None:
    """By issue, or by theme where there is none; a plan to be read is told from one to be applied."""
    voc("apply", "--auto", "--max-new", "5")
    changed = next(Path("issues").glob("VOC-2-*"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("\ntitle: ", "\ntitle: My "), encoding="utf-8")
    told = "1 × up to date; edited by people and left alone: title (VOC-2)"
    assert f"left alone: {told}" in " ".join(voc("plan", "--format", "table").stdout.split())
    voc("plan", "-o", "plan.md")
    assert f"- {told}\n" in Path("plan.md").read_text(encoding="utf-8")
    assert voc("apply", "plan.md", code=2).stderr.startswith("voc: plan.md is a plan to be read; voc plan -o plan.json")
    assert voc("apply", "none.md", code=2).stderr.startswith("voc: none.md: cannot be read: No such file")


def test_a_template_of_the_team_is_used_and_its_change_is_told(voc: Voc) -> None:
    """From voc.yaml to the issue; the plan says how many texts are rewritten."""
    voc("apply", "--auto", "--max-new", "5")
    Path("mine.md.j2").write_text(MINE, encoding="utf-8")
    Path("voc.yaml").write_text("tracker: {template: mine.md.j2}\n", encoding="utf-8")
    shown = voc("plan", "--format", "table").stdout
    assert "the template changed" in shown
    assert "the template of issues changed: 3 texts rewritten" in shown
    assert "The template of issues changed: 3 texts rewritten." in voc("plan", "--format", "md").stdout
    voc("apply", "--auto", "--max-new", "5")
    assert all("4 asiakasta" in path.read_text(encoding="utf-8") for path in Path("issues").glob("VOC-*.md"))
    assert "nothing to file" in voc("plan", "--format", "table").stdout


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ customers }}\n{{ ticket_idz }}", "voc: mine.md.j2:2: 'ticket_idz' is undefined"),
        ("{{ customers }}\n{% for %}", "voc: mine.md.j2:2: "),
        (MINE + "<!-- voc:end -->", "voc: mine.md.j2:4: '<!-- voc:end -->' is for voc alone to write"),
        ("hello", "voc: mine.md.j2: it does not always tell {{ customers }}"),
        (None, "voc: tracker.template: mine.md.j2: cannot be read: No such file"),
        ("ä".encode("latin-1"), "voc: tracker.template: mine.md.j2: cannot be read: it is not UTF-8"),
    ],
)
def test_a_bad_template_is_one_line_and_nothing_is_filed(voc: Voc, text: str | bytes | None, line: str) -> None:
    """Exit 2 with file and line, at the plan, the apply and the doctor alike."""
    if text is not None:
        Path("mine.md.j2").write_bytes(text if isinstance(text, bytes) else text.encode())
    Path("voc.yaml").write_text("tracker: {template: mine.md.j2}\n", encoding="utf-8")
    for arguments in (("plan",), ("apply", "--auto", "--max-new", "5")):
        failed = voc(*arguments, code=2)
        assert line in failed.stderr
        assert len(failed.stderr.strip().splitlines()) == 1
    found = voc("doctor", "--format", "table", code=3).stdout
    assert f"FAIL issue template: {line.removeprefix('voc: ')[:40]}" in found
    assert not list(Path().glob("issues/VOC-*"))


def test_the_doctor_names_the_template(voc: Voc) -> None:
    """The shipped one, or the team's own; the store of this test has no key, which is told too."""
    assert "ok   issue template: the one that comes with voc" in voc("doctor", "--format", "table", code=3).stdout
    Path("mine.md.j2").write_text(MINE, encoding="utf-8")
    Path("voc.yaml").write_text("tracker: {template: mine.md.j2}\n", encoding="utf-8")
    assert "ok   issue template: mine.md.j2 fits" in voc("doctor", "--format", "table", code=3).stdout


def test_an_edited_plan_is_refused_unless_accepted(voc: Voc) -> None:
    """Edited words are carried out with --accept-edits; marks and long titles never."""
    voc("plan", "-o", "plan.json")
    plan = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    first = plan["changes"][0]["draft"]

    def edited(**fields: str | list[str]) -> None:
        plan["changes"][0]["draft"] = {**first, **fields}
        Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")

    edited(title="In better words")
    assert "the plan was edited after it was made" in voc("apply", "plan.json", code=5).stderr
    edited(title="x" * 256)
    assert "is not one line of at most 255 characters" in voc("apply", "plan.json", "--accept-edits", code=2).stderr
    edited(body="a\n<!-- voc:end -->\nb")
    assert "holds marks that only voc writes" in voc("apply", "plan.json", "--accept-edits", code=2).stderr
    edited(marker=plan["changes"][1]["draft"]["marker"])
    assert "are not its own" in voc("apply", "plan.json", "--accept-edits", code=2).stderr
    edited(labels=["mine"])
    assert "are not its own" in voc("apply", "plan.json", "--accept-edits", code=2).stderr
    for label in ("", " ", "a\nb", "\x1b[1m", first["family"]):
        edited(labels=[*first["labels"], label])
        assert "is empty, not printable, or there twice" in voc("apply", "plan.json", "--accept-edits", code=2).stderr
    assert not list(Path().glob("issues/VOC-*"))
    edited(title="In better words")
    voc("apply", "plan.json", "--accept-edits")
    assert list(Path("issues").glob("*-in-better-words.md"))


def test_the_fields_of_new_issues_are_shown(voc: Voc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Summed up below the table, one by one in the diff, in the Markdown and in the JSON."""
    sets = {"type": "Bug", "priority": "High | <b>"}
    monkeypatch.setattr(LocalTracker, "sets", lambda tracker, draft: sets, raising=False)
    assert "new issues get: priority High | <b> (3), type Bug (3)" in voc("plan", "--format", "table").stdout
    assert "type: Bug" in voc("plan", "--format", "table", "--diff").stdout
    assert "- Sets type: Bug; priority: High \\| &lt;b&gt;\n" in voc("plan", "--format", "md").stdout
    plan = json.loads(voc("plan", "--format", "json").stdout)
    assert all(change["fields"] == sets for change in plan["changes"] if change["action"] == "create")
