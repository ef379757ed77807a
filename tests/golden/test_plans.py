"""A plan with something of everything, as Markdown and as an issue's text, byte by byte.

After a change that is meant: ``VOC_REWRITE_GOLDEN=1 pytest tests/golden/test_plans.py``, and read the difference.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.filing_world import FORM, Desk, drafted, memory_desk, ranked, report

from voc.analysis.filing.draft import body_of
from voc.model.environment import Named, Particulars, Steps
from voc.model.plan import Candidate, Plan
from voc.model.report import IssueRef
from voc.model.settings import FilingSettings
from voc.renderers.plan import plan_markdown

FOLDER = Path(__file__).parent / "plans"
KNOWN = Particulars(
    versions=(Named("5.2", 4), Named("5.1", 1)),
    platforms=(Named("Android", 3, (Named("14", 2), Named("15", 1))), Named("iOS", 1)),
    steps=Steps("desk:1-2", ("Open the calendar", "Press #1, then [save]", "It fixes nothing")),
    urls={f"desk:1-{number}": f"https://desk.example/tickets/{number}" for number in range(9)},
)


def desk() -> Desk:
    """Of two filed themes, one has grown and has steps now, a week later."""
    at = memory_desk()
    at.run(report(ranked(1), ranked(2)))
    at.clock.at += timedelta(days=7)
    at.particulars = {"theme-0001": KNOWN, "theme-0003": KNOWN}
    return at


def plan() -> Plan:
    """A create with a candidate and a field, an update, and skips."""
    wanted = report(
        ranked(1, customers=9), ranked(2), ranked(3, title="@all </summary> | *loud*"), ranked(4, customers=1)
    )
    made = desk().plan(wanted)
    seen = Candidate(
        IssueRef("VOC-9", "https://t.example/9", "open"), 0.931, "shares “vienti kaatuu”", "It @breaks | #9"
    )
    changes = [
        replace(change, candidates=(seen,), fields={"priority": "High", "component": "Calendar"})
        if change.theme_id == "theme-0003"
        else change
        for change in made.changes
    ]
    return replace(made, changes=tuple(changes), compared=1_200)


def expected(name: str, content: str) -> str:
    """What lies in the file, rewritten first where that is wanted."""
    path = FOLDER / name
    if os.environ.get("VOC_REWRITE_GOLDEN"):
        path.write_text(content, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_the_plan_is_as_expected() -> None:
    """A table at a glance, then each change folded; the same changes give the same bytes at another time."""
    content = plan_markdown(plan())
    assert content == expected("plan.expected.md", content)
    assert plan_markdown(replace(plan(), created_at=plan().expires_at, digest="x", requests=7)) == content


def test_the_issue_is_as_expected() -> None:
    """With all that may be known of a theme."""
    body = body_of(drafted(ranked(1), FilingSettings(), "L", FORM, KNOWN), "A")
    assert body == expected("issue.expected.md", body)
