"""Word vectors in a folder: sums of pieces, strict about their files, sure of what they know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.made_up_words import CODES, PIECES, SCALES, lay

from voc.encoders.word_vectors import WordVectors, load, shipped
from voc.errors import EncoderError


@pytest.fixture
def words(tmp_path: Path) -> WordVectors:
    """A vocabulary of ten pieces."""
    return load(lay(tmp_path / "static"))


def test_a_vector_is_the_direction_of_the_sum(words: WordVectors) -> None:
    """By hand: camera (1.27, 0) and invoice (0, 1.27) meet half-way; pieces of a cut word count, twice is twice."""
    vectors = words.encode(["Camera invoice", "crashes", "camera camera invoice"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [[0.5**0.5] * 2, [1, 0], [2 / 5**0.5, 1 / 5**0.5]], atol=1e-6)


@pytest.mark.parametrize("text", ["", "  \n", "🙂", "kamera", "!!!"])
def test_nothing_known_is_zero(words: WordVectors, text: str) -> None:
    """Zeros, never NaN."""
    assert not words.encode([text]).any()


def test_no_texts_no_rows(words: WordVectors) -> None:
    """An empty batch has the encoder's dimensions."""
    assert words.encode([]).shape == (0, 2)
    assert words.known([]).shape == (0,)


def test_a_vector_does_not_depend_on_its_company(words: WordVectors) -> None:
    """Alone or among others, to the bit."""
    texts = ["the camera crashes", "wrong invoice!", "", "the lens"]
    alone = np.concatenate([words.encode([text]) for text in texts])
    assert alone.tobytes() == words.encode(texts).tobytes()


def test_it_tells_how_much_it_knows(words: WordVectors) -> None:
    """Whole words only: pieces are no knowledge, numbers and punctuation are no words."""
    known = words.known(["The camera!", "Camera crashes 14 times", "kamera kaatuu", "", "12 !!"])
    assert known.dtype == np.float32
    np.testing.assert_allclose(known, [1, 1 / 3, 0, 0, 0])


def test_a_long_text_is_read_at_its_beginning(words: WordVectors) -> None:
    """As by the lexical encoder: its subject twice, the log behind it not at all."""
    head = "Camera\nthe lens " + "the " * 150
    assert words.encode([head]).tobytes() == words.encode([head + "invoice " * 99]).tobytes()
    once, twice = words.encode(["camera invoice", "camera\ninvoice"])
    assert twice[0] > once[0]


def test_the_same_files_have_the_same_digest(words: WordVectors, tmp_path: Path) -> None:
    """Wherever they lie."""
    assert load(lay(tmp_path / "elsewhere")).digest == words.digest
    assert len(words.digest) == 64


@pytest.mark.parametrize("change", [{"codes": CODES[::-1]}, {"scales": SCALES * 2}, {"pieces": PIECES[::-1]}])
def test_other_vectors_have_another_digest(words: WordVectors, tmp_path: Path, change: dict[str, object]) -> None:
    """Another code, another scale, another order of pieces."""
    assert load(lay(tmp_path / "other", **change)).digest != words.digest  # type: ignore[arg-type]


def test_a_code_counts_as_much_as_its_scale(tmp_path: Path) -> None:
    """Int8 codes times one scale a row give the vectors, float32; the scales may stand in a column of their own."""
    scales = np.arange(len(PIECES), dtype=np.float32)
    for shape in ((-1,), (-1, 1)):
        vectors = load(lay(tmp_path / "static", scales=scales.reshape(shape))).vectors
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(vectors, CODES * scales[:, None])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"codes": CODES.astype(np.float32)}, "not int8"),
        ({"scales": SCALES.astype(np.float64)}, "float64"),
        ({"codes": CODES[:-1]}, r"10 pieces, codes \(9, 2\)"),
        ({"scales": SCALES[:-1]}, r"scales \(9,\)"),
        ({"codes": CODES.ravel()}, r"codes \(20,\)"),
        ({"pieces": PIECES[1:]}, "9 pieces"),
        ({"codes": np.array([{}] * 10, dtype=object)}, "pickle"),
    ],
)
def test_files_that_do_not_fit_are_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """One line says what is wrong; nothing is cut to size, nothing unpickled."""
    with pytest.raises(EncoderError, match=message) as failed:
        load(lay(tmp_path / "static", **change))  # type: ignore[arg-type]
    assert failed.value.exit_code == 2
    assert "\n" not in str(failed.value)


def test_missing_and_torn_files_are_refused(tmp_path: Path) -> None:
    """The same for no file, no array and half a file."""
    with pytest.raises(EncoderError, match="reinstall"):
        load(tmp_path / "nowhere")
    folder = lay(tmp_path / "static")
    packed = (folder / "vectors.npz").read_bytes()
    (folder / "vectors.npz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(EncoderError, match="cannot be used"):
        load(folder)
    np.savez(folder / "vectors.npz", codes=CODES)
    with pytest.raises(EncoderError, match="scales"):
        load(folder)


@pytest.mark.skipif(not (shipped() / "vectors.npz").is_file(), reason="this checkout has no word vectors yet")
def test_the_shipped_vectors_know_english() -> None:
    """Words that mean the same lie nearer than others, English is known and Finnish is not."""
    words = load(shipped())
    one, same, other = words.encode(["I forgot my password", "cannot log in", "the parcel arrived late"])
    assert one @ same > one @ other
    english, finnish = words.known(["The app crashes when I open it", "Sovellus kaatuu kun avaan sen"])
    assert english > 0.9
    assert finnish < 0.5
