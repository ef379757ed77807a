"""Whatever happens on the way to a Linear, however its lists lag, and whatever people do meanwhile: one issue a theme,
and no word of theirs lost.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from tests.behind import DAY, FAULTS, Behind
from tests.filing_world import themes
from tests.linear_server.state import Document
from tests.linear_world import Linear, behind, running

from voc.errors import TrackerError
from voc.model.plan import Action

THEMES, WEEKS = 8, 6
QUICK = sorted({*FAULTS, "no issue", "no success", "trouble after", "limit of 400"} - {"late"})
REQUESTS = (
    "issueCreate",
    "issueUpdate",
    "commentCreate",
    "commentUpdate",
    "issueLabelCreate",
    "query Issue",
    "query Site",
)

Left = Callable[[Document], bool]
"""Whether an issue still is as a person left it."""


def names(issue: Document) -> set[str]:
    return {label["name"] for label in issue["labels"]}


def edit(linear: Linear, issue: Document, dice: random.Random) -> Left:
    """A person does something to an issue."""
    text, status = issue["description"], dice.choice(["Done", "Canceled", "In Progress", "Duplicate"])
    deeds: dict[str, tuple[Document, Left]] = {
        "title": ({"title": "Ours"}, lambda now: now["title"] == "Ours"),
        "above": ({"description": f"Seen.\n\n{text}"}, lambda now: now["description"].startswith("Seen.\n\n")),
        "below": ({"description": f"{text}\n\nAsk Ann."}, lambda now: now["description"].endswith("\n\nAsk Ann.")),
        "inside": (
            {"description": text.replace("customers**", "clients**")},
            lambda now: "clients**" in now["description"],
        ),
        "all": ({"description": "New words"}, lambda now: now["description"] == "New words"),
        "label": ({"labels": [*names(issue), "theirs"]}, lambda now: "theirs" in names(now)),
        "no labels": ({"labels": []}, lambda now: not any(name.startswith("voc-") for name in names(now))),
        "status": ({"state": status}, lambda now: now["state"]["name"] == status),
    }
    if "customers**" not in text:
        del deeds["inside"]  # another person has written all of it anew
    fields, left = deeds[dice.choice(sorted(deeds))]
    linear.double.edit(issue["id"], **fields)
    assert left(issue)
    return left


def spoil(at: Behind, linear: Linear, dice: random.Random) -> None:
    """Let some of the next requests go wrong, and lists lag as they like."""
    linear.double.lag = dice.choice([0.0, 60.0, 12 * 3_600.0])
    at.proxy.clear()
    for _ in range(dice.randint(1, 5)):
        at.rule(dice.choice(QUICK), {"body": dice.choice(REQUESTS)})


@pytest.mark.parametrize("seed", range(4))
def test_one_issue_a_theme_and_no_word_of_people_lost(seed: int) -> None:
    """Weeks of trouble and edits, then quiet ones: nothing was made twice, refiled, overwritten or left unfiled."""
    dice = random.Random(seed)
    with running() as linear, behind(linear, rewrite_block=seed % 2 == 0) as at:
        at.at.set(max_new=THEMES, max_updates=THEMES, max_new_per_day=10 * THEMES)
        at.at.retry_uncertain, at.at.deadline = True, 10 * DAY
        lefts: list[tuple[str, Left]] = []
        deleted: set[str] = set()
        for week in range(2 * WEEKS):
            spoil(at, linear, dice) if week < WEEKS else at.proxy.clear()
            try:
                at.run(THEMES, customers=5 + 20 * min(week, WEEKS))
            except TrackerError as error:  # a read that never came
                assert week < WEEKS, error
            alive = [issue for issue in linear.double.issues.values() if not issue["trashed"]]
            for issue in dice.sample(alive, min(2, len(alive))) if week < WEEKS else ():
                if dice.random() < 0.15:
                    linear.double.delete(issue["id"])
                    deleted.add(issue["id"])
                else:
                    lefts = [each for each in lefts if each[0] != issue["id"]]  # people undo each other's
                    lefts.append((issue["id"], edit(linear, issue, dice)))
            at.at.clock.sleep(8 * DAY)
        themes_of = Counter(row.issue_id for row in at.at.ledger.entries(at.at.filing.scope).values())
        assert set(themes_of) == set(linear.double.issues)
        assert set(themes_of.values()) == {1} and len(themes_of) == THEMES
        assert [
            issue_id for issue_id, left in lefts if issue_id not in deleted and not left(linear.document(issue_id))
        ] == []
        sent = Counter(seen.attempt for seen in at.proxy.seen if seen.forwarded and b"issueCreate(" in seen.body)
        assert max(sent.values()) == 1
        ended = at.at.plan(themes(THEMES, customers=5 + 20 * WEEKS))
        assert {change.action for change in ended.changes} == {Action.SKIP}
