"""What every test may use: a fixed clock and a dozen tickets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.redmine_world import Redmine, running, why_not


@pytest.fixture
def now() -> datetime:
    """A Monday at midnight, after every date that tests use."""
    return datetime(2026, 11, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def redmine_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redmine]:
    """A running Redmine; skipped with a reason where there is none to run."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with running(tmp_path_factory.mktemp("redmine")) as redmine:
        yield redmine
