"""What sets each theme's words apart from those of the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.themes.description.words import LINE_END, Token, Tokenizer, phrases
from voc.model.ticket import SUBJECT, Feedback

SAMPLE = 40
"""Tickets of a theme that are read; more would not change what it is called."""

FEWEST_COMMON = 3
"""Words that two tickets must share for those of one ticket alone not to count."""

_BODY = 0.5
"""What a phrase counts that stands only behind a ticket's subject, where templates, steps and logs stand too."""

UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Group:
    """The tickets of one theme that are read, in a fixed order, their tokens beside them, and its main language."""

    members: tuple[Feedback, ...]
    tokens: tuple[list[Token], ...]
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Weight of each phrase of a group, by key; single words are phrases too."""

    weights: Mapping[str, float]

    def relevance(self, keys: Iterable[str]) -> float:
        """How much of what the group is about ``keys`` say: their weight over the root of their number, or of
        ``FEWEST_COMMON``, so that neither a single word nor a long list of them wins.
        """
        known = frozenset(keys)
        weight = math.fsum(self.weights.get(key, 0.0) for key in known)
        return weight / math.sqrt(max(len(known), FEWEST_COMMON))


def group(members: Iterable[Feedback], tokenizer: Tokenizer) -> Group:
    """The tickets of one theme as they are read: all of a small theme; of a large one a sample without equal texts,
    drawn by fingerprint, which is as good as by lot and the same in every order.
    """
    ordered = sorted(members, key=lambda feedback: feedback.ticket_id)
    language = main_language(ordered)
    if len(ordered) > SAMPLE:
        distinct = {feedback.fingerprint: feedback for feedback in reversed(ordered)}
        ordered = [distinct[fingerprint] for fingerprint in sorted(distinct)[:SAMPLE]]
    tokens = tuple(tokenizer.tokens(feedback.text, feedback.language) for feedback in ordered)
    return Group(tuple(ordered), tokens, language)


def main_language(members: Iterable[Feedback]) -> str:
    """The language most of the tickets are in, ``und`` when none of them says."""
    counts = Counter(feedback.language for feedback in members if feedback.language != UNKNOWN)
    return min(counts, key=lambda language: (-counts[language], language), default=UNKNOWN)


def profiles(groups: Sequence[Group]) -> list[Profile]:
    """Class-based TF-IDF (Grootendorst 2022, BERTopic, eq. 2) of each group, on the share of a group's tickets that
    hold a phrase instead of the number of times it stands there, so that one long log does not name a theme.
    """
    shares = [_shares(group) for group in groups]
    totals: Counter[str] = Counter()
    for share in shares:
        totals.update(share)
    return [
        Profile({key: value * math.log1p(len(groups) / totals[key]) for key, value in share.items()})
        for share in shares
    ]


def _shares(group: Group) -> dict[str, float]:
    """Share of the group's tickets that hold each phrase that at least two of them hold; any word, where two tickets
    have too few words in common.
    """
    counts: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for feedback, tokens in zip(group.members, group.tokens, strict=True):
        said = _said(feedback, tokens)
        counts.update(said.keys())
        weights.update(said)
    enough = sum(count > 1 and " " not in key for key, count in counts.items()) >= FEWEST_COMMON
    kept = sorted(key for key, count in counts.items() if count > 1 or not (enough or " " in key))
    return {key: weights[key] / len(group.members) for key in kept}


def _said(feedback: Feedback, tokens: Sequence[Token]) -> dict[str, float]:
    """The phrases of a ticket: 1 for one in its subject, or in a ticket without a subject; ``_BODY`` for any other."""
    keys = dict.fromkeys((key for key, _ in phrases(tokens)), 1.0)
    if not has_subject(feedback):
        return keys
    end = next((place for place, token in enumerate(tokens) if token.surface == LINE_END), len(tokens))
    subject = {key for key, _ in phrases(tokens[:end])}
    return {key: 1.0 if key in subject else _BODY for key in keys}


def has_subject(feedback: Feedback) -> bool:
    """Whether the ticket has a subject line and something behind it."""
    return len(feedback.spans) > 1 and feedback.spans[0].message == SUBJECT
