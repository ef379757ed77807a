"""Which reader takes a document, and the port that workflows see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.documents import document, exports, readers

from voc.errors import InputError, UsageError
from voc.model.ticket import Reject, Ticket
from voc.ports.source import Document, Exports, ReadOptions, Sniff
from voc.sources.exports import FileExports


class Claiming:
    """A reader that claims anything with a fixed score."""

    vendor = "test"

    def __init__(self, name: str, score: float) -> None:
        self.name, self._score = name, score

    def sniff(self, head: str) -> Sniff:
        """The fixed score."""
        return Sniff(self._score)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """Nothing."""
        return iter(())


@pytest.mark.parametrize(
    ("scores", "chosen"),
    [({"a": 1.0, "b": 0.6}, "a"), ({"a": 0.6}, "a"), ({"a": 0.8, "b": 0.6}, "a"), ({"a": 0.1, "b": 0.9}, "b")],
)
def test_one_reader_must_be_sure_and_ahead(scores: dict[str, float], chosen: str) -> None:
    """The best reader takes the document when it is sure enough and clearly ahead."""
    made = FileExports([Claiming(name, score) for name, score in scores.items()])
    assert made.source_for(document("x")).name == chosen


def test_several_claims_are_asked_about() -> None:
    """Two readers that are nearly as sure leave the choice to a person, by name."""
    made = FileExports([Claiming("one", 0.9), Claiming("two", 0.8), Claiming("three", 0.1)])
    with pytest.raises(InputError, match="could be one or two; say which: --format NAME"):
        made.source_for(document("x"))


def test_no_claim_lists_what_there_is() -> None:
    """A document that no reader knows is refused with the names of all."""
    with pytest.raises(InputError, match=r"--format one\|two"):
        FileExports([Claiming("one", 0.5), Claiming("two", 0.0)]).source_for(document("x"))


def test_named_reader_always_wins() -> None:
    """What a person says goes before every score; a misspelt name is told."""
    made = exports()
    assert made.source_for(document("id,text\n1,x\n"), "jsonl").name == "jsonl"
    with pytest.raises(UsageError, match="did you mean 'zendesk-json'"):
        made.source_for(document("x"), "zendesk-jsn")
    with pytest.raises(UsageError, match="there are zendesk-json, zendesk-csv, csv, jsonl"):
        made.source_for(document("x"), "qqq")


def test_empty_document_is_refused_even_by_name() -> None:
    """An empty file is told before any reader sees it."""
    with pytest.raises(InputError, match="is empty"):
        exports().source_for(document(""), "csv")


def test_order_of_readers_does_not_matter() -> None:
    """The same document goes to the same reader however they are listed."""
    texts = [
        "id,text\n1,x\n",
        '{"id": 1}\n',
        '[{"requester_id": 1, "via": {}}]',
        "Summation column,Id,Subject\n1,2,x\n",
    ]
    forward, backward = FileExports(readers()), FileExports(readers()[::-1])
    assert [forward.source_for(document(each)).name for each in texts] == [
        "csv",
        "jsonl",
        "zendesk-json",
        "zendesk-csv",
    ]
    assert [backward.source_for(document(each)).name for each in texts] == [
        "csv",
        "jsonl",
        "zendesk-json",
        "zendesk-csv",
    ]


def test_exports_satisfy_the_port() -> None:
    """What workflows are given is what the port describes."""
    port: Exports = exports()
    assert port.skipped() == {}
    assert list(port.documents([])) == []
