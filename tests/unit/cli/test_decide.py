"""``voc theme …`` and ``voc decisions`` as a person uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result
from tests.deciding_world import World
from typer.testing import CliRunner

from voc.cli.app import app
from voc.model.decision import Decision, Ruling
from voc.model.ticket import Message, Ticket
from voc.stores.sql import open_store
from voc.workflows.curation import rulings
from voc.workflows.curation.desk import Decided

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
Voc = Callable[..., Result]


@pytest.fixture
def voc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voc:
    """``voc(*arguments)`` by Mia, on a terminal of 80 columns, over three themes of four tickets each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("VOC_BY", "Mia")
    with closing(open_store("voc.db")) as store:
        world = World(store)
        for number in range(3):
            world.week(("emerge", number, number, 3))

    def run(*arguments: str, code: int = 0, stdin: str | None = None) -> Result:
        found = CliRunner().invoke(app, list(arguments), input=stdin)
        assert found.exit_code == code, found.output
        return found

    return run


def test_a_merge_is_told_and_taken_back(voc: Voc) -> None:
    """The old id shows what it is part of; an undo brings everything back, to the byte."""
    before = voc("themes", "--format", "json").stdout
    done = json.loads(voc("theme", "merge", "th-01", "th-02", "--reason", "the same", "--format", "json").stdout)
    assert (done["decision"]["who"], done["decision"]["reason"], done["theme"]["tickets"]) == ("Mia", "the same", 8)
    shown = voc("theme", "show", "th-01", "--format", "json")
    assert "th-01 was merged into th-02 by Mia on " in shown.stderr
    (theme,) = json.loads(shown.stdout)["themes"]
    assert (theme["id"], theme["merged_from"]) == ("th-02", ["th-01"])
    voc("theme", "undo", done["decision"]["id"])
    assert voc("themes", "--format", "json").stdout == before


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("--query", "custom 0", "--title", "Only one"), None),
        (("--tickets", "t:000,t:001", "--title", "Two"), None),
        (("--tickets-from", "-", "--title", "One"), "t:000\n\n"),
    ],
)
def test_a_split_in_each_way(voc: Voc, arguments: tuple[str, ...], stdin: str | None) -> None:
    """By words, by a list, by standard input; the new theme has its title."""
    done = json.loads(voc("theme", "split", "th-01", *arguments, "--format", "json", stdin=stdin).stdout)["decision"]
    card = voc("theme", "show", done["into"], "--format", "table").stdout
    assert card.splitlines()[0] == arguments[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("split", "th-01"),
        ("split", "th-01", "--query", "a", "--tickets", "b"),
        ("split", "th-01", "--tickets-from", "missing.txt"),
        ("merge", "th-01", "th-01"),
        ("mute", "th-77"),
        ("move", "th-01", "t:999"),
        ("undo", "d-77"),
        ("show", "th-77"),
    ],
)
def test_what_cannot_be_ruled_is_one_line(voc: Voc, arguments: tuple[str, ...]) -> None:
    """Exit 2, and what to do about it."""
    failed = voc("theme", *arguments, code=2)
    assert failed.stdout == ""
    assert failed.stderr.startswith("voc: ") and failed.stderr.count("\n") == 1 and "; " in failed.stderr


def test_the_card_shows_what_people_said(voc: Voc) -> None:
    """Notes, the chain of whys, the issue, who muted it, and the decisions, within 80 columns."""
    voc("theme", "why", "th-01", "The cache is not emptied", "--by", "Ola")
    voc("theme", "why", "th-01", "Nobody wrote a test")
    voc("theme", "note", "th-01", "See the call of Monday")
    voc("theme", "link", "th-01", "ACME-7")
    voc("theme", "mute", "th-01", "--reason", "known")
    voc("theme", "rename", "th-01", "Stale calendar")
    card = voc("theme", "show", "th-01", "--format", "table").stdout
    day = card[card.index("(Ola, ") + 6 :][:10]
    assert card.startswith("Stale calendar\n")
    for line in (
        f"why: The cache is not emptied (Ola, {day})",
        f"why: Nobody wrote a test (Mia, {day})",
        f"note: See the call of Monday (Mia, {day})",
        f"linked to ACME-7 (Mia, {day})",
        f"muted: known (Mia, {day})",
    ):
        assert line in card.splitlines()
    table = card[card.index("Decided") :].splitlines()
    assert len(table) >= 7 and max(map(len, table)) <= 80


