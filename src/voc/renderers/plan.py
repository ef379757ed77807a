"""A plan as Markdown for a pull request or a chat: a table at a glance, and each text folded below it."""

from __future__ import annotations

import re
from collections import Counter

from markupsafe import Markup

from voc.analysis.filing.inert import BREAK
from voc.analysis.filing.plan_diff import diff_of
from voc.model.plan import Change, Plan
from voc.renderers.escaping import visible
from voc.renderers.markdown import GAPS, template

MOST = 60_000
"""Characters of the whole, since GitHub takes 65,536 of a comment; what is beyond is counted."""
ROWS = 200
_HEADING = re.compile(r"^(#{1,4})(?= )", re.MULTILINE)
_RUN = re.compile(r"`{3,}")


def plan_markdown(plan: Plan) -> str:
    """The document; the same changes give the same bytes, whenever they were planned."""
    pending = plan.pending
    text = template("plan.md.j2").render(
        plan=plan,
        actions=Counter(change.action.value for change in pending),
        rows=pending[:ROWS],
        more=len(pending) - len(pending[:ROWS]),
        left=plan.left_alone,
        rewritten=sum(change.new_template for change in pending),
    )
    text = GAPS.sub("\n\n", text)
    told, room = [], MOST - len(text)
    for change in pending:
        part = _folded(change)
        room -= len(part)
        if room < 0:
            break
        told.append(part)
    if len(told) < len(pending):
        told.append(f"{len(pending) - len(told)} more texts have no room here: `voc plan -o plan.json` has them all.\n")
    return "\n".join([text, *told])


def _folded(change: Change) -> str:
    """One change, folded: what it would write, where, and what may be there already."""
    return template("plan_change.md.j2").render(
        change=change, diff=_diff(change) if change.before is not None or change.comment else None, body=_body(change)
    )


def _body(change: Change) -> Markup | None:
    """The text of a new issue, which is harmless Markdown, with its headings below those of the document."""
    if change.draft is None or change.action.value != "create":
        return None
    return Markup(_HEADING.sub(r"##\1", change.draft.block))  # noqa: S704 - customers' words in it are inert already


def _diff(change: Change) -> Markup:
    """What is written and taken away, in a fence that no line of it can end."""
    lines = BREAK.join(map(visible, "\n".join(diff_of(change)).split(BREAK)))
    fence = "`" * max([3, *(len(run) + 1 for run in _RUN.findall(lines))])
    return Markup(f"{fence}diff\n{lines}\n{fence}")  # noqa: S704 - nothing acts in a fence
