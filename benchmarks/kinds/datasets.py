"""Reports whose kind their maintainers told, read from the shared data folder; an older part to learn from, a newer
or given one to be tested on.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

from benchmarks.quality.datasets import SHARED
from voc.model.labels import Labelled
from voc.model.ticket import Kind, Message, Ticket

NLBSE = {"bug": Kind.BUG, "feature": Kind.FEATURE_REQUEST, "question": Kind.QUESTION}
TITANIUM = {"Bug": Kind.BUG, "New Feature": Kind.FEATURE_REQUEST, "Improvement": Kind.FEATURE_REQUEST}
"""Stories, epics and tasks are plans of the developers, neither of the two."""

_OLDER = 0.7


@dataclass(frozen=True, slots=True)
class Split:
    """Labelled reports to learn from and others to be tested on."""

    name: str
    train: tuple[Labelled, ...]
    test: tuple[Labelled, ...]


def nlbse() -> Split:
    """NLBSE 2024's own split: bug, feature, question of five projects."""
    rows = _rows("nlbse24_issue_kind")
    parts = {
        part: tuple(_labelled(row, row.get("text"), NLBSE[row["label"]]) for row in rows if row["split"] == part)
        for part in ("train", "test")
    }
    return Split("nlbse24", parts["train"], parts["test"])


def titanium() -> Split:
    """Titanium's bugs against its new features and improvements, the oldest 70 % against the newest 30 %."""
    rows = sorted(_rows("titanium_jira_issues"), key=lambda row: (row["created"], row["id"]))
    labelled = [
        _labelled(row, row.get("description"), TITANIUM[row["kind"]]) for row in rows if row["kind"] in TITANIUM
    ]
    older = int(_OLDER * len(labelled))
    return Split("titanium, by time", tuple(labelled[:older]), tuple(labelled[older:]))


SPLITS = {"nlbse24": nlbse, "titanium": titanium}


def _labelled(row: dict[str, str], text: str | None, kind: Kind) -> Labelled:
    messages = (Message(text),) if text else ()
    return Labelled(Ticket(f"labels:{row['id']}", messages, subject=row.get("title")), kind)


def _rows(stem: str) -> list[dict[str, str]]:
    with gzip.open(SHARED / "data" / f"{stem}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
