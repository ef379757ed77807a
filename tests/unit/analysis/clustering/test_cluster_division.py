"""Clusters of two kinds are divided, and those with a few odd tickets are not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering, Nearest, divide_by_kind
from voc.analysis.clustering.result import build
from voc.model.ticket import Kind


def clustering(*sizes: int, unclustered: int = 0) -> Clustering:
    """Clusters of ``sizes`` tickets ``t:000``, ``t:001``..., then tickets in none whose nearest is cluster 0."""
    labels = [label for label, size in enumerate(sizes) for _ in range(size)]
    nearest = [Nearest(f"t:{i:03d}", label, 0.9, label) for i, label in enumerate(labels)]
    nearest += [Nearest(f"t:{len(labels) + i:03d}", UNCLUSTERED, 0.0, 0) for i in range(unclustered)]
    vectors = np.eye(max(2, len(nearest)), dtype=np.float32)[: len(nearest)]
    return build([each.ticket_id for each in nearest], vectors, nearest)


def kinds(of: Sequence[Kind]) -> dict[str, Kind]:
    """The kinds of ``t:000``, ``t:001``..."""
    return {f"t:{i:03d}": kind for i, kind in enumerate(of)}


def test_two_strong_kinds_are_divided() -> None:
    """Six bugs and four wishes become a cluster each, of the right tickets, with centroids of their own."""
    divided = divide_by_kind(clustering(10), kinds([Kind.BUG] * 6 + [Kind.FEATURE_REQUEST] * 4))
    assert [len(each.ticket_ids) for each in divided.clusters] == [6, 4]
    assert divided.clusters[1].ticket_ids == ("t:006", "t:007", "t:008", "t:009")
    assert divided.clusters[0].centroid @ divided.clusters[1].centroid == pytest.approx(0)


def test_a_weak_second_kind_stays() -> None:
    """Two wishes among ten tickets are the error of the kinds."""
    divided = divide_by_kind(clustering(10), kinds([Kind.BUG] * 8 + [Kind.FEATURE_REQUEST] * 2))
    assert [len(each.ticket_ids) for each in divided.clusters] == [10]


def test_hard_to_use_is_a_bug_here() -> None:
    """Broken and hard to use are one group, however they mix."""
    divided = divide_by_kind(clustering(10), kinds([Kind.BUG, Kind.HARD_TO_USE] * 5))
    assert len(divided.clusters) == 1


def test_stragglers_stay_with_the_strongest() -> None:
    """Where two kinds are strong, tickets of a third go with the largest and none is lost."""
    of = [Kind.QUESTION] * 10 + [Kind.BUG] * 8 + [Kind.PRAISE] * 2
    divided = divide_by_kind(clustering(20), kinds(of))
    assert [len(each.ticket_ids) for each in divided.clusters] == [12, 8]
    assert {"t:018", "t:019"} <= set(divided.clusters[0].ticket_ids)


def test_a_pair_needs_its_minimum() -> None:
    """One ticket is no cluster, though it is half of a pair."""
    assert len(divide_by_kind(clustering(2), kinds([Kind.BUG, Kind.PRAISE])).clusters) == 1


def test_clusters_are_numbered_anew_by_size() -> None:
    """After the division the largest comes first and every ticket's label follows."""
    of = [Kind.BUG] * 5 + [Kind.PRAISE] * 5 + [Kind.BUG] * 8
    divided = divide_by_kind(clustering(10, 8), kinds(of))
    assert [len(each.ticket_ids) for each in divided.clusters] == [8, 5, 5]
    assert divided.clusters[0].ticket_ids[0] == "t:010"
    for each in divided.nearest:
        assert each.ticket_id in divided.clusters[each.label].ticket_ids


def test_unclustered_tickets_point_to_the_part_of_their_kind() -> None:
    """The nearest cluster of an unclustered wish is the wishes' part; a ticket of neither kind gets the largest."""
    of = [Kind.BUG] * 6 + [Kind.FEATURE_REQUEST] * 4 + [Kind.FEATURE_REQUEST, Kind.PRAISE]
    divided = divide_by_kind(clustering(10, unclustered=2), kinds(of))
    assert [each.label for each in divided.nearest[-2:]] == [UNCLUSTERED, UNCLUSTERED]
    assert [each.nearest_label for each in divided.nearest[-2:]] == [1, 0]


def test_unknown_kinds_are_other() -> None:
    """Tickets that nobody classified are of the kind other, not an error."""
    assert len(divide_by_kind(clustering(6), {}).clusters) == 1


def test_nothing_to_divide() -> None:
    """No clusters stay no clusters; clusters without vectors are refused."""
    assert divide_by_kind(Clustering((), ()), {}).clusters == ()
    with pytest.raises(ValueError, match="vectors"):
        divide_by_kind(Clustering(clustering(3).clusters, ()), {})
