"""Whether customers report a problem again after its issue was closed as fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from voc.model.report import Period
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import TicketFacts


def returned(
    themes: Sequence[Theme],
    facts: Mapping[str, TicketFacts],
    fixed: Mapping[str, datetime],
    period: Period,
    settings: RankSettings,
) -> frozenset[str]:
    """The ids of the themes that somebody reports ``returned_days`` after their fix, until the end of the period.

    A report from an older version counts for nothing: one that anybody wrote from before the fix cannot hold it.

    Args:
        themes: with the tickets in them.
        facts: every ticket of the store by id.
        fixed: when the issue of a theme was closed as fixed, by theme id; themes without are left out.
        period: what is reported on.
        settings: how long a fix takes to reach the customers.
    """
    known = _first_seen(facts)
    patience = timedelta(days=settings.returned_days)

    def again(fact: TicketFacts, fix: datetime) -> bool:
        at = fact.created_at
        new = fact.version is None or fact.version not in known or known[fact.version] >= fix
        return at is not None and fix + patience < at < period.end and new

    return frozenset(
        theme.id
        for theme in themes
        if theme.id in fixed
        and any(again(facts[ticket], fixed[theme.id]) for ticket in theme.ticket_ids if ticket in facts)
    )


def _first_seen(facts: Mapping[str, TicketFacts]) -> dict[str, datetime]:
    """When each version was first written from."""
    seen: dict[str, datetime] = {}
    for fact in facts.values():
        if fact.version is not None and fact.created_at is not None:
            seen[fact.version] = min(fact.created_at, seen.get(fact.version, fact.created_at))
    return seen
