"""Vectors of word pieces whose sums copy a teacher's sentence vectors.

Training a static model further on the teacher's vectors of real text is the idea of Tokenlearn (Minish Lab); here
each piece learns its weight beside its vector, and the similarities of sentences count beside the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from voc.model.theme import Vectors

SIMILARITY = 20
"""What the difference of the similarities counts in the loss, beside the distance to the teacher's vectors."""

LONGEST = 64
"""Pieces of a text that are summed at most."""

_SHORTEST = 3
_FREQUENCY = 1e-3  # where a piece's weight is a half: Arora et al. 2017, "A simple but tough-to-beat baseline"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Passes over the texts (``epochs``), the rate at which vectors learn, falling to 0 (weights learn five times as
    fast), texts in a ``batch``, and texts ``held_out`` to see how well it goes, a tenth of all at most.
    """

    epochs: int = 6
    rate: float = 0.002
    batch: int = 2_048
    held_out: int = 4_000


class Student:
    """A vector of each piece and the logarithm of its weight; a text is the direction of the weighted sum."""

    def __init__(self, start: Vectors, weights: npt.NDArray[np.float64]) -> None:
        self.vectors = torch.nn.Parameter(torch.tensor(start - start.mean(axis=0)))
        self.weights = torch.nn.Parameter(torch.tensor(np.log(weights), dtype=torch.float32))

    def read(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        """Unit vectors (rows x d) of texts given as numbers of pieces."""
        flat = torch.tensor([piece for row in rows for piece in row])
        begins = torch.tensor([0, *np.cumsum([len(row) for row in rows[:-1]]).tolist()])
        weights = torch.exp(self.weights)[flat]
        sums = functional.embedding_bag(flat, self.vectors, begins, mode="sum", per_sample_weights=weights)
        return functional.normalize(sums, dim=1)

    def weighted(self) -> Vectors:
        """The vectors (pieces x d), each as long as it counts."""
        with torch.no_grad():
            found: Vectors = (self.vectors * torch.exp(self.weights)[:, None]).numpy()
        return found


def train(
    texts: Sequence[Sequence[int]], taught: Vectors, start: Vectors, schedule: Schedule = Schedule(), seed: int = 0
) -> Vectors:
    """Vectors (pieces x d), each as long as it counts, so that sums over ``texts`` (numbers of pieces) point where the
    centred ``taught`` (n x d) do.

    ``start`` (pieces x d) is where the vectors begin; the pieces are in the order of their frequency in the language.
    Prints the two parts of the loss on the texts held out, pass by pass.

    Raises:
        ValueError: hardly a text has three pieces.
    """
    kept = [number for number, row in enumerate(texts) if len(row) >= _SHORTEST]
    if len(kept) < 10:
        raise ValueError("there is too little text to learn from")
    rows = [texts[number][:LONGEST] for number in kept]
    targets = torch.tensor(taught[kept])
    targets = functional.normalize(targets - targets.mean(dim=0), dim=1)
    student = Student(start, _weights(rows, len(start)))
    _fit(student, rows, targets, schedule, np.random.default_rng(seed))
    return student.weighted()


def _weights(rows: Sequence[Sequence[int]], pieces: int) -> npt.NDArray[np.float64]:
    """The weight (0..1) with which a piece begins: small for a frequent one. Its frequency is half that in ``rows``,
    half that of its rank by Zipf's law.
    """
    counts = np.bincount(np.concatenate([np.asarray(row) for row in rows]), minlength=pieces)
    zipf = 1 / (np.arange(pieces) + 2)
    frequency = counts / counts.sum() / 2 + zipf / zipf.sum() / 2
    return np.asarray(_FREQUENCY / (_FREQUENCY + frequency), np.float64)


def _fit(
    student: Student,
    rows: Sequence[Sequence[int]],
    targets: torch.Tensor,
    schedule: Schedule,
    draw: np.random.Generator,
) -> None:
    """Adam (Kingma and Ba 2015) on all but the texts held out."""
    order = draw.permutation(len(rows))
    unseen, seen = np.split(order, [min(schedule.held_out, len(rows) // 10)])
    size = min(schedule.batch, len(seen))
    rates = ((student.vectors, schedule.rate), (student.weights, 5 * schedule.rate))
    optimizer = torch.optim.Adam([{"params": [what], "lr": rate} for what, rate in rates])
    steps = schedule.epochs * (len(seen) // size)
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for epoch in range(schedule.epochs):
        shuffled = draw.permutation(seen)
        for first in range(0, len(seen) - size + 1, size):
            distance, difference = _losses(student, rows, targets, shuffled[first : first + size])
            optimizer.zero_grad()
            (distance + SIMILARITY * difference).backward()
            optimizer.step()
            falling.step()
        with torch.no_grad():
            distance, difference = _losses(student, rows, targets, unseen)
        print(f"pass {epoch + 1}, held out: {distance:.4f} + {SIMILARITY} x {difference:.5f}", flush=True)  # noqa: T201


def _losses(
    student: Student, rows: Sequence[Sequence[int]], targets: torch.Tensor, batch: npt.NDArray[np.int64]
) -> tuple[torch.Tensor, torch.Tensor]:
    """1 - the mean cosine to the teacher's vectors, and the mean squared difference of the two similarity matrices."""
    found, target = student.read([rows[number] for number in batch]), targets[torch.from_numpy(batch)]
    distance = 1 - (found * target).sum(dim=1).mean()
    return distance, ((found @ found.T - target @ target.T) ** 2).mean()
