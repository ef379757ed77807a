"""Whether the same texts give the same themes, and how many themes outlive a week of new texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from benchmarks.quality import methods
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.encoders import encode
from benchmarks.quality.found import Found, Labels
from benchmarks.quality.measure import Source, title
from benchmarks.quality.peers import bertopic
from benchmarks.results import Row
from voc.analysis.clustering.cluster import UNCLUSTERED

NEW = 1 / 8
"""Share of the texts that were not there before."""

ALIKE = 0.5
"""Jaccard index from which two themes are taken for one."""

SEEDS = (42, 43)
"""Of the draw of what is new; and of the peer's UMAP, which gives other topics with each."""

Method = Callable[[Sequence[str], Sequence[int]], Found]
"""Themes of these texts, which have these numbers in the whole set."""


def stability(source: Source, encoder: str, peer_encoder: str | None = None) -> list[Row]:
    """The row of voc and the peer's, each over two draws of what is new and two runs of the whole.

    The second run gets the texts in another order, the peer's another seed too; voc has none.
    """
    data = source()
    rows = [_row(data, encoder, methods.VOC, _voc(encoder), _voc(encoder))]
    if peer_encoder is not None:
        first, second = (_peer(peer_encoder, seed) for seed in SEEDS)
        rows.append(_row(data, peer_encoder, f"BERTopic {bertopic.TUNED}, seeds {SEEDS}", first, second))
    return rows


def _row(data: Dataset, encoder: str, name: str, method: Method, other: Method) -> Row:
    n = len(data.texts)
    once, again = method(data.texts, range(n)), _shuffled(data, other)
    kept = [
        _kept(data, each, found.labels, seed)
        for each, found, seed in zip((method, other), (once, again), SEEDS, strict=True)
    ]
    return {
        "set": title(data),
        "encoder": encoder,
        "method": name,
        "two runs agree": "in all" if once.digest == again.digest else "in part",
        "ARI of two runs": adjusted_rand_score(once.alone, again.alone),
        "themes kept": sum(kept) / len(kept),
        "the worse draw": min(kept),
    }


def _shuffled(data: Dataset, method: Method) -> Found:
    """Themes of the texts in another order, told in the order of the set."""
    n = len(data.texts)
    order = random.Random(0).sample(range(n), n)  # noqa: S311 - a draw, not a secret
    found, back = method([data.texts[i] for i in order], order), np.argsort(order)
    return Found(found.labels[back], found.nearest[back])


def _kept(data: Dataset, method: Method, after: Labels, seed: int) -> float:
    """Share of the themes from before ``NEW`` of the texts came that are still there ``after``."""
    n = len(data.texts)
    old = sorted(random.Random(seed).sample(range(n), n - round(n * NEW)))  # noqa: S311 - a draw, not a secret
    return share_kept(method([data.texts[i] for i in old], old).labels, after[old])


def share_kept(before: Labels, after: Labels) -> float:
    """Share of the themes of ``before`` that have one of ``after`` (labels of the same texts) at a Jaccard index of a
    half or more, each the other's best.
    """
    jaccard = _jaccard(_members(before), _members(after))
    if not jaccard.size:
        return 0.0
    best = jaccard.argmax(axis=1)
    mutual = jaccard.argmax(axis=0)[best] == np.arange(len(best))
    return float((mutual & (jaccard.max(axis=1) >= ALIKE)).mean())


def _members(labels: Labels) -> sparse.csr_array:
    """Themes x texts, one where a text is in a theme."""
    texts = np.flatnonzero(labels != UNCLUSTERED)
    themes = np.unique(labels[texts], return_inverse=True)[1]
    shape = (int(themes.max(initial=-1)) + 1, len(labels))
    return sparse.csr_array((np.ones(len(texts)), (themes, texts)), shape=shape)


def _jaccard(one: sparse.csr_array, other: sparse.csr_array) -> npt.NDArray[np.float64]:
    shared = (one @ other.T).toarray()
    union = one.sum(axis=1)[:, None] + other.sum(axis=1)[None, :] - shared
    jaccard: npt.NDArray[np.float64] = shared / union
    return jaccard


def _voc(encoder: str) -> Method:
    def themes(texts: Sequence[str], numbers: Sequence[int]) -> Found:
        return methods.themes(encode(encoder, texts).corpus, [f"text:{number:06d}" for number in numbers])

    return themes


def _peer(encoder: str, seed: int) -> Method:
    def topics(texts: Sequence[str], numbers: Sequence[int]) -> Found:
        labels = bertopic.divide(bertopic.project(encode(encoder, texts).corpus.vectors, seed), bertopic.TUNED)
        return Found(labels, labels)

    return topics
