"""The only file that knows rich: tables, progress bars and messages."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

ProgressCallback = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

_BAR_AFTER_SECONDS = 1.0
_PLAIN_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, whether it holds numbers, whether it may wrap, and how wide it is at most."""

    heading: str
    number: bool = False
    wrap: bool = False
    most: int | None = None


class _Output(Console):
    """Standard output; a reader that has gone away (``voc themes | head``) ends the printing, not the work."""

    def on_broken_pipe(self) -> None:
        """Print the rest to nowhere."""
        discard_output()


class Terminal:
    """Results go to standard output, everything else to standard error.

    Args:
        quiet: no messages and no progress; errors are still printed.
        json_log: messages as one JSON object a line.
        color: False never colours; None follows the terminal and ``NO_COLOR``.
    """

    def __init__(self, *, quiet: bool = False, json_log: bool = False, color: bool | None = None) -> None:
        no_color = True if color is False else None
        width = None if sys.stdout.isatty() else _PLAIN_WIDTH
        self._out = _Output(no_color=no_color, width=width, highlight=False, emoji=False)
        self._err = Console(stderr=True, no_color=no_color, highlight=False, emoji=False, soft_wrap=True)
        self._quiet, self._json_log = quiet, json_log

    @property
    def interactive(self) -> bool:
        """Whether a person reads standard output."""
        return sys.stdout.isatty()

    def data(self, text: str) -> None:
        """Write a result to standard output as it is."""
        try:
            sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        except BrokenPipeError:
            discard_output()

    def finish(self) -> None:
        """Hand everything printed to the reader; one that has gone away is no failure.

        Raises:
            OSError: standard output cannot be written to, as on a full disk.
        """
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            discard_output()

    def line(self, text: str, style: str = "") -> None:
        """Print one line of a result; ticket text in it is inert."""
        self._out.print(Text(printable(text), style=style), soft_wrap=True)

    def paragraph(self, text: str, indent: int = 0, style: str = "") -> None:
        """Print a text of a result, broken into lines between its words; ticket text in it is inert."""
        for line in Text(printable(text), style=style).wrap(self._out, self._out.width - indent, overflow="fold"):
            line.rstrip()
            self._out.print(Text(" " * indent) + line, soft_wrap=True)

    def ask(self, text: str) -> None:
        """Print what a person is asked on standard output; the answer is typed behind it."""
        self._out.print(Text(printable(text)), end="", soft_wrap=True)
        sys.stdout.flush()

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str = "") -> None:
        """Print a table; cells are text, never markup."""
        table = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for column in columns:
            table.add_column(
                column.heading,
                justify="right" if column.number else "left",
                no_wrap=not column.wrap,
                max_width=column.most,
                overflow="fold" if column.wrap else "ellipsis",
                header_style="bold",
            )
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        self._out.print(table)

    def say(self, text: str) -> None:
        """Tell the person something on standard error."""
        if not self._quiet:
            self._log("info", text)

    def warn(self, text: str) -> None:
        """Warn on standard error, even when quiet."""
        self._log("warning", text)

    def fail(self, text: str) -> None:
        """Print the one line of a failure on standard error."""
        self._log("error", text)

    @contextmanager
    def progress(self, what: str) -> Iterator[ProgressCallback]:
        """A bar on standard error, shown only on a terminal and only once the work has taken over a second."""
        if self._quiet or self._json_log or not self._err.is_terminal:
            yield lambda done, total: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=self._err, transient=True)
        task, started, shown = bar.add_task(escape(what), total=None), time.monotonic(), False

        def advance(done: int, total: int) -> None:
            nonlocal shown
            if not shown and time.monotonic() - started > _BAR_AFTER_SECONDS:
                bar.start()
                shown = True
            bar.update(task, completed=done, total=total or None)

        try:
            yield advance
        finally:
            bar.stop()

    def _log(self, level: str, text: str) -> None:
        clean = printable(text)
        if self._json_log:
            sys.stderr.write(json.dumps({"level": level, "message": clean}, ensure_ascii=False) + "\n")
            return
        style = {"error": "red", "warning": "yellow"}.get(level, "")
        prefix = {"error": "voc: ", "warning": "voc: "}.get(level, "")
        self._err.print(Text(prefix + clean, style=style))


def discard_output() -> None:
    """Let nothing more reach standard output, what is still buffered included."""
    with suppress(OSError, ValueError):  # a standard output without a file of its own has nothing to be turned away
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def printable(text: str) -> str:
    """``text`` on one line; all that is not printable, the table of unseen characters and more, is shown as escapes."""
    return "".join(char if char.isprintable() else _visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "\n\r\t":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
