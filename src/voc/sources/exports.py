"""From paths to documents, and from documents to their readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol, runtime_checkable

from voc.errors import InputError, UsageError
from voc.ports.source import Document, Source
from voc.sources.collect import Collection
from voc.sources.encoding import detect
from voc.sources.lines import head
from voc.sources.unpack import Caps

_SURE = 0.6
_AHEAD = 0.2


@runtime_checkable
class _Proposing(Protocol):
    def propose(self, document: Document) -> Mapping[str, str]: ...


class FileExports:
    """Exports in files, folders, archives and standard input, each read by the reader that knows its content.

    Args:
        readers: all there are.
        caps: how much an archive may unpack to.
    """

    def __init__(self, readers: Sequence[Source], caps: Caps = Caps()) -> None:  # noqa: B008 - frozen
        self._readers = {reader.name: reader for reader in readers}
        self._caps = caps
        self._collection = Collection(caps)

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        """Documents of files, folders, globs, archives and ``-``, each once."""
        self._collection = Collection(self._caps)
        return self._collection.documents(paths)

    def skipped(self) -> Mapping[str, int]:
        """How many files the last ``documents`` passed over, by reason."""
        return dict(sorted(self._collection.skipped.items()))

    def source_for(self, document: Document, name: str | None = None) -> Source:
        """The reader called ``name``, or the only one that claims the document by its content."""
        if name is not None and name not in self._readers:
            near = get_close_matches(name, self._readers, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._readers)}"
            raise UsageError(f"there is no reader {name!r}", meant)
        beginning = head(document, detect(document))
        if not beginning.strip():
            raise InputError(f"{document.name} is empty", "export it again")
        return self._readers[name] if name is not None else self._claimed(document, beginning)

    def propose(self, document: Document) -> Mapping[str, str]:
        """A mapping that a person should look at; empty for formats that need none."""
        source = self.source_for(document)
        return source.propose(document) if isinstance(source, _Proposing) else {}

    def _claimed(self, document: Document, beginning: str) -> Source:
        scores = sorted(((reader.sniff(beginning).score, name) for name, reader in self._readers.items()), reverse=True)
        best, ahead = scores[0], scores[1][0] if len(scores) > 1 else 0.0
        if best[0] >= _SURE and best[0] - ahead >= _AHEAD - 1e-9:
            return self._readers[best[1]]
        candidates = [name for score, name in scores if score >= _SURE]
        if candidates:
            raise InputError(f"{document.name} could be {' or '.join(candidates)}", "say which: --format NAME")
        raise InputError(
            f"{document.name} is no ticket export that voc knows",
            f"export CSV or JSON, or name its format: --format {'|'.join(self._readers)}",
        )
