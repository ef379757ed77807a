"""How exports are read: what ``voc.yaml`` says of files of a name, below what the command line says of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from voc.config.headers import Headers, load_headers
from voc.config.schema import Config, FileSettings
from voc.wiring.registry import BACK_ENDS

if TYPE_CHECKING:
    from voc.ports.source import Document, Exports, ReadOptions, Source


@dataclass
class Reading:
    """The sources, and what each is told of a document.

    Attributes:
        config: what is set.
        mapping: ``--map`` pairs, which win over the mappings of the configuration.
        day_first: how dates such as 3/4/2026 are meant, whatever the configuration says.
    """

    config: Config
    mapping: Sequence[str] = ()
    day_first: bool | None = None

    @cached_property
    def headers(self) -> Headers:
        """Column names that exports use."""
        return load_headers()

    @cached_property
    def exports(self) -> Exports:
        """Everything that can be read."""
        from voc.sources.exports import FileExports

        return FileExports([each.load()(self.headers) for each in BACK_ENDS if each.room == "source"])

    def options(self, document: Document, source: Source) -> ReadOptions:
        """How ``document`` is read."""
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

    def source_of(self, document: Document) -> str | None:
        """The source that ``voc.yaml`` names for files like ``document``, None to tell by its content."""
        return self._settings_of(document).format

    def _settings_of(self, document: Document) -> FileSettings:
        name = PurePosixPath(document.name).name
        fitting = (each for each in self.config.sources.files if fnmatch(name, each.match))
        return next(fitting, FileSettings(match="*"))

    def _mapped(self, settings: FileSettings) -> Mapping[str, tuple[str, ...]]:
        columns = {name: (given,) if isinstance(given, str) else given for name, given in settings.map.items()}
        return {self.headers.field(name): given for name, given in columns.items()}
