"""voc and its peer on the same vectors, in the same process."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from benchmarks.quality.cost import timed
from benchmarks.quality.found import Found, Labels, Outcome
from benchmarks.quality.peers import bertopic
from voc.analysis.clustering.cluster import cluster
from voc.analysis.clustering.corpus import Corpus

VOC = "voc"

FIRST = 300
"""Texts of the call that loads libraries and compiles."""

Method = Callable[[Corpus], object]


def themes(corpus: Corpus, ids: Sequence[str] | None = None) -> Found:
    """What voc finds; ``ids`` stand beside the texts and default to their positions."""
    return Found.of(cluster(ids or [f"text:{position:06d}" for position in range(len(corpus.texts))], corpus))


def voc(corpus: Corpus, repeat: int = 1) -> Outcome:
    """Themes by voc at the median cost of ``repeat`` runs.

    Raises:
        RuntimeError: two runs differ.
    """
    runs = [timed(lambda: themes(corpus)) for _ in range(repeat)]
    if len({found.digest for found, _ in runs}) > 1:
        raise RuntimeError("two runs of voc on the same texts differ")
    return Outcome(VOC, runs[0][0], statistics.median_low([cost for _, cost in runs]))


def peer(corpus: Corpus) -> list[Outcome]:
    """BERTopic with its default ``min_topic_size`` and with a tuned one, with its outliers and without."""
    projection = bertopic.project(corpus.vectors)
    sizes = (bertopic.DEFAULT, bertopic.TUNED)
    return [outcome for size in sizes for outcome in bertopic.topics(corpus.texts, corpus.vectors, projection, size)]


def peer_of_mean_size(corpus: Corpus, with_outliers: float, reduced: float) -> list[Outcome]:
    """BERTopic with its outliers and without, each with the ``min_topic_size`` that gives this mean topic size."""
    projection = bertopic.project(corpus.vectors)

    @cache
    def sizes(min_topic_size: int) -> Labels:
        labels = bertopic.divide(projection, min_topic_size)
        return Found(labels, labels).sizes

    def covered(min_topic_size: int) -> float:
        return float(sizes(min_topic_size).sum()) / max(len(sizes(min_topic_size)), 1)

    def all_texts(min_topic_size: int) -> float:
        return len(corpus.texts) / max(len(sizes(min_topic_size)), 1)

    wanted = ((with_outliers, covered), (reduced, all_texts))
    best = [bertopic.of_mean_size(size, mean, max(2, round(size))) for size, mean in wanted]
    return [
        bertopic.topics(corpus.texts, corpus.vectors, projection, size)[position] for position, size in enumerate(best)
    ]


def first_call(method: Method, corpus: Corpus) -> float:
    """Seconds that the first call in a process takes more than the next: imports, and whatever is compiled."""
    some = corpus.take(np.arange(min(FIRST, len(corpus.texts))))
    runs = [timed(lambda: method(some))[1].seconds for _ in range(2)]
    return max(0.0, runs[0] - runs[1])
