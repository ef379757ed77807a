"""Labelled texts to a classifier, and how good it is on texts it has not seen.

The classifier is a linear support vector machine, one kind against the rest, on features scaled by their naive Bayes
log-count ratios (Wang & Manning 2012, "Baselines and Bigrams"); a rare kind weighs as much as a common one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.text.learned.model import KindModel, probabilities
from voc.analysis.text.learned.vectors import Hashed, vocabulary
from voc.model.ticket import Kind

FOLDS = 5
"""Parts of the cross-validation."""

_COST = 0.15
"""What a text of the rarer side may cost at most. A common one costs as much less as there are more of them, so that
few examples of a rare kind are not learned by heart."""

_SMOOTHING = 0.3
_SHARE_OF_RATIO = 0.5
_TINY = 1e-9
_TEMPERATURES = np.geomspace(0.05, 5.0, 60)


def fit(texts: Sequence[Hashed], kinds: Sequence[Kind], temperature: float = 1.0) -> KindModel:
    """A classifier of the kinds in ``kinds``, which stand beside ``texts``.

    The order of the texts decides the last bits of the result; the caller sorts them.
    """
    known = tuple(kind for kind in Kind if kind in set(kinds))
    vocab = vocabulary(texts)
    rows, truth = vocab.rows(texts), np.array([known.index(kind) for kind in kinds])
    columns = [_against_rest(rows, truth == number) for number in range(len(known))]
    weights = np.stack([weights for weights, _ in columns], axis=1).astype(np.float32)
    return KindModel(known, vocab, weights, np.array([bias for _, bias in columns], np.float32), temperature)


def _against_rest(rows: sparse.csr_array, inside: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], float]:
    """Weights and bias of one kind."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - prediction does without it

    scale = _scale(rows, inside)
    scaled = sparse.csr_array((rows.data * scale[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
    rarer = 2 * min(inside.mean(), 1 - inside.mean())
    machine = LinearSVC(C=_COST * rarer, class_weight="balanced", random_state=0).fit(scaled, inside)
    return machine.coef_[0] * scale, float(machine.intercept_[0])


def _scale(rows: sparse.csr_array, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How differently each feature is spread inside and outside of a kind: 1 on average, half of it for every one."""
    within, without = (rows[chosen].sum(axis=0) + _SMOOTHING for chosen in (inside, ~inside))
    ratio: npt.NDArray[np.float64] = np.abs(np.log((within / within.sum()) / (without / without.sum())))
    scale: npt.NDArray[np.float64] = _SHARE_OF_RATIO * ratio / max(ratio.mean(), _TINY) + (1 - _SHARE_OF_RATIO)
    return scale


def held_out_scores(texts: Sequence[Hashed], kinds: Sequence[Kind], seed: int) -> npt.NDArray[np.float32]:
    """Scores of every text by a model that was fitted without it (stratified k-fold): texts x kinds, as in ``fit``."""
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415 - as above

    known = [kind for kind in Kind if kind in set(kinds)]
    scores = np.zeros((len(texts), len(known)), np.float32)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(texts, kinds):
        model = fit([texts[i] for i in train], [kinds[i] for i in train])
        scores[test] = model.scores([texts[i] for i in test])
    return scores


def best_temperature(scores: npt.NDArray[np.float32], truth: npt.NDArray[np.int64]) -> float:
    """The temperature at which held-out probabilities are most likely right (least negative log likelihood)."""
    every = np.arange(len(truth))
    losses = [-np.log(probabilities(scores, t)[every, truth] + 1e-12).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])
