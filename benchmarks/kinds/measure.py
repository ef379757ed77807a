"""Kinds found against kinds told."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sklearn.metrics import f1_score

from benchmarks.kinds.datasets import Split
from benchmarks.results import Row
from voc.analysis.text.feedback import read
from voc.analysis.text.intake import admit
from voc.analysis.text.learned.model import KindModel
from voc.config.lexicon import load_lexicon
from voc.model.labels import Labelled
from voc.model.lexicon import Lexicon
from voc.model.ticket import Kind
from voc.workflows.train import train_kinds

_KEY = b"benchmark"


def measure(split: Split) -> list[Row]:
    """The shipped word lists and a model trained on one part, both on the other part.

    Of the word lists' kinds that the labels do not have, a ticket that is hard to use counts as a question (somebody
    who does not find the way asks for it), every other as wrong.
    """
    lexicon = load_lexicon()
    shipped = _found(split.test, lexicon, None)
    begun = time.perf_counter()
    trained = train_kinds(split.train, lexicon=lexicon, seed=0)
    seconds = time.perf_counter() - begun
    learned = _found(split.test, lexicon, trained.model)
    return [
        _row(f"{split.name}, shipped word lists", split.test, shipped),
        _row(f"{split.name}, voc train kinds", split.test, learned)
        | {"cross-validated": trained.macro_f1, "training s": seconds},
    ]


def _found(reports: Sequence[Labelled], lexicon: Lexicon, model: KindModel | None) -> list[Kind]:
    found = []
    for report in reports:
        ticket, redactions = admit(report.ticket, _KEY, lexicon)
        found.append(read(ticket, redactions, lexicon, model).kind)
    return found


def _row(name: str, reports: Sequence[Labelled], found: Sequence[Kind]) -> Row:
    truth = [report.kind for report in reports]
    kinds = [kind for kind in Kind if kind in set(truth)]
    mapped = [Kind.QUESTION if each is Kind.HARD_TO_USE and Kind.QUESTION in kinds else each for each in found]
    scores = f1_score(truth, mapped, labels=kinds, average=None)
    by_kind = {f"F1 {kind}": float(score) for kind, score in zip(kinds, scores, strict=True)}
    return {
        "set": f"{name} ({len(reports):,} tested)",
        **by_kind,
        "macro F1": float(scores.mean()),
        "cross-validated": "",
        "training s": "",
    }
