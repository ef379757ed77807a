"""Which language a text is in: English, Finnish, Swedish, or one that voc does not know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from voc.model.lexicon import LanguageProfile

UNKNOWN = "und"

_WORD_WEIGHT = 1.0
_GROUP_WEIGHT = 0.1
_LEAST_SCORE = 0.25
_LEAST_LEAD = 1.15
_LOOKED_AT = 120
_LATIN_END = "ɏ"


def detect_language(tokens: Sequence[str], profiles: tuple[LanguageProfile, ...], given: str | None = None) -> str:
    """ISO 639-1 code of a known language, or ``und``.

    Args:
        tokens: of the text, in order; the first 120 words count.
        profiles: what the languages are known by.
        given: what the export says; believed when voc knows no better, that is when the text does not contradict it.
    """
    words = [token for token in tokens[: 2 * _LOOKED_AT] if token.isalpha()][:_LOOKED_AT]
    known = given_code(given)
    if sum(word[0] > _LATIN_END for word in words) * 2 > len(words):
        return known if known and known not in {profile.code for profile in profiles} else UNKNOWN
    scores = {profile.code: 0.0 for profile in profiles}
    for word in words:
        for code, score in _word_scores(word, profiles):
            scores[code] += score
    return _decide(scores, len(words), known)


def given_code(given: str | None) -> str | None:
    """``fi`` for an export's ``fi``, ``fi-FI`` or ``fi_FI``; None for anything that is no language code."""
    code = (given or "").replace("_", "-").split("-")[0].strip().casefold()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _decide(scores: dict[str, float], words: int, known: str | None) -> str:
    """The best language when it leads clearly; what the export says when nothing does."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (best, high), (_, second) = ranked[0], ranked[1]
    clear = words > 0 and high >= _LEAST_SCORE and high >= _LEAST_LEAD * second
    if known and (not clear or best == UNKNOWN or scores.get(known, 0.0) * _LEAST_LEAD >= high):
        return known
    return best if clear else UNKNOWN


@lru_cache(maxsize=1 << 16)
def _word_scores(word: str, profiles: tuple[LanguageProfile, ...]) -> tuple[tuple[str, float], ...]:
    """What one word says for each language: a word of its own, and the letter groups it holds."""
    scores = []
    for profile in profiles:
        score = _WORD_WEIGHT * (word in profile.words)
        score += _GROUP_WEIGHT * sum(weight for group, weight in profile.groups.items() if group in word)
        if score:
            scores.append((profile.code, score))
    return tuple(scores)
