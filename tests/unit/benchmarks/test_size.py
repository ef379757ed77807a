"""What voc weighs."""

from __future__ import annotations

import subprocess

import pytest
from benchmarks.size import __main__ as size


def test_a_start_is_timed_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row shows a command that can be typed, and seconds."""
    monkeypatch.setattr(size, "RUNS", 1)
    row = size.start("-c", "import json")
    assert row["what"] == "`python -c 'import json'`"
    assert float(row["s"]) > 0


def test_a_start_that_fails_is_no_figure() -> None:
    """A command that ends with an error has no time."""
    with pytest.raises(subprocess.CalledProcessError):
        size.start("-c", "raise SystemExit(3)")


def test_the_wheel_is_weighed() -> None:
    """A wheel is built from the checkout, and is within what the package may weigh."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    assert 0.1 < float(size.wheel()["MB"]) <= 12
