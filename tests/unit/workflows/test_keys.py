"""A store is filled with one pseudonym key, and with no other."""

from __future__ import annotations

import pytest

from voc.errors import StoreError
from voc.model.ticket import Message, Ticket
from voc.stores.memory import MemoryStore
from voc.workflows.keys import bind_key, check_key, fingerprint

FIRST, OTHER = b"a" * 32, b"b" * 32


def filled(store: MemoryStore) -> MemoryStore:
    """``store`` with a ticket."""
    store.save_tickets([(Ticket("csv:1", (Message("It crashes"),)), "d", 0)])
    return store


def test_the_fingerprint_tells_keys_apart_and_is_not_the_key() -> None:
    """Sixteen hex digits, the same every time."""
    assert fingerprint(FIRST) == fingerprint(FIRST) != fingerprint(OTHER)
    assert len(bytes.fromhex(fingerprint(FIRST))) == 8


def test_the_key_that_filled_the_store_fits_and_another_does_not() -> None:
    """The refusal says what would happen, and leaves the fingerprint as it was."""
    store = MemoryStore()
    bind_key(store, FIRST)
    filled(store)
    bind_key(store, FIRST)
    for refused in (bind_key, check_key):
        with pytest.raises(StoreError, match="not the one this store was filled with") as caught:
            refused(store, OTHER)
        assert "every customer a new one" in (caught.value.hint or "")
    assert store.key_fingerprint() == fingerprint(FIRST)


def test_a_store_without_tickets_takes_a_new_key() -> None:
    """Nobody's pseudonym is lost yet."""
    store = MemoryStore()
    bind_key(store, FIRST)
    bind_key(store, OTHER)
    assert store.key_fingerprint() == fingerprint(OTHER)


def test_an_older_store_adopts_the_key_it_is_given() -> None:
    """Stores filled before fingerprints were kept have none; from then on another key is refused."""
    store = filled(MemoryStore())
    check_key(store, FIRST)
    assert store.key_fingerprint() is None
    bind_key(store, FIRST)
    with pytest.raises(StoreError):
        bind_key(store, OTHER)
