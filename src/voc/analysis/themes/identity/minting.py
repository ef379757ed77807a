"""New theme ids, each drawn once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable


def theme_id(drawn: str) -> str:
    """The id that ``drawn``, whatever it is, gives a theme: ``th-`` and ten hex digits."""
    return "th-" + hashlib.sha256(drawn.encode()).hexdigest()[:10]


class Mint:
    """Draws theme ids, ``th-`` and ten hex digits, that nobody has.

    The ids of all ``tickets`` known at this moment serve as entropy, so that two fresh stores with the same input
    agree. An id is never derived again: it means nothing but itself.

    Args:
        tickets: ids of all tickets known.
        taken: ids that are given already, to themes of today or of the past.
        seed: of the configuration.
        run: number of the run that mints: an id that an earlier run proposed, and gave up, may live on in a person's
            decision, and is not drawn again.
    """

    def __init__(self, tickets: Iterable[str], taken: Collection[str], seed: int, run: int = 0) -> None:
        self._digest = hashlib.sha256("\n".join(sorted(tickets)).encode("utf-8", "surrogatepass")).hexdigest()
        self._taken, self._ordinal, self._seed, self._run = set(taken), len(taken), seed, run

    def draw(self, count: int) -> tuple[str, ...]:
        """The next ``count`` ids."""
        return tuple(self._next() for _ in range(count))

    def _next(self) -> str:
        while True:
            theme = theme_id(f"{self._seed}\n{self._ordinal}\n{self._run}\n{self._digest}")
            self._ordinal += 1
            if theme not in self._taken:
                self._taken.add(theme)
                return theme
