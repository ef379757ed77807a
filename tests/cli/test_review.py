"""``voc review`` as a person meets it: a real terminal, one key at a time."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.cli.conftest import Voc
from tests.reviewed_world import LIST, fill

from voc.cli.question import ANSWERS, HELP
from voc.model.review import Concern
from voc.stores.sql import open_store

pty = pytest.importorskip("pty", reason="needs a POSIX terminal")

PATIENCE = 60.0
"""Seconds after which a walk that says nothing has hung."""

HEARING = """import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("voc", run_name="__main__", alter_sys=True)"""
"""``python -m voc``, which hears an interrupt although the background jobs of a shell ignore it."""

HOSTILE = "\x1b]0;owned\x07\x1b[2J<b>[red]Printer[/red]</b> \u202ereversed\u202c\u200b | `x`\n# stays silent"


class Terminal:
    """A pseudo-terminal of 80 columns with voc at its other end."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.here, there = pty.openpty()
        self.shown = ""
        known = {**os.environ, "COLUMNS": "80", "LINES": "40", "TERM": "xterm", "VOC_BY": "Mia", **environment}
        self.voc = subprocess.Popen(
            [sys.executable, "-c", HEARING, *arguments],
            cwd=folder, env=known, stdin=there, stdout=there, stderr=there, start_new_session=True,
        )  # fmt: skip
        os.close(there)

    def until(self, wanted: str) -> str:
        """What is shown, up to and with ``wanted``."""
        shown, end = "", time.monotonic() + PATIENCE
        while wanted not in shown:
            assert time.monotonic() < end, shown
            if not select.select([self.here], [], [], 1.0)[0]:
                continue
            try:
                new = os.read(self.here, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            shown += new.decode()
            if not new:
                break
        self.shown += shown
        assert wanted in shown, shown
        return shown

    def press(self, key: str, wanted: str = "\n> ") -> str:
        """Press one key once the terminal waits for it; what is shown until ``wanted``."""
        time.sleep(0.1)  # what is typed before the question is thrown away
        os.write(self.here, key.encode())
        return self.until(wanted)

    def ended(self) -> int:
        """The exit code."""
        with suppress(AssertionError):
            self.until("\0never shown\0")
        return self.voc.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose store has something of everything that needs a person."""
    with closing(open_store(str(tmp_path / "voc.db"))) as store:
        fill(store)
    return tmp_path


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    """A walk that waits for its first answer."""
    made = Terminal(folder, "review")
    made.until("> ")
    yield made
    if made.voc.poll() is None:
        made.voc.kill()
    made.voc.wait()
    os.close(made.here)


def waiting(voc: Voc) -> list[str]:
    return [each["id"] for each in json.loads(voc("review", "--format", "json").stdout)["matters"]]


def rulings(voc: Voc) -> list[str]:
    return [each["ruling"] for each in json.loads(voc("decisions", "--format", "json").stdout)["decisions"]]


@pytest.mark.usefixtures("folder")
def test_a_walk_asks_one_thing_after_the_other(terminal: Terminal, voc: Voc) -> None:
    """Every key does what the screen says; at the end all but the skipped is settled."""
    assert "7 matters need a person: 1 merge, 1 split, 1 absorb, 1 titles, 1 new, 2 unsure" in terminal.shown
    assert "1 of 7 · One theme or two?" in terminal.shown
    assert "Printer stays silent" in terminal.shown and "The printer makes no sound, customer 18" in terminal.shown
    assert "Two themes in one?" in terminal.press("y")
    assert "A part of another theme?" in terminal.press("y")
    assert "The same twice?" in terminal.press("n")
    assert "A new theme" in terminal.press("s")
    assert "Is this ticket in the right theme?" in terminal.press("x")
    terminal.press("q", "left")
    assert "4 answered, 1 skipped" in terminal.shown
    assert terminal.ended() == 0
    assert rulings(voc) == ["merge", "split", "keep", "mute"]
    assert waiting(voc) == ["titles|th-c|th-b", "unsure|t:00|th-a"]


@pytest.mark.usefixtures("folder")
def test_ctrl_c_loses_nothing_and_the_next_walk_goes_on(terminal: Terminal, folder: Path, voc: Voc) -> None:
    """Exit code 130, the answer before it stands, and the walk begins where that one ended."""
    terminal.press("n")
    os.killpg(terminal.voc.pid, signal.SIGINT)
    assert terminal.ended() == 130
    assert "the store is whole" in terminal.shown
    assert waiting(voc) == LIST[1:]
    again = Terminal(folder, "review")
    assert "1 of 6 · Two themes in one?" in again.until("> ")
    again.press("q", "0 answered")
    assert again.ended() == 0
    os.close(again.here)


@pytest.mark.usefixtures("folder")
def test_undo_goes_back(terminal: Terminal, voc: Voc) -> None:
    """The last answer is taken back and asked again, with all that it had settled beside; before that there is none."""
    assert "Nothing was answered in this walk yet." in terminal.press("u")
    terminal.press("y")
    shown = terminal.press("u")
    assert "is taken back" in shown
    assert "1 of 7 · One theme or two?" in shown
    terminal.press("s")
    assert "1 of 7 · One theme or two?" in terminal.press("u")
    terminal.press("q", "7 left")
    assert waiting(voc) == LIST
    assert rulings(voc) == ["merge", "undo"]


@pytest.mark.usefixtures("folder")
def test_a_name_is_typed_as_a_line(terminal: Terminal, voc: Voc) -> None:
    """For the new theme of a split; an empty line goes back to the question. Other keys only tell the keys."""
    terminal.press("s")
    assert "[r] split, with a name of my own" in terminal.press("z")
    terminal.press("r", "go back): ")
    terminal.press("\n")
    terminal.press("r", "go back): ")
    terminal.press("Monday logins\n")
    terminal.press("q", "1 answered")
    (theme,) = json.loads(voc("theme", "show", "th-s", "--format", "json").stdout)["themes"]
    assert (theme["title"], theme["all_tickets"]) == ("Monday logins", 3)


@pytest.mark.usefixtures("folder")
def test_new_themes_and_unsure_tickets_have_keys_of_their_own(folder: Path, voc: Voc) -> None:
    """A renamed twin is asked about again under its name, a theme is merged into its nearest, a ticket is put out."""
    made = Terminal(folder, "review", "--about", "titles", "--about", "new", "--about", "unsure")
    made.until("> ")
    made.press("r", "go back): ")
    assert "Theme: Empty file" in made.press("Empty file\n")
    assert "A new theme" in made.press("n")
    assert "Is this ticket in the right theme?" in made.press("m")
    made.press("o", "4 answered, 0 skipped")
    assert made.ended() == 0
    os.close(made.here)
    assert rulings(voc) == ["rename", "keep", "merge", "move"]


def test_a_terminal_without_single_keys_takes_lines(folder: Path, voc: Voc) -> None:
    """The first letter of a line counts; the end of the input ends the walk."""
    dumb = Terminal(folder, "review", TERM="dumb")
    dumb.until("> ")
    assert "Two themes in one?" in dumb.press("no thanks\n")
    dumb.press("\x04", "1 answered")
    assert dumb.ended() == 0
    assert rulings(voc) == ["keep"]
    os.close(dumb.here)


@pytest.mark.parametrize("arguments", [(), ("--no-input",), ("--format", "table")])
def test_off_a_terminal_it_is_a_list(folder: Path, voc: Voc, arguments: tuple[str, ...]) -> None:
    """Nothing is asked, and where somebody might wait for it, that is said."""
    done = voc("review", *arguments)
    assert done.returncode == 0
    assert ("nothing is asked here" in done.stderr) == ("--format" not in arguments)
    assert done.stdout
    assert rulings(voc) == []


@pytest.mark.usefixtures("folder")
def test_no_input_on_a_terminal_prints_the_list(folder: Path) -> None:
    """As a table, and says so."""
    made = Terminal(folder, "review", "--no-input")
    shown = made.until("nothing is asked here")
    assert made.ended() == 0
    assert "> " not in shown
    assert "Printer prints" in shown
    os.close(made.here)


@pytest.mark.usefixtures("folder")
def test_help_is_a_line_for_each_key(terminal: Terminal) -> None:
    """At 80 columns no line of it is broken; the question waits on."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", terminal.press("?")).replace("\r\n", "\n")
    assert shown == "? help\n" + "".join(f"{line}\n" for line in HELP) + "> "
    assert [line[0] for line in HELP if line[1:3] == "  "] == ["y", "n", *"suq"]
    terminal.press("q", "7 left")


