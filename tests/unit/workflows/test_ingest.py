"""Reading into the store: nothing twice, nothing lost, the right version kept, whatever the order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import permutations
from typing import BinaryIO

import pytest

from voc.analysis.text.versions import supersedes
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Message, Reject, Ticket
from voc.ports.source import Document, ReadOptions, Sniff, Source
from voc.stores.memory import MemoryStore
from voc.workflows.ingest import Ingested, ingest

LEXICON = load_lexicon()
KEY = b"k" * 32


@dataclass(frozen=True)
class Page:
    """A document that holds its records ready."""

    name: str
    records: tuple[Ticket | Reject, ...]

    def digest(self) -> str:
        return hashlib.sha256(repr(self.records).encode()).hexdigest()

    def open(self) -> BinaryIO:
        return BytesIO(b"")


class Reader:
    """A source that gives a page's records."""

    name = vendor = "page"

    def __init__(self) -> None:
        self.read_pages: list[str] = []

    def sniff(self, head: str) -> Sniff:
        return Sniff(1.0)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        assert isinstance(document, Page)
        self.read_pages.append(document.name)
        yield from document.records


class Pages:
    """Exports that are pages."""

    def __init__(self, *pages: Page) -> None:
        self.pages, self.reader = pages, Reader()

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        yield from self.pages

    def skipped(self) -> Mapping[str, int]:
        return {"hidden": 1}

    def source_for(self, document: Document, name: str | None = None) -> Source:
        return self.reader

    def propose(self, document: Document) -> Mapping[str, str]:
        return {}


def ticket(number: int, text: str, **more: object) -> Ticket:
    return replace(Ticket(f"page:{number}", (Message(text),)), **more)  # type: ignore[arg-type]


def take_in(store: MemoryStore, *pages: Page, options: ReadOptions | None = None) -> tuple[Ingested, Reader]:
    exports = Pages(*pages)
    given = options or ReadOptions()
    done = ingest(store, exports, [], options=lambda document, source: given, key=KEY, lexicon=LEXICON)
    return done, exports.reader


def texts(store: MemoryStore) -> dict[str, str]:
    return {each.id: each.messages[0].text for each in store.tickets()}


def test_new_tickets_are_kept_and_counted() -> None:
    """Every ticket of every document arrives once; customers are counted by what they are keyed by."""
    store = MemoryStore()
    page = Page(
        "a",
        (ticket(1, "It crashes", requester="a@gmail.com"), ticket(2, "Too slow"), ticket(3, "No", organization="7")),
    )
    done, _ = take_in(store, page)
    assert (done.documents, done.new, done.changed, done.unchanged) == (1, 3, 0, 0)
    assert sorted(texts(store)) == ["page:1", "page:2", "page:3"]
    assert dict(done.customer_keys) == {"requester": 1, "ticket": 1, "organization": 1}
    assert done.skipped == {"hidden": 1}


def test_nothing_clear_reaches_the_store() -> None:
    """Addresses in text and the requester are gone before the first write."""
    store = MemoryStore()
    done, _ = take_in(store, Page("a", (ticket(1, "Mail me: maija@example.com", requester="maija@example.com"),)))
    assert done.redactions == 1
    assert "maija" not in repr(list(store.tickets()))


def test_an_id_that_names_a_person_is_replaced_and_still_known() -> None:
    """A ticket whose id is an address is kept under a pseudonym, once."""
    store = MemoryStore()
    row = Ticket("page:maija@example.com", (Message("It crashes"),))
    take_in(store, Page("a", (row,)))
    done, _ = take_in(store, Page("b", (row, ticket(2, "Too slow"))))
    assert (done.new, done.changed, done.unchanged) == (1, 0, 1)
    assert "maija" not in repr(list(store.tickets()))
    assert all(not store.history(each.id) for each in store.tickets())


def test_the_same_document_is_not_read_twice() -> None:
    """A document that was read to its end is known by its bytes and options, and counts as known tickets."""
    store, page = MemoryStore(), Page("a", (ticket(1, "It crashes"), ticket(2, "Too slow")))
    take_in(store, page)
    done, reader = take_in(store, page)
    assert (done.known, done.new, done.unchanged, reader.read_pages) == (1, 0, 2, [])


def test_other_options_read_the_document_again() -> None:
    """With another mapping the same bytes may mean something else, so they are read again."""
    store, page = MemoryStore(), Page("a", (ticket(1, "It crashes"),))
    take_in(store, page)
    done, reader = take_in(store, page, options=ReadOptions(mapping={"text": ("Body",)}))
    assert (done.known, done.unchanged, reader.read_pages) == (0, 1, ["a"])


def test_a_document_with_bad_rows_is_read_again_and_says_so_again() -> None:
    """Good rows are kept once; the bad row is told on every run until it is mended."""
    store = MemoryStore()
    page = Page("a", (ticket(1, "It crashes"), Reject("a", 2, "no id")))
    first, _ = take_in(store, page)
    second, _ = take_in(store, page)
    assert [reject.line for reject in first.rejects] == [reject.line for reject in second.rejects] == [2]
    assert (second.new, second.changed, second.unchanged) == (0, 0, 1)


def test_a_row_left_out_on_purpose_does_not_make_the_document_unfinished() -> None:
    """A deleted ticket is told, but its document need not be read again."""
    store, page = MemoryStore(), Page("a", (Reject("a", 1, "deleted", lost=False),))
    take_in(store, page)
    assert take_in(store, page)[0].known == 1


