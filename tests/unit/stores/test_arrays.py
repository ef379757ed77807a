"""Arrays as bytes."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from voc.errors import StoreError
from voc.stores.arrays import array_from_bytes, array_to_bytes, rows_from_bytes, rows_to_bytes


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.float32).reshape(2, 3),
        np.asarray(["ä", "term"]),
        np.zeros((0, 4)),
        np.asarray(3),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.asarray([np.nan, np.inf, -0.0]),
    ],
)
def test_arrays_come_back(array: np.ndarray) -> None:
    """Type, shape and every bit."""
    back = array_from_bytes(array_to_bytes(array))
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()


def test_objects_are_refused() -> None:
    """Only pickle could store them, and pickle is code."""
    with pytest.raises(ValueError, match="pickle"):
        array_to_bytes(np.asarray([{}], dtype=object))


class _Trap:
    """Unpickling this runs code."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a pickle from the store was run",))


@pytest.mark.parametrize("data", [b"", b"nonsense", array_to_bytes(np.arange(9))[:-1], pickle.dumps(_Trap())])
def test_damaged_arrays_are_named(data: bytes) -> None:
    """One line, and nothing in the bytes is run."""
    with pytest.raises(StoreError, match="damaged array"):
        array_from_bytes(data)


def test_rows_come_back() -> None:
    """Rows of half precision, to the bit, and writable."""
    vectors = np.random.default_rng(0).normal(size=(5, 7)).astype(np.float16)
    back = rows_from_bytes(rows_to_bytes(vectors))
    assert back.dtype == np.float16
    assert np.array_equal(back, vectors)
    back[0, 0] = 1.0


def test_rows_of_any_layout() -> None:
    """A transposed view and another precision give the rows one sees."""
    vectors = np.arange(6, dtype=np.float64).reshape(2, 3).T
    assert np.array_equal(rows_from_bytes(rows_to_bytes(vectors)), vectors.astype(np.float16))


def test_no_rows_and_empty_rows() -> None:
    """Nothing is 0 x 0; rows without dimensions stay rows."""
    assert rows_from_bytes([]).shape == (0, 0)
    assert rows_from_bytes([b"", b""]).shape == (2, 0)


@pytest.mark.parametrize("rows", [[b"12", b"1234"], [b"123", b"123"]])
def test_damaged_rows_are_named(rows: list[bytes]) -> None:
    """Unequal or torn vectors are not cut to size."""
    with pytest.raises(StoreError, match="damaged vector"):
        rows_from_bytes(rows)
