"""What a ticket is: a bug, a wish, a question... and the words that say so."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.text.cues import Hit
from voc.analysis.text.severity import rating_sentiment
from voc.model.lexicon import Lexicon
from voc.model.ticket import NO_FEEDBACK_KINDS, PRODUCT_KINDS, Kind, Ticket

_KINDS = "kinds"
_LEAVING = {"churn.leaving": Kind.CHURN_SIGNAL}
_ABOUT_PRODUCT = "product"
_NO_CHANNEL, _ANY_CHANNEL = "none", "any"
_RATED = {1: "rated good", 0: "rated fair", -1: "rated bad"}
_SERVICE_SCALE = "good_bad"
_SUBJECT_FACTOR = 1.2
_DECAY = 0.75
_STRONG = 2.5
_SURE = 4.0
_DECISIVE_CONFIDENCE = 0.95
_CLOSE_CALL = 0.99
_SHOWN_CUES = 3
_NEAR, _FAR = 40, 120
_MIDDLE_FACTOR, _FAR_FACTOR = 0.7, 0.3
_TEMPERATURE = 1.3
_WEIGHED = tuple(kind for kind in Kind if kind not in NO_FEEDBACK_KINDS[1:])
"""The kinds that are weighed against each other: what is no feedback is one of them, and told apart afterwards."""

_Pieces = Mapping[str, Mapping[str, float]]
"""How much each piece of evidence weighs, as it is shown, by topic: a kind, or ``product``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure it is (0..1), and the field or words that decided."""

    kind: Kind
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for one kind: its score, its strongest single piece, and what to show."""

    score: float = 0.0
    strongest: float = 0.0
    shown: tuple[str, ...] = ()


_NOTHING = _Evidence()


def classify(hits: Sequence[Hit], body_start: int, ticket: Ticket, lexicon: Lexicon) -> Verdict:
    """The kind with the most evidence.

    Evidence is additive, with less for every further cue of the same kind; cues in the subject count more, and those
    far behind the beginning less. What a ticket of its channel and rating usually is counts too, so that a text
    without cues has a kind as well. The confidence is the kind's share when every kind weighs e to the power of its
    score (softmax), the scores divided by a temperature. What is no feedback is weighed as one kind, at whose
    confidence the ticket is then the one of them that more speaks for.

    Args:
        hits: cues of the text.
        body_start: the number of the first token that is not of the subject.
        ticket: for its type, its channel and its rating.
        lexicon: rules for these.
    """
    rule = lexicon.types.get((ticket.type or "").strip().casefold())
    if rule and rule.decisive:
        return Verdict(rule.kind, _DECISIVE_CONFIDENCE, f"field type={ticket.type}")
    pieces = _pieces(hits, body_start, _channel(ticket))
    if rule:
        pieces[rule.kind][f"field type={ticket.type}"] = rule.weight
    scores = _settled(_weighed(pieces), lexicon, _channel(ticket))
    usual = prior(ticket, lexicon)
    total = {kind: scores[kind] + usual.get(kind, 0.0) for kind in _WEIGHED}
    best = max(_WEIGHED, key=total.__getitem__)
    kind = _told_apart(pieces) if best in NO_FEEDBACK_KINDS else best
    shown = ", ".join(_summed(pieces.get(kind, {})).shown) or "no evidence"
    return Verdict(kind, round(_share(best, total), 4), shown)


def prior(ticket: Ticket, lexicon: Lexicon) -> dict[Kind, float]:
    """How much speaks for each kind before a word is read: by the ticket's channel, and by its rating in stars."""
    found = dict(lexicon.priors.get(_channel(ticket), lexicon.priors[_ANY_CHANNEL]))
    rating = ticket.satisfaction
    tone = rating_sentiment(rating) if rating and rating.scale != _SERVICE_SCALE else None
    for kind, weight in lexicon.priors[_RATED[tone]].items() if tone is not None else ():
        found[kind] = found.get(kind, 0.0) + weight
    return found


