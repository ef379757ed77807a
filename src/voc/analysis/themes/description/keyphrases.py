"""The words a theme is searched by."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

from voc.analysis.themes.description.terms import Group, Profile
from voc.analysis.themes.description.words import phrases

FEWEST, MOST = 3, 8

_CONSIDERED = 60
_CLEARER = 1.6
"""What a phrase of several words weighs beside a word: it is rarer than its words, and says more."""

_CODE_LIKE = 0.5
_SAME_STEM = 3
"""Letters that two forms of a word share at least at the beginning, and differ in at most behind it."""

_WORTH_SHOWING = 0.15
"""Share of the best phrase's score below which a phrase is not shown once there are enough."""


def keyphrases(group: Group, profile: Profile) -> tuple[str, ...]:
    """Three to eight phrases (fewer where the tickets have fewer words), best first, each as customers write it
    most often; none says again what a better one says.
    """
    ranked = sorted(((_score(key, weight), key) for key, weight in profile.weights.items()), key=_best_first)
    surfaces = _surfaces(group, {key for _, key in ranked[:_CONSIDERED]})
    chosen: list[str] = []
    for score, key in ranked[:_CONSIDERED]:
        if len(chosen) >= MOST or (len(chosen) >= FEWEST and score < _WORTH_SHOWING * ranked[0][0]):
            break
        if not any(_repeats(key, other) or _within(surfaces[key], surfaces[other]) for other in chosen):
            chosen.append(key)
    return tuple(surfaces[key] for key in chosen)


def _score(key: str, weight: float) -> float:
    return weight * (_CLEARER if " " in key else 1.0) * (_CODE_LIKE if "." in key else 1.0)


def _best_first(entry: tuple[float, str]) -> tuple[float, str]:
    score, key = entry
    return -score, key


def _repeats(key: str, other: str) -> bool:
    """Whether two phrases share half of the shorter one's words, in whatever form."""
    shorter, longer = sorted((key.split(), other.split()), key=len)
    return 2 * sum(any(_is_form_of(word, each) for each in longer) for word in shorter) >= len(shorter)


def _within(surface: str, other: str) -> bool:
    """Whether one phrase stands within the other, such as *view* in *scrollview*."""
    one, two = surface.casefold(), other.casefold()
    return one in two or two in one


def _is_form_of(word: str, other: str) -> bool:
    """Whether two keys are what is left of one word: equal but for an ending that a cut did not find, and in a word
    of some length one letter before it, as consonants change in Finnish.
    """
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    shorter, longer = sorted((len(word), len(other)))
    return same >= max(_SAME_STEM, shorter - (shorter > _SAME_STEM + 1)) and longer - same <= _SAME_STEM


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
