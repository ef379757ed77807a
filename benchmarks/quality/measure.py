"""One data set through the lexical encoder and the clustering, timed."""

from __future__ import annotations

import resource
import time

from benchmarks.quality import figures, mixtures
from benchmarks.quality.datasets import Dataset, load
from voc.analysis.clustering.cluster import Clustering, cluster
from voc.encoders.lexical import LexicalEncoder
from voc.model.settings import ClusterSettings


def measure(name: str, sample: int | None) -> dict[str, float | str]:
    """One row of the table: from texts to themes, with the seconds and the peak memory it took."""
    whole = mixtures.load_mixture(name) if name in mixtures.NAMES else load(name)
    data = whole if sample is None or whole.strangers else whole.sample(sample)
    start, cpu = time.perf_counter(), time.process_time()
    vectors = LexicalEncoder().fit(data.texts).encode(data.texts)
    ids = [f"text:{i:06d}" for i in range(len(data.texts))]
    clustering = cluster(ids, data.texts, vectors, ClusterSettings())
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = _compared(clustering, data)
    return {"set": _title(data), **found, "seconds": seconds, "CPU seconds": cpu, "peak MiB": peak}


def _compared(clustering: Clustering, data: Dataset) -> dict[str, float]:
    if data.strangers:
        return figures.against_themes(clustering, data.labels)
    if data.labelled:
        return figures.against_labels(clustering, [str(label) for label in data.labels])
    return figures.against_duplicates(clustering, data.labels)


def _title(data: Dataset) -> str:
    answers = figures.kinds_of(data.labels)
    texts = f"{data.name} ({len(data.texts):,} texts, {answers}"
    if data.strangers:
        return f"{texts} themes, {data.labels.count(None)} strangers)"
    return f"{texts} {'labels' if data.labelled else 'duplicate groups'})"
