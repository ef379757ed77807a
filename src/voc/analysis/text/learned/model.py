"""A trained classifier of kinds: plain arrays, and the words that decided each verdict."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from voc.analysis.text.classify import Verdict
from voc.analysis.text.learned.features import FAMILIES, WORDS, Features, Passage, features
from voc.analysis.text.learned.vectors import Hashed, Vocabulary, hashed
from voc.model.lexicon import Lexicon
from voc.model.ticket import Kind, Ticket

VERSION = 2
"""Rises whenever the same text would have other features, so that older models are refused."""

SURE = 0.75
"""The confidence from which the rules' verdict on a kind that the model does not know stands."""

_CLOSE_CALL = 0.99
_SHOWN = 3
_LOOKED_AT = 60
_NOTHING = "no word that the trained model knows"
_READABLE = {
    **dict.fromkeys(FAMILIES, ""),
    **dict.fromkeys(WORDS, '"{}"'),
    "headings": 'heading "{}"',
    "answers": 'form "{}"',
    "outline": "{}",
}
"""How features are shown; those of the other families say nothing to a reader."""


@dataclass(frozen=True, eq=False)
class KindModel:
    """A linear model, fitted on a user's own labels.

    Attributes:
        kinds: that it can tell apart.
        vocabulary: n known features.
        weights: n x kinds; what each feature says for each kind.
        bias: one number a kind.
        temperature: what scores are divided by before they become probabilities (Guo et al. 2017).
    """

    kinds: tuple[Kind, ...]
    vocabulary: Vocabulary
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    temperature: float

    @cached_property
    def digest(self) -> str:
        """Names the model by its content."""
        digest = hashlib.sha256(f"{VERSION} {','.join(self.kinds)} {self.temperature!r}".encode())
        for array in (self.vocabulary.hashes, self.vocabulary.idf, self.weights, self.bias):
            digest.update(f"{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]

    def scores(self, texts: Sequence[Hashed]) -> npt.NDArray[np.float32]:
        """Texts x kinds; the largest of a row decides."""
        scores: npt.NDArray[np.float32] = self.vocabulary.rows(texts) @ self.weights + self.bias
        return scores

    def decide(self, passage: Passage, rules: Verdict, ticket: Ticket, lexicon: Lexicon) -> Verdict:
        """The model's verdict, where it is the model's to give.

        The export's own type field comes first, where it decides; and a kind that the labels did not have stays
        reachable: where the rules are sure of one, they decide.
        """
        return rules if by_field(ticket, lexicon) or self.gives_way(rules) else self.verdict(passage, lexicon)

    def gives_way(self, rules: Verdict) -> bool:
        """Whether the rules are sure of a kind that the model does not know."""
        return rules.kind not in self.kinds and rules.confidence >= SURE

    def verdict(self, passage: Passage, lexicon: Lexicon) -> Verdict:
        """The kind of a passage, its probability, and the words that spoke most for it."""
        found = features(passage, lexicon)
        known, columns, values = self.vocabulary.weigh(hashed(found))
        weights = self.weights[columns]
        scores = values @ weights + self.bias
        best = int(scores.argmax())
        share = float(probabilities(scores[None, :], self.temperature)[0, best])
        gains = values * (weights[:, best] - weights.mean(axis=1))
        reason = _reason(found, known, gains)
        return Verdict(self.kinds[best], round(min(share, _CLOSE_CALL), 4), reason)


def _reason(found: Features, known: npt.NDArray[np.intp], gains: npt.NDArray[np.float32]) -> str:
    """The readable features with the largest gains: what each of ``known`` adds to a kind above the average kind."""
    shown = [_READABLE[family].format(each) for family, counts in found.items() for each in counts]
    total: defaultdict[str, float] = defaultdict(float)
    for at in np.argsort(-gains, kind="stable")[:_LOOKED_AT]:
        total[shown[known[at]]] += float(gains[at])
    telling = sorted((-gain, name) for name, gain in total.items() if name and gain > 0)
    return ", ".join(name for _, name in telling[:_SHOWN]) or _NOTHING


def by_field(ticket: Ticket, lexicon: Lexicon) -> bool:
    """Whether the export's type field decides the kind of ``ticket``."""
    rule = lexicon.types.get((ticket.type or "").strip().casefold())
    return rule is not None and rule.decisive


def probabilities(scores: npt.NDArray[np.float32], temperature: float) -> npt.NDArray[np.float64]:
    """The softmax of every row of ``scores`` over ``temperature``."""
    scaled = scores.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
