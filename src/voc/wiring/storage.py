"""Where everything is kept: the store, and beside it the key of the customers' pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from voc.config.schema import Config
from voc.config.secrets import resolve_secret
from voc.wiring.registry import back_end

if TYPE_CHECKING:
    from voc.stores.sql import SqlStore


@dataclass
class Storage:
    """The store and the key of one configuration, each opened when it is first asked for.

    Attributes:
        config: what is set; relative paths in it start at ``config.folder``.
        create: whether a missing store is made.
    """

    config: Config
    create: bool = False

    @cached_property
    def store(self) -> SqlStore:
        """The store."""
        scheme = "postgresql" if self.url.startswith("postgres") else "sqlite"
        store: SqlStore = back_end("store", scheme).load()(self.url, create=self.create)
        return store

    @cached_property
    def key(self) -> bytes:
        """The key; it is readable by its owner only.

        Raises:
            StoreError: it cannot be used, or is not the one that the store was filled with.
        """
        from voc.stores.keys import load_key
        from voc.workflows.keys import check_key

        if not self.exists:
            return load_key(self.key_path)
        key = load_key(self.key_path, create=self.store.counts().tickets == 0)
        check_key(self.store, key)
        return key

    @property
    def url(self) -> str:
        """Where the store is: a URL, or a path."""
        url = resolve_secret(self.config.store, self.config.folder).removeprefix("sqlite:///")
        return url if "://" in url else str(self.config.folder / url)

    @property
    def exists(self) -> bool:
        """Whether there is a store already; a server's is always taken to be there."""
        return "://" in self.url or Path(self.url).exists()

    @property
    def key_path(self) -> Path:
        """Where the key lies: ``voc.db`` has ``voc.key``; a server's store has it beside ``voc.yaml``."""
        return self.config.folder / "voc.key" if "://" in self.url else Path(self.url).with_suffix(".key")

    def close(self) -> None:
        """Let go of the store."""
        if "store" in self.__dict__:
            self.store.close()
