"""How often the right issue is found, and how often a proposed link is right; with bootstrapped intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.results import Row
from voc.analysis.filing.matching.matcher import Match

CUTS = (1, 5, 10)
DRAWS = 2_000


def recalls(firsts: Sequence[int]) -> Row:
    """Recall at each cut; ``firsts`` are the places (0 is best) at which the first right one stands."""
    found = np.array(firsts)
    row: Row = {f"recall@{cut}": float((found < cut).mean()) for cut in CUTS}
    row["95 % of recall@1"] = interval(found < 1)
    row["95 % of recall@5"] = interval(found < 5)
    return row


def first_right(totals: npt.NDArray[np.float32], place: int, right: Sequence[int]) -> int:
    """How many of the reports before ``place`` are more alike than the best right one; ties go against it."""
    before = totals[:place]
    best = before[np.asarray(right)].max()
    return int((before > best).sum() + (before == best).sum() - (before[np.asarray(right)] == best).sum())


def first_hit(match: Match, right: Iterable[int]) -> int:
    """The same of the few that a match keeps; beyond them it is as good as lost."""
    wanted = set(right)
    return next((number for number, hit in enumerate(match.hits) if hit.number in wanted), max(CUTS))


def interval(hits: npt.NDArray[np.bool_]) -> str:
    """The middle 95 % of the mean over resampled queries."""
    if not len(hits):
        return ""
    draws = np.random.default_rng(0).binomial(len(hits), hits.mean(), DRAWS) / len(hits)
    low, high = np.quantile(draws, (0.025, 0.975))
    return f"{low:.3f} to {high:.3f}"


def proposed(matches: Sequence[Match], right: Sequence[Iterable[int]]) -> Row:
    """The links that are proposed: how many, what share of the queries, and how many of them are right."""
    sure = [(match, wanted) for match, wanted in zip(matches, right, strict=True) if match.sure]
    good = np.array([match.hits[0].number in set(wanted) for match, wanted in sure], bool)
    return {
        "links": len(sure),
        "of the queries": len(sure) / max(len(matches), 1),
        "right": int(good.sum()),
        "precision": float(good.mean()) if len(good) else 0.0,
        "95 % of precision": interval(good),
    }
