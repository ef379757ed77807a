"""What a ticket is: a bug, a wish, a question... and the words that say so."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from voc.analysis.cues import Hit
from voc.model.lexicon import Lexicon, TypeRule
from voc.model.ticket import PRODUCT_KINDS, Kind

_TOPIC = "kinds."
_SUBJECT_FACTOR = 1.8
_DECAY = 0.65
_STRONG = 2.5
_SURE = 4.0
_DECISIVE_CONFIDENCE = 0.95
_CLOSE_CALL = 0.99
_NO_EVIDENCE = 0.3
_SHOWN_CUES = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure it is (0..1), and the field or words that decided."""

    kind: Kind
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for one kind: its score, its strongest single piece, and what to show."""

    score: float
    strongest: float
    shown: tuple[str, ...]


def classify(hits: Sequence[Hit], body_start: int, type_field: str | None, lexicon: Lexicon) -> Verdict:
    """The kind with the most evidence.

    Evidence is additive, with less for every further cue of the same kind; cues in the subject count more. The
    confidence is the kind's share when every kind weighs e to the power of its score (softmax). Without any evidence
    the answer is a bug, the most frequent kind among problem descriptions, with a confidence below one half.

    Args:
        hits: cues of the text.
        body_start: the number of the first token that is not of the subject.
        type_field: the export's own type, if any.
        lexicon: rules for that field.
    """
    rule = lexicon.types.get((type_field or "").strip().casefold())
    if rule and rule.decisive:
        return Verdict(rule.kind, _DECISIVE_CONFIDENCE, f"field type={type_field}")
    evidence = _evidence(hits, body_start)
    if rule:
        evidence = _with_field(evidence, rule, f"field type={type_field}")
    if not evidence:
        return Verdict(Kind.BUG, _NO_EVIDENCE, "no evidence")
    scores = _settled(evidence, lexicon)
    kind = max(Kind, key=lambda k: scores.get(k, 0.0))
    total = sum(math.exp(scores.get(k, 0.0)) for k in Kind)
    confidence = min(math.exp(scores.get(kind, 0.0)) / total, _CLOSE_CALL)
    return Verdict(kind, round(confidence, 4), ", ".join(evidence[kind].shown))


def _evidence(hits: Sequence[Hit], body_start: int) -> dict[Kind, _Evidence]:
    """What the cues say, kind by kind; the same cue twice says no more than once."""
    weights: defaultdict[Kind, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        if hit.cue.topic.startswith(_TOPIC) and not hit.negated:
            kind = Kind(hit.cue.topic.removeprefix(_TOPIC))
            weight = hit.cue.weight * (_SUBJECT_FACTOR if hit.start < body_start else 1.0)
            weights[kind][hit.cue.text] = max(weight, weights[kind].get(hit.cue.text, 0.0))
    return {kind: _summed(found) for kind, found in weights.items()}


def _summed(found: dict[str, float]) -> _Evidence:
    """Cues with their weights -> evidence, the strongest first."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    score = sum(weight * _DECAY**rank for rank, (_, weight) in enumerate(ranked))
    return _Evidence(score, ranked[0][1], tuple(f'"{text}"' for text, _ in ranked[:_SHOWN_CUES]))


def _with_field(evidence: dict[Kind, _Evidence], rule: TypeRule, shown: str) -> dict[Kind, _Evidence]:
    """The evidence with what a type field adds to it."""
    known = evidence.get(rule.kind, _Evidence(0.0, 0.0, ()))
    joined = _Evidence(known.score + rule.weight, max(known.strongest, rule.weight), (shown, *known.shown))
    return {**evidence, rule.kind: joined}


def _settled(evidence: dict[Kind, _Evidence], lexicon: Lexicon) -> dict[Kind, float]:
    """Scores, after the kinds that step back before strong evidence of a product kind have done so."""
    scores = {kind: found.score for kind, found in evidence.items()}
    strongest = {kind: found.strongest for kind, found in evidence.items()}
    product = max((strongest.get(kind, 0.0) for kind in PRODUCT_KINDS), default=0.0)
    sure_other = strongest.get(Kind.OTHER, 0.0) >= _SURE
    for kind, factor in lexicon.yielding.items():
        before_product = product >= _STRONG and not (kind is Kind.OTHER and sure_other)
        if kind in scores and (before_product or (sure_other and kind is not Kind.OTHER)):
            scores[kind] *= factor
    return scores
