"""Servers that are started once for all tests of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest


def started_once(
    name: str, why_not: Callable[[], str], running: Callable[[Path], AbstractContextManager[Any]]
) -> Callable[[pytest.TempPathFactory], Iterator[Any]]:
    """A fixture: a running server, one for all tests of a process; skipped with a reason where there is none."""

    @pytest.fixture(scope="session", name=name)
    def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
        reason = why_not()
        if reason:
            pytest.skip(reason)
        with running(tmp_path_factory.mktemp(name)) as started:
            yield started

    return server
