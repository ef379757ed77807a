"""The benchmark's own figures, by hand, and the clustering's floor on real data."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from benchmarks.quality import datasets, figures, mixtures
from benchmarks.quality.__main__ import table
from benchmarks.quality.measure import measure

from voc.analysis.clustering.cluster import UNCLUSTERED, Nearest
from voc.analysis.clustering.result import Clustering, build

BANKING77 = datasets.SHARED / "data" / "banking77.jsonl.gz"


def clustering(*labels: int) -> Clustering:
    """Tickets in clusters of these labels (the nearest of an unclustered one is the first)."""
    nearest = [Nearest(f"t:{i}", label, 0.5, max(label, 0)) for i, label in enumerate(labels)]
    return build([each.ticket_id for each in nearest], np.eye(len(labels), dtype=np.float32), nearest)


def test_a_perfect_clustering_has_ones() -> None:
    """Where clusters are the labels, every figure of agreement is one."""
    found = figures.against_labels(clustering(0, 0, 1, 1), ["a", "a", "b", "b"])
    assert found == {
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
    found = figures.against_labels(clustering(0, 0, 1, 1, -1, -1), ["a", "a", "b", "b", "a", "a"])
    assert found["cover"] == pytest.approx(4 / 6)
    assert found["ARI covered"] == 1.0
    assert found["ARI"] < found["ARI all nearest"] == 1.0


def test_own_themes_are_distinct() -> None:
    """Each unclustered text gets a label that nobody else has."""
    alone = figures.own_themes(np.array([0, UNCLUSTERED, 1, UNCLUSTERED]))
    assert len(set(alone.tolist())) == 4


def test_b_cubed_by_hand() -> None:
    """One cluster of two even labels: precision 1/2, recall 1, F1 2/3."""
    assert figures.b_cubed(["a", "a", "b", "b"], [0, 0, 0, 0]) == pytest.approx(2 / 3)
    assert figures.b_cubed(["a", "a", "b", "b"], [0, 1, 2, 3]) == pytest.approx(2 / 3)


def test_duplicate_pairs_are_counted() -> None:
    """Of three pairs in two groups one lies in one theme; unclustered tickets are not together."""
    found = figures.against_duplicates(clustering(0, 0, 1, -1, -1), ["g", "g", None, "h", "h"])
    assert found["pairs together"] == 0.5
    assert found["cover"] == pytest.approx(0.6)
    assert found["mean theme size"] == 1.5


def test_strangers_in_themes_cost() -> None:
    """A stranger in a theme lowers the whole ARI and is counted; the themed texts are judged by themselves."""
    found = figures.against_themes(clustering(0, 0, 1, 1, 1, -1), ["a", "a", "b", "b", None, None])
    assert found["ARI themed"] == 1.0
    assert 0 < found["ARI"] < 1
    assert found["cover themed"] == 1.0
    assert found["strangers in themes"] == 0.5


def test_strangers_left_out_are_right() -> None:
    """Where all strangers are in no theme, and all others in the right one, both figures are one."""
    found = figures.against_themes(clustering(0, 0, 1, 1, -1, -1), ["a", "a", "b", "b", None, None])
    assert (found["ARI themed"], found["ARI"], found["strangers in themes"]) == (1.0, 1.0, 0.0)


@pytest.mark.skipif(
    not all((datasets.SHARED / "data" / f"{name}.jsonl.gz").exists() for name in ("banking77", "titanium_jira_issues")),
    reason="no shared data (VOC_SHARED)",
)
def test_a_mix_has_a_long_tail_and_strangers() -> None:
    """Sixteen intents from two texts up, as many strangers as were asked for, the same in every run."""
    data = mixtures.load_mixture("mix-150")
    sizes = Counter(label for label in data.labels if label is not None)
    assert data.labels.count(None) == 150
    assert len(sizes) == mixtures.INTENTS
    assert min(sizes.values()) == mixtures.SMALLEST
    assert max(sizes.values()) <= mixtures.LARGEST
    assert mixtures.load_mixture("mix-150") == data


def test_the_example_export_forms_its_themes() -> None:
    """Whole support mails in three languages, half of them about nothing in particular, still form their themes."""
    row = measure("example", None)
    assert float(row["ARI themed"]) >= 0.33
    assert float(row["cover themed"]) >= 0.7


def test_samples_are_reproducible_and_keep_groups() -> None:
    """The same seed draws the same texts; a tracker's sample holds duplicates only, group by group."""
    labelled = datasets.Dataset("l", tuple("abcdef"), tuple("xxyyzz"))
    assert labelled.sample(3).texts == labelled.sample(3).texts
    tracker = datasets.Dataset("t", tuple("abcdef"), ("x", None, "x", None, "y", "y"))
    assert sorted(tracker.sample(4).texts) == ["a", "c", "e", "f"]
    assert tracker.sample(4).labelled


def test_the_table_is_markdown() -> None:
    """A header, a rule and a row a measurement, with short figures."""
    assert table([{"set": "x", "ARI": 0.41234, "themes": 92, "seconds": 12.34}]).splitlines() == [
        "| set | ARI | themes | seconds |",
        "| --- | --- | --- | --- |",
        "| x | 0.412 | 92 | 12.3 |",
    ]


@pytest.mark.skipif(
    not (datasets.SHARED / "data" / "banking77.jsonl.gz").exists(), reason="no shared data (VOC_SHARED)"
)
@pytest.mark.parametrize(("size", "floor"), [(200, 0.19), (1_000, 0.29), (3_000, 0.33)])
def test_small_weeks_still_form_themes(size: int, floor: float) -> None:
    """Random samples of real questions form many themes, neither one heap nor nothing, and agree with the intents."""
    row = measure("banking77", size)
    assert isinstance(row["themes"], int)
    assert row["themes"] >= 15
    assert float(row["cover"]) >= 0.6
    assert float(row["ARI"]) >= floor