def test_muted_themes_are_left_out_unless_asked_for(voc: Voc) -> None:
    """Of the list, not of the data that asks for them; and they have no rank."""
    voc("theme", "mute", "th-01")
    listed = json.loads(voc("themes", "--format", "json").stdout)["themes"]
    assert [theme["id"] for theme in listed] == ["th-02", "th-03"]
    (muted,) = json.loads(voc("themes", "--status", "muted", "--format", "json").stdout)["themes"]
    assert (muted["id"], muted["status"], muted["rank"], muted["muted"]["who"]) == ("th-01", "muted", None, "Mia")
    voc("report", "-o", "week.md")
    report = Path("week.md").read_text()
    assert "## Muted" in report and "muted by Mia on" in report
    plan = json.loads(voc("plan", "--format", "json").stdout)["changes"]
    assert [each["reason"] for each in plan if each["theme_id"] == "th-01"] == ["muted by Mia"]


def test_a_linked_theme_is_not_filed(voc: Voc) -> None:
    """The plan says which issue it is, and who says so."""
    before = {
        each["theme_id"]: each["action"] for each in json.loads(voc("plan", "--format", "json").stdout)["changes"]
    }
    assert before["th-02"] == "create"
    voc("theme", "link", "th-02", "ACME-7")
    after = {each["theme_id"]: each for each in json.loads(voc("plan", "--format", "json").stdout)["changes"]}
    assert (after["th-02"]["action"], after["th-02"]["reason"]) == ("skip", "linked to ACME-7 by Mia")


def test_the_issue_of_a_merged_theme_is_not_lost(voc: Voc) -> None:
    """It is named and left alone; the theme that it is part of is not filed a second time under its name."""
    voc("apply", "--auto", "--max-new", "9", "--confirm-project", "VOC", "--format", "json")
    issues = sorted(path.name for path in Path("issues").rglob("*.md"))
    voc("theme", "merge", "th-01", "th-02")
    changes = json.loads(voc("plan", "--format", "json").stdout)["changes"]
    (gone,) = [each for each in changes if each["theme_id"] == "th-01"]
    assert gone["action"] == "skip"
    assert gone["reason"].startswith("merged into th-02; VOC-") and gone["reason"].endswith("for a person to close")
    assert "create" not in {each["action"] for each in changes}
    voc("apply", "--auto", "--max-new", "9", "--format", "json")
    assert sorted(path.name for path in Path("issues").rglob("*.md")) == issues


