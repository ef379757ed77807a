"""Clusters of invented tickets: what must meet, what must stay apart, and what is told of every ticket."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from tests.made_up_corpus import corpus_of_words

from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering, cluster
from voc.analysis.clustering.collapse import collapse
from voc.analysis.clustering.scale import scale
from voc.encoders.lexical import LexicalEncoder

CAMERA = [
    "The app crashes when I open the camera",
    "App crashed again while opening the camera",
    "Opening the camera makes your app crash at once",
    "Crash as soon as the camera opens",
    "Camera opens for a second, then the app crashes",
    "Each time the camera is opened the app crashes",
]
INVOICE = [
    "My invoice shows the wrong amount",
    "Wrong amount on the invoice of October",
    "The invoice amount is wrong again",
    "Amount on my last invoice was wrong",
    "You sent an invoice with the wrong amount",
    "Why is the amount of this invoice wrong?",
]
DARK = [
    "Please add a dark mode for the evening",
    "A dark mode would be lovely",
    "Is a dark mode planned? The white hurts at night",
    "We would love to have dark mode",
    "Could you add dark mode please",
    "Dark mode please, my eyes hurt in the evening",
]
LASKU = [
    "Laskussa on väärä summa",
    "Väärä summa laskulla taas",
    "Miksi laskun summa on väärä?",
    "Lokakuun laskussa summa oli väärä",
    "Saimme laskun jossa on väärä summa",
    "Laskujen summat ovat väärät",
]
TOPICS = (CAMERA, INVOICE, DARK, LASKU)


def found(texts: Sequence[str], ids: Sequence[str] | None = None) -> Clustering:
    """The clustering of ``texts`` with the lexical encoder fitted on them."""
    vectors = LexicalEncoder().fit(texts).encode(texts)
    return cluster(ids or [f"t:{i:05d}" for i in range(len(texts))], corpus_of_words(texts, vectors))


def test_topics_are_told_apart() -> None:
    """Two tickets of one cluster are about one thing, and each thing has a cluster."""
    texts = [text for topic in TOPICS for text in topic]
    labels = [each.label for each in found(texts).nearest]
    assert labels.count(UNCLUSTERED) <= len(texts) // 4
    topic_of = {}
    for position, label in enumerate(labels):
        if label != UNCLUSTERED:
            assert topic_of.setdefault(label, position // 6) == position // 6
    assert set(topic_of.values()) == {0, 1, 2, 3}


def test_clusters_and_tickets_agree() -> None:
    """Clusters hold just the tickets that name them; sizes fall; probabilities lie in 0..1; centroids are unit."""
    clustering = found([text for topic in TOPICS for text in topic])
    sizes = [len(each.ticket_ids) for each in clustering.clusters]
    assert sizes == sorted(sizes, reverse=True)
    for each in clustering.clusters:
        inside = {near.ticket_id: near.confidence for near in clustering.nearest if near.label == each.label}
        assert dict(zip(each.ticket_ids, each.probabilities, strict=True)) == inside
        assert list(each.ticket_ids) == sorted(each.ticket_ids)
        assert all(0 <= probability <= 1 for probability in each.probabilities)
        assert np.linalg.norm(each.centroid) == pytest.approx(1, abs=1e-5)
    assert [each.label for each in clustering.clusters] == list(range(len(sizes)))


def test_an_unclustered_ticket_names_its_nearest() -> None:
    """A stranger among topics is in no cluster with confidence 0, and the cluster nearest to it is still named."""
    texts = [text for topic in TOPICS for text in topic] + ["Zebras graze quietly beyond mountains"]
    clustering = found(texts)
    for each in clustering.nearest:
        if each.label == UNCLUSTERED:
            assert each.confidence == 0
            assert each.nearest_label is None or each.nearest_label < len(clustering.clusters)
        else:
            assert each.nearest_label == each.label


def test_the_order_changes_nothing() -> None:
    """Shuffled tickets give the same clusters, byte for byte, and ``nearest`` follows the input."""
    texts = [text for topic in TOPICS for text in topic]
    ids = [f"t:{i:05d}" for i in range(len(texts))]
    mixed = list(range(len(texts)))
    random.Random(3).shuffle(mixed)
    one, other = found(texts, ids), found([texts[i] for i in mixed], [ids[i] for i in mixed])
    assert [each.ticket_ids for each in one.clusters] == [each.ticket_ids for each in other.clusters]
    assert [each.probabilities for each in one.clusters] == [each.probabilities for each in other.clusters]
    assert [each.ticket_id for each in other.nearest] == [ids[i] for i in mixed]
    assert set(one.nearest) == set(other.nearest)


def test_copies_share_their_fate() -> None:
    """Copies that differ in case, punctuation and numbers land in one place, whichever it is."""
    texts = [*CAMERA, *INVOICE, *DARK, "Order 1234 NOT delivered!", "order 99: not delivered", "Order 5 not delivered"]
    labels = [each.label for each in found(texts).nearest]
    assert len(set(labels[-3:])) == 1
    assert labels[-1] != UNCLUSTERED


def test_many_copies_are_a_cluster() -> None:
    """A hundred copies of one text make a cluster although they are a single distinct text."""
    texts = [*(text for topic in TOPICS for text in topic), *["The parcel tracker shows yesterday"] * 100]
    clustering = found(texts)
    assert len(clustering.clusters[0].ticket_ids) >= 100
    assert len({each.label for each in clustering.nearest[-100:]}) == 1


@pytest.mark.parametrize("n", range(8))
def test_a_handful_of_tickets(n: int) -> None:
    """From none to seven tickets there is an answer for each of them."""
    texts = (CAMERA[:4] + INVOICE[:3])[:n]
    clustering = found(texts)
    assert [each.ticket_id for each in clustering.nearest] == [f"t:{i:05d}" for i in range(n)]
    assert sum(len(each.ticket_ids) for each in clustering.clusters) <= n


@pytest.mark.parametrize("texts", [[""], ["", "", ""], ["!", "?", "…", "🙂"], ["", *CAMERA, *INVOICE, "  "]])
def test_tickets_without_words_stay_out(texts: list[str]) -> None:
    """Empty tickets are copies of nothing: they are in no cluster, and they do not disturb the others."""
    for text, each in zip(texts, found(texts).nearest, strict=True):
        if not any(character.isalnum() for character in text):
            assert (each.label, each.confidence, each.nearest_label) == (UNCLUSTERED, 0, None)


def test_identical_tickets_only() -> None:
    """An export of one repeated text is one cluster with all of it."""
    clustering = found(["The site is down"] * 10)
    assert [len(each.ticket_ids) for each in clustering.clusters] == [10]


def test_two_runs_agree_to_the_byte() -> None:
    """The same input gives the same centroids and confidences."""
    texts = [text for topic in TOPICS for text in topic]
    one, other = found(texts), found(texts)
    assert one.nearest == other.nearest
    assert b"".join(each.centroid.tobytes() for each in one.clusters) == b"".join(
        each.centroid.tobytes() for each in other.clusters
    )


def test_collapse_counts_copies() -> None:
    """First copies, groups and weights agree with each other."""
    copies = collapse(["a b", "c", "A, b!", "c", "d 1", "d 22"])
    assert copies.first.tolist() == [0, 1, 4]
    assert copies.group.tolist() == [0, 1, 0, 1, 2, 2]
    assert copies.weights.tolist() == [2, 2, 2]


def test_sizes_follow_the_number_of_texts() -> None:
    """More texts never mean fewer neighbours or smaller clusters, and the smallest sets are served."""
    sizes = [scale(n) for n in (3, 60, 200, 1_000, 6_000, 13_083, 60_000)]
    for field in ("neighbours", "rounds", "minimum", "dimensions"):
        values = [getattr(each, field) for each in sizes]
        assert values == sorted(values)
    assert sizes[0].minimum == sizes[1].minimum == 2
    assert sizes[0].neighbours == 2
