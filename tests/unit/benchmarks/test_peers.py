"""The search for a peer's setting, and rows of samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from benchmarks.quality import measure, methods, small
from benchmarks.quality.cost import Cost
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.encoders import Encoded
from benchmarks.quality.found import Found, Outcome
from benchmarks.quality.peers import bertopic
from benchmarks.quality.peers.bertopic import of_mean_size
from hypothesis import given
from hypothesis import strategies as st
from tests.made_up_corpus import corpus_of_words

from voc.analysis.clustering.corpus import Corpus


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
    rows = small.samples(made_up, "lexical")
    assert [row["set"] for row in rows] == ["made up, 12 random", "made up, 24 random"]
    assert {row["raised"] for row in rows} == {"0 of 5"}


def made_up() -> Dataset:
    things = ("the calendar does not sync", "please add a dark mode", "the invoice shows a wrong sum")
    texts = tuple(f"{thing} {number} {'abcdefgh'[number]}" for thing in things for number in range(8))
    return Dataset("made up", texts, tuple(text.split()[1] for text in texts))


def of_eye(texts: Sequence[str]) -> Corpus:
    """Texts, each in a direction of its own."""
    return corpus_of_words(texts, np.eye(len(texts), dtype=np.float32))


def test_the_peer_stands_beside_voc_with_its_own_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer's row has the figures of voc's row, told with the encoder it got and how much more it took."""
    everything = np.zeros(24, np.int64)
    outcome = Outcome("peer", Found(everything, everything), Cost(1_000.0, 1_000.0))
    monkeypatch.setattr(methods, "peer", lambda corpus: [outcome])
    monkeypatch.setattr(measure, "encode", lambda name, texts: Encoded(of_eye(texts), len(name)))
    ours, theirs = measure.measure(made_up, "lexical", "minilm")
    assert list(ours) == list(theirs)
    assert (ours["method"], ours["encoder"], ours["CPU x voc"]) == ("voc", "lexical", 1.0)
    assert (theirs["method"], theirs["encoder"], theirs["encode s"]) == ("peer", "minilm", 6)
    assert (theirs["themes"], theirs["cover"], theirs["ARI"]) == (1, 1.0, 0.0)
    assert float(theirs["CPU x voc"]) > 1


def test_pairs_are_judged_with_the_unclustered_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no label for every text, a second row puts each into its nearest theme."""
    monkeypatch.setattr(measure, "encode", lambda name, texts: Encoded(of_eye(texts), 1))
    found = Found(np.array([0, 0, -1]), np.array([0, 0, 0]))
    monkeypatch.setattr(methods, "voc", lambda corpus, repeat: Outcome("voc", found, Cost(1.0, 1.0)))
    monkeypatch.setattr(methods, "first_call", lambda method, corpus: 0.0)
    rows = measure.measure(lambda: Dataset("made up", ("a", "b", "c"), ("g", None, "g")), "lexical")
    assert [(row["method"], row["pairs together"], row["mean theme size"]) for row in rows] == [
        ("voc", 0.0, 2.0),
        ("voc, all nearest", 1.0, 3.0),
    ]


def test_the_peer_is_cut_to_the_mean_size_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its outliers the mean is that of the texts in topics, without them that of all texts."""
    labels = {size: np.array([position // size for position in range(20)] + [-1] * 20) for size in range(2, 21)}
    monkeypatch.setattr(bertopic, "project", lambda vectors: None)
    monkeypatch.setattr(bertopic, "divide", lambda projection, size: labels[size])
    monkeypatch.setattr(bertopic, "topics", lambda texts, vectors, projection, size: (size, -size))
    assert methods.peer_of_mean_size(of_eye(["x"] * 40), 10.0, 20.0) == [10, -10]


def test_runs_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Voc promises the same themes in each run; a benchmark that sees others stops."""
    runs = iter([np.array([0, 0]), np.array([0, 1])])
    monkeypatch.setattr(methods, "themes", lambda corpus: Found(labels := next(runs), labels))
    with pytest.raises(RuntimeError, match="differ"):
        methods.voc(of_eye(["a", "b"]), repeat=2)


def test_a_sample_on_which_the_peer_raises_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its figures are those of the other samples; where all raise there are none."""

    def topics(texts: object, vectors: object, projection: object, size: int) -> tuple[Outcome, Outcome]:
        if size == small.MIN_TOPIC_SIZES[0]:
            raise ValueError("too few")
        everything = np.zeros(12, np.int64)
        outcome = Outcome("peer", Found(everything, everything), Cost(1.0, 1.0))
        return outcome, outcome

    monkeypatch.setattr(small, "SIZES", (12,))
    monkeypatch.setattr(bertopic, "project", lambda vectors: None)
    monkeypatch.setattr(bertopic, "topics", topics)
    _, *rows = small.samples(made_up, "lexical", "lexical")
    assert [row["raised"] for row in rows] == ["5 of 5"] * 2 + ["0 of 5"] * 4
    assert [row["largest"] for row in rows] == ["–"] * 2 + ["1 (1 to 1)"] * 4
