"""Themes that may be one: titles that say nearly the same, or tickets that hardly can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from voc.analysis.text.participation import fits
from voc.analysis.themes.description.words import Tokenizer
from voc.model.theme import Theme, Vectors

SAME_WORDS = 0.6
"""Jaccard index of two titles' words that carry meaning, from which they say nearly the same, ..."""

NEAR = 0.6
"""... where the middles of the themes are at least so alike: *Card lost* may be two problems in two products."""

VERY_NEAR = 0.85
"""Cosine similarity of two middles from which two themes may be one whatever they are called, ..."""

SAME_PHRASES = 0.3
"""... where they also share so much of the words of their keyphrases. Vectors alone do not tell: those of a language
that the encoder does not know are all alike."""

_DECIMALS = 6
"""What the last bits of a sum say depends on the machine."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two themes that may be one: the smaller, the larger, and the likeness of their middles (None: not known)."""

    theme_id: str
    into: str
    likeness: float | None


def alike(themes: Sequence[Theme], middles: Mapping[str, Vectors], tokenizer: Tokenizer) -> list[Alike]:
    """The pairs of ``themes`` that may be one, those with the likest titles first. A problem is never like a wish.

    Args:
        themes: that stand, in any order.
        middles: unit vectors by theme id; a theme without one goes by its title alone.
        tokenizer: cuts titles and keyphrases into words.
    """
    titles = {theme.id: tokenizer.keys(theme.title, theme.language) for theme in themes}
    phrases = {theme.id: tokenizer.keys(". ".join(theme.keyphrases), theme.language) for theme in themes}
    found = []
    for one, other, likeness in _near(themes, middles):
        said, called = _shared(phrases[one.id], phrases[other.id]), _shared(titles[one.id], titles[other.id])
        if fits(one.kind, other.kind) and _may_be_one(called, said, likeness):
            small, large = sorted((one, other), key=lambda theme: (len(theme.ticket_ids), theme.id))
            found.append((-called, -(likeness or 0.0), Alike(small.id, large.id, likeness)))
    return [each for _, _, each in sorted(found, key=lambda row: (row[0], row[1], row[2].theme_id, row[2].into))]


def _near(themes: Sequence[Theme], middles: Mapping[str, Vectors]) -> Iterator[tuple[Theme, Theme, float | None]]:
    """The pairs worth a closer look, each once: themes that are near, and all pairs whose likeness is not known."""
    ordered = sorted(themes, key=lambda theme: theme.id)
    known = [theme for theme in ordered if theme.id in middles]
    if known:
        rows = np.array([middles[theme.id] for theme in known], np.float64)
        likenesses = (rows @ rows.T).round(_DECIMALS)
        for one, other in np.argwhere(np.triu(likenesses >= NEAR, 1)).tolist():
            yield known[one], known[other], float(likenesses[one, other])
    unknown = [theme for theme in ordered if theme.id not in middles]
    for lone, beside in product(unknown, ordered):
        if lone.id < beside.id or (lone.id != beside.id and beside.id in middles):
            yield lone, beside, None


def _may_be_one(called: float, said: float, likeness: float | None) -> bool:
    if called >= SAME_WORDS:
        return True
    return likeness is not None and likeness >= VERY_NEAR and said >= SAME_PHRASES


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index; nothing is like nothing."""
    return len(one & other) / len(one | other) if one and other else 0.0