def test_the_log_is_listed_exported_and_imported(voc: Voc) -> None:
    """In every form; a fresh import of the export changes nothing, and the file is the same every time."""
    voc("theme", "mute", "th-01", "--reason", "known")
    voc("theme", "unmute", "th-01")
    document = json.loads(voc("decisions", "--format", "json").stdout)
    schema = json.loads((SCHEMAS / "decisions.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [each["ruling"] for each in document["decisions"]] == ["mute", "unmute"]
    assert voc("decisions", "--format", "csv").stdout.splitlines()[0].startswith("id,at,who,ruling")
    table = voc("decisions", "--format", "table").stdout
    assert "mute th-01: known" in table and max(map(len, table.splitlines())) <= 80
    voc("decisions", "export", "-o", "log.yaml")
    assert voc("decisions", "export").stdout == Path("log.yaml").read_text()
    done = json.loads(voc("decisions", "import", "log.yaml", "--format", "json").stdout)["imported"]
    assert done == {"decisions": 2, "new": 0, "waiting": [], "refused": []}


def test_an_import_says_what_it_refuses(voc: Voc) -> None:
    """One line each, exit 4, and the good entries are kept, without what is personal."""
    head = "schema_version: 1\ndecisions:\n"
    entry = "- {at: '2026-11-09T08:00:00+00:00', who: Mia, ruling: rename, theme_id: th-01, text: '%s'}\n"
    Path("log.yaml").write_text(head + entry % "" + entry % "Ask mia@example.com")
    told = voc("decisions", "import", "log.yaml", "--format", "table", code=4)
    assert "1 of 2 decisions are new, 0 of them wait, 1 refused" in told.stdout
    refused, mended = told.stderr.splitlines()
    assert "log.yaml: entry 1 (d-" in refused and "the title is empty; write a few words" in refused
    assert "without personal data" in mended
    assert voc("theme", "show", "th-01", "--format", "table").stdout.startswith("Ask [EMAIL_1]\n")


def test_a_long_name_leaves_room_for_what_was_decided(voc: Voc) -> None:
    """Both the log and a theme's card keep every column at 80 characters."""
    name = "Maria Annikki Korhonen-Lindqvist of the customer care team in Oulu and Rovaniemi"[:80]
    voc("theme", "note", "th-01", "printer firmware", "--by", name, "--reason", "they all name it")
    log, card = (voc(*words, "--format", "table").stdout for words in (("decisions",), ("theme", "show", "th-01")))
    (id_,) = (each["id"] for each in json.loads(voc("decisions", "--format", "json").stdout)["decisions"])
    for shown in (log, card):
        assert "firmware" in shown and "Korhonen" in shown
        (row,) = (line for line in shown.splitlines() if id_ in line)
        assert "note on th-01" in row and len(row) <= 80


@pytest.mark.parametrize(
    ("option", "length", "line"),
    [
        ("--by", 81, "the name of who decides has 81 characters; write at most 80"),
        ("--reason", 2001, "the reason has 2001 characters; write at most 2000"),
    ],
)
def test_what_is_too_long_is_refused_and_not_cut(voc: Voc, option: str, length: int, line: str) -> None:
    """One line says so, and nothing is decided; one character less will do."""
    assert line in voc("theme", "mute", "th-01", option, "x" * length, code=2).stderr
    assert json.loads(voc("decisions", "--format", "json").stdout)["decisions"] == []
    voc("theme", "mute", "th-01", option, "x" * (length - 1))


def test_a_theme_without_tickets_is_in_no_list(voc: Voc) -> None:
    """Its id still answers: what it was, and who took its tickets away; an undo brings it back as it was."""
    before = voc("themes", "--format", "json").stdout
    voc("theme", "move", "none", "t:000", "t:001", "t:002", "--reason", "spam")
    assert len(json.loads(voc("themes", "--format", "json").stdout)["themes"]) == 3
    voc("theme", "move", "th-03", "t:003")
    assert [each["id"] for each in json.loads(voc("themes", "--format", "json").stdout)["themes"]] == ["th-03", "th-02"]
    voc("report", "-o", "report.md", "-o", "report.json")
    assert "th-01" not in Path("report.md").read_text() + Path("report.json").read_text()
    assert "th-01" not in voc("plan", "--format", "json").stdout + voc("review", "--format", "json").stdout
    card = voc("theme", "show", "th-01", "--format", "table").stdout
    assert "th-01 · bug" in card and "no ticket is left in it" in card and "tickets: none" in card
    assert "out of every theme: spam" in " ".join(card.split()) and "move t:003 to th-03" in " ".join(card.split())
    (shown,) = json.loads(voc("theme", "show", "th-01", "--format", "json").stdout)["themes"]
    assert (shown["id"], shown["rank"], shown["all_tickets"]) == ("th-01", None, 0)
    for decision in json.loads(voc("decisions", "--format", "json").stdout)["decisions"]:
        voc("theme", "undo", decision["id"])
    assert voc("themes", "--format", "json").stdout == before


def test_a_ticket_is_known_by_its_number(voc: Voc) -> None:
    """Wherever a ticket is named; the log has whole ids."""
    voc("theme", "move", "th-02", "001", "t:000")
    voc("theme", "split", "th-02", "--tickets", "001", "--title", "One")
    moved, split = json.loads(voc("decisions", "--format", "json").stdout)["decisions"]
    assert (moved["ticket_ids"], split["ticket_ids"]) == (["t:000", "t:001"], ["t:001"])
    shown = json.loads(voc("theme", "show", "th-02", "--ticket", "000", "--format", "json").stdout)
    assert (shown["explanation"]["ticket_id"], shown["explanation"]["theme_id"]) == ("t:000", "th-02")


def test_a_number_of_several_tickets_names_them(voc: Voc) -> None:
    """One line with all that it may be; a whole id goes before numbers, and an unknown number is said to be that."""
    with closing(open_store("voc.db")) as store:
        others = [Ticket(f"{source}:001", (Message("x"),)) for source in ("csv", "zendesk")]
        store.save_tickets([(ticket, ticket.id, 0) for ticket in others])
    for words in (("move", "th-02", "001"), ("show", "th-01", "--ticket", "001")):
        line = "voc: 3 tickets have the number '001': csv:001, t:001, zendesk:001; write the whole id\n"
        assert voc("theme", *words, code=2).stderr == line
    assert "no ticket '0'" in voc("theme", "move", "th-02", "0", "001", code=2).stderr
    assert "t:001" in voc("theme", "move", "th-02", "t:001", "--format", "table").stdout


def test_a_log_comes_from_standard_input(voc: Voc) -> None:
    """One that has no decisions says that there is nothing to import; none at all is a mistake."""
    voc("theme", "mute", "th-01")
    log = voc("decisions", "export").stdout
    done = json.loads(voc("decisions", "import", "-", "--format", "json", stdin=log).stdout)["imported"]
    assert done == {"decisions": 1, "new": 0, "waiting": [], "refused": []}
    empty = voc("decisions", "import", "-", "--format", "table", stdin="schema_version: 1\ndecisions: []\n")
    assert (empty.stdout, empty.stderr) == ("", "nothing to import: standard input has no decisions\n")
    assert "standard input is empty" in voc("decisions", "import", "-", code=2, stdin="").stderr


def test_a_log_may_come_before_everything_else(voc: Voc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without a store one is made; the decisions wait and say so."""
    voc("theme", "mute", "th-01")
    voc("decisions", "export", "-o", "log.yaml")
    (tmp_path / "fresh").mkdir()
    monkeypatch.chdir(tmp_path / "fresh")
    done = voc("decisions", "import", "../log.yaml", "--format", "table")
    assert "1 of 1 decisions are new, 1 of them wait" in done.stdout
    assert "waits: theme th-01 is not known" in done.stderr
    assert json.loads(voc("decisions", "--format", "json").stdout)["decisions"][0]["state"] == "waits"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfa", b"decisions: [", b"{}"])
def test_a_broken_log_is_one_line(voc: Voc, content: bytes | None) -> None:
    """Missing, no UTF-8, no YAML, something else: exit 2, and nothing is kept."""
    if content is not None:
        Path("log.yaml").write_bytes(content)
    failed = voc("decisions", "import", "log.yaml", code=2)
    assert "log.yaml" in failed.stderr and failed.stderr.count("\n") == 1
    assert json.loads(voc("decisions", "--format", "json").stdout)["decisions"] == []


@pytest.mark.parametrize("command", ["themes", "review"])
def test_a_store_without_themes_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """In one line that says what to do, and nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    open_store("voc.db").close()
    told = CliRunner().invoke(app, [command, "--format", "table"])
    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (0, "", 1)
    assert "there are no themes yet" in told.stderr and "voc discover" in told.stderr


def test_a_list_of_none_says_why(voc: Voc) -> None:
    """Where there are themes, but none as asked for."""
    assert "no theme is as asked" in voc("themes", "--status", "muted", "--format", "table").stderr


def test_a_ticket_that_was_taken_out_is_told_so(voc: Voc) -> None:
    """Of every theme; one that was moved was put where it is."""
    voc("theme", "move", "none", "t:000")
    voc("theme", "move", "th-02", "t:001")
    out, moved = (
        voc("theme", "show", "th-01", "--ticket", each, "--format", "table").stdout for each in ("t:000", "t:001")
    )
    assert "taken out by Mia on" in out and "put there" not in out
    assert "put there by Mia on" in moved


def test_an_undo_warns_of_what_it_strands(voc: Voc) -> None:
    """As a line, and as data."""
    split = json.loads(
        voc("theme", "split", "th-01", "--tickets", "t:000", "--title", "One", "--format", "json").stdout
    )
    voc("theme", "note", split["decision"]["into"], "mine")
    undone = voc("theme", "undo", split["decision"]["id"], "--format", "json")
    assert "1 decision waits now: d-" in undone.stderr
    assert len(json.loads(undone.stdout)["waiting"]) == 1


def test_a_name_that_goes_with_its_tickets_is_told(voc: Voc, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a line, and as data: what the theme was called, and what it is called now."""
    monkeypatch.setattr(rulings, "move", lambda desk, tickets, into: decided)
    with closing(open_store("voc.db")) as store:
        theme = store.themes()[0]
        decision = Decision("d-1", datetime(2026, 11, 9, tzinfo=UTC), "Mia", Ruling.MOVE, "", into="th-02")
    decided = Decided(decision, theme, renamed={"th-01": ("Old\x1b[31m", "New")})
    words = ("theme", "move", "th-02", "t:000", "--format")
    assert "th-01 is called “New” now, no longer “Old\\x1b[31m”" in " ".join(voc(*words, "table").stdout.split())
    assert json.loads(voc(*words, "json").stdout)["renamed"] == [{"id": "th-01", "was": "Old\x1b[31m", "title": "New"}]


def test_a_decision_has_one_date_everywhere(voc: Voc, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the configured zone: in the log, on the card, beside the ticket and in the report."""
    head = "schema_version: 1\ndecisions:\n- {at: '2026-11-09T22:30:00+00:00', who: Mia, theme_id: "
    move = head.splitlines()[-1] + "'', ruling: move, into: th-01, ticket_ids: ['t:004']}"
    Path("log.yaml").write_text(f"{head} th-01, ruling: note, text: a note}}\n{move}\n")
    Path("voc.yaml").write_text("timezone: Europe/Helsinki\n")
    voc("decisions", "import", "log.yaml")
    voc("report", "-o", "week.md")
    card = ("theme", "show", "th-01", "--format", "table")
    told = [voc(*words).stdout for words in (("decisions", "--format", "table"), card, (*card, "--ticket", "t:004"))]
    for each in (*told, Path("week.md").read_text()):
        assert "2026-11-10" in each and "2026-11-09" not in each
