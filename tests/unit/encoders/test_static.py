"""The static encoder: what English words mean beside which words there are, the same for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_words import CODES, PIECES, SCALES, lay

from voc.encoders.lexical import LexicalEncoder
from voc.encoders.static import SURE, FittedStaticEncoder, StaticEncoder
from voc.encoders.word_vectors import load, shipped
from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState, Vectors

TEXTS = (
    "the camera crash",
    "the wrong invoice",
    "the lens crash",
    "camera kaatuu taas",
    "sovellus kaatuu taas",
    "lasku väärin taas",
    "lasku on väärin",
    "!!!",
)
"""The first three are known, the fourth to a third, the next three not at all; the last has no word."""
WIDTH = CODES.shape[1]
"""Dimensions of the word vectors, which come first."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of ten pieces."""
    return lay(tmp_path_factory.mktemp("static") / "words")


@pytest.fixture(scope="module")
def fitted(folder: Path) -> FittedStaticEncoder:
    """An encoder that knows ten pieces and the words of TEXTS."""
    return StaticEncoder(folder=folder).fit(TEXTS)


def lengths(vectors: Vectors) -> list[tuple[float, float]]:
    """How long the part of meaning and the part of words of each text are."""
    return [(float(np.linalg.norm(row[:WIDTH])), float(np.linalg.norm(row[WIDTH:]))) for row in vectors]


def through_json(state: EncoderState, folder: Path) -> EncoderState:
    """What a store keeps: arrays without objects, and JSON."""
    folder.mkdir(exist_ok=True)
    for name, array in state.arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in state.arrays}
    return EncoderState(state.space, arrays, json.loads(json.dumps(dict(state.meta))))


def test_both_parts_stand_side_by_side(fitted: FittedStaticEncoder, folder: Path) -> None:
    """The word vectors' direction and the lexical encoder's direction, each as it is but for its length."""
    vectors = fitted.encode(TEXTS)
    for part, whole in (
        (vectors[:, :WIDTH], load(folder).encode(TEXTS)),
        (vectors[:, WIDTH:], LexicalEncoder().fit(TEXTS).encode(TEXTS)),
    ):
        for row, expected in zip(part, whole, strict=True):
            np.testing.assert_allclose(row, np.linalg.norm(row) * expected, atol=1e-6)


def test_a_known_text_is_told_by_its_meaning(fitted: FittedStaticEncoder) -> None:
    """Length SURE for what it means, and the rest of the unit length for its words."""
    for meaning, words in lengths(fitted.encode(TEXTS[:3])):
        assert meaning == pytest.approx(SURE, abs=1e-5)
        assert words == pytest.approx((1 - SURE**2) ** 0.5, abs=1e-5)


def test_an_unknown_text_is_told_by_its_words(fitted: FittedStaticEncoder) -> None:
    """A text in Finnish, or of which less than half is known, has no part in the meanings."""
    for meaning, words in lengths(fitted.encode(TEXTS[3:7])):
        assert meaning == 0
        assert words == pytest.approx(1, abs=1e-5)


def test_a_stray_piece_decides_nothing(folder: Path) -> None:
    """A Finnish word cut into English pieces is no known word, so that its pieces do not count."""
    texts = ["thecrash", "thecrash wronglens", "lasku"]
    pieces = (*PIECES[:7], "the", "##crash", "lens")
    odd = lay(folder.parent / "odd", pieces)
    assert load(odd).encode(["thecrash"]).any()
    fitted = StaticEncoder(folder=odd).fit(texts)
    assert not fitted.encode(texts)[:, :WIDTH].any()
    assert fitted.meaning(texts).tolist() == [0, 0, 0]


def test_words_that_mean_the_same_meet(fitted: FittedStaticEncoder) -> None:
    """Camera and lens lie one way, whatever their letters, and Finnish tickets meet by their words."""
    camera, invoice, lens, _, crash, bill, bill_again, _ = fitted.encode(TEXTS)
    assert camera @ lens > 0.8
    assert camera @ invoice < 0.3
    assert bill @ bill_again > bill @ crash


