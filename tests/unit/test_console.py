"""What a terminal gets to see: text, never commands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.console import Column, Terminal, printable


@given(st.text())
def test_printable_text_is_inert(text: str) -> None:
    """Whatever a customer wrote, only printable characters on one line reach the terminal."""
    assert printable(text).isprintable()
    assert "\n" not in printable(text)


def test_printable_keeps_words_and_shows_what_was_hidden() -> None:
    """Letters of any language stay; escapes and bidirectional marks become visible."""
    assert printable("Kirjautuminen ei toimi – åäö") == "Kirjautuminen ei toimi – åäö"
    assert printable("\x1b[2Jgone") == "\\x1b[2Jgone"
    assert printable("a\u202eb") == "a\\u202eb"
    assert printable("two\nlines") == "two lines"


def test_data_goes_out_and_messages_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A result is alone on standard output."""
    terminal = Terminal(color=False)
    terminal.data('{"themes": []}')
    terminal.say("done")
    terminal.fail("voc.db: cannot be read")
    out, err = capsys.readouterr()
    assert out == '{"themes": []}\n'
    assert err == "done\nvoc: voc.db: cannot be read\n"


def test_quiet_silences_messages_but_not_failures(capsys: pytest.CaptureFixture[str]) -> None:
    """``-q`` leaves warnings and errors."""
    terminal = Terminal(quiet=True, color=False)
    terminal.say("done")
    terminal.warn("careful")
    assert capsys.readouterr().err == "voc: careful\n"


def test_messages_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """``--log-format json`` gives one object a line, whatever the text holds."""
    terminal = Terminal(json_log=True)
    terminal.warn('a "quoted"\nline\x1b')
    assert json.loads(capsys.readouterr().err) == {"level": "warning", "message": 'a "quoted" line\\x1b'}


def test_a_table_fits_eighty_columns_and_obeys_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Long titles wrap, and a title such as [red]x[/red] is printed as it stands."""
    columns = [Column("Rank", number=True), Column("Theme", wrap=True)]
    Terminal(color=False).table(columns, [["1", "[red]x[/red] " + "word " * 40], ["10", "\x1b[31mred"]])
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "[red]x[/red]" in out
    assert "\x1b" not in out


def test_no_progress_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe or a CI log a progress bar prints nothing."""
    with Terminal().progress("Reading") as advance:
        advance(1, 2)
        advance(2, 2)
    assert capsys.readouterr() == ("", "")
