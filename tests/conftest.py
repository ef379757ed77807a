"""What every test may use: a fixed clock and a dozen tickets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """A Monday at midnight, after every date that tests use."""
    return datetime(2026, 11, 9, tzinfo=UTC)
