"""``python -m benchmarks.signals``: severity against a tracker's own field, tone against stars; words alone.

Prints and appends to ``benchmarks/RESULTS.md``. Of Xamarin's reports every sixth is read, since all take minutes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scipy.stats import kendalltau

from benchmarks.quality.datasets import SHARED
from voc.analysis.text.feedback import read
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Feedback, Message, Ticket

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
RANKS = {"trivial": 1, "minor": 2, "normal": 3, "major": 4, "blocker": 5, "critical": 5}
REVIEWS = SHARED / "data" / "helpdesk_fixtures" / "appstore_reviews.json"
REPORTS = SHARED / "data" / "xamarin_tools_bugs.jsonl.gz"
EVERY = 6
WORST = 5
TASK_FAILS = 4


def severities() -> list[str]:
    """Rank agreement, and what the highest level found is worth."""
    lexicon = load_lexicon()
    with gzip.open(REPORTS, "rt", encoding="utf-8") as lines:
        rows = [row for number, row in enumerate(map(json.loads, lines)) if number % EVERY == 0]
    meant_found = [
        (RANKS[row["severity"]], read(_ticket(row["title"], row.get("description", "")), 0, lexicon).severity)
        for row in rows
        if row.get("severity") in RANKS
    ]
    known = [(meant, found) for meant, found in meant_found if found is not None]
    worst = [found >= TASK_FAILS for meant, found in known if meant == WORST]
    rest = [found >= TASK_FAILS for meant, found in known if meant < WORST]
    tau = kendalltau(*zip(*known, strict=True)).statistic
    return [
        f"severity, Xamarin ({len(meant_found):,} reports): known for {len(known) / len(meant_found):.2f};",
        f"Kendall's tau-b {tau:.3f}; level 4 or 5 for {_share(worst):.2f} of critical and blocker reports,",
        f"for {_share(rest):.2f} of the others",
    ]


def tones() -> list[str]:
    """Sign of the words against one or two, and four or five stars."""
    lexicon = load_lexicon()
    pairs = []
    for review in _reviews():
        stars = int(review["im:rating"]["label"])
        found: Feedback = read(_ticket(review["title"]["label"], review["content"]["label"]), 0, lexicon)
        pairs.append(((stars > 3) - (stars < 3), found.sentiment))
    rated = [(meant, found) for meant, found in pairs if meant]
    known = [(meant, found) for meant, found in rated if found is not None]
    return [
        f"tone, {len(pairs)} app store reviews, {len(rated)} of them with an opinion: known for"
        f" {len(known) / len(rated):.2f}; the sign is right for {_share(m == f for m, f in known):.2f} of these"
    ]


def _reviews() -> list[dict[str, Any]]:
    document = json.loads(REVIEWS.read_text(encoding="utf-8"))
    entries = document["feed"]["entry"] if "feed" in document else document
    return [entry for entry in entries if "im:rating" in entry]


def _ticket(subject: str, text: str) -> Ticket:
    return Ticket("x:1", (Message(text),), subject)


def _share(found: Iterable[bool]) -> float:
    counted = list(found)
    return sum(counted) / len(counted) if counted else 0.0


def main() -> int:
    """Measure what is there; 0 even where data is absent, which is said."""
    lines = []
    for path, measured in ((REPORTS, severities), (REVIEWS, tones)):
        if path.exists():
            lines.append("- " + " ".join(measured()))
        else:
            print(f"skipped, {path.name} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
    if lines:
        text = "\n".join(lines) + "\n"
        print(text)  # noqa: T201
        head = (
            f"\n## Severity and tone by words alone, {datetime.now(UTC):%Y-%m-%d}\n\n`python -m benchmarks.signals`\n\n"
        )
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(head + text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
