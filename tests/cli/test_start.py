"""Starting up: help and version are instant, and a wrong word is one clear line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.cli.conftest import Voc

from voc import __version__

COMMANDS = [
    *("init", "run", "ingest", "discover", "themes", "theme"),
    *("assignments", "report", "plan", "apply", "doctor", "backends"),
]
HEAVY = ("sklearn", "hdbscan", "jira", "sqlalchemy", "numpy", "alembic", "requests", "lxml")


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        f"sys.argv = ['voc', *{arguments!r}]\n"
        "from voc.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_version(voc: Voc) -> None:
    """``voc --version`` prints the version, alone or behind another option."""
    assert voc("--version").stdout == voc("-q", "--version").stdout == f"voc {__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("run", "--help"), ("theme", "show", "--help")])
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Help answers without scikit-learn, jira or sqlalchemy."""
    assert loaded_by(*arguments).isdisjoint(HEAVY)


def test_version_does_not_even_load_typer() -> None:
    """The version is a constant; nothing is loaded for it."""
    assert "typer" not in loaded_by("--version")


def test_help_lists_every_command_and_fits_eighty_columns(voc: Voc) -> None:
    """Each command stands in the help with a sentence that is not cut off."""
    done = voc("--help")
    assert done.returncode == 0
    listed = done.stdout.partition("Commands:")[2]
    assert [line.split()[0] for line in listed.splitlines() if line.strip()] != []
    for name in COMMANDS:
        assert f"\n  {name} " in listed
    assert "..." not in listed
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "theme"])
def test_every_command_has_help_with_the_global_options(voc: Voc, name: str) -> None:
    """Global options may stand behind any command, and its help says so."""
    text = voc(name, "--help").stdout
    assert all(option in text for option in ("--config", "--quiet", "--verbose", "--log-format", "--no-color"))
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("them",), "No such command"),
        (("themes", "--kindd", "bug"), "--kindd"),
        (("themes", "--top", "many"), "--top"),
        (("run",), "no export given"),
        (("run", "x.csv", "--encoder", "lexcal"), "no such file"),
        (("apply",), "apply needs a plan file or --auto"),
        (("apply", "--auto"), "--auto needs --max-new"),
        (("-c", "none.yaml", "themes"), "none.yaml: cannot be read"),
        (("themes", "-c", "none.yaml"), "none.yaml: cannot be read"),
    ],
)
def test_wrong_usage_exits_2_without_a_traceback(voc: Voc, arguments: tuple[str, ...], said: str) -> None:
    """A wrong word costs exit 2, a line on standard error and nothing on standard output."""
    done = voc(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said.casefold() in done.stderr.casefold()
    assert "Traceback" not in done.stderr


def test_a_failure_is_one_line_and_verbose_adds_the_traceback(voc: Voc) -> None:
    """Without ``-v`` one line; with it the traceback for whoever asks for help."""
    assert len(voc("run").stderr.splitlines()) == 1
    assert "Traceback" in voc("run", "-v").stderr


def test_messages_as_json(voc: Voc) -> None:
    """``--log-format json`` makes every message an object."""
    assert voc("run", "--log-format", "json").stderr.startswith('{"level": "error"')


def test_shells_complete_commands(voc: Voc) -> None:
    """A shell that asks what can follow ``voc th`` is told."""
    done = voc(_VOC_COMPLETE="complete_bash", COMP_WORDS="voc th", COMP_CWORD="1")
    assert sorted(done.stdout.split()) == ["theme", "themes"]
