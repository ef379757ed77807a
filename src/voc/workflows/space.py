"""The vectors that a store holds, as they are compared; nothing is encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voc.model.theme import Vectors
from voc.ports.store import Store

if TYPE_CHECKING:
    from voc.analysis.themes.review.space import Space


def kept_vectors(store: Store) -> tuple[tuple[str, ...], Vectors]:
    """Every vector of the last run's space, of unit length, beside the ids of their tickets; none before the first."""
    import numpy as np  # noqa: PLC0415 - most commands compare nothing

    from voc.analysis.clustering.rows import unit  # noqa: PLC0415 - loads SciPy

    state = store.encoder_state()
    if state is None:
        return (), np.zeros((0, 0), np.float32)
    kept = store.embedding(state[0].space)
    return kept.ticket_ids, unit(kept.vectors)


def space_of(store: Store) -> Space:
    """These vectors, to be compared."""
    from voc.analysis.themes.review.space import Space  # noqa: PLC0415 - as above

    return Space(*kept_vectors(store))
