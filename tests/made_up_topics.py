"""Tickets about topics, clusterings that know which, and themes made of what was found: identity without clustering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from tests.made_up_feedback import feedback

from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering, Corpus, Nearest, Survey
from voc.analysis.clustering.novelty import Novelty
from voc.analysis.clustering.rows import unit
from voc.analysis.themes.identity.result import Recognised
from voc.analysis.themes.identity.texts import Texts
from voc.analysis.themes.theme import theme_kind
from voc.model.theme import Cluster, Theme, Vectors
from voc.model.ticket import Feedback, Kind

DIMENSIONS = 12


def texts(topics: Sequence[int], *, start: int = 0, spread: float = 0.2, kinds: Sequence[Kind] = ()) -> Texts:
    """Tickets ``t:<number>`` whose vectors lie near the axis of their topic; topic -1 lies near none."""
    items, rows = [], []
    for offset, topic in enumerate(topics):
        number = start + offset
        noise = np.random.default_rng(number).normal(size=DIMENSIONS)
        row = noise * (spread if topic >= 0 else 1.0) / np.linalg.norm(noise)
        if topic >= 0:
            row[topic] += 1.0
        kind = kinds[offset] if kinds else Kind.BUG
        items.append(feedback(f"t:{number:04}", f"topic {topic}", kind=kind))
        rows.append(row / np.linalg.norm(row))
    return of_words(items, np.array(rows, np.float32).reshape(len(items), DIMENSIONS))


def of_words(items: Sequence[Feedback], vectors: Vectors) -> Texts:
    """Tickets with vectors that know nothing of meaning."""
    return Texts(tuple(items), unit(vectors.astype(np.float16)), lambda said: np.zeros(len(said), np.float32))


def together(*parts: Texts) -> Texts:
    """Several batches as one."""
    return of_words([item for part in parts for item in part.feedback], np.concatenate([part.every for part in parts]))


def by_topic(ids: Sequence[str], corpus: Corpus) -> Clustering:
    """A clustering that knows the truth: two tickets of one topic are a cluster."""
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(corpus.texts):
        rows.setdefault(text, []).append(row)
    ranked = sorted(
        (members for text, members in rows.items() if len(members) > 1 and text != "topic -1"),
        key=lambda members: (-len(members), min(ids[row] for row in members)),
    )
    label = {row: number for number, members in enumerate(ranked) for row in members}
    clusters = tuple(
        Cluster(
            number, tuple(sorted(ids[row] for row in members)), (1.0,) * len(members), _unit(corpus.vectors[members])
        )
        for number, members in enumerate(ranked)
    )
    nearest = tuple(
        Nearest(
            ticket, label.get(row, UNCLUSTERED), 0.9 if row in label else 0.0, label.get(row, 0 if ranked else None)
        )
        for row, ticket in enumerate(ids)
    )
    return Clustering(clusters, nearest, corpus.vectors)


def _unit(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def company(ids: Sequence[str], corpus: Corpus, fresh: npt.NDArray[np.bool_]) -> Survey:
    """A survey in which each ticket hears all others of its topic."""
    topics = np.array([int(text.removeprefix("topic ")) for text in corpus.texts], int)
    same = (topics[:, None] == topics) & ~np.eye(len(ids), dtype=bool)
    heard = ((same & fresh).sum(axis=1) / np.maximum(same.sum(axis=1), 1) * fresh).astype(np.float32)
    return Survey(by_topic(ids, corpus), Novelty(float(fresh.mean()) if len(ids) else 0.0, heard, heard))


@dataclass
class Eyes:
    """How topics are seen: each in the cluster of the topic that ``alike`` gives for it, or its own; -1 is none."""

    alike: Mapping[int, int] = field(default_factory=dict)

    def cluster(self, ids: Sequence[str], corpus: Corpus) -> Clustering:
        """As of ``by_topic``."""
        return by_topic(ids, self._seen(corpus))

    def survey(self, ids: Sequence[str], corpus: Corpus, fresh: npt.NDArray[np.bool_]) -> Survey:
        """As of ``company``."""
        return company(ids, self._seen(corpus), fresh)

    def _seen(self, corpus: Corpus) -> Corpus:
        topics = [int(text.removeprefix("topic ")) for text in corpus.texts]
        said = [f"topic {self.alike.get(topic, topic)}" for topic in topics]
        return Corpus(said, corpus.vectors, corpus.meaning, corpus.languages)


def themes(found: Recognised, items: Sequence[Feedback]) -> list[Theme]:
    """The themes a run found, as they would be stored."""
    by_id = {item.ticket_id: item for item in items}
    return [
        Theme(name, name, theme_kind([by_id[t] for t in tickets if t in by_id]), (), (), tickets, None, None)
        for name, tickets in found.members.items()
    ]


def theme_of(found: Recognised) -> dict[str, str | None]:
    """Ticket id to theme id."""
    return {assignment.ticket_id: assignment.theme_id for assignment in found.assignments}
