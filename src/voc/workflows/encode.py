"""Texts to vectors, each text once: what the store has a vector of is not encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.errors import StoreError
from voc.model.theme import Embedding, EncoderState, HalfVectors
from voc.model.ticket import Feedback
from voc.ports.encoder import Encoder, FittedEncoder
from voc.ports.store import Store

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

REFIT = 1.5
"""The encoder is fitted anew when there are this many times the texts it was fitted on."""

_BATCH = 1000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The vectors of some texts, and what of them is news to the store.

    Attributes:
        vectors: row by row (n x d) as they are kept, so that a later run finds the same.
        meaning: how far the vectors of texts say what these mean (0..1), see ``FittedEncoder.meaning``.
        fresh: those of tickets that had no vector, or one of another text.
        state: of the encoder where it was fitted now, else None; ``fitted_on`` is the number of texts it was fitted on.
        renewed: why the encoder of the last run was not used again; empty where it was, or there was none.
    """

    vectors: HalfVectors
    meaning: Callable[[Sequence[str]], npt.NDArray[np.float32]]
    fresh: Embedding
    state: EncoderState | None
    fitted_on: int
    renewed: str


def encode(store: Store, encoder: Encoder, looked_at: Sequence[Feedback], progress: Progress) -> Encoded:
    """Encode what has no vector in the encoder's space; everything, where that is a new space.

    Args:
        store: holds the vectors and the fitted encoder of the last run.
        encoder: is fitted anew where the last run's cannot be restored, or there are many more texts.
        looked_at: the tickets whose texts are wanted, in an order that input does not change.
        progress: called with the number of texts encoded so far and in all.

    Raises:
        EncoderError: the encoder's model is not here, or cannot be used.
    """
    chosen = _choose(store, encoder, looked_at)
    stored = store.embedding(chosen.fitted.space)
    wanted = {item.ticket_id: fingerprint(item.text) for item in looked_at}
    rows = _rows(chosen.fitted, stored, {wanted[item.ticket_id]: item.text for item in looked_at}, progress)
    vectors = rows.of(wanted.values())
    had = dict(zip(stored.ticket_ids, stored.fingerprints, strict=True))
    news = {ticket: text for ticket, text in wanted.items() if had.get(ticket) != text}
    fresh = Embedding(tuple(news), tuple(news.values()), rows.of(news.values()), chosen.fitted.space)
    state = chosen.fitted.state() if chosen.is_new else None
    meaning = chosen.fitted.meaning
    return Encoded(vectors, meaning, fresh, state, chosen.fitted_on, chosen.renewed)


def fingerprint(text: str) -> str:
    """Names ``text``, to the letter (``Feedback.fingerprint`` is one for texts that differ in case and numbers)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """The encoder of this run; see ``Encoded``."""

    fitted: FittedEncoder
    fitted_on: int
    is_new: bool
    renewed: str = ""


def _choose(store: Store, encoder: Encoder, looked_at: Sequence[Feedback]) -> _Choice:
    """The encoder as it was fitted before, or fitted now: where there is none, it is another one, or there are many
    more texts.
    """
    kept, renewed = store.encoder_state(), ""
    if kept is not None and len(looked_at) < REFIT * kept[1]:
        try:
            return _Choice(encoder.restore(kept[0]), kept[1], is_new=False)
        except StoreError as error:  # another encoder or model: themes keep their ids, only the vectors change
            renewed = error.what
    return _Choice(encoder.fit([item.text for item in looked_at]), len(looked_at), is_new=True, renewed=renewed)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Vectors by the fingerprint of their text."""

    row_of: Mapping[str, int]
    vectors: HalfVectors

    def of(self, fingerprints: Iterable[str]) -> HalfVectors:
        """The vectors of these texts, row by row."""
        return self.vectors[[self.row_of[each] for each in fingerprints]]


def _rows(fitted: FittedEncoder, stored: Embedding, texts: Mapping[str, str], progress: Progress) -> _Rows:
    """Vectors of ``texts`` (by fingerprint): those that are stored, and the others, encoded now."""
    import numpy as np  # noqa: PLC0415 - with the other heavy ones

    row_of = {text: row for row, text in enumerate(stored.fingerprints)}
    missing = [text for text in texts if text not in row_of]
    parts = [stored.vectors] if row_of or not missing else []
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        parts.append(fitted.encode([texts[text] for text in batch]).astype(np.float16))
        progress(start + len(batch), len(missing))
    row_of |= {text: len(stored.fingerprints) + place for place, text in enumerate(missing)}
    return _Rows(row_of, np.concatenate(parts))
