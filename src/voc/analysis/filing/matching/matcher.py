"""Which existing issues might be the one that is about to be filed, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.likeness import TIME, Likeness, LikenessIndex
from voc.analysis.filing.matching.meaning import WordMeanings
from voc.analysis.filing.matching.rivals import are_rivals
from voc.analysis.filing.matching.words import rarity_of

LINK = 0.99
"""The score from which on a link is proposed: of the tracker's own issues so large a share stand out less."""
NEAR = 0.75
"""The score from which on candidates are shown."""
CALIBRATED = 100
"""So many issues must say what is usual before anything is sure: fewer cannot tell what one in a hundred does."""
UNSURE = 0.9
"""The highest score of what stands out less than ``LEAST``, and of all where too few issues say what is usual."""
LEAST = 4.0
"""How far the best must stand out at least, however few issues there are: e to so much times the odds of the others."""
OTHERS = 5
"""So many of the next ones tell what the best stands out from."""
BESIDE = 2.0
"""How much less than the best a further candidate may be alike."""
SHOWN = 3
SAMPLED = 1_000
"""Issues that are compared with those before them, to learn what is usual."""
TELLING = 3.0
"""The rarity from which on a word tells something: about one text in twenty has it."""
BLOCK = 200
"""Descriptions that are compared at a time, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Aids:
    """What is known beside the texts: what words mean (nothing without), which words name which platform, and which
    only carry grammar, whatever the language.
    """

    meanings: WordMeanings | None = None
    platforms: Mapping[str, str] = field(default_factory=dict)
    stop: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that is alike.

    Attributes:
        number: its place among those that were indexed.
        total: how much alike it is, see ``Likeness.total``.
        spelling, meaning: what of that is parts of words and meaning in common.
        time: how much of ``total`` is owed to the dates alone.
        rival: whether the titles keep the two apart.
    """

    number: int
    total: float
    spelling: float
    meaning: float
    time: float
    rival: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The texts that are most alike, best first.

    ``scores`` stand beside the first of them, never rising: the share of the existing issues whose own best one stands
    out less from its next ones than this one does. Those that are missing to ``CALIBRATED`` count as standing out more.
    """

    hits: tuple[Hit, ...]
    scores: tuple[float, ...]

    @property
    def sure(self) -> bool:
        """Whether the best one may be proposed as the same."""
        return bool(self.hits) and self.scores[0] >= LINK and not self.hits[0].rival

    @property
    def shown(self) -> tuple[tuple[Hit, float], ...]:
        """Those that a person should look at, with their scores; none where nothing stands out."""
        least = self.hits[0].total - BESIDE if self.hits else 0.0
        beside = zip(self.hits, self.scores, strict=False)
        return tuple((hit, score) for hit, score in beside if score >= NEAR and hit.total >= least)


class Matcher:
    """Existing issues, ready to be compared with.

    How far a best one must stand out follows from the issues themselves: a sample of them is compared with those before
    it, as if it were filed today. Nobody's word on what is a duplicate is needed.

    Args:
        texts: the issues, oldest first.
        aids: what is known beside the texts.
    """

    def __init__(self, texts: Sequence[Described], aids: Aids = Aids()) -> None:
        self._texts, self._aids = texts, aids
        self._index = LikenessIndex.of(texts, aids.meanings)
        self._usual = self._learned()

    def match(self, queries: Sequence[Described], before: Sequence[int] | None = None) -> list[Match]:
        """The best of each query's texts.

        Args:
            queries: what might be filed already.
            before: how many of the texts, from the first on, each query is compared with; all without it.
        """
        bounds = [len(self._texts)] * len(queries) if before is None else before
        found = self._found(queries, bounds)
        return [Match(hits, self._scores(hits)) for hits in found]

    def tells(self, word: str) -> float:
        """How much a word tells (see ``WordIndex.rarity``); 0 for stop words, single letters and what many issues say.

        Among fewer than thirty issues a word tells something when no more than one of them has it.
        """
        if len(word) < 2 or word in self._aids.stop:
            return 0.0
        rarity, once = self._index.words.rarity(word), float(rarity_of(1, len(self._texts)))
        return rarity if rarity >= min(float(TELLING), once) else 0.0

    def _found(self, queries: Sequence[Described], bounds: Sequence[int]) -> list[tuple[Hit, ...]]:
        found: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), BLOCK):
            block = queries[start : start + BLOCK]
            likeness = self._index.alike(block) if self._texts else None
            for row, (query, bound) in enumerate(zip(block, bounds[start:], strict=False)):
                found.append(self._hits(query, likeness, row, bound) if likeness is not None else ())
        return found

    def _hits(self, query: Described, likeness: Likeness, row: int, bound: int) -> tuple[Hit, ...]:
        total = likeness.total(row)[:bound]
        kept = min(2 * OTHERS, len(total))
        if not kept:
            return ()
        best = np.argpartition(-total, kept - 1)[:kept]
        return tuple(
            self._hit(query, int(number), float(total[number]), likeness, row)
            for number in best[np.lexsort((best, -total[best]))]
        )

    def _hit(self, query: Described, number: int, total: float, likeness: Likeness, row: int) -> Hit:
        words = float(likeness.words[row, number])
        return Hit(
            number=number,
            total=total,
            spelling=float(likeness.spelling[row, number]),
            meaning=float(likeness.known[row] * likeness.meaning[row, number]),
            time=TIME * float(likeness.time[row, number]),
            rival=are_rivals(query.title, self._texts[number].title, words, self._aids.platforms),
        )

    def _learned(self) -> npt.NDArray[np.float64]:
        """How far the best ones of the existing issues stand out, those that titles keep apart left out; ascending."""
        numbers = range(1, len(self._texts), max(1, -(-len(self._texts) // SAMPLED)))
        found = self._found([self._texts[number] for number in numbers], list(numbers))
        return np.sort([_standing(hits) for hits in found if not hits[0].rival])

    def _scores(self, hits: Sequence[Hit]) -> tuple[float, ...]:
        scores = [self._score(hits[place:]) for place in range(min(SHOWN, len(hits)))]
        return tuple(np.minimum.accumulate(scores).tolist())

    def _score(self, hits: Sequence[Hit]) -> float:
        """The share of the usual ones that stand out less; one that hardly stands out is never sure.

        Where too few issues say what is usual, what stands out by what it says, and not by its date, is worth a look.
        """
        standing = _standing(hits)
        share = float(np.searchsorted(self._usual, standing) / max(len(self._usual), CALIBRATED))
        if len(self._usual) < CALIBRATED:
            return UNSURE if _standing(hits, dated=False) >= LEAST else min(share, UNSURE)
        return share if standing >= LEAST else min(share, UNSURE)


def _standing(hits: Sequence[Hit], *, dated: bool = True) -> float:
    """How far the best one stands out from the next ones; one that is alone, from nothing in common."""
    totals = [hit.total if dated else hit.total - hit.time for hit in hits[: OTHERS + 1]]
    return totals[0] - sum(totals[1:]) / max(len(totals) - 1, 1) if totals else 0.0
