"""Whether the pseudonym key is the one a store was filled with: another would make every customer a new one."""

from __future__ import annotations

import hashlib

from voc.errors import StoreError
from voc.ports.store import Store

_LENGTH = 16


def fingerprint(key: bytes) -> str:
    """By which a key is known again without being told: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:_LENGTH]


def check_key(store: Store, key: bytes) -> None:
    """Compare ``key`` with the one that ``store`` was filled with; reads only.

    A store without tickets takes any key, and so does one that was filled before fingerprints were kept.

    Raises:
        StoreError: the store was filled with another key.
    """
    kept = store.key_fingerprint()
    if kept not in (None, fingerprint(key)) and store.counts().tickets:
        raise StoreError(
            "the pseudonym key voc.key is not the one this store was filled with",
            "restore it from a backup: a new key would make every customer a new one",
        )


def bind_key(store: Store, key: bytes) -> None:
    """Check ``key``, and remember its fingerprint for the next time.

    Raises:
        StoreError: the store was filled with another key, or cannot be written.
    """
    check_key(store, key)
    if store.key_fingerprint() != fingerprint(key):
        store.keep_key_fingerprint(fingerprint(key))
