"""The benchmark's data, and the clustering's floor on it."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from benchmarks.quality import datasets, mixtures
from benchmarks.quality.measure import measure


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
    (row,) = measure(partial(mixtures.load_mixture, "example"), "default")
    assert float(row["ARI themed"]) >= 0.33
    assert float(row["cover themed"]) >= 0.7


def test_a_set_of_your_own_is_read(tmp_path: Path) -> None:
    """Lines of JSON, packed or not, become texts and labels under the file's name, without its folder."""
    lines = "".join(json.dumps({"said": said, "about": 7}) + "\n" for said in ("hei", "hallå"))
    (tmp_path / "plain.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("plain.jsonl", "packed.jsonl.gz"):
        assert datasets.read_jsonl(tmp_path / name, "said", "about") == datasets.Dataset(
            name, ("hei", "hallå"), ("7", "7")
        )


def test_the_mixed_set_has_three_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three sources as many texts as were asked for are drawn, the same each time; labels tell the source."""
    monkeypatch.setattr(
        mixtures, "load", lambda name: datasets.Dataset(name, tuple(map(str, range(8_000))), ("x",) * 8_000)
    )
    made = mixtures.load_mixture("mixed-20000")
    assert len(made.texts) == len(made.labels) == mixtures.MIXED
    assert {str(label).partition(" ")[0] for label in made.labels} == {"banking77", "massive-en", "massive-fi"}
    assert mixtures.load_mixture("mixed-20000") == made


def test_samples_are_reproducible_and_keep_groups() -> None:
    """The same seed draws the same texts; a tracker's sample holds duplicates only, group by group."""
    labelled = datasets.Dataset("l", tuple("abcdef"), tuple("xxyyzz"))
    assert labelled.sample(3).texts == labelled.sample(3).texts
    tracker = datasets.Dataset("t", tuple("abcdef"), ("x", None, "x", None, "y", "y"))
    assert sorted(tracker.sample(4).texts) == ["a", "c", "e", "f"]
    assert tracker.sample(4).labelled


@pytest.mark.skipif(
    not (datasets.SHARED / "data" / "banking77.jsonl.gz").exists(), reason="no shared data (VOC_SHARED)"
)
@pytest.mark.parametrize(("size", "floor"), [(200, 0.19), (1_000, 0.29), (3_000, 0.33)])
def test_small_weeks_still_form_themes(size: int, floor: float) -> None:
    """Random samples of real questions form many themes, neither one heap nor nothing, and agree with the intents."""
    (row,) = measure(lambda: datasets.load("banking77").sample(size), "lexical")
    assert isinstance(row["themes"], int)
    assert row["themes"] >= 15
    assert float(row["cover"]) >= 0.6
    assert float(row["ARI"]) >= floor
