"""kill -9 at any moment of the weekly run, then the same command again: the end state is that of an unbroken run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import WORDS

import voc.analysis.ranking.select

# Loaded here, so that the children need not load them again.
import voc.analysis.themes.identity
import voc.cli.app
import voc.encoders.lexical
import voc.workflows.filing.apply
import voc.workflows.report
from voc.stores.sql import open_store

NOW = ("--as-of", "2026-11-02")
DIED = 9
LATER = datetime(2026, 11, 2, tzinfo=UTC)


def export(folder: Path) -> None:
    """Two documents, so that a run can die between them; the second holds a later version of a ticket."""
    folder.mkdir()
    texts = [(kind, n, text) for kind, all_texts in WORDS.items() for n, text in enumerate(all_texts)]
    rows = [f"{kind}-{n};{text}.;2026-10-{10 + n:02d};{kind}{n}@gmail.com" for kind, n, text in texts]
    head = "id;text;created_at;requester\n"
    (folder / "a.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "b.csv").write_text(head + "bug-0;Calendar sync creates all bookings twice.;2026-10-20;x@gmail.com\n")


def forked(folder: Path, *arguments: str, before: Callable[[], None] = lambda: None) -> int:
    """``voc *arguments`` in ``folder`` in a child of this process, which has everything loaded already."""
    pid = os.fork()
    if pid == 0:
        try:
            os.chdir(folder)
            silence = os.open("output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
            before()
            voc.cli.app.app(list(arguments), prog_name="voc")
        except SystemExit as end:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(end.code if isinstance(end.code, int) else 1)
        finally:
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def dies_at(nth: int) -> Callable[[], None]:
    """Makes this process end without a word before or after its n-th durable write, of any kind."""

    def install() -> None:
        from voc.stores import engine, ledger, sql
        from voc.trackers import local, local_folder
        from voc.workflows import files

        left = [nth]

        def count() -> None:
            left[0] -= 1
            if left[0] == 0:
                os._exit(DIED)

        transaction = engine.write_transaction

        @contextmanager
        def counted_transaction(*arguments: Any, **more: Any) -> Iterator[Any]:
            count()
            with transaction(*arguments, **more) as connection:
                yield connection
                count()
            count()

        sql.write_transaction = ledger.write_transaction = counted_transaction  # type: ignore[assignment]
        for module in (local, local_folder, files):
            write = module.write_whole

            def counted_write(*arguments: Any, write: Any = write, **more: Any) -> Any:
                count()
                result = write(*arguments, **more)
                count()
                return result

            module.write_whole = counted_write  # type: ignore[assignment]

    return install


def state(folder: Path) -> tuple[object, ...]:
    """Everything that must be equal: what was found, what stands, its history, each issue without what is random."""
    found = themes(folder)
    random = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d[T ][\d:]+(Z|\+00:00)?")
    issues = sorted(path.read_text(encoding="utf-8") for path in (folder / "issues").glob("*.md"))
    return *found, [random.sub("", text) for text in issues]


def themes(folder: Path) -> tuple[object, ...]:
    """What was found, what stands, and the history, but for the hours."""
    store = open_store(str(folder / "voc.db"))
    runs = [replace(run, at=LATER) for run in store.runs()]
    found = store.themes(), store.assignments(), store.found(), runs, store.theme_counts(), store.events()
    store.close()
    return found


RUN = ("run", "export", "--apply", *NOW)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    folder = tmp_path_factory.mktemp("unbroken")
    export(folder / "export")
    assert forked(folder, *RUN) == 0, (folder / "output.txt").read_text(encoding="utf-8")
    end = state(folder)
    assert len(end[-1]) >= 2  # type: ignore[arg-type]  # issues
    return end


def test_killed_at_every_write(tmp_path: Path, unbroken: tuple[object, ...]) -> None:
    """Whichever durable write the run dies before, within or after, the second run ends where an unbroken one does."""
    nth, step, deaths = 1, 1, 0
    while True:
        folder = tmp_path / str(nth)
        folder.mkdir()
        export(folder / "export")
        code = forked(folder, *RUN, before=dies_at(nth))
        if code == 0:
            break
        assert code == DIED, (folder / "output.txt").read_text(encoding="utf-8")
        deaths += 1
        assert forked(folder, *RUN) == 0, (nth, (folder / "output.txt").read_text(encoding="utf-8"))
        assert state(folder) == unbroken, nth
        nth += step
        step = 1 if nth < 12 else 3
    assert deaths >= 15


def test_a_killed_discover_leaves_the_old_themes_whole(tmp_path: Path) -> None:
    """In a second week: whichever write it dies at, what stood before the run stands, or all of what comes after it."""
    export(tmp_path / "export")
    rows = [
        f"later-{kind}-{n};{text}!;2026-10-28;{kind}@gmail.com" for kind in WORDS for n, text in enumerate(WORDS[kind])
    ]
    (tmp_path / "later.csv").write_text("id;text;created_at;requester\n" + "\n".join(rows) + "\n", encoding="utf-8")
    for command in (("ingest", "export"), ("discover",), ("ingest", "later.csv")):
        assert forked(tmp_path, *command) == 0, (tmp_path / "output.txt").read_text(encoding="utf-8")
    old, database = themes(tmp_path), (tmp_path / "voc.db").read_bytes()
    ends, nth = [], 1
    while (code := forked(tmp_path, "discover", before=dies_at(nth))) != 0:
        assert code == DIED, (tmp_path / "output.txt").read_text(encoding="utf-8")
        ends.append(themes(tmp_path))
        for path in tmp_path.glob("voc.db*"):
            path.unlink()
        (tmp_path / "voc.db").write_bytes(database)
        nth += 1
    new = themes(tmp_path)
    assert new != old
    assert old in ends
    assert all(end in (old, new) for end in ends)


def test_killed_at_any_moment(tmp_path: Path, unbroken: tuple[object, ...]) -> None:
    """SIGKILL from outside after any time: the same end."""
    for moment in range(6):
        folder = tmp_path / str(moment)
        folder.mkdir()
        export(folder / "export")
        child = subprocess.Popen(
            [sys.executable, "-m", "voc", *RUN], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.5 + 0.35 * moment)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert forked(folder, *RUN) == 0, (folder / "output.txt").read_text(encoding="utf-8")
        assert state(folder) == unbroken, moment


def test_an_interrupt_says_that_the_store_is_whole(tmp_path: Path, unbroken: tuple[object, ...]) -> None:
    """Ctrl-C ends with 130 and one line, and the next run goes on."""
    export(tmp_path / "export")

    def interrupted() -> None:
        from voc.stores import sql

        def raises(*arguments: Any, **more: Any) -> Any:
            raise KeyboardInterrupt

        sql.write_transaction = raises

    assert forked(tmp_path, *RUN, before=interrupted) == 130
    assert "the store is whole" in (tmp_path / "output.txt").read_text(encoding="utf-8")
    assert forked(tmp_path, *RUN) == 0
    assert state(tmp_path) == unbroken
