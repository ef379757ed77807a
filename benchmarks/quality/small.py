"""Small weeks: the same figures on random samples, several of each size."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence

from benchmarks.quality import methods
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.encoders import encode
from benchmarks.quality.found import Outcome
from benchmarks.quality.measure import Source, compared
from benchmarks.quality.peers import bertopic
from benchmarks.results import Row

SIZES = (60, 200, 1_000)
SEEDS = range(5)

MIN_TOPIC_SIZES = (3, 5, 10)
"""What the peer is given on samples: its default, and what a user tries when that finds nothing."""

FIGURES = ("ARI", "ARI covered", "cover", "themes", "largest")


def samples(source: Source, encoder: str, peer_encoder: str | None = None) -> list[Row]:
    """A row for each size and method: the median of the samples with the smallest and the largest."""
    whole = source()
    rows = []
    for size in (size for size in SIZES if size <= len(whole.texts)):
        weeks = [whole.sample(size, seed) for seed in SEEDS]
        rows.append(_row(weeks, encoder, methods.VOC, [_voc(week, encoder) for week in weeks]))
        if peer_encoder is not None:
            rows += _peer_rows(weeks, peer_encoder)
    return rows


def _voc(week: Dataset, encoder: str) -> Outcome:
    return methods.voc(encode(encoder, week.texts).corpus)


def _peer_rows(weeks: Sequence[Dataset], encoder: str) -> Iterator[Row]:
    found = [list(_peers(week, encoder)) for week in weeks]
    for position, name in enumerate(name for size in MIN_TOPIC_SIZES for name in bertopic.names(size)):
        yield _row(weeks, encoder, name, [outcomes[position] for outcomes in found])


def _peers(week: Dataset, encoder: str) -> Iterator[Outcome | None]:
    """The peer's outcomes in the order of ``MIN_TOPIC_SIZES``; None for each one that it raised on."""
    vectors = encode(encoder, week.texts).corpus.vectors
    projection = bertopic.project(vectors)
    for size in MIN_TOPIC_SIZES:
        try:
            yield from bertopic.topics(week.texts, vectors, projection, size)
        except (TypeError, ValueError):
            yield from (None, None)


def _row(weeks: Sequence[Dataset], encoder: str, method: str, outcomes: Sequence[Outcome | None]) -> Row:
    found = [
        {**compared(outcome.found, week), "largest": float(max(outcome.found.sizes, default=0)) / len(week.texts)}
        for week, outcome in zip(weeks, outcomes, strict=True)
        if outcome is not None
    ]
    cells: Row = {"set": weeks[0].name, "encoder": encoder, "method": method}
    cells |= {name: spread([figures[name] for figures in found]) for name in FIGURES}
    return cells | {"raised": f"{len(outcomes) - len(found)} of {len(outcomes)}"}


def spread(values: Sequence[float], shown: Callable[[float], str] = "{:.3g}".format) -> str:
    """Median, smallest and largest; nothing of nothing."""
    if not values:
        return "–"
    return f"{shown(statistics.median(values))} ({shown(min(values))} to {shown(max(values))})"
