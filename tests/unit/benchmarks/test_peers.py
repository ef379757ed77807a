"""The search for a peer's setting, and rows of samples."""

from __future__ import annotations

import pytest
from benchmarks.quality import small
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.peers.bertopic import of_mean_size
from hypothesis import given
from hypothesis import strategies as st


@given(st.floats(1, 500), st.floats(0.5, 8), st.integers(2, 400))
def test_the_nearest_mean_size_is_found(target: float, slope: float, largest: int) -> None:
    """Where the mean size rises with the setting, no other setting comes nearer to what is asked for."""
    best = of_mean_size(target, lambda size: slope * size, largest)
    assert 2 <= best <= largest
    assert abs(slope * best - target) == pytest.approx(
        min(abs(slope * size - target) for size in range(2, largest + 1))
    )


def test_few_settings_are_tried() -> None:
    """Each try costs seconds: a search among hundreds of settings takes about ten."""
    tried: list[int] = []

    def size_of(size: int) -> float:
        tried.append(size)
        return 3.0 * size

    assert of_mean_size(60, size_of, 600) == 20
    assert len(tried) <= 12


def test_samples_are_told_by_their_median_and_range() -> None:
    """The middle one of the samples with the least and the most; a dash where a method gave nothing."""
    assert small.spread([0.3, 0.1, 0.2]) == "0.2 (0.1 to 0.3)"
    assert small.spread([]) == "–"


def test_each_size_of_sample_has_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row a size with the figures of all seeds; nothing raised."""
    monkeypatch.setattr(small, "SIZES", (12, 24))
    things = ("the calendar does not sync", "please add a dark mode", "the invoice shows a wrong sum")
    texts = tuple(f"{thing} {number} {'abcdefgh'[number]}" for thing in things for number in range(8))
    data = Dataset("made up", texts, tuple(text.split()[1] for text in texts))
    rows = small.samples(lambda: data, "lexical")
    assert [row["set"] for row in rows] == ["made up, 12 random", "made up, 24 random"]
    assert {row["raised"] for row in rows} == {"0 of 5"}