def test_meaning_is_what_most_words_are_known_by(fitted: FittedStaticEncoder) -> None:
    """What neighbours by meaning weigh: whole words only, none up to one in two, none for a text without words."""
    meaning = fitted.meaning(TEXTS)
    assert meaning.dtype == np.float32
    np.testing.assert_allclose(meaning, [1, 1, 1, 0, 0, 0, 0, 0], atol=1e-6)
    assert fitted.meaning([]).shape == (0,)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from([*PIECES[2:], "crashes", "taas", "lasku", "x9", "Ä"])).map(" ".join)))
def test_rows_are_unit_and_alone_as_in_company(texts: Sequence[str]) -> None:
    """Of any texts: length one, or zero where neither part knows anything; the same bytes whatever comes with them."""
    fitted = _remembered()
    vectors = fitted.encode(texts)
    assert (vectors.dtype, len(vectors)) == (np.float32, len(texts))
    both = np.hstack([fitted.words.encode(texts), fitted.lexical.encode(texts)])
    length = np.linalg.norm(vectors, axis=1)
    told = both[:, WIDTH:].any(axis=1) | ((fitted.meaning(texts) > 0) & both[:, :WIDTH].any(axis=1))
    np.testing.assert_allclose(length, told, atol=1e-5)
    assert b"".join(fitted.encode([text]).tobytes() for text in texts) == vectors.tobytes()


_KEPT: list[FittedStaticEncoder] = []


@pytest.fixture(autouse=True)
def _remember(fitted: FittedStaticEncoder) -> None:
    _KEPT[:] = [fitted]


def _remembered() -> FittedStaticEncoder:
    return _KEPT[0]


@pytest.mark.parametrize("text", ["", "  \n", "🙂", "??"])
def test_nothing_known_is_zero(fitted: FittedStaticEncoder, text: str) -> None:
    """Zeros, never NaN, where neither meanings nor words are known."""
    vector = fitted.encode([text])
    assert not vector.any()
    assert np.isfinite(vector).all()


def test_one_part_alone_has_the_whole_length(fitted: FittedStaticEncoder, folder: Path) -> None:
    """A known word that the corpus never had is told by its meaning; one without a vector by its letters."""
    ((meaning, words),) = lengths(StaticEncoder(folder=folder).fit(["zzz", "zzz"]).encode(["camera"]))
    assert (meaning, words) == (pytest.approx(1), 0)
    ((meaning, words),) = lengths(fitted.encode(["taas !"]))
    assert (meaning, words) == (0, pytest.approx(1))


@pytest.mark.parametrize("texts", [[], [""], ["camera"], ["camera", "camera"], ["", "lasku"]])
def test_tiny_corpora_can_be_fitted(folder: Path, texts: list[str], tmp_path: Path) -> None:
    """Nothing, one text or copies give vectors of the right number of rows, and a state that restores."""
    encoder = StaticEncoder(folder=folder)
    fitted = encoder.fit(texts)
    assert len(fitted.encode(texts)) == len(texts)
    assert np.isfinite(fitted.encode(texts)).all()
    assert encoder.restore(through_json(fitted.state(), tmp_path)).space == fitted.space


def test_the_fit_does_not_depend_on_the_order(folder: Path, fitted: FittedStaticEncoder) -> None:
    """Reversed texts give the same space and the same bytes."""
    backwards = StaticEncoder(folder=folder).fit(TEXTS[::-1])
    assert backwards.space == fitted.space
    assert backwards.encode(TEXTS).tobytes() == fitted.encode(TEXTS).tobytes()


def test_the_state_restores_the_encoder_to_the_bit(fitted: FittedStaticEncoder, folder: Path, tmp_path: Path) -> None:
    """Through JSON and arrays without objects, twice: the same space, vectors and meanings, old texts and new ones."""
    texts = (*TEXTS, "the camera crash taas", "new words")
    restored = fitted
    for turn in "ab":
        restored = StaticEncoder(folder=folder).restore(through_json(restored.state(), tmp_path / turn))
        assert restored.space == fitted.space == restored.state().space
        assert restored.encode(texts).tobytes() == fitted.encode(texts).tobytes()
        assert restored.meaning(texts).tobytes() == fitted.meaning(texts).tobytes()


