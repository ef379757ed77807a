"""Vectors by text: each text once, only what is new, and the same whether kept or made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from tests.made_up_feedback import feedback

from voc.errors import EncoderError, StoreError
from voc.model.registry import Found, Standing
from voc.model.theme import Assignment, EncoderState, Vectors
from voc.model.ticket import Message, Ticket
from voc.ports.store import Discovery, Store
from voc.stores.memory import MemoryStore
from voc.workflows.encode import REFIT, Encoded, encode, fingerprint


@dataclass
class LengthEncoder:
    """Vectors by a text's length, in a space of its own name; remembers what it was asked for."""

    space: str = "length-1"
    name: str = "length"
    asked: list[str] = field(default_factory=list)
    fits: int = 0

    def fit(self, texts: Sequence[str]) -> LengthEncoder:
        """Count the fits."""
        self.fits += 1
        return self

    def restore(self, state: EncoderState) -> LengthEncoder:
        """Take up a state of the same space."""
        if state.space != self.space:
            raise StoreError(f"the model of the last run ({state.space}) is now {self.space}")
        return self

    def state(self) -> EncoderState:
        """The space is all."""
        return EncoderState(self.space, {}, {})

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A direction that needs more than half precision."""
        self.asked += texts
        angles = np.array([len(text) / 7 for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A text of ten letters is half understood."""
        return np.array([len(text) / 20 for text in texts], np.float32)


def run(store: Store, encoder: LengthEncoder, texts: dict[str, str], **progress: object) -> Encoded:
    """Encode the texts of these tickets and keep what is new, as a discover run does."""
    said = [feedback(key, text) for key, text in texts.items()]
    known = store.source_digests(list(texts))
    store.save_tickets([(Ticket(key, (Message(text),)), "d", 0) for key, text in texts.items() if key not in known])
    found = encode(store, encoder, said, progress.get("progress", lambda done, total: None))  # type: ignore[arg-type]
    placed = tuple(Assignment(key, None, 0.0, None) for key in texts)
    store.save_discovery(
        Discovery(Found((), placed), Standing((), placed), found.fresh, found.state, "digest", found.fitted_on)
    )
    return found


def test_a_text_is_encoded_once() -> None:
    """Two tickets with the same words share the work; each has its vector, in the order of the tickets."""
    encoder = LengthEncoder()
    found = run(MemoryStore(), encoder, {"a": "same", "b": "other words", "c": "same"})
    assert encoder.asked == ["same", "other words"]
    assert found.vectors.shape == (3, 2)
    assert np.array_equal(found.vectors[0], found.vectors[2])
    assert found.fresh.ticket_ids == ("a", "b", "c")
    assert found.fresh.fingerprints == tuple(fingerprint(text) for text in ("same", "other words", "same"))
    assert (found.fitted_on, found.renewed) == (3, "")


def test_what_a_vector_means_is_told_of_any_text() -> None:
    """In the order of the texts, whether the encoder was fitted now or restored."""
    store, texts = MemoryStore(), {"a": "same", "b": "other words", "c": "same"}
    for _ in range(2):
        meaning = run(store, LengthEncoder(), texts).meaning
        np.testing.assert_allclose(meaning(["same", "other words", "same", ""]), [0.2, 0.55, 0.2, 0])


def test_only_new_texts_are_encoded() -> None:
    """Known tickets and known words in new tickets cost nothing."""
    store, encoder = MemoryStore(), LengthEncoder()
    run(store, encoder, {"a": "one", "b": "three"})
    encoder.asked.clear()
    found = run(store, encoder, {"a": "one", "b": "three", "c": "three"})
    assert encoder.asked == []
    assert found.fresh.ticket_ids == ("c",)
    assert store.embedding("length-1").ticket_ids == ("a", "b", "c")
    run(store, encoder, {"a": "one", "b": "three", "c": "three", "d": "seventeen"})
    assert encoder.asked == ["seventeen"]


