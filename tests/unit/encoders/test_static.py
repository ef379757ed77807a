"""The static encoder: shipped word vectors, strict about their files, the same for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voc.encoders.static import FittedStaticEncoder, StaticEncoder, shipped
from voc.errors import EncoderError, StoreError
from voc.model.theme import EncoderState

PIECES = ("[PAD]", "[UNK]", "camera", "crash", "##es", "invoice", "wrong", "the", "!", "lens")
CODES = np.array(
    [[0, 0], [0, 0], [127, 0], [64, 0], [0, 0], [0, 127], [0, 64], [1, 1], [0, 0], [127, 10]], dtype=np.int8
)
SCALES = np.full(len(PIECES), 0.01, np.float32)


def lay(folder: Path, pieces: tuple[str, ...] = PIECES, **changes: object) -> StaticEncoder:
    """An encoder with its files in ``folder``."""
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in pieces), encoding="utf-8")
    np.savez(folder / "vectors.npz", **{"codes": CODES, "scales": SCALES} | changes)  # type: ignore[arg-type]
    return StaticEncoder(folder)


@pytest.fixture
def fitted(tmp_path: Path) -> FittedStaticEncoder:
    """A vocabulary of ten pieces."""
    return lay(tmp_path / "static").fit([])


def test_a_vector_is_the_direction_of_the_sum(fitted: FittedStaticEncoder) -> None:
    """By hand: camera (1.27, 0) and invoice (0, 1.27) meet half-way; pieces of a cut word count, twice is twice."""
    vectors = fitted.encode(["Camera invoice", "crashes", "camera camera invoice"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [[0.5**0.5] * 2, [1, 0], [2 / 5**0.5, 1 / 5**0.5]], atol=1e-6)


@pytest.mark.parametrize("text", ["", "  \n", "🙂", "kamera", "!!!"])
def test_nothing_known_is_zero(fitted: FittedStaticEncoder, text: str) -> None:
    """Zeros, never NaN."""
    assert not fitted.encode([text]).any()


def test_no_texts_no_rows(fitted: FittedStaticEncoder) -> None:
    """An empty batch has the encoder's dimensions."""
    assert fitted.encode([]).shape == (0, 2)
    assert fitted.known([]).shape == (0,)


def test_a_vector_does_not_depend_on_its_company(fitted: FittedStaticEncoder) -> None:
    """Alone or among others, to the bit."""
    texts = ["the camera crashes", "wrong invoice!", "", "the lens"]
    alone = np.concatenate([fitted.encode([text]) for text in texts])
    assert alone.tobytes() == fitted.encode(texts).tobytes()


def test_it_tells_how_much_it_knows(fitted: FittedStaticEncoder) -> None:
    """Whole words only: pieces are no knowledge, numbers and punctuation are no words."""
    known = fitted.known(["The camera!", "Camera crashes 14 times", "kamera kaatuu", "", "12 !!"])
    assert known.dtype == np.float32
    np.testing.assert_allclose(known, [1, 1 / 3, 0, 0, 0])


def test_a_long_text_is_read_at_its_beginning(fitted: FittedStaticEncoder) -> None:
    """As by the lexical encoder: its subject twice, the log behind it not at all."""
    head = "Camera\nthe lens " + "the " * 150
    assert fitted.encode([head]).tobytes() == fitted.encode([head + "invoice " * 99]).tobytes()
    once, twice = fitted.encode(["camera invoice", "camera\ninvoice"])
    assert twice[0] > once[0]


def test_the_state_restores_the_encoder(fitted: FittedStaticEncoder, tmp_path: Path) -> None:
    """A name is enough, as JSON; nothing of the vectors goes into the store."""
    state = fitted.state()
    assert state.arrays == {}
    restored = lay(tmp_path / "static").restore(EncoderState(state.space, {}, json.loads(json.dumps(state.meta))))
    assert restored.space == fitted.space
    assert restored.space.startswith("static-1-")


@pytest.mark.parametrize("change", [{"codes": CODES[::-1]}, {"scales": SCALES * 2}, {"pieces": PIECES[::-1]}])
def test_other_vectors_are_another_space(
    fitted: FittedStaticEncoder, tmp_path: Path, change: dict[str, object]
) -> None:
    """A later voc with other vectors, or another order of pieces, does not mix with this one."""
    other = lay(tmp_path / "other", **change)  # type: ignore[arg-type]
    assert other.fit([]).space != fitted.space
    with pytest.raises(StoreError, match="is now static-1-"):
        other.restore(fitted.state())


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
        lay(tmp_path / "static", **change).fit([])  # type: ignore[arg-type]
    assert failed.value.exit_code == 2
    assert "\n" not in str(failed.value)


def test_missing_and_torn_files_are_refused(tmp_path: Path) -> None:
    """The same for no file, no array and half a file."""
    with pytest.raises(EncoderError, match="reinstall"):
        StaticEncoder(tmp_path / "nowhere").fit([])
    encoder = lay(tmp_path / "static")
    packed = (tmp_path / "static" / "vectors.npz").read_bytes()
    (tmp_path / "static" / "vectors.npz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(EncoderError, match="cannot be used"):
        encoder.fit([])
    np.savez(tmp_path / "static" / "vectors.npz", codes=CODES)
    with pytest.raises(EncoderError, match="scales"):
        encoder.fit([])


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    """Importing the module and making the encoder touch no file."""
    assert StaticEncoder(tmp_path / "nowhere").name == "static"
    code = "import sys, voc.cli.app; sys.exit('voc.encoders.static' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not (shipped() / "vectors.npz").is_file(), reason="this checkout has no word vectors yet")
def test_the_shipped_vectors_know_english() -> None:
    """Words that mean the same lie nearer than others, English is known and Finnish is not."""
    encoder = StaticEncoder().fit([])
    one, same, other = encoder.encode(["I forgot my password", "cannot log in", "the parcel arrived late"])
    assert one @ same > one @ other
    english, finnish = encoder.known(["The app crashes when I open it", "Sovellus kaatuu kun avaan sen"])
    assert english > 0.9
    assert finnish < 0.5
