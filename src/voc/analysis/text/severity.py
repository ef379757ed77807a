"""How bad, how angry, how close to leaving: small scales, each with the words that decided, and with "unknown"."""

from __future__ import annotations

from collections.abc import Sequence

from voc.analysis.text.cues import Hit
from voc.model.lexicon import Lexicon
from voc.model.ticket import Satisfaction

_WORKS_AROUND = 3
_TASK_FAILS = 4
_LEAST_TONE = 1.0
_SHOWN_CUES = 3

# Up to the first bound a rating is bad, from the second on it is good (NPS: detractors and promoters).
_RATING_BOUNDS = {
    "1-5": (2.0, 4.0),
    "stars-5": (2.0, 4.0),
    "nps": (6.0, 9.0),
    "fd-103": (-1.0, 1.0),
    "percent": (40.0, 60.0),
}
_RATING_WORDS = {"good": 1, "great": 1, "satisfied": 1, "positive": 1, "okay": 0, "neutral": 0}
_BAD_WORDS = {"bad": -1, "not good": -1, "unsatisfied": -1, "dissatisfied": -1, "negative": -1}


def severity(hits: Sequence[Hit], priority: str | None, lexicon: Lexicon) -> tuple[int | None, str]:
    """1 (cosmetic) to 5 (data loss, security, money, service down) and why; None when nothing says.

    A priority that somebody set to an extreme is a hint: it lifts what the words say, and stands alone without them.
    """
    said = {
        int(hit.cue.topic.removeprefix("severity.")): hit.cue.text
        for hit in reversed(hits)
        if _speaks(hit, "severity.")
    }
    level = max(said, default=None)
    if level == _TASK_FAILS and _WORKS_AROUND in said:
        level = _WORKS_AROUND
    hinted = lexicon.priorities.get((priority or "").strip().casefold())
    if hinted is not None and (level is None or hinted > level):
        return hinted, f"field priority={priority}"
    return level, f'"{said[level]}"' if level else ""


def sentiment(hits: Sequence[Hit], satisfaction: Satisfaction | None) -> tuple[int | None, str]:
    """-1, 0 or 1 and why: a rating says it, else the words; None where neither does, or only one weak word."""
    rated = rating_sentiment(satisfaction) if satisfaction else None
    if satisfaction and rated is not None:
        return rated, f"field satisfaction={satisfaction.value}"
    said = [(_tone(hit), f'"{hit.cue.text}"') for hit in hits if hit.cue.topic.startswith("sentiment.")]
    good, bad = sum(tone for tone, _ in said if tone > 0), -sum(tone for tone, _ in said if tone < 0)
    if max(good, bad) < _LEAST_TONE:
        return None, ""
    sign = (good > bad) - (good < bad)
    words = dict.fromkeys(word for tone, word in sorted(said, key=lambda each: -abs(each[0])) if tone * sign >= 0)
    return sign, ", ".join(list(words)[:_SHOWN_CUES])


def rating_sentiment(satisfaction: Satisfaction) -> int | None:
    """What a rating on its scale says; None for a scale or value that is not known."""
    value = satisfaction.value.strip().casefold()
    word = {**_RATING_WORDS, **_BAD_WORDS}.get(value)
    if word is not None:
        return word
    bounds = _RATING_BOUNDS.get(satisfaction.scale)
    try:
        number = float(value)
    except ValueError:
        return None
    return (number >= bounds[1]) - (number <= bounds[0]) if bounds else None


def churn(hits: Sequence[Hit]) -> str:
    """The phrases that say the customer may leave, quoted; empty when there are none."""
    said = dict.fromkeys(f'"{hit.cue.text}"' for hit in hits if _speaks(hit, "churn."))
    return ", ".join(list(said)[:_SHOWN_CUES])


def _speaks(hit: Hit, section: str) -> bool:
    """Whether a hit belongs to a section and stands."""
    return not hit.negated and hit.cue.topic.startswith(section)


def _tone(hit: Hit) -> float:
    """A hit's tone; a negation turns it around."""
    tone = hit.cue.weight * int(hit.cue.topic.removeprefix("sentiment."))
    return -tone if hit.negated else tone
