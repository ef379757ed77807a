"""What a ticket is: a bug, a wish, a question... and the words that say so."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.text.cues import Hit
from voc.analysis.text.severity import rating_sentiment
from voc.model.lexicon import Lexicon, TypeRule
from voc.model.ticket import PRODUCT_KINDS, Kind, Ticket

_TOPIC = "kinds."
_ABOUT_PRODUCT = "product"
_NO_CHANNEL, _ANY_CHANNEL = "none", "any"
_RATED = {1: "rated good", 0: "rated fair", -1: "rated bad"}
_SERVICE_SCALE = "good_bad"
_SUBJECT_FACTOR = 1.6
_DECAY = 0.65
_STRONG = 2.5
_SURE = 4.0
_DECISIVE_CONFIDENCE = 0.95
_CLOSE_CALL = 0.99
_SHOWN_CUES = 3
_NEAR, _FAR = 40, 120
_MIDDLE_FACTOR, _FAR_FACTOR = 0.7, 0.3
_TEMPERATURE = 1.3


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


_NOTHING = _Evidence(0.0, 0.0, ())


def classify(hits: Sequence[Hit], body_start: int, ticket: Ticket, lexicon: Lexicon) -> Verdict:
    """The kind with the most evidence.

    Evidence is additive, with less for every further cue of the same kind; cues in the subject count more, and those
    far behind the beginning less. What a ticket of its channel and rating usually is counts too, so that a text
    without cues has a kind as well. The confidence is the kind's share when every kind weighs e to the power of its
    score (softmax), the scores divided by a temperature.

    Args:
        hits: cues of the text.
        body_start: the number of the first token that is not of the subject.
        ticket: for its type, its channel and its rating.
        lexicon: rules for these.
    """
    rule = lexicon.types.get((ticket.type or "").strip().casefold())
    if rule and rule.decisive:
        return Verdict(rule.kind, _DECISIVE_CONFIDENCE, f"field type={ticket.type}")
    evidence = _evidence(hits, body_start)
    if rule:
        evidence = _with_field(evidence, rule, f"field type={ticket.type}")
    scores = _settled(evidence, lexicon)
    usual = prior(ticket, lexicon)
    total = {kind: scores[kind] + usual.get(kind, 0.0) for kind in Kind}
    kind = max(Kind, key=total.__getitem__)
    shown = ", ".join(evidence[kind].shown) if kind in evidence else "no evidence"
    return Verdict(kind, round(_share(kind, total), 4), shown)


def prior(ticket: Ticket, lexicon: Lexicon) -> dict[Kind, float]:
    """How much speaks for each kind before a word is read: by the ticket's channel, and by its rating in stars."""
    channel = (ticket.channel or "").strip().casefold()
    found = dict(lexicon.priors.get(channel or _NO_CHANNEL, lexicon.priors[_ANY_CHANNEL]))
    rating = ticket.satisfaction
    tone = rating_sentiment(rating) if rating and rating.scale != _SERVICE_SCALE else None
    for kind, weight in lexicon.priors[_RATED[tone]].items() if tone is not None else ():
        found[kind] = found.get(kind, 0.0) + weight
    return found


def _share(kind: Kind, scores: Mapping[Kind, float]) -> float:
    """The softmax of one kind's score."""
    total = sum(math.exp((score - scores[kind]) / _TEMPERATURE) for score in scores.values())
    return min(1.0 / total, _CLOSE_CALL)


def _evidence(hits: Sequence[Hit], body_start: int) -> dict[str, _Evidence]:
    """What the cues say, topic by topic (a kind, or ``product``); the same cue twice says no more than once."""
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        if hit.cue.topic.startswith(_TOPIC) and not hit.negated:
            found = weights[hit.cue.topic.removeprefix(_TOPIC)]
            weight = hit.cue.weight * _place_factor(hit.start - body_start)
            found[hit.cue.text] = max(weight, found.get(hit.cue.text, 0.0))
    return {topic: _summed(found) for topic, found in weights.items()}


def _place_factor(behind: int) -> float:
    """How much a cue counts ``behind`` tokens after the subject (below 0: inside it)."""
    if behind < 0:
        return _SUBJECT_FACTOR
    return 1.0 if behind < _NEAR else _MIDDLE_FACTOR if behind < _FAR else _FAR_FACTOR


def _summed(found: dict[str, float]) -> _Evidence:
    """Cues with their weights -> evidence, the strongest first."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    score = sum(weight * _DECAY**rank for rank, (_, weight) in enumerate(ranked))
    return _Evidence(score, ranked[0][1], tuple(f'"{text}"' for text, _ in ranked[:_SHOWN_CUES]))


def _with_field(evidence: Mapping[str, _Evidence], rule: TypeRule, shown: str) -> dict[str, _Evidence]:
    """The evidence with what a type field adds to it."""
    known = evidence.get(rule.kind, _NOTHING)
    joined = _Evidence(known.score + rule.weight, max(known.strongest, rule.weight), (shown, *known.shown))
    return {**evidence, rule.kind: joined}


def _settled(evidence: Mapping[str, _Evidence], lexicon: Lexicon) -> dict[Kind, float]:
    """The score of every kind, after those that step back have done so.

    Sure evidence of ``other`` makes the rest step back and stands. Without it, words about the product count against
    ``other``, and strong evidence of a product kind makes the rest and ``other`` step back.
    """
    found = {kind: evidence.get(kind, _NOTHING) for kind in Kind}
    scores = {kind: found[kind].score for kind in Kind}
    sure_other = found[Kind.OTHER].strongest >= _SURE
    strong_product = max(found[kind].strongest for kind in PRODUCT_KINDS) >= _STRONG
    if not sure_other:
        scores[Kind.OTHER] -= evidence.get(_ABOUT_PRODUCT, _NOTHING).score
    for kind, factor in lexicon.yielding.items():
        stands = kind is Kind.OTHER and sure_other
        if (sure_other or strong_product) and not stands:
            scores[kind] *= factor
    return scores
