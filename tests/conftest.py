"""What every test may use: a fixed clock, and a real Redmine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.redmine_world import running, why_not
from tests.started_once import started_once

redmine_server = started_once("redmine_server", why_not, running)


@pytest.fixture
def now() -> datetime:
    """A Monday at midnight, after every date that tests use."""
    return datetime(2026, 11, 9, tzinfo=UTC)
