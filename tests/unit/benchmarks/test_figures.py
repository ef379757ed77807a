"""The benchmark's own figures, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.quality import figures
from benchmarks.quality.found import Found
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.clustering.cluster import UNCLUSTERED, Nearest
from voc.analysis.clustering.result import build


def found(*labels: int) -> Found:
    """Texts in themes of these labels (the nearest of an unclustered one is the first)."""
    own = np.array(labels, np.int64)
    return Found(own, own.clip(0))


def test_a_perfect_clustering_has_ones() -> None:
    """Where clusters are the labels, every figure of agreement is one."""
    got = figures.against_labels(found(0, 0, 1, 1), ["a", "a", "b", "b"])
    assert got == {
        "ARI": 1.0,
        "cover": 1.0,
        "ARI covered": 1.0,
        "ARI all nearest": 1.0,
        "NMI": pytest.approx(1.0),
        "B-cubed F1": 1.0,
        "themes": 2,
    }


def test_unclustered_texts_cost() -> None:
    """Leaving texts out lowers ARI and cover, not ARI on what is covered."""
    got = figures.against_labels(found(0, 0, 1, 1, -1, -1), ["a", "a", "b", "b", "a", "a"])
    assert got["cover"] == pytest.approx(4 / 6)
    assert got["ARI covered"] == 1.0
    assert got["ARI"] < got["ARI all nearest"] == 1.0


def test_own_themes_are_distinct() -> None:
    """Each unclustered text gets a label that nobody else has."""
    assert len(set(found(0, UNCLUSTERED, 1, UNCLUSTERED).alone.tolist())) == 4


def test_b_cubed_by_hand() -> None:
    """One cluster of two even labels: precision 1/2, recall 1, F1 2/3."""
    assert figures.b_cubed(["a", "a", "b", "b"], [0, 0, 0, 0]) == pytest.approx(2 / 3)
    assert figures.b_cubed(["a", "a", "b", "b"], [0, 1, 2, 3]) == pytest.approx(2 / 3)


def test_duplicate_pairs_are_counted() -> None:
    """Of three pairs in two groups one lies in one theme; unclustered tickets are not together."""
    got = figures.against_duplicates(found(0, 0, 1, -1, -1), ["g", "g", None, "h", "h"])
    assert got["pairs together"] == 0.5
    assert got["cover"] == pytest.approx(0.6)
    assert got["mean theme size"] == 1.5
    assert got["size seen"] == pytest.approx(5 / 3)


def test_strangers_in_themes_cost() -> None:
    """A stranger in a theme lowers the whole ARI and is counted; the themed texts are judged by themselves."""
    got = figures.against_themes(found(0, 0, 1, 1, 1, -1), ["a", "a", "b", "b", None, None])
    assert got["ARI themed"] == 1.0
    assert 0 < got["ARI"] < 1
    assert got["cover themed"] == 1.0
    assert got["strangers in themes"] == 0.5


def test_strangers_left_out_are_right() -> None:
    """Where all strangers are in no theme, and all others in the right one, both figures are one."""
    got = figures.against_themes(found(0, 0, 1, 1, -1, -1), ["a", "a", "b", "b", None, None])
    assert (got["ARI themed"], got["ARI"], got["strangers in themes"]) == (1.0, 1.0, 0.0)


def test_a_heap_shows_in_the_size_seen() -> None:
    """One heap and many pairs have a small mean; a text of them sees a large theme."""
    got = figures.against_duplicates(found(*([0] * 90), *(1 + i // 2 for i in range(10))), ["g"] * 2 + [None] * 98)
    assert got["mean theme size"] == pytest.approx(100 / 6)
    assert got["size seen"] == pytest.approx((90**2 + 5 * 2**2) / 100)


def test_nothing_found_is_counted_as_nothing() -> None:
    """Where every text is unclustered there are no themes, no cover and no error."""
    assert figures.against_labels(found(-1, -1, -1), ["a", "a", "b"])["cover"] == 0
    assert figures.against_duplicates(found(-1, -1), ["g", "g"])["mean theme size"] == 0


def test_vocs_clustering_is_read_text_by_text() -> None:
    """The labels and nearest labels are those of voc, and a missing nearest one is none."""
    nearest = [Nearest("t:0", 0, 0.5, 0), Nearest("t:1", 0, 0.5, 0), Nearest("t:2", UNCLUSTERED, 0.0, None)]
    got = Found.of(build([each.ticket_id for each in nearest], np.eye(3, dtype=np.float32), nearest))
    assert got.labels.tolist() == [0, 0, UNCLUSTERED]
    assert got.nearest.tolist() == [0, 0, UNCLUSTERED]


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=12), st.permutations(range(5)))
def test_the_digest_is_that_of_the_grouping(labels: list[int], names: list[int]) -> None:
    """Numbering themes anew changes no digest; taking a text out of its theme does."""
    renamed = [UNCLUSTERED if label == UNCLUSTERED else names[label] for label in labels]
    assert found(*labels).digest == found(*renamed).digest
    if labels[0] != UNCLUSTERED:
        assert found(UNCLUSTERED, *labels[1:]).digest != found(*labels).digest
