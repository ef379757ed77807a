"""The benchmark of kinds: its splits, its mapping, and the floor that the issue sets."""

from __future__ import annotations

import pytest
from benchmarks.kinds import datasets
from benchmarks.kinds.measure import measure
from tests.made_up_labels import THINGS, labelled

from voc.model.ticket import Kind

DATA = datasets.SHARED / "data" / "nlbse24_issue_kind.jsonl.gz"


def test_both_ways_are_measured_on_the_same_texts() -> None:
    """One row for the word lists, one for the trained model, with an F1 a kind and their mean."""
    split = datasets.Split("made up", tuple(labelled(things=THINGS[:7])), tuple(labelled(things=THINGS[7:])))
    shipped, trained = measure(split)
    for row in (shipped, trained):
        scores = [row[f"F1 {kind}"] for kind in (Kind.BUG, Kind.FEATURE_REQUEST, Kind.QUESTION)]
        assert row["macro F1"] == pytest.approx(sum(map(float, scores)) / 3)
    assert float(trained["macro F1"]) > 0.9
    assert "42 tested" in str(trained["set"])


@pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there (VOC_SHARED names the folder above data)")
def test_trained_kinds_reach_the_floor() -> None:
    """On NLBSE 2024's own split, macro F1 of at least .80 on texts that were not learned from."""
    shipped, trained = measure(datasets.nlbse())
    assert float(trained["macro F1"]) >= 0.80
    assert float(trained["macro F1"]) > float(shipped["macro F1"])


@pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there (VOC_SHARED names the folder above data)")
def test_nothing_is_both_learned_and_tested() -> None:
    """The splits have their published sizes and share no report; Titanium's newer part is newer."""
    split = datasets.nlbse()
    assert (len(split.train), len(split.test)) == (1500, 1500)
    assert {each.ticket.id for each in split.train}.isdisjoint(each.ticket.id for each in split.test)
