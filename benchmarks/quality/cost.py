"""What a piece of work takes."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Cost(NamedTuple):
    """Seconds on the wall, and of all processor cores together."""

    seconds: float
    cpu: float

    def plus(self, other: Cost) -> Cost:
        """Both, one after the other."""
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu)


def timed(work: Callable[[], T]) -> tuple[T, Cost]:
    """What ``work`` gives, and what it took."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, Cost(time.perf_counter() - start, time.process_time() - cpu)


def peak() -> float:
    """MiB that this process has held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
