"""What the store's tickets say of a theme that is filed, beside its quotes."""

from __future__ import annotations

from dataclasses import replace

from voc.analysis.filing.particulars.gather import particulars
from voc.model.environment import EnvironmentPatterns, Particulars
from voc.model.report import RankedTheme
from voc.model.ticket import TicketFacts
from voc.ports.store import Store
from voc.workflows.snapshot import Snapshot

READ = 500
"""Tickets of a theme that are read, the newest: they tell what it is like now, and the largest theme costs no more than
any other."""


def particulars_of(
    store: Store, patterns: EnvironmentPatterns, held: Snapshot | None, ranked: RankedTheme
) -> Particulars:
    """Versions, platforms, steps and addresses of the tickets of a theme.

    Args:
        store: read only.
        patterns: what tells a platform, a version and steps.
        held: what the store holds, where this command has read it already.
        ranked: the theme.
    """
    ids = sorted(ranked.theme.ticket_ids)
    facts = sorted([held.facts[ticket] for ticket in ids] if held else store.facts(ids), key=_newest_first)
    newest = facts[:READ]
    said = particulars(store.feedback(sorted(fact.id for fact in newest)), newest, patterns)
    urls = {fact.id: fact.url for fact in facts if fact.url}
    return replace(said, urls=urls, newest=READ if len(facts) > READ else None)


def _newest_first(fact: TicketFacts) -> tuple[float, str]:
    return -fact.created_at.timestamp() if fact.created_at else 0.0, fact.id
