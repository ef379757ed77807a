"""What every reader owes its caller, tried on a sample of each format."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import MemoryDocument, document, exports, readers, split

from voc.errors import InputError, VocError
from voc.model.ticket import AuthorRole, Reject, Ticket
from voc.ports.source import ReadOptions, Source

_TICKET = {
    "requester_id": 5,
    "submitter_id": 5,
    "via": {"channel": "email"},
    "status": "open",
    "created_at": "2026-01-02T03:04:05Z",
    "organization_id": 9,
    "tags": ["a"],
}
SAMPLES = {
    "zendesk-json": json.dumps(
        {
            "tickets": [
                {"id": 10 + n, "subject": f"Issue {n}", "description": f"Ääkköset {n} broke"} | _TICKET
                for n in range(6)
            ]
        },
        ensure_ascii=False,
    ),
    "zendesk-csv": '"Summation column","Id","Subject","Requester id","Created at","Status"\n'
    + "".join(f'"1","{10 + n}","Ääkköset {n} broke","5","2026-01-02 03:04","Open"\n' for n in range(6)),
    "csv": "id;otsikko;kuvaus;luotu\n"
    + "".join(f"{10 + n};Issue {n};Ääkköset {n} broke;{n + 1}.2.2026\n" for n in range(6)),
    "jsonl": "".join(
        json.dumps({"id": f"k-{n}", "text": f"Ääkköset {n} broke"}, ensure_ascii=False) + "\n" for n in range(6)
    ),
}
SOURCES = {source.name: source for source in readers()}
EVERY = pytest.mark.parametrize("name", sorted(SOURCES))


def read(name: str, made: MemoryDocument, **options: object) -> tuple[list[Ticket], list[Reject]]:
    return split(SOURCES[name].read(made, ReadOptions(**options)))


def test_every_reader_has_a_sample() -> None:
    """A reader that comes without a sample is not tried by this suite."""
    assert set(SAMPLES) == set(SOURCES)


@EVERY
def test_own_format_is_claimed_and_no_other(name: str) -> None:
    """Each sample is claimed by its own reader, surely, in 0..1, and with a reason."""
    for other, sample in SAMPLES.items():
        sniff = SOURCES[name].sniff(sample)
        assert 0.0 <= sniff.score <= 1.0
        assert (exports().source_for(document(sample)).name == name) is (other == name)
        assert other != name or sniff.reasons


@EVERY
def test_tickets_are_canonical(name: str) -> None:
    """Ids begin with the vendor, times are UTC, nothing unknown is an empty text, and words are kept."""
    tickets, rejects = read(name, document(SAMPLES[name]))
    assert len(tickets) == 6
    assert not any(each.lost for each in rejects)
    for ticket in tickets:
        assert ticket.id.startswith(f"{SOURCES[name].vendor}:")
        assert all(at is None or at.tzinfo is UTC for at in (ticket.created_at, ticket.updated_at, ticket.closed_at))
        assert "" not in (ticket.subject, ticket.requester, ticket.organization, ticket.channel, ticket.status)
        assert "Ääkköset" in " ".join([ticket.subject or "", *(each.text for each in ticket.messages)])
        assert all(each.text.strip() and each.role in AuthorRole for each in ticket.messages)


@EVERY
def test_reading_again_gives_the_same(name: str) -> None:
    """A document is re-readable, and the same bytes and options give the same records."""
    made = document(SAMPLES[name])
    assert list(SOURCES[name].read(made, ReadOptions())) == list(SOURCES[name].read(made, ReadOptions()))


@EVERY
def test_account_is_part_of_the_id(name: str) -> None:
    """A named account stands behind the vendor in every id."""
    tickets, _ = read(name, document(SAMPLES[name]), account="acme")
    assert all(each.id.startswith(f"{SOURCES[name].vendor}/acme:") for each in tickets)


@EVERY
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_encoding_changes_nothing(name: str, codec: str) -> None:
    """The same text in another encoding gives the same tickets."""
    assert read(name, document(SAMPLES[name].encode(codec)))[0] == read(name, document(SAMPLES[name]))[0]


@EVERY
def test_line_ends_change_nothing(name: str) -> None:
    """Carriage returns of another system change nothing."""
    assert read(name, document(SAMPLES[name].replace("\n", "\r\n")))[0] == read(name, document(SAMPLES[name]))[0]


@EVERY
def test_nul_bytes_change_nothing(name: str) -> None:
    """NUL bytes strewn over a file are taken out."""
    strewn = SAMPLES[name].replace("broke", "br\x00oke")
    assert read(name, document(strewn))[0] == read(name, document(SAMPLES[name]))[0]


@EVERY
def test_unknown_field_is_told(name: str) -> None:
    """A mapping to an unknown field is a usage error, where mappings are taken at all."""
    if name == "zendesk-json":
        pytest.skip("Zendesk's JSON takes no mapping")
    with pytest.raises(VocError) as caught:
        read(name, document(SAMPLES[name]), mapping={"nosuchfield": ("id",)})
    assert caught.value.exit_code == 2
    assert caught.value.hint


@EVERY
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_truncation_loses_only_the_end(name: str, data: st.DataObject) -> None:
    """Cut anywhere, a file gives a prefix of its tickets (the last perhaps cut short), or one clear error."""
    whole, _ = read(name, document(SAMPLES[name]))
    raw = SAMPLES[name].encode()
    made = document(raw[: data.draw(st.integers(1, len(raw)))])
    try:
        tickets, rejects = read(name, made)
    except InputError as error:
        assert error.hint
        return
    assert [each.id for each in tickets[:-1]] == [each.id for each in whole[: max(0, len(tickets) - 1)]]
    assert all(each.file == made.name and each.line >= 1 and each.reason for each in rejects)


@EVERY
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_damage_never_crashes(name: str, data: st.DataObject) -> None:
    """Any bytes written over any place give tickets, rejects or a VocError, never another exception."""
    raw = bytearray(SAMPLES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=6))
    try:
        tickets, rejects = read(name, document(bytes(raw)))
    except VocError as error:
        assert str(error).count("\n") == 0
        return
    assert all(each.id and each.id.isprintable() for each in tickets)
    assert all("broke" not in each.reason for each in rejects)


@EVERY
def test_only_the_document_is_opened(name: str, tmp_path: object) -> None:
    """A packed document is read through the port alone: what is opened is what the document gives."""
    packed = gzip.compress(SAMPLES[name].encode())
    opened = []

    class Packed(MemoryDocument):
        def open(self):
            opened.append(1)
            return gzip.GzipFile(fileobj=super().open())

    assert read(name, Packed(packed))[0] == read(name, document(SAMPLES[name]))[0]
    assert opened


def test_readers_satisfy_the_port() -> None:
    """Names are unique, lower-case words, and every reader is a Source."""
    typed: list[Source] = readers()
    assert len({each.name for each in typed}) == len(typed)
    assert all(each.name == each.name.lower() and each.vendor in each.name for each in typed)
    assert replace(ReadOptions(), account="x") == ReadOptions(account="x")
