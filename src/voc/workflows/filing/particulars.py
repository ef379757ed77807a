"""What the store's tickets say of a theme that is filed, beside its quotes."""

from __future__ import annotations

from voc.analysis.filing.particulars.gather import particulars
from voc.model.environment import EnvironmentPatterns, Particulars
from voc.model.report import RankedTheme
from voc.ports.store import Store


def particulars_of(store: Store, patterns: EnvironmentPatterns, ranked: RankedTheme) -> Particulars:
    """Versions, platforms, steps and addresses of the tickets of a theme.

    Args:
        store: read only.
        patterns: what tells a platform, a version and steps.
        ranked: the theme.
    """
    ids = sorted(ranked.theme.ticket_ids)
    return particulars(store.feedback(ids), store.facts(ids), patterns)
