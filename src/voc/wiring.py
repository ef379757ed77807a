"""Configuration to live back ends: the only place where a name becomes a class, and where the clock is read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from voc.config.document import nearest
from voc.config.headers import Headers, load_headers
from voc.config.load import load_config
from voc.config.schema import Config, EncoderSettings, FileSettings
from voc.config.secrets import resolve_secret, secret
from voc.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from voc.analysis.text.learned.model import KindModel
    from voc.model.labels import Labelled
    from voc.model.lexicon import Lexicon
    from voc.model.stopwords import Stopwords
    from voc.model.ticket import Reject
    from voc.ports.encoder import Encoder
    from voc.ports.ledger import Ledger
    from voc.ports.namer import Namer
    from voc.ports.renderer import Renderer
    from voc.ports.source import Document, Exports, ReadOptions, Source
    from voc.ports.tracker import Tracker
    from voc.stores.sql import SqlStore


@dataclass(frozen=True, slots=True)
class BackEnd:
    """One back end: its room, its name, where its class is, the extra that brings what it needs, and which settings an
    encoder's class takes.
    """

    room: str
    name: str
    module: str
    attribute: str
    needs: str | None = None
    extra: str | None = None
    takes: tuple[str, ...] = ()

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs) is not None

    def load(self) -> Any:
        """The class itself.

        Raises:
            UsageError: its extra is not installed.
        """
        if not self.available:
            raise UsageError(f"{self.room} {self.name!r} needs {self.needs}", f"pip install 'voc-bridge[{self.extra}]'")
        return getattr(import_module(self.module), self.attribute)


NAMER = "openai"
"""The namer that an address without a name is for."""

BACK_ENDS = (
    BackEnd("source", "zendesk-json", "voc.sources.zendesk_json", "ZendeskJson"),
    BackEnd("source", "zendesk-csv", "voc.sources.zendesk_csv", "ZendeskCsv"),
    BackEnd("source", "csv", "voc.sources.generic_csv", "GenericCsv"),
    BackEnd("source", "jsonl", "voc.sources.generic_jsonl", "GenericJsonl"),
    BackEnd("encoder", "lexical", "voc.encoders.lexical", "LexicalEncoder", takes=("seed",)),
    BackEnd("encoder", "static", "voc.encoders.static", "StaticEncoder", takes=("seed",)),
    BackEnd(
        "encoder",
        "model2vec",
        "voc.encoders.model2vec",
        "Model2VecEncoder",
        needs="model2vec",
        extra="model2vec",
        takes=("model",),
    ),
    BackEnd(
        "encoder",
        "sentence_transformers",
        "voc.encoders.sentence_transformers",
        "SentenceTransformersEncoder",
        needs="sentence_transformers",
        extra="sentence_transformers",
        takes=("model",),
    ),
    BackEnd("namer", "openai", "voc.namers.openai", "OpenAINamer"),
    BackEnd("store", "sqlite", "voc.stores.sql", "open_store"),
    BackEnd("store", "postgresql", "voc.stores.sql", "open_store", needs="psycopg", extra="postgresql"),
    BackEnd("tracker", "local", "voc.trackers.local", "LocalTracker"),
    BackEnd("renderer", "md", "voc.renderers.markdown", "MarkdownRenderer"),
    BackEnd("renderer", "json", "voc.renderers.json", "JsonRenderer"),
    BackEnd("renderer", "csv", "voc.renderers.csv", "CsvRenderer"),
)


def back_end(room: str, name: str) -> BackEnd:
    """The back end called ``name``.

    Raises:
        UsageError: there is none; the nearest name is told.
    """
    named = {each.name: each for each in BACK_ENDS if each.room == room}
    if name not in named:
        raise UsageError(f"there is no {room} {name!r}{nearest(name, named)}", "see voc backends")
    return named[name]


class SystemClock:
    """The time of this machine (see ``ports.clock``)."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass
