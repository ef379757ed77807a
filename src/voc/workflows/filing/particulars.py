"""What the store's tickets say of each theme that may be filed, beside its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voc.analysis.filing.particulars.gather import particulars
from voc.model.environment import EnvironmentPatterns, Particulars
from voc.model.report import RankedTheme
from voc.ports.store import Store


def particulars_of(
    store: Store, themes: Iterable[RankedTheme], patterns: EnvironmentPatterns
) -> Mapping[str, Particulars]:
    """Versions, platforms, steps and addresses of the tickets of each theme, by theme id; one theme's tickets are in
    memory at a time.

    Args:
        store: read only.
        themes: those that may be filed.
        patterns: what tells a platform, a version and steps.
    """
    found = {}
    for ranked in themes:
        ids = sorted(ranked.theme.ticket_ids)
        found[ranked.theme.id] = particulars(store.feedback(ids), store.facts(ids), patterns)
    return found
