"""What people do to issues between and during voc's runs, and whether all of it still stands."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.redmine_world import STATUSES, Project

from benchmarks.filing.judge import Document
from voc.analysis.filing.managed_block import find_block

WORDS = "minun sanani"


def _words(place: Callable[[str], str]) -> Callable[[Project, Document], Document]:
    return lambda project, issue: {"description": place(issue["description"].replace("\r\n", "\n"))}


def _inside(body: str) -> str:
    return body.replace("## What customers say", f"## {WORDS}", 1)


def _away(body: str) -> str:
    block = find_block(body)
    return f"{body[: block.start]}{WORDS}{body[block.end :]}" if block else f"{body}\n{WORDS}"


def _field(change: Callable[[str], str]) -> Callable[[Project, Document], Document]:
    def fields(project: Project, issue: Document) -> Document:
        number = project.redmine.field
        value = next(each["value"] for each in issue["custom_fields"] if each["id"] == number)
        return {"custom_fields": [{"id": number, "value": change(value or "")}]}

    return fields


EDITS: dict[str, Callable[[Project, Document], Document]] = {
    "title": lambda project, issue: {"subject": f"{WORDS} {issue['id']}"},
    "text above": _words(lambda body: f"{WORDS}\n\n{body}"),
    "text below": _words(lambda body: f"{body}\n\n{WORDS}  x"),
    "text inside": _words(_inside),
    "block away": _words(_away),
    "label added": _field(lambda value: f"{value} oma"),
    "labels away": _field(lambda value: ""),
    "in progress": lambda project, issue: {"status_id": 2},
    "closed": lambda project, issue: {"status_id": STATUSES["closed"]},
    "rejected": lambda project, issue: {"status_id": STATUSES["rejected"]},
    "note": lambda project, issue: {"notes": f"{WORDS} {issue['id']}"},
}
"""Fields that a person sends, from an issue as it is."""
DELETED = "deleted"


@dataclass
class People:
    """Everybody but voc.

    Attributes:
        project: where they work, past any proxy.
        chance: decides what they do.
        left: each issue that they changed, as they left it; None for one that they deleted.
        done: what they did, in order.
    """

    project: Project
    chance: random.Random
    left: dict[str, Document | None] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def edit(self, issue_id: str, *, may_delete: bool = True) -> str:
        """Do something to an issue; what it was."""
        kind = self.chance.choice([*EDITS, DELETED] if may_delete else list(EDITS))
        if kind == DELETED:
            self.project.delete(issue_id)
        else:
            self.project.edit(issue_id, **EDITS[kind](self.project, self._read(issue_id)))
        self.left[issue_id] = None if kind == DELETED else self._read(issue_id)
        self.done.append(kind)
        return kind

    def undone(self, now: dict[str, Document]) -> list[str]:
        """What of their work is no more, given all issues as they are now."""
        found = []
        for number, then in self.left.items():
            if then is not None and number not in now:
                found.append(f"#{number} is gone")
            elif then is not None:
                found += [f"#{number}: {what} of a person is undone" for what in _undone(then, self._read(number))]
        return found

    def _read(self, issue_id: str) -> Document:
        redmine = self.project.redmine
        path = f"/issues/{issue_id}.json?include=journals"
        issue: Document = redmine.ask("GET", path, redmine.human_key)["issue"]
        return issue


def _undone(then: Document, now: Document) -> list[str]:
    same = {
        "title": now["subject"] == then["subject"],
        "status": now["status"]["id"] == then["status"]["id"],
        "labels": now["custom_fields"] == then["custom_fields"],
        "text": _theirs(now["description"], then["description"]) == _theirs(then["description"], then["description"]),
        "note": {each["id"] for each in then["journals"]} <= {each["id"] for each in now["journals"]},
    }
    return [what for what, stands in same.items() if not stands]


def _theirs(body: str, then: str) -> tuple[str, ...]:
    """What people own of a description: all of it once they touched the block, else what stands around it."""
    was, block = find_block(then), find_block(body)
    if was is None or not was.untouched or block is None:
        return (body,)
    return (body[: block.start], body[block.end :])
