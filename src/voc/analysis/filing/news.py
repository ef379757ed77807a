"""When there is something to tell below an issue, and in which words."""

from __future__ import annotations

from datetime import datetime, timedelta

from voc.analysis.filing.managed_block import digest_of
from voc.model.filing import Issue, Told
from voc.model.ledger import Written
from voc.model.settings import FilingSettings

QUIET_LABEL = "voc-quiet"
IGNORE_LABEL = "voc-ignore"


def is_material(before: Told, now: Told, settings: FilingSettings) -> bool:
    """Whether readers want to hear of it: enough more customers, another trend, another severity."""
    return (
        now.customers - before.customers >= settings.comment_customers
        or now.trend != before.trend
        or now.severity != before.severity
    )


def may_comment(issue: Issue, written: Written, settings: FilingSettings, now: datetime) -> bool:
    """Whether a comment is welcome: not labelled quiet, and the last one is long enough ago."""
    last = written.commented_at
    rested = last is None or now - last >= timedelta(days=settings.comment_days)
    return rested and QUIET_LABEL not in issue.labels


def news(before: Told, now: Told, lead: str = "") -> str:
    """What changed since readers were last told, as one Markdown paragraph. ``lead`` goes before it."""
    parts = [f"{now.customers} customers report this"]
    if now.customers > before.customers:
        parts[0] += f" ({now.customers - before.customers} more than when this issue was last told)"
    if now.trend != before.trend:
        parts.append(f"trend: {now.trend or 'none'} (was {before.trend or 'none'})")
    if now.severity != before.severity:
        parts.append(f"severity: {now.severity or 'unknown'} (was {before.severity or 'unknown'})")
    return lead + "; ".join(parts) + "."


def comment_to_replace(issue: Issue, written: Written) -> str | None:
    """The id of voc's comment if it still reads as voc wrote it; None when a new one is due."""
    for comment in issue.comments:
        if comment.id == written.comment_id and digest_of(comment.text) == written.comment_base:
            return comment.id
    return None


def has_comment(issue: Issue, text: str) -> bool:
    """Whether voc's last comment already says ``text``."""
    return bool(issue.comments) and digest_of(issue.comments[-1].text) == digest_of(text)