def test_a_later_version_replaces_the_earlier_and_keeps_its_history() -> None:
    """The newest ``updated_at`` is kept; the earlier text stays in the history."""
    store = MemoryStore()
    old = ticket(1, "It crashes", updated_at=datetime(2026, 10, 1, tzinfo=UTC))
    new = ticket(1, "It crashes on start", updated_at=datetime(2026, 10, 2, tzinfo=UTC))
    take_in(store, Page("a", (old,)))
    done, _ = take_in(store, Page("b", (new,)))
    assert (done.new, done.changed) == (0, 1)
    assert texts(store) == {"page:1": "It crashes on start"}
    assert [each.messages[0].text for each in store.history("page:1")] == ["It crashes"]


def test_an_earlier_version_that_comes_late_changes_nothing() -> None:
    """An old export read after a new one is counted as older, and on a second run as known."""
    store = MemoryStore()
    old = ticket(1, "It crashes", updated_at=datetime(2026, 10, 1, tzinfo=UTC))
    new = ticket(1, "It crashes on start", updated_at=datetime(2026, 10, 2, tzinfo=UTC))
    take_in(store, Page("b", (new,)))
    done, _ = take_in(store, Page("a", (old,)))
    assert (done.older, done.changed) == (1, 0)
    assert texts(store) == {"page:1": "It crashes on start"}
    again, _ = take_in(store, Page("a2", (old, ticket(2, "Too slow"))))
    assert (again.older, again.unchanged, again.new) == (0, 1, 1)


def test_a_later_row_of_the_same_document_wins_without_dates() -> None:
    """Without ``updated_at`` the row further down is the later one, and reading again changes nothing."""
    store = MemoryStore()
    page = Page("a", (ticket(1, "first"), ticket(1, "second"), Reject("a", 3, "no id")))
    take_in(store, page)
    assert texts(store) == {"page:1": "second"}
    done, _ = take_in(store, page)
    assert (texts(store), done.changed, done.unchanged) == ({"page:1": "second"}, 0, 2)


def test_different_tickets_under_one_id_are_told_once() -> None:
    """Two files that both count their rows from 1 clash; an edit does not, and reading them again tells nothing new."""
    store = MemoryStore()
    one = Page("a", (ticket(1, "Calendar sync doubles bookings"), ticket(2, "The export crash")))
    two = Page("b", (ticket(1, "Please add a dark mode"), ticket(2, "The export crashes")))
    done, _ = take_in(store, one, two)
    assert (done.clashes, done.clashing, done.changed) == (1, ["page:1"], 2)
    assert "page:1" in (done.clash_warning() or "")
    again, _ = take_in(store, one, two)
    assert (again.clashes, again.clash_warning()) == (0, None)


def test_a_row_per_message_is_told() -> None:
    """An id that a document repeats with other words, however often, counts once."""
    done, _ = take_in(MemoryStore(), Page("a", (ticket(1, "alpha"), ticket(1, "beta"), ticket(1, "gamma"))))
    assert done.clashing == ["page:1"]


def test_the_order_of_documents_makes_no_difference() -> None:
    """Two documents of one run that disagree on a ticket end with the one of the later name, in either order."""
    one, two = Page("w1", (ticket(1, "alpha"), ticket(2, "beta"))), Page("w2", (ticket(1, "gamma"), ticket(2, "delta")))
    for order in permutations((one, two)):
        store = MemoryStore()
        take_in(store, *order)
        assert texts(store) == {"page:1": "gamma", "page:2": "delta"}
        take_in(store, *(Page(page.name, (*page.records, Reject("x", 1, "bad"))) for page in order))
        assert texts(store) == {"page:1": "gamma", "page:2": "delta"}


def test_without_dates_a_later_run_brings_the_later_version() -> None:
    """Next week's export of a table that has no update times corrects a row; last week's, read again, does not."""
    store = MemoryStore()
    take_in(store, Page("z", (ticket(1, "It crash"),)))
    take_in(store, Page("a", (ticket(1, "It crashes"),)))
    assert texts(store) == {"page:1": "It crashes"}
    take_in(store, Page("z", (ticket(1, "It crash"), ticket(2, "Too slow"))))
    assert texts(store) == {"page:1": "It crashes", "page:2": "Too slow"}


def test_a_run_that_is_cut_off_and_started_again_ends_the_same() -> None:
    """Whatever write fails, the second run ends with the tickets of an unbroken one."""
    pages = [Page("a", tuple(ticket(n, f"text {n}") for n in range(1200))), Page("b", (ticket(3, "other"),))]
    whole = MemoryStore()
    take_in(whole, *pages)
    for nth in range(1, 6):
        store = _Failing(nth)
        with pytest.raises(KeyboardInterrupt):
            take_in(store, *pages)
        store.left = None
        take_in(store, *pages)
        assert texts(store) == texts(whole), nth


class _Failing(MemoryStore):
    """A store whose n-th write is interrupted."""

    def __init__(self, nth: int) -> None:
        super().__init__()
        self.left: int | None = nth

    def save_tickets(self, tickets: Sequence[tuple[Ticket, str, int]]) -> None:
        self._count()
        super().save_tickets(tickets)

    def record_ingest(self, record: object) -> None:
        self._count()
        super().record_ingest(record)  # type: ignore[arg-type]

    def _count(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt


def test_a_copy_without_messages_never_replaces_one_with_them() -> None:
    """The account CSV after the API JSON leaves the words where they are, even when it is newer."""
    words = ticket(1, "It crashes", updated_at=datetime(2026, 10, 1, tzinfo=UTC))
    bare = replace(words, messages=(), subject="Crash", updated_at=datetime(2026, 10, 9, tzinfo=UTC))
    assert not supersedes(bare, words)
    assert supersedes(words, bare)
