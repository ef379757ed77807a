"""The words a theme is searched by."""

from __future__ import annotations

from collections import Counter

from voc.analysis.themes.description.terms import Group, Profile
from voc.analysis.themes.description.words import phrases

FEWEST, MOST = 3, 8

_CONSIDERED = 60
_LONGER_IS_CLEARER = 0.6
"""What each further word adds to a phrase's weight: a phrase is rarer than its words, and says more."""

_WORTH_SHOWING = 0.15
"""Share of the best phrase's score below which a phrase is not shown once there are enough."""


def keyphrases(group: Group, profile: Profile) -> tuple[str, ...]:
    """Three to eight phrases (fewer where the tickets have fewer words), best first, each as customers write it
    most often; none says again what a better one says.
    """
    ranked = sorted(((_score(key, weight), key) for key, weight in profile.weights.items()), key=_best_first)
    surfaces = _surfaces(group, {key for _, key in ranked[:_CONSIDERED]})
    chosen: list[str] = []
    for strict in (True, False):
        for score, key in ranked[:_CONSIDERED]:
            enough = len(chosen) >= (MOST if strict else FEWEST)
            if enough or (len(chosen) >= FEWEST and score < _WORTH_SHOWING * ranked[0][0]):
                break
            if not any(_overlap(key, surfaces[key], other, surfaces[other], strict) for other in chosen):
                chosen.append(key)
    return tuple(surfaces[key] for key in chosen)


def _score(key: str, weight: float) -> float:
    return weight * (1 + _LONGER_IS_CLEARER * key.count(" "))


def _best_first(entry: tuple[float, str]) -> tuple[float, str]:
    score, key = entry
    return -score, key


def _overlap(key: str, surface: str, other: str, other_surface: str, strict: bool) -> bool:
    """Whether one phrase stands within the other; strictly also when one uses only words of the other."""
    one, two = surface.casefold(), other_surface.casefold()
    if one in two or two in one:
        return True
    words, others = set(key.split()), set(other.split())
    return strict and (words <= others or others <= words)


def _surfaces(group: Group, keys: set[str]) -> dict[str, str]:
    """The form of each phrase that is written most often, lower case where that is written at all."""
    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for tokens in group.tokens:
        for key, surface in phrases(tokens):
            if key in keys:
                counts[key][surface] += 1
    return {key: _form(forms) for key, forms in counts.items()}


def _form(forms: Counter[str]) -> str:
    """The most frequent form; a capital that only begins some sentences does not count."""
    folded: Counter[str] = Counter()
    for form, count in forms.items():
        folded[form.casefold()] += count
    best = min(folded, key=lambda form: (-folded[form], form))
    written = [form for form in forms if form.casefold() == best]
    return min(written, key=lambda form: (form != form.lower(), -forms[form], form))
