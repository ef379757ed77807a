"""A tracker's server whose every answer a test may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.stub_model import Said, Seen, Stub, stub


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Callable[[Seen], Said]:
    """What answers, by the ``Fake`` of the test's file."""
    made: Callable[[Seen], Said] = request.module.Fake()
    return made


@pytest.fixture
def server(fake: Callable[[Seen], Said]) -> Iterator[Stub]:
    """It, running."""
    with stub(fake) as running:
        yield running