def test_the_table_has_what_a_person_decides_with(folder: Path, voc: Voc) -> None:
    """Ids that commands take, the unsure ticket, and in how many weeks voc saw what it proposes; within 80 columns."""
    lines = voc("review", "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["About", "Theme", "Other", "Tickets", "Weeks"] and max(map(len, lines)) <= 80
    merge, unsure = lines[1].split(), next(line for line in lines if line.startswith("unsure")).split()
    assert merge[:2] == ["merge", "th-d"] and "th-e" in merge and merge[-2:] == ["5", "2"]
    assert unsure[1] == "th-f" and unsure[-2:] == ["t:31", "–"]
    assert "th-s" not in "".join(lines)  # the new theme of a split is not there yet
    assert voc("theme", "merge", merge[1], "th-e").returncode == 0
    assert voc("theme", "move", "th-a", unsure[-2]).returncode == 0


@pytest.mark.parametrize("form", ["csv", "ndjson", "markdown", "json", "table"])
def test_every_format_has_every_matter(folder: Path, voc: Voc, form: str) -> None:
    """In the same order; ``--about`` and ``--top`` choose, and an unknown word is refused in one line."""
    assert voc("review", "--format", form).stdout.count("Login fails") >= 2
    chosen = json.loads(voc("review", "--about", "split", "--about", "unsure", "--format", "json").stdout)["matters"]
    assert [each["id"] for each in chosen] == [LIST[1], *LIST[5:]]
    assert len(voc("review", "--top", "2", "--format", "ndjson").stdout.splitlines()) == 2
    wrong = voc("review", "--about", "banana")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


def test_a_store_with_nothing_to_ask(tmp_path: Path, voc: Voc) -> None:
    """Says so, and ends."""
    open_store(str(tmp_path / "voc.db")).close()
    made = Terminal(tmp_path, "review")
    assert "nothing needs a person" in made.until("answered")
    assert made.ended() == 0
    os.close(made.here)


def test_hostile_words_are_inert(tmp_path: Path) -> None:
    """Titles and quotes that would colour, clear, turn or rename the terminal are shown as text, within 80 columns."""
    with closing(open_store(str(tmp_path / "voc.db"))) as store:
        fill(store, {"th-d": HOSTILE, "th-a": HOSTILE}, dict.fromkeys((18, 19, 5, 6, 7, 31), HOSTILE * 3))
    made = Terminal(tmp_path, "review", "--no-color")
    made.until("> ")
    for _ in LIST[:-1]:
        made.press("s")
    made.press("q", "left")
    made.ended()
    os.close(made.here)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", made.shown.replace("\r\n", "\n"))  # voc's own bold and dim
    assert "\\x1b]0;owned\\x07" in shown
    assert "[red]Printer[/red]" in re.sub(r"\n *", "", shown)
    assert [char for char in shown if char != "\n" and not char.isprintable()] == []
    assert max(map(len, shown.split("\n"))) <= 80


def test_every_concern_has_its_keys() -> None:
    """``n`` always leaves things as they are; no key of an answer is one of the walk's own."""
    assert set(ANSWERS) == set(Concern)
    assert all("n" in keys and not {"s", "u", "q", "?"} & set(keys) for keys in ANSWERS.values())
