"""One data set through an encoder and the clustering, and through the peer: rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from benchmarks.quality import figures, methods
from benchmarks.quality.cost import peak
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.encoders import encode
from benchmarks.quality.found import Found, Outcome
from benchmarks.results import Row
from voc.analysis.clustering.corpus import Corpus

Source = Callable[[], Dataset]
"""Reads a set in the process that measures it."""


class Given(NamedTuple):
    """What all rows of one method share: its encoder, the seconds of encoding, and what its first call takes more."""

    encoder: str
    encoding: float
    first: float


def measure(source: Source, encoder: str, peer_encoder: str | None = None, repeat: int = 1) -> list[Row]:
    """The row of voc, and the peer's rows where ``peer_encoder`` names the vectors that it gets.

    The peak is that of the process so far; voc goes first.
    """
    data = source()
    encoded = encode(encoder, data.texts)
    given = Given(encoder, encoded.seconds, methods.first_call(methods.voc, encoded.corpus))
    ours = methods.voc(encoded.corpus, repeat)
    rows = [_row(data, given, outcome, ours) for outcome in (ours, *_elsewhere(data, ours))]
    if peer_encoder is not None:
        theirs = encoded if peer_encoder == encoder else encode(peer_encoder, data.texts)
        given = Given(peer_encoder, theirs.seconds, methods.first_call(methods.peer, theirs.corpus))
        rows += [_row(data, given, outcome, ours) for outcome in _peers(data, theirs.corpus, ours)]
    return rows


def _peers(data: Dataset, corpus: Corpus, ours: Outcome) -> Sequence[Outcome]:
    """The peer as it is used; where there are only pairs to judge by, at the mean theme sizes of ``ours``."""
    if data.labelled or data.strangers:
        return methods.peer(corpus)
    return methods.peer_of_mean_size(corpus, figures.mean_size(ours.found), figures.mean_size(ours.found.gathered))


def _elsewhere(data: Dataset, ours: Outcome) -> Sequence[Outcome]:
    """The same with every text in its nearest theme, where the table has no column that says so."""
    if data.labelled or data.strangers:
        return []
    return [replace(ours, method=f"{ours.method}, all nearest", found=ours.found.gathered)]


def _row(data: Dataset, given: Given, outcome: Outcome, ours: Outcome) -> Row:
    seconds, cpu = outcome.cost
    return {
        "set": title(data),
        "encoder": given.encoder,
        "method": outcome.method,
        **compared(outcome.found, data),
        "encode s": given.encoding,
        "cluster s": seconds,
        "first call s": seconds + given.first,
        "CPU s": cpu,
        "CPU x voc": cpu / ours.cost.cpu,
        "peak MiB": peak(),
        "digest": outcome.found.digest,
    }


def compared(found: Found, data: Dataset) -> dict[str, float]:
    """The figures that the labels of ``data`` allow."""
    if data.strangers:
        return figures.against_themes(found, data.labels)
    if data.labelled:
        return figures.against_labels(found, [str(label) for label in data.labels])
    return figures.against_duplicates(found, data.labels)


def title(data: Dataset) -> str:
    """What the texts are and how many."""
    answers = figures.kinds_of(data.labels)
    texts = f"{data.name} ({len(data.texts):,} texts, {answers}"
    if data.strangers:
        return f"{texts} themes, {data.labels.count(None)} strangers)"
    return f"{texts} {'labels' if data.labelled else 'duplicate groups'})"
