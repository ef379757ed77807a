"""Themes divided into the parts they are made of."""

from __future__ import annotations

import numpy as np
import pytest

from voc.analysis.clustering import subdivide as module
from voc.analysis.clustering.cores import NONE
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.subdivide import FEW, SHARE, SMALL, subdivide
from voc.encoders.lexical import LexicalEncoder

THINGS = ("the monthly list", "my customers", "a year of orders", "the team's hours", "all invoices", "our stock")
SAID = {
    "empty": ("The PDF of {} comes out empty", "Export gives an empty PDF for {}", "Empty pages in the PDF of {}"),
    "stops": (
        "Export stops at row 10,000 of {}",
        "Only 10,000 rows of {} in the spreadsheet",
        "Rows of {} behind the limit of 10,000 are missing",
    ),
    "letters": (
        "Export shows question marks instead of ä and ö in {}",
        "The letters ä and ö of {} are broken",
        "Broken letters, ä and ö, in {}",
    ),
}


def theme(*problems: str) -> tuple[list[str], list[str]]:
    """What customers say of these problems, and which each text is about."""
    rows = [(frame.format(thing), name) for name in problems for frame in SAID[name] for thing in THINGS]
    return [text for text, _ in rows], [name for _, name in rows]


def corpus(said: list[str]) -> Corpus:
    """With vectors of their words."""
    vectors = LexicalEncoder().fit(said).encode(said)
    return Corpus(said, vectors, np.zeros(len(said), np.float32), ["en"] * len(said))


def test_a_theme_falls_into_its_problems() -> None:
    """Each part holds the texts of one problem, and every text is in a part."""
    said, problems = theme("empty", "stops", "letters")
    labels = subdivide(corpus(said))
    found = {
        label: {problem for problem, its in zip(problems, labels, strict=True) if its == label} for label in labels
    }
    assert NONE not in found
    assert len(found) >= len(SAID)
    assert all(len(about) == 1 for about in found.values())


def test_parts_are_numbered_by_size() -> None:
    """The largest is 0, without a gap."""
    said, _ = theme("empty", "stops", "letters")
    sizes = np.bincount(subdivide(corpus(said[:-6])))
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert sizes.min() >= max(SMALL, SHARE * sizes.sum())


@pytest.mark.parametrize("count", [0, 1, 2, FEW - 1])
def test_a_small_theme_is_read_as_it_is(count: int) -> None:
    """Below ``FEW`` tickets there are no parts."""
    said, _ = theme("empty", "stops")
    assert (subdivide(corpus((said[::2])[:count])) == NONE).all()


def test_copies_are_no_parts() -> None:
    """A mass mail is one text, whatever its numbers; two are one text too few to tell parts by."""
    assert (subdivide(corpus([f"Order {number} has not come" for number in range(40)])) == NONE).all()
    two = ["The PDF is empty", "Rows are missing"] * 20
    assert (subdivide(corpus(two)) == NONE).all()


def test_copies_count() -> None:
    """A single text is a part when it has copies enough."""
    said, _ = theme("empty")
    labels = subdivide(corpus([*said, *["Zahlung abgelehnt"] * 6])).tolist()
    assert labels[-6:] == [0] * 6
    assert 0 not in labels[:-6]


def test_texts_without_a_vector_are_in_no_part() -> None:
    """They say nothing that could be compared; the others are divided as ever."""
    said, _ = theme("empty", "stops")
    plain = corpus(said)
    vectors = np.vstack([plain.vectors, np.zeros((2, plain.vectors.shape[1]), np.float32)])
    labels = subdivide(
        Corpus([*said, "?", "!"], vectors, np.zeros(len(said) + 2, np.float32), ["en"] * (len(said) + 2))
    )
    assert labels[-2:].tolist() == [NONE, NONE]
    assert labels[:-2].tolist() == subdivide(plain).tolist()


def test_a_huge_theme_is_divided_by_some_of_its_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are more texts than are compared, the rest follows them."""
    said, problems = theme("empty", "stops", "letters")
    monkeypatch.setattr(module, "LARGEST", 30)
    labels = subdivide(corpus(said))
    assert NONE not in labels
    assert len({*zip(labels.tolist(), problems, strict=True)}) <= len(set(labels.tolist())) + 2
