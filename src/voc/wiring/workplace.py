"""What a command gets opened: the back ends of one configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from voc.config.load import load_config
from voc.config.schema import Config, EncoderSettings
from voc.wiring.clock import SystemClock
from voc.wiring.models import encoder_of, namer_of
from voc.wiring.reading import Reading
from voc.wiring.registry import back_end
from voc.wiring.storage import Storage
from voc.wiring.tracking import tracker_of

if TYPE_CHECKING:
    from voc.analysis.filing.matching.matcher import Aids
    from voc.analysis.text.learned.model import KindModel
    from voc.model.environment import EnvironmentPatterns
    from voc.model.filing import IssueTemplate
    from voc.model.labels import Labelled
    from voc.model.lexicon import Lexicon
    from voc.model.stopwords import Stopwords
    from voc.model.ticket import Reject
    from voc.ports.encoder import Encoder
    from voc.ports.ledger import Ledger
    from voc.ports.namer import Namer
    from voc.ports.renderer import Renderer
    from voc.ports.store import Store
    from voc.ports.tracker import Tracker
    from voc.stores.sql import SqlStore


class Workplace:
    """The back ends of ``config``, each opened when it is first asked for.

    Args:
        config: what is set; relative paths in it start at ``config.folder``.
        mapping: ``--map`` pairs, which win over the mappings of the configuration.
        day_first: how dates such as 3/4/2026 are meant, whatever the configuration says.
        create: whether a missing store is made.
    """

    def __init__(
        self, config: Config, *, mapping: Sequence[str] = (), day_first: bool | None = None, create: bool = False
    ) -> None:
        self.config, self.clock = config, SystemClock()
        self.reading = Reading(config, mapping, day_first)
        self.storage = Storage(config, create)

    @property
    def store(self) -> SqlStore:
        """Where everything is kept."""
        return self.storage.store

    def rehearsal(self) -> Store:
        """What a discover run needs of the store, copied into memory: there it can be tried out."""
        from voc.stores.memory import MemoryStore
        from voc.workflows.discovery.rehearsal import copy_into
        from voc.workflows.read import version_of

        copy = MemoryStore()
        copy_into(copy, self.store, version_of(self.lexicon, self.learned_kinds))
        return copy

    @cached_property
    def ledger(self) -> Ledger:
        """What was filed, in the store."""
        from voc.stores.ledger import SqlLedger

        return SqlLedger(self.store)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words and patterns that text is read with."""
        from voc.config.lexicon import load_lexicon, read_words

        return load_lexicon(read_words(self.config.words, self.config.folder))

    @cached_property
    def stopwords(self) -> Stopwords:
        """Words that name no theme."""
        from voc.config.stopwords import load_stopwords

        return load_stopwords()

    @cached_property
    def learned_kinds(self) -> KindModel | None:
        """The user's own classifier of kinds, where one is set.

        Raises:
            ConfigError: its file cannot be used.
        """
        if self.config.kinds.model is None:
            return None
        from voc.stores.kind_model import load_kind_model

        return load_kind_model(self.config.folder / self.config.kinds.model)

    def labels(self, path: str) -> Iterator[Labelled | Reject]:
        """Labelled texts of a table, to learn from."""
        from voc.sources.labels import read_labels

        reading = self.reading
        return read_labels(reading.exports.documents([path]), reading.headers, self.lexicon, reading.mapping)

    @cached_property
    def encoder(self) -> Encoder:
        """How text becomes vectors (see ``encoder_of``)."""
        return encoder_of(self.config)

    def namer(self, wanted: str) -> Namer:
        """The language model that ``wanted`` names (see ``namer_of``)."""
        return namer_of(self.config, wanted, self.clock)

    @cached_property
    def aids(self) -> Aids:
        """What helps to tell whether a person filed a theme already."""
        from voc.analysis.filing.matching.matcher import Aids
        from voc.config.platforms import load_platforms
        from voc.encoders.word_vectors import load, shipped

        return Aids(load(shipped()), load_platforms(), self.stopwords.together.stop)

    @property
    def environment(self) -> EnvironmentPatterns:
        """What tells versions, platforms and steps in tickets."""
        from voc.config.platforms import load_environment

        return load_environment()

    @cached_property
    def template(self) -> IssueTemplate:
        """What the block of an issue is made by.

        Raises:
            ConfigError: its file cannot be read.
        """
        from voc.config.issue_template import load_template

        return load_template(self.config.tracker.template, self.config.folder)

    @property
    def zone(self) -> ZoneInfo:
        """Where a week begins, and what a time means that names no zone."""
        return ZoneInfo(self.config.timezone)

    @cached_property
    def tracker(self) -> Tracker:
        """Where issues are filed (see ``tracker_of``)."""
        return tracker_of(self.config, self.clock)

    def renderer(self, path: Path) -> Renderer:
        """The renderer that the ending of ``path`` asks for.

        Raises:
            UsageError: there is none for it.
        """
        renderer: Renderer = back_end("renderer", path.suffix.removeprefix(".").lower() or "(none)").load()()
        return renderer

    def close(self) -> None:
        """Let go of the store."""
        self.storage.close()


def open_workplace(
    path: Path | None,
    *,
    mapping: Sequence[str] = (),
    day_first: bool | None = None,
    ignore_kinds: bool = False,
    encoder: str | None = None,
    create: bool = False,
    changes: Mapping[str, Any] | None = None,
) -> Workplace:
    """The back ends of the configuration at ``path``.

    Args:
        path: of ``voc.yaml``; None for the one in the current folder, or the defaults.
        mapping: ``FIELD=COLUMN`` pairs.
        day_first: how dates such as 3/4/2026 are meant.
        ignore_kinds: whether kinds play no part, whatever the configuration says.
        encoder: ``NAME`` or ``NAME:MODEL``, whatever the configuration says.
        create: whether a missing store is made.
        changes: other fields of ``Config`` that the command line sets.
    """
    config = replace(load_config(path), **(changes or {}))
    if ignore_kinds:
        config = replace(config, clustering=replace(config.clustering, ignore_kinds=True))
    if encoder is not None:
        config = replace(config, encoder=EncoderSettings.parse(encoder))
    return Workplace(config, mapping=mapping, day_first=day_first, create=create)
