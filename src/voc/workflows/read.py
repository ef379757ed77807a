"""What customers say in each ticket, read once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from voc.model.lexicon import Lexicon
from voc.model.ticket import Ticket
from voc.ports.store import Store
from voc.workflows.encode import Progress

if TYPE_CHECKING:
    from voc.analysis.text.learned.model import KindModel

_BATCH = 1000


def read_new(store: Store, lexicon: Lexicon, learned: KindModel | None, progress: Progress) -> None:
    """Read the tickets that were not read yet, a batch a transaction; all of them when what they are read with changed.

    Args:
        store: where the tickets are, open for writing.
        lexicon: for reading what a ticket is about.
        learned: the user's own classifier of kinds.
        progress: called with the number of tickets read so far and in all.
    """
    from voc.analysis.text.feedback import read  # noqa: PLC0415 - loads parsers of mail

    version = version_of(lexicon, learned)
    done, total = 0, 0
    for batch in _batches(store.without_feedback(version)):
        counts = store.counts()
        total = total or max(counts.tickets - counts.feedback, len(batch))
        store.save_feedback([read(ticket, redactions, lexicon, learned) for ticket, redactions in batch], version)
        done += len(batch)
        progress(done, max(done, total))


def unread(store: Store, lexicon: Lexicon, learned: KindModel | None = None) -> int:
    """How many tickets the next run will read; writes nothing."""
    return sum(1 for _ in store.without_feedback(version_of(lexicon, learned)))


def version_of(lexicon: Lexicon, learned: KindModel | None) -> str:
    """Names all that tickets are read with."""
    from voc.analysis.text.feedback import FEEDBACK_VERSION  # noqa: PLC0415 - loads parsers of mail

    return f"{FEEDBACK_VERSION}-{lexicon.digest}" + (f"-{learned.digest}" if learned else "")


def _batches(waiting: Iterator[tuple[Ticket, int]]) -> Iterator[list[tuple[Ticket, int]]]:
    while batch := list(islice(waiting, _BATCH)):
        yield batch
