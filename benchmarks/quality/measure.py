"""One data set through the lexical encoder and the clustering, timed."""

from __future__ import annotations

import resource
import time

from benchmarks.quality import figures
from benchmarks.quality.datasets import Dataset, load
from voc.analysis.cluster import cluster
from voc.encoders.lexical import LexicalEncoder
from voc.model.settings import ClusterSettings


def measure(name: str, sample: int | None) -> dict[str, float | str]:
    """One row of the table: from texts to themes, with the seconds and the peak memory it took."""
    whole = load(name)
    data = whole if sample is None else whole.sample(sample)
    start, cpu = time.perf_counter(), time.process_time()
    vectors = LexicalEncoder().fit(data.texts).encode(data.texts)
    ids = [f"text:{i:06d}" for i in range(len(data.texts))]
    clustering = cluster(ids, data.texts, vectors, ClusterSettings())
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = (
        figures.against_labels(clustering, [str(label) for label in data.labels])
        if data.labelled
        else figures.against_duplicates(clustering, data.labels)
    )
    return {"set": _title(data), **found, "seconds": seconds, "CPU seconds": cpu, "peak MiB": peak}


def _title(data: Dataset) -> str:
    answers = figures.kinds_of(data.labels)
    return f"{data.name} ({len(data.texts):,} texts, {answers} {'labels' if data.labelled else 'duplicate groups'})"