def test_the_word_vectors_stay_out_of_the_store(fitted: FittedStaticEncoder) -> None:
    """They are in the package; the store has what was learned, and what it was learned beside."""
    state = fitted.state()
    assert state.arrays.keys() == fitted.lexical.state().arrays.keys()
    assert state.meta["encoder"] == "static"
    assert state.meta["word_vectors"] == fitted.words.digest


def test_the_space_names_both_parts(fitted: FittedStaticEncoder, folder: Path) -> None:
    """Another corpus is another space, and its name says which encoders made it."""
    assert fitted.space.startswith("static-1-")
    assert fitted.space.endswith(fitted.lexical.space)
    assert fitted.words.digest[:16] in fitted.space
    assert StaticEncoder(folder=folder).fit(TEXTS[1:]).space != fitted.space


@pytest.mark.parametrize("change", [{"codes": CODES[::-1]}, {"scales": SCALES * 2}, {"pieces": PIECES[::-1]}])
def test_other_word_vectors_are_refused(fitted: FittedStaticEncoder, tmp_path: Path, change: dict[str, object]) -> None:
    """A later voc with other vectors, or another order of pieces, does not mix with this one."""
    other = StaticEncoder(folder=lay(tmp_path / "other", **change))  # type: ignore[arg-type]
    assert other.fit(TEXTS).space != fitted.space
    with pytest.raises(StoreError, match="other word vectors") as refused:
        other.restore(fitted.state())
    assert "fit a new one" in str(refused.value)


@pytest.mark.parametrize(
    "change", [{"encoder": "lexical"}, {"encoder": "other"}, {"static_version": 0}, {"version": 0}, {"encoder": None}]
)
def test_a_foreign_state_is_refused(fitted: FittedStaticEncoder, folder: Path, change: dict[str, object]) -> None:
    """Another encoder's, another version's of this one, or another version's of the lexical one inside it."""
    state = fitted.state()
    foreign = EncoderState(state.space, state.arrays, {**state.meta, **change})
    with pytest.raises(StoreError, match="fit a new one"):
        StaticEncoder(folder=folder).restore(foreign)


def test_states_of_the_lexical_and_the_static_encoder_do_not_mix(fitted: FittedStaticEncoder, folder: Path) -> None:
    """Neither takes the other for its own, though one holds the other."""
    with pytest.raises(StoreError, match="is not static version 1"):
        StaticEncoder(folder=folder).restore(fitted.lexical.state())
    with pytest.raises(StoreError, match="is not lexical version 1"):
        LexicalEncoder().restore(fitted.state())


def test_without_its_files_it_neither_fits_nor_restores(fitted: FittedStaticEncoder, tmp_path: Path) -> None:
    """A user is told to install again, not that a run's state is odd."""
    gone = StaticEncoder(folder=tmp_path / "nowhere")
    with pytest.raises(EncoderError, match="reinstall"):
        gone.fit(TEXTS)
    with pytest.raises(EncoderError, match="reinstall"):
        gone.restore(fitted.state())


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    """Importing the module and making the encoder touch no file."""
    assert StaticEncoder(folder=tmp_path / "nowhere").name == "static"
    code = "import sys, voc.cli.app; sys.exit('voc.encoders.static' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not (shipped() / "vectors.npz").is_file(), reason="this checkout has no word vectors yet")
def test_the_shipped_encoder_knows_english_and_counts_finnish() -> None:
    """English texts without a word in common meet by what they mean; Finnish ones by their words."""
    texts = ["I forgot my password", "cannot log in", "the parcel arrived late", "lasku on väärin", "lasku väärin taas"]
    fitted = StaticEncoder().fit(texts)
    one, same, other, finnish, again = fitted.encode(texts)
    assert one @ same > one @ other
    assert finnish @ again > max(finnish @ one, finnish @ same, finnish @ other)
    meaning = fitted.meaning(texts)
    assert meaning[:3].min() > 0.9
    assert meaning[3:].max() < 0.5
