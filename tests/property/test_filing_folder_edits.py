"""People and voc at work in one folder: whatever people do to the files between runs, voc undoes none of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.filing_world import Desk, TurnedClock, themes

from voc.analysis.filing.managed_block import find_block
from voc.model.plan import Action
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.local import LocalTracker
from voc.trackers.local_file import split

THEMES = 4
Edit = Callable[[str], str]

COMMENT = re.compile(r"\s*<!-- voc:comment .*?voc:comment-end -->", re.DOTALL)

EDITS: dict[str, Edit] = {
    "title": lambda text: re.sub(r"title: .*", 'title: "Renamed: by hand"', text, count=1),
    "own field": lambda text: text.replace("status:", "assignee: liisa # on leave\nstatus:", 1),
    "label added": lambda text: text.replace("labels: [", "labels: [sprint-9, ", 1),
    "label removed": lambda text: text.replace("bug, ", "", 1),
    "progress": lambda text: text.replace("status: open", "status: in progress", 1),
    "closed": lambda text: re.sub(r"status: .*", "status: done", text, count=1),
    "declined": lambda text: re.sub(r"status: .*\nresolution:.*", "status: closed\nresolution: wontfix", text, count=1),
    "above": lambda text: text.replace("<!-- voc:begin", "Our notes\n\n<!-- voc:begin", 1),
    "below": lambda text: text + "\nTo do: ask the vendor\n",
    "inside": lambda text: text.replace("## What customers say", "## What they say", 1),
    "block away": lambda text: re.sub(r"<!-- voc:begin.*?voc:end -->\n", "gone\n", text, count=1, flags=re.DOTALL),
    "windows": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "nothing": lambda text: text,
}


def parts(text: str) -> tuple[str, list[str], str, str]:
    """Front matter without the fields that voc keeps, labels, and the text before and after the block."""
    file = split(text)
    assert file is not None
    front = re.sub(r"(updated|labels):.*\r?\n", "", file.front)
    labels = re.findall(r"[\w-]+", (re.search(r"labels:(.*)", file.front) or [""])[0])[1:]
    block = find_block(file.body)
    around = (file.body[: block.start], file.body[block.end :]) if block else (file.body, "")
    before, after = (COMMENT.sub("", text).rstrip() for text in around)
    return front, sorted(labels), before, after


@pytest.mark.parametrize("seed", range(12))
def test_no_edit_of_a_file_is_undone(seed: int, tmp_path: Path) -> None:
    """Some 30 edits a seed, with the themes growing all the time: each file keeps what people made of it."""
    chance, clock = random.Random(seed), TurnedClock()
    desk = Desk(LocalTracker(tmp_path / "issues", "VOC", now=clock.now), MemoryLedger(), clock)
    desk.run(themes(THEMES))
    for step in range(8):
        clock.at += timedelta(days=7)
        edited: dict[Path, str] = {}
        for path in sorted((tmp_path / "issues").glob("*.md")):
            name = chance.choice(sorted(EDITS))
            text = EDITS[name](path.read_bytes().decode())
            path.write_bytes(text.encode())
            edited[path] = text
        desk.run(themes(THEMES, customers=6 + 2 * step))
        for path, text in edited.items():
            now = path.read_bytes().decode()
            assert parts(now) == parts(text)
            if "## What they say" in text or "gone\n" in text:
                assert ("## What they say" in now) or ("gone" in now)
    assert len(desk.issues()) == THEMES
    clock.at += timedelta(days=7)
    assert {change.action for change in desk.plan(themes(THEMES, customers=20)).changes} == {Action.SKIP}


@pytest.mark.parametrize("seed", range(4))
def test_deleted_and_broken_files_come_to_no_second_issue(seed: int, tmp_path: Path) -> None:
    """Files vanish, break and come back; in the end each theme has the one issue it had."""
    chance, clock = random.Random(seed), TurnedClock()
    desk = Desk(LocalTracker(tmp_path / "issues", "VOC", now=clock.now), MemoryLedger(), clock)
    desk.run(themes(THEMES))
    whole = {path: path.read_bytes() for path in (tmp_path / "issues").glob("*.md")}
    for _ in range(4):
        for path, data in sorted(whole.items()):
            damage = chance.choice(["none", "delete", "break"])
            if damage == "delete":
                path.unlink(missing_ok=True)
            elif damage == "break":
                path.write_bytes(data.replace(b"title: ", b"title: [", 1))
        desk.run(themes(THEMES))
        assert {path.name for path in (tmp_path / "issues").glob("*.md")} <= {path.name for path in whole}
    for path, data in whole.items():
        path.write_bytes(data)
    desk.run(themes(THEMES))
    assert desk.run(themes(THEMES)).exit_code == 0
    assert {path: path.read_bytes() for path in (tmp_path / "issues").glob("*.md")} == whole