def test_a_changed_text_gets_a_new_vector() -> None:
    """Whatever changed it, a later reading of the same ticket too: its old vector is not used and not kept."""
    store, encoder = MemoryStore(), LengthEncoder()
    before = run(store, encoder, {"a": "one", "b": "three"})
    after = run(store, encoder, {"a": "one more", "b": "three"})
    assert not np.array_equal(before.vectors[0], after.vectors[0])
    assert np.array_equal(before.vectors[1], after.vectors[1])
    assert after.fresh.ticket_ids == ("a",)
    assert store.embedding("length-1").fingerprints == (fingerprint("one more"), fingerprint("three"))


def test_kept_vectors_are_those_of_the_first_time() -> None:
    """A vector from the store equals the one that the first run worked with, to the bit."""
    store, encoder = MemoryStore(), LengthEncoder()
    texts = {f"t{number:03}": "x" * number for number in range(200)}
    first = run(store, encoder, texts)
    second = run(store, encoder, texts)
    assert first.vectors.tobytes() == second.vectors.tobytes()
    assert second.fresh.ticket_ids == ()
    assert second.state is None


def test_another_model_makes_all_vectors_anew_and_says_why() -> None:
    """Nothing of the old space is used or kept."""
    store = MemoryStore()
    run(store, LengthEncoder(), {"a": "one", "b": "three"})
    other = LengthEncoder(space="length-2")
    found = run(store, other, {"a": "one", "b": "three"})
    assert other.asked == ["one", "three"]
    assert found.renewed == "the model of the last run (length-1) is now length-2"
    assert store.embedding("length-1").ticket_ids == ()
    assert store.embedding("length-2").ticket_ids == ("a", "b")
    assert run(store, other, {"a": "one", "b": "three"}).renewed == ""


def test_many_more_texts_fit_the_encoder_anew() -> None:
    """Where that gives the same space, as with a model that learns nothing, no vector is made twice."""
    store, encoder = MemoryStore(), LengthEncoder()
    run(store, encoder, {"a": "one", "b": "three"})
    encoder.asked.clear()
    found = run(store, encoder, dict.fromkeys("abcd", "one"))
    assert REFIT * 2 <= 4
    assert encoder.fits == 2
    assert found.fitted_on == 4
    assert encoder.asked == []


def test_a_missing_model_stops_the_run() -> None:
    """The reason reaches the user, and what was kept stays."""

    class Gone(LengthEncoder):
        def restore(self, state: EncoderState) -> LengthEncoder:
            raise EncoderError("model tiny is no folder")

    store = MemoryStore()
    run(store, LengthEncoder(), {"a": "one"})
    with pytest.raises(EncoderError, match="tiny"):
        run(store, Gone(), {"a": "one"})
    assert store.embedding("length-1").ticket_ids == ("a",)


def test_progress_is_told_by_the_batch() -> None:
    """Slow encoders can be watched: rising, and complete at the end; nothing to do says nothing."""
    told: list[tuple[int, int]] = []
    store, encoder = MemoryStore(), LengthEncoder()
    texts = {f"t{number:05}": f"text {number}" for number in range(2500)}
    run(store, encoder, texts, progress=lambda done, total: told.append((done, total)))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]
    told.clear()
    run(store, encoder, texts, progress=lambda done, total: told.append((done, total)))
    assert told == []


def test_no_texts_no_vectors() -> None:
    """An empty store is no mistake."""
    found = run(MemoryStore(), LengthEncoder(), {})
    assert found.vectors.shape[0] == 0
    assert found.fresh.ticket_ids == ()


def test_fingerprints_are_to_the_letter() -> None:
    """A number, a capital or a blank more is another text; lone surrogates do no harm."""
    texts = ["error 1", "error 2", "Error 1", "error 1 ", "", "\ud800"]
    assert len({fingerprint(text) for text in texts}) == len(texts)
    assert all(len(bytes.fromhex(fingerprint(text))) == 16 for text in texts)
