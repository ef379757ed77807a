"""The vectors that a store holds, as the analysis compares them; nothing is encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voc.ports.store import Store

if TYPE_CHECKING:
    from voc.analysis.themes.review.space import Space


def space_of(store: Store) -> Space:
    """Every vector of the last run's space; none before the first run."""
    import numpy as np  # noqa: PLC0415 - most commands compare nothing

    from voc.analysis.clustering.rows import unit  # noqa: PLC0415 - loads SciPy
    from voc.analysis.themes.review.space import Space  # noqa: PLC0415 - as above

    state = store.encoder_state()
    if state is None:
        return Space((), np.zeros((0, 0), np.float32))
    kept = store.embedding(state[0].space)
    return Space(kept.ticket_ids, unit(kept.vectors.astype(np.float32)))