def _channel(ticket: Ticket) -> str:
    """The ticket's channel as the lexicon names it."""
    return (ticket.channel or "").strip().casefold() or _NO_CHANNEL


def _share(kind: Kind, scores: Mapping[Kind, float]) -> float:
    """The softmax of one kind's score."""
    total = sum(math.exp((score - scores[kind]) / _TEMPERATURE) for score in scores.values())
    return min(1.0 / total, _CLOSE_CALL)


def _pieces(hits: Sequence[Hit], body_start: int, channel: str) -> defaultdict[str, dict[str, float]]:
    """What the cues say, topic by topic; the same cue twice says no more than once, and one for another channel
    nothing.
    """
    pieces: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        section, _, about = hit.cue.topic.partition(".")
        topic, _, only = _LEAVING.get(hit.cue.topic, about).partition("@")
        if (section == _KINDS or hit.cue.topic in _LEAVING) and only in ("", channel) and not hit.negated:
            shown = f'"{hit.cue.text}"'
            weight = hit.cue.weight * _place_factor(hit.start - body_start)
            pieces[topic][shown] = max(weight, pieces[topic].get(shown, 0.0))
    return pieces


def _place_factor(behind: int) -> float:
    """How much a cue counts ``behind`` tokens after the subject (below 0: inside it)."""
    if behind < 0:
        return _SUBJECT_FACTOR
    return 1.0 if behind < _NEAR else _MIDDLE_FACTOR if behind < _FAR else _FAR_FACTOR


def _summed(found: Mapping[str, float]) -> _Evidence:
    """Pieces with their weights -> evidence, the strongest first."""
    if not found:
        return _NOTHING
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    score = sum(weight * _DECAY**rank for rank, (_, weight) in enumerate(ranked))
    return _Evidence(score, ranked[0][1], tuple(shown for shown, _ in ranked[:_SHOWN_CUES]))


def _weighed(pieces: _Pieces) -> dict[str, _Evidence]:
    """The evidence by topic, that of every kind without feedback under ``other``."""
    none = {shown: weight for kind in NO_FEEDBACK_KINDS for shown, weight in pieces.get(kind, {}).items()}
    return {**{topic: _summed(found) for topic, found in pieces.items()}, Kind.OTHER: _summed(none)}


def _told_apart(pieces: _Pieces) -> Kind:
    """Which of the kinds without feedback has the most evidence; ``other`` when there is none."""
    return max(NO_FEEDBACK_KINDS, key=lambda kind: _summed(pieces.get(kind, {})).score)


def _settled(evidence: Mapping[str, _Evidence], lexicon: Lexicon, channel: str) -> dict[Kind, float]:
    """The score of every kind that is weighed: its evidence as much as it counts in this channel, after those that
    step back have done so.

    Sure evidence of ``other`` makes the rest step back and stands. Without it, words about the product count against
    ``other``, and strong evidence of a product kind makes the rest and ``other`` step back.
    """
    found = {kind: evidence.get(kind, _NOTHING) for kind in _WEIGHED}
    scores = {kind: found[kind].score * _by_channel(lexicon.counting, kind, channel) for kind in _WEIGHED}
    sure_other = found[Kind.OTHER].strongest >= _SURE
    strong_product = max(found[kind].strongest for kind in PRODUCT_KINDS) >= _STRONG
    if not sure_other:
        scores[Kind.OTHER] -= evidence.get(_ABOUT_PRODUCT, _NOTHING).score
    if sure_other or strong_product:
        for kind in scores.keys() - ({Kind.OTHER} if sure_other else set()):
            scores[kind] *= _by_channel(lexicon.yielding, kind, "" if sure_other else channel)
    return scores


def _by_channel(factors: Mapping[str, float], kind: Kind, channel: str) -> float:
    """The factor of ``kind`` in ``channel``: the one for this channel, else the one for all, else 1."""
    return factors.get(f"{kind}@{channel}", factors.get(kind, 1.0))
