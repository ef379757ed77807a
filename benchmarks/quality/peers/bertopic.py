"""BERTopic on given vectors, as its documentation has it: UMAP, HDBSCAN and then its own outlier reduction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.cost import Cost, timed
from benchmarks.quality.found import Found, Labels, Outcome
from voc.analysis.clustering.cluster import UNCLUSTERED
from voc.model.theme import Vectors

SEED = 42
"""Without one, two runs of UMAP differ; with one it works on one core."""

DEFAULT, TUNED = 10, 30
"""``min_topic_size`` as it comes, and where a patient user ends on some ten thousand short texts."""

PACKAGES = ("bertopic", "umap-learn", "numba", "sentence-transformers", "torch")


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The vectors by UMAP (n x 5), which every ``min_topic_size`` shares, and what they took."""

    reduced: npt.NDArray[np.float32]
    cost: Cost


def project(vectors: Vectors, seed: int = SEED) -> Projection:
    """BERTopic's first step, with its own settings."""
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", n_jobs=1, random_state=seed)
    return Projection(*timed(lambda: np.nan_to_num(umap.fit_transform(vectors))))


def divide(projection: Projection, min_topic_size: int) -> Labels:
    """BERTopic's second step, with its own settings: a topic or ``UNCLUSTERED`` for each text."""
    from hdbscan import HDBSCAN

    density = HDBSCAN(
        min_cluster_size=min_topic_size, metric="euclidean", cluster_selection_method="eom", prediction_data=True
    )
    return np.array(density.fit(projection.reduced).labels_, np.int64)


def names(min_topic_size: int) -> tuple[str, str]:
    """What ``topics`` calls its two outcomes."""
    return f"BERTopic {min_topic_size}", f"BERTopic {min_topic_size}, outliers reduced"


def topics(
    texts: Sequence[str], vectors: Vectors, projection: Projection, min_topic_size: int
) -> tuple[Outcome, Outcome]:
    """Topics as they come, and with every outlier given to the topic nearest to it (if there is a topic).

    The cost is that of UMAP, HDBSCAN and outlier reduction, not of the names and keywords that BERTopic finds as well.
    """
    from bertopic import BERTopic

    labels, density = timed(lambda: divide(projection, min_topic_size))
    ready = _Ready(projection.reduced, labels)
    model = BERTopic(umap_model=ready, hdbscan_model=ready)
    plain = np.array(model.fit_transform(list(texts), vectors)[0], np.int64)
    every, reduction = timed(lambda: _reduced(model, texts, vectors, plain))
    as_it_comes, reduced = names(min_topic_size)
    cost = projection.cost.plus(density)
    return (
        Outcome(as_it_comes, Found(plain, every), cost),
        Outcome(reduced, Found(every, every), cost.plus(reduction)),
    )


def _reduced(model: Any, texts: Sequence[str], vectors: Vectors, labels: Labels) -> Labels:
    if len(np.unique(labels == UNCLUSTERED)) == 1:  # no outlier, or nothing else
        return labels
    topics = model.reduce_outliers(list(texts), labels.tolist(), strategy="embeddings", embeddings=vectors)
    return np.array(topics, np.int64)


def of_mean_size(target: float, size_of: Callable[[int], float], largest: int) -> int:
    """The ``min_topic_size`` of 2 to ``largest`` with the mean topic size nearest to ``target``.

    ``size_of`` gives the mean topic size of one, and rises with it.
    """
    low, high = 2, largest + 1
    seen = {low: size_of(low)}
    while high - low > 1:
        middle = (low + high) // 2 if high < 2 * low else round((low * high) ** 0.5)
        seen[middle] = size_of(middle)
        low, high = (middle, high) if seen[middle] < target else (low, middle)
    return min(seen, key=lambda size: (abs(seen[size] - target), size))


@dataclass(slots=True, eq=False)
class _Ready:
    """Stands where BERTopic wants UMAP and HDBSCAN, with what they gave for the same vectors."""

    reduced: npt.NDArray[np.float32]
    labels_: Any

    def fit(self, vectors: Vectors, y: object = None) -> _Ready:
        assert len(vectors) == len(self.reduced)
        return self

    def fit_transform(self, vectors: Vectors, y: object = None) -> npt.NDArray[np.float32]:
        return self.fit(vectors).reduced

    transform = fit_transform
