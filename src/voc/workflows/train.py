"""Labelled texts to a classifier of kinds, with cross-validated figures beside the shipped word lists'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.text.classify import Verdict, classify
from voc.analysis.text.feedback import fingerprint, passage_of
from voc.analysis.text.intake import admit
from voc.analysis.text.learned.features import features
from voc.analysis.text.learned.fit import best_temperature, fit, held_out_scores
from voc.analysis.text.learned.model import KindModel
from voc.analysis.text.learned.vectors import Hashed, hashed
from voc.errors import InputError
from voc.model.labels import Labelled
from voc.model.lexicon import Lexicon
from voc.model.ticket import Kind, Reject

LEAST = 10
"""Different texts of a kind without which it cannot be learned."""

_KEY = b"labels are not stored, so nobody's pseudonym matters"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scores:
    """How well a kind is found: of what was called it, of what is it, and their harmonic mean (0..1)."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind's texts, and how well it is found by the trained model and by the shipped word lists."""

    kind: Kind
    texts: int
    trained: Scores
    shipped: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What was learned, and how good it is on texts that it was not trained on.

    Attributes:
        model: fitted on all texts.
        texts: different ones that were learned from; ``repeated`` ones were left out.
        kinds: figures of every kind, cross-validated.
        macro_f1, shipped_macro_f1: means over the kinds.
        confusion: labelled kind to the kinds that the trained model found, with how often.
        rejects: rows that were not read.
    """

    model: KindModel
    texts: int
    repeated: int
    kinds: tuple[KindFigures, ...]
    macro_f1: float
    shipped_macro_f1: float
    confusion: Mapping[Kind, Mapping[Kind, int]]
    rejects: Sequence[Reject]


@dataclass(frozen=True, slots=True)
class _Example:
    """A text that is learned from: ``order`` sorts examples the same way however their rows were ordered."""

    order: tuple[str, str]
    text: Hashed
    kind: Kind
    rules: Verdict


def train_kinds(
    rows: Iterable[Labelled | Reject],
    *,
    lexicon: Lexicon,
    seed: int,
    progress: Progress = lambda done, total: None,
) -> Trained:
    """Fit a classifier on ``rows``, read as tickets are: redacted, and the customer's own words alone.

    The same rows in another order give the same model.

    Raises:
        InputError: fewer than two kinds, or too few texts of one.
    """
    examples: dict[tuple[str, str], _Example] = {}
    rejects: list[Reject] = []
    read = 0
    for row in rows:
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        read += 1
        example = _example(row, lexicon)
        examples.setdefault(example.order, example)
        progress(read, 0)
    chosen = [examples[order] for order in sorted(examples)]
    _check([example.kind for example in chosen], rejects)
    return _trained(chosen, read - len(chosen), rejects, seed)


def _example(row: Labelled, lexicon: Lexicon) -> _Example:
    ticket, _ = admit(row.ticket, _KEY, lexicon)
    passage = passage_of(ticket, lexicon)
    rules = classify(passage.hits, passage.body_start, ticket, lexicon)
    order = (fingerprint(f"{passage.subject} {passage.body}"), row.kind.value)
    return _Example(order, hashed(features(passage, lexicon)), row.kind, rules)


def _check(kinds: Sequence[Kind], rejects: Sequence[Reject]) -> None:
    """Refuse what cannot be learned from; where no row could be read, say what was wrong with the first."""
    counts = Counter(kinds)
    if not kinds:
        wrong = f": {rejects[0].file}:{rejects[0].line}: {rejects[0].reason}" if rejects else ""
        raise InputError(f"no labelled text could be read{wrong}", "at least two kinds are needed")
    few = [f"{counts[kind]} of {kind}" for kind in Kind if 0 < counts[kind] < LEAST]
    if few:
        raise InputError(
            f"too few different texts: {', '.join(few)}", f"label at least {LEAST} of each kind, or leave that kind out"
        )
    if len(counts) < 2:
        raise InputError(f"every label is {kinds[0]}", "at least two kinds are needed to tell them apart")


def _trained(examples: Sequence[_Example], repeated: int, rejects: Sequence[Reject], seed: int) -> Trained:
    texts, truth = [each.text for each in examples], [each.kind for each in examples]
    held_out = held_out_scores(texts, truth, seed)
    known = [kind for kind in Kind if kind in set(truth)]
    temperature = best_temperature(held_out, np.array([known.index(kind) for kind in truth]))
    model = fit(texts, truth, temperature)
    guesses = [known[best] for best in held_out.argmax(axis=1)]
    found = [
        each.rules.kind if model.gives_way(each.rules) else guess for each, guess in zip(examples, guesses, strict=True)
    ]
    rules = [each.rules.kind for each in examples]
    kinds = tuple(
        KindFigures(kind, truth.count(kind), _scores(truth, found, kind), _scores(truth, rules, kind)) for kind in known
    )
    return Trained(
        model=model,
        texts=len(examples),
        repeated=repeated,
        kinds=kinds,
        macro_f1=_mean([each.trained.f1 for each in kinds]),
        shipped_macro_f1=_mean([each.shipped.f1 for each in kinds]),
        confusion={kind: _found(truth, found, kind) for kind in known},
        rejects=rejects,
    )


def _scores(truth: Sequence[Kind], found: Sequence[Kind], kind: Kind) -> Scores:
    right = sum(a is b is kind for a, b in zip(truth, found, strict=True))
    precision, recall = (right / max(each.count(kind), 1) for each in (list(found), list(truth)))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Scores(round(precision, 4), round(recall, 4), round(f1, 4))


def _found(truth: Sequence[Kind], found: Sequence[Kind], kind: Kind) -> dict[Kind, int]:
    counts = Counter(b for a, b in zip(truth, found, strict=True) if a is kind)
    return {each: counts[each] for each in Kind if counts[each]}


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)