class Workplace:
    """The back ends of one configuration, each opened when it is first asked for.

    Attributes:
        config: what is set; relative paths in it start at ``config.folder``.
        mapping: ``--map`` pairs, which win over the mappings of the configuration.
        day_first: how dates such as 3/4/2026 are meant, whatever the configuration says.
        create: whether a missing store is made.
    """

    config: Config
    mapping: Sequence[str] = ()
    day_first: bool | None = None
    create: bool = False

    @cached_property
    def clock(self) -> SystemClock:
        """What time it is."""
        return SystemClock()

    @cached_property
    def headers(self) -> Headers:
        """Column names that exports use."""
        return load_headers()

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

        return read_labels(self.exports.documents([path]), self.headers, self.lexicon, self.mapping)

    @cached_property
    def exports(self) -> Exports:
        """Everything that can be read."""
        from voc.sources.exports import FileExports

        return FileExports([each.load()(self.headers) for each in BACK_ENDS if each.room == "source"])

    @cached_property
    def encoder(self) -> Encoder:
        """How text becomes vectors.

        Raises:
            UsageError: there is no such encoder, its extra is not installed, or it lacks a model or takes none.
        """
        chosen = self.config.encoder
        found = back_end("encoder", chosen.name)
        build = found.load()
        if "model" in found.takes and chosen.model is None:
            raise UsageError(f"encoder {chosen.name!r} needs a model", f"write {chosen.name}:FOLDER, or a hub's name")
        if "model" not in found.takes and chosen.model is not None:
            raise UsageError(f"encoder {chosen.name!r} takes no model", f"write {chosen.name}")
        given = {"seed": self.config.seed, "model": self._model(chosen.model or "")}
        encoder: Encoder = build(**{name: given[name] for name in found.takes})
        return encoder

    def namer(self, wanted: str) -> Namer:
        """The language model that ``wanted`` names: a namer, for the address of ``naming.endpoint``, or an address,
        which ``naming.key`` is sent to only where it is that of ``naming.endpoint`` or there is none.

        Raises:
            ConfigError: endpoint or model is not set, or the key cannot be had.
            UsageError: there is no such namer, or the address is none that text may be sent to.
        """
        settings = self.config.naming
        name, endpoint = (NAMER, wanted) if "://" in wanted else (wanted, settings.endpoint)
        found = back_end("namer", name)
        for setting, value in (("endpoint", endpoint), ("model", settings.model)):
            if not value:
                raise ConfigError(f"naming.{setting} is not set", "set it in voc.yaml (voc init writes a sample)")
        ours = settings.endpoint is None or settings.endpoint.rstrip("/") == str(endpoint).rstrip("/")
        key = secret("naming.key", settings.key, self.config.folder) if settings.key and ours else None
        namer: Namer = found.load()(endpoint, settings.model, key, settings.timeout, self.clock)
        return namer

    @cached_property
    def store(self) -> SqlStore:
        """Where everything is kept."""
        url = self.store_url
        scheme = "postgresql" if url.startswith("postgres") else "sqlite"
        store: SqlStore = back_end("store", scheme).load()(url, create=self.create)
        return store

    @property
    def has_store(self) -> bool:
        """Whether there is a store already; a server's is always taken to be there."""
        return "://" in self.store_url or Path(self.store_url).exists()

    @property
    def store_url(self) -> str:
        """Where the store is: a URL, or a path."""
        url = resolve_secret(self.config.store, self.config.folder).removeprefix("sqlite:///")
        return url if "://" in url else str(self.config.folder / url)

    @cached_property
    def key(self) -> bytes:
        """The key of the customers' pseudonyms; it lies beside the store, readable by its owner only.

        Raises:
            StoreError: it cannot be used, or is not the one that the store was filled with.
        """
        from voc.stores.keys import load_key
        from voc.workflows.keys import check_key

        if not self.has_store:
            return load_key(self.key_path)
        key = load_key(self.key_path, create=self.store.counts().tickets == 0)
        check_key(self.store, key)
        return key

    @property
    def key_path(self) -> Path:
        """Where the key lies: ``voc.db`` has ``voc.key``; a server's store has it beside ``voc.yaml``."""
        url = self.store_url
        return self.config.folder / "voc.key" if "://" in url else Path(url).with_suffix(".key")

    @cached_property
    def tracker(self) -> Tracker:
        """Where issues are filed."""
        settings = self.config.tracker
        folder = self.config.folder / settings.folder
        tracker: Tracker = back_end("tracker", settings.name).load()(folder, self.config.filing.project)
        return tracker

    @cached_property
    def ledger(self) -> Ledger:
        """What was filed, in the store."""
        from voc.stores.ledger import SqlLedger

        return SqlLedger(self.store)

    def renderer(self, path: Path) -> Renderer:
        """The renderer that the ending of ``path`` asks for.

        Raises:
            UsageError: there is none for it.
        """
        renderer: Renderer = back_end("renderer", path.suffix.removeprefix(".").lower() or "(none)").load()()
        return renderer

    def read_options(self, document: Document, source: Source) -> ReadOptions:
        """How ``document`` is read: what ``voc.yaml`` says of files of its name, below what the command line says."""
        from voc.ports.source import ReadOptions

        config, vendor = self.config, self.config.sources.zendesk
        ours = self._settings_of(document)
        is_vendor = source.vendor == "zendesk"
        return ReadOptions(
            mapping={**self._mapped(ours), **self.headers.mapping(self.mapping)},
            values={self.headers.field(name): dict(values) for name, values in ours.values.items()},
            timezone=ours.timezone or config.timezone,
            day_first=ours.day_first if self.day_first is None else self.day_first,
            account=ours.account or (vendor.account if is_vendor else None),
            revenue_field=vendor.revenue_field if is_vendor else None,
            currency=vendor.currency if is_vendor else ours.currency,
            channel=ours.channel,
        )

    def reader_of(self, document: Document) -> str | None:
        """The format that ``voc.yaml`` names for files like ``document``, None to tell by its content."""
        return self._settings_of(document).format

    def close(self) -> None:
        """Let go of the store."""
        if "store" in self.__dict__:
            self.store.close()

    def _model(self, model: str) -> str:
        """``model`` as a path where it is a folder beside ``voc.yaml``."""
        folder = self.config.folder / Path(model).expanduser()
        return str(folder) if folder.is_dir() else model

    def _settings_of(self, document: Document) -> FileSettings:
        name = PurePosixPath(document.name).name
        fitting = (each for each in self.config.sources.files if fnmatch(name, each.match))
        return next(fitting, FileSettings(match="*"))

    def _mapped(self, settings: FileSettings) -> Mapping[str, tuple[str, ...]]:
        columns = {name: (given,) if isinstance(given, str) else given for name, given in settings.map.items()}
        return {self.headers.field(name): given for name, given in columns.items()}


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
    return Workplace(config, mapping, day_first, create)
