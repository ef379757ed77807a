"""Sample exports beside what must come out of them.

``VOC_REWRITE=1 pytest tests/golden/test_sources.py`` writes the ``.expected.json`` files anew; read the difference.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest
from tests.documents import exports

from voc.config.headers import load_headers
from voc.config.load import load_config
from voc.ports.source import ReadOptions
from voc.wiring.registry import back_end

FOLDER = Path(__file__).parent / "sources"
EXPECTED = ".expected.json"
SAMPLES = sorted(path.name for path in FOLDER.iterdir() if not path.name.endswith(EXPECTED))
OPTIONS = ReadOptions(timezone="Europe/Helsinki", revenue_field="arr", currency="EUR")


def written(value: object) -> str:
    """A time as it stands in an expectation."""
    assert isinstance(value, datetime)
    return value.isoformat()


def filled(record: object) -> object:
    """A record without what is unknown, so that an expectation shows what is there."""
    if isinstance(record, dict):
        return {key: filled(value) for key, value in record.items() if value not in (None, (), [])}
    return [filled(each) for each in record] if isinstance(record, list | tuple) else record


def as_json(sample: str) -> str:
    """Everything that comes out of a sample, in order."""
    made = exports()
    (only,) = made.documents([str(FOLDER / sample)])
    source = made.source_for(only)
    records = [
        {type(each).__name__: filled(asdict(each) | ({"file": sample} if hasattr(each, "file") else {}))}
        for each in source.read(only, OPTIONS)
    ]
    return json.dumps({"reader": source.name, "records": records}, ensure_ascii=False, indent=1, default=written) + "\n"


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_gives_what_is_expected(sample: str) -> None:
    """A sample export gives, record by record, what was once read through and found right."""
    expected = FOLDER / (sample + EXPECTED)
    if os.environ.get("VOC_REWRITE"):
        expected.write_text(as_json(sample), encoding="utf-8")
    assert as_json(sample) == expected.read_text(encoding="utf-8")


def test_no_expectation_is_left_over() -> None:
    """Every expectation has its sample."""
    assert {path.name.removesuffix(EXPECTED) for path in FOLDER.glob(f"*{EXPECTED}")} == set(SAMPLES)


CONFIGS = sorted((Path(__file__).parents[2] / "config" / "sources").glob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.name)
def test_configuration_samples_are_valid(path: Path) -> None:
    """Each sample of config/sources can be copied as it stands: it loads, and every field it maps exists."""
    sources = load_config(path).sources
    headers = load_headers()
    for each in sources.files:
        assert [headers.field(field) for field in each.map] == list(each.map)
        assert all(
            value in headers.values[field].values() for field, map_ in each.values.items() for value in map_.values()
        )
    assert sources.files or sources.zendesk.account


TRACKERS = sorted((Path(__file__).parents[2] / "config" / "trackers").glob("*.yaml"))


@pytest.mark.parametrize("path", TRACKERS, ids=lambda path: path.name)
def test_samples_of_trackers_are_valid(path: Path) -> None:
    """Each sample of config/trackers loads, names its tracker, and holds its secret by reference."""
    tracker = load_config(path).tracker
    assert back_end("tracker", tracker.name).name == path.stem
    assert tracker.url and tracker.project
    assert str(tracker.token).startswith("env:")
