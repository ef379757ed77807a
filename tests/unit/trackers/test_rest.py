"""What a remote tracker's answers come to: reads asked again within bounds, writes sent once and told honestly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.filing_world import TurnedClock
from tests.stub_model import Said, Stub, stub

from voc.errors import TrackerError
from voc.model.filing import OutcomeKind
from voc.net.address import plain_address
from voc.trackers.rest import MOST_WAITED, TRIES, Rest, Written

TOKEN = "canary-token-5f3a"
SAID = "canary words of a customer"
NOW = datetime(2026, 11, 9, 8, tzinfo=UTC)


def http_date(at: datetime) -> str:
    return f"{at:%a, %d %b %Y %H:%M:%S} GMT"


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub(lambda seen: Said(b"{}")) as running:
        yield running


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


def rest(server: Stub, clock: TurnedClock, timeout: float = 20.0) -> Rest:
    where = plain_address(server.url, "the tracker", "tracker.token", "https://tracker.example.com")
    return Rest(where, ("X-Key", TOKEN), clock, timeout)


def wrote(server: Stub, clock: TurnedClock, said: Said, timeout: float = 20.0) -> Written:
    """The end of one write that is answered so; it left once, and shows neither token nor text."""
    server.reply = lambda seen: said
    written = rest(server, clock, timeout).write("POST", "/issues.json", {"text": SAID})
    assert len(server.requests) == 1
    assert server.requests[0].body == {"text": SAID}
    assert TOKEN not in repr(written) and SAID not in repr(written)
    assert clock.slept == []
    return written


def refused(server: Stub, clock: TurnedClock, said: Said) -> str:
    """The one line that a failing read ends in."""
    server.reply = lambda seen: said
    with pytest.raises(TrackerError) as raised:
        rest(server, clock).read("/x.json")
    assert TOKEN not in str(raised.value) and "\n" not in str(raised.value)
    assert raised.value.__cause__ is None
    return str(raised.value)


def test_a_request_as_it_arrives(server: Stub, clock: TurnedClock) -> None:
    """The token stands in its header, cookies and redirects have no part in it."""
    server.reply = lambda seen: Said(b'{"a": 1}', headers={"Set-Cookie": "session=1"})
    asker = rest(server, clock)
    assert asker.read("/x.json", {"status_id": "*"}) == {"a": 1}
    assert asker.read("/y.json") == {"a": 1}
    assert [seen.path for seen in server.requests] == ["/x.json?status_id=%2A", "/y.json"]
    assert [seen.headers["X-Key"] for seen in server.requests] == [TOKEN, TOKEN]
    assert ["Cookie" in seen.headers for seen in server.requests] == [False, False]


def test_a_server_that_repeats_our_key(server: Stub, clock: TurnedClock) -> None:
    """It is taken out of answers to reads and to writes."""
    said = Said(json.dumps({"errors": [f"X-Key: {TOKEN}"]}).encode(), 422)
    assert wrote(server, clock, said).document == {"errors": ["X-Key: ***"]}
    server.reply = lambda seen: Said(said.body)
    assert rest(server, clock).read("/x.json") == {"errors": ["X-Key: ***"]}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Said(b'{"issue": {}}', 201), OutcomeKind.DONE),
        (Said(b"", 204), OutcomeKind.DONE),
        (Said(b"{}", 400), OutcomeKind.REJECTED),
        (Said(b"{}", 401), OutcomeKind.REJECTED),
        (Said(b"{}", 403), OutcomeKind.REJECTED),
        (Said(b"{}", 404), OutcomeKind.REJECTED),
        (Said(b"{}", 422), OutcomeKind.REJECTED),
        (Said(b"", 408), OutcomeKind.UNCERTAIN),
        (Said(b"", 425), OutcomeKind.UNCERTAIN),
        (Said(b"", 500), OutcomeKind.UNCERTAIN),
        (Said(b"", 502), OutcomeKind.UNCERTAIN),
        (Said(b"", 503, {"Retry-After": "1"}), OutcomeKind.UNCERTAIN),
        (Said(b"", 302, {"Location": "/login"}), OutcomeKind.UNCERTAIN),
        (Said(b"", 307, {"Location": "/issues.json"}), OutcomeKind.UNCERTAIN),
        (Said(drop=True), OutcomeKind.UNCERTAIN),
        (Said(b'{"issue"', 201, {"Content-Length": "400"}), OutcomeKind.UNCERTAIN),
        (Said(b"", 429), OutcomeKind.THROTTLED),
    ],
)
def test_how_a_write_ends(server: Stub, clock: TurnedClock, said: Said, kind: OutcomeKind) -> None:
    """By the status alone, or by there being none; only what is told plainly is done, refused or throttled."""
    assert wrote(server, clock, said).outcome.kind is kind


@pytest.mark.parametrize(("status", "fatal"), [(400, False), (401, True), (403, True), (404, False), (422, False)])
def test_refusals_of_the_account_are_told_apart(server: Stub, clock: TurnedClock, status: int, fatal: bool) -> None:
    """What every other write would meet too ends the run."""
    assert wrote(server, clock, Said(b"{}", status)).outcome.fatal is fatal


@pytest.mark.parametrize("body", [b"<html>log in</html>", b'{"issue": {"id', b"[1]", b"\xff", b"[" * 100_000, b""])
def test_an_answer_that_is_no_object(server: Stub, clock: TurnedClock, body: bytes) -> None:
    """A success without a document, so that the tracker's adapter can tell that nothing is proved."""
    written = wrote(server, clock, Said(body))
    assert (written.document, written.empty) == (None, body == b"")


@pytest.mark.parametrize("said", [Said(stall=30.0), Said(b" " * 1000, drip=0.05)])
def test_a_write_without_an_answer_in_time(server: Stub, clock: TurnedClock, said: Said) -> None:
    """Silence and dripping end with the timeout, and nobody knows."""
    assert wrote(server, clock, said, timeout=0.3).outcome.kind is OutcomeKind.UNCERTAIN


def test_nobody_there(clock: TurnedClock) -> None:
    """A write that found no one to connect to has surely not happened."""
    with stub() as gone:
        asker = rest(gone, clock)
    written = asker.write("POST", "/issues.json", {"text": SAID})
    assert (written.outcome.kind, written.outcome.detail) == (OutcomeKind.NOT_SENT, "cannot be reached")


def test_a_proxy_that_is_not_there(clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither has one whose proxy cannot be reached."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    where = plain_address("https://tracker.example.com", "the tracker", "tracker.token", "")
    written = Rest(where, ("X-Key", TOKEN), clock, 5.0).write("POST", "/issues.json", {"text": SAID})
    assert (written.outcome.kind, written.outcome.detail) == (OutcomeKind.NOT_SENT, "cannot be reached")


FORMS = [
    ("7", {}, 7.0),
    ("0", {}, 0.0),
    (http_date(NOW + timedelta(seconds=30)), {"Date": http_date(NOW)}, 30.0),
    (http_date(NOW + timedelta(seconds=30)), {"Date": http_date(NOW - timedelta(hours=2))}, 7230.0),
    (http_date(NOW + timedelta(seconds=30)), {"Date": "yesterday"}, 30.0),
    (http_date(NOW - timedelta(hours=1)), {"Date": http_date(NOW)}, 0.0),
    ("soon", {}, None),
    ("-5", {}, None),
    ("1.5", {}, None),
    ("", {}, None),
]


@pytest.mark.parametrize(("header", "more", "seconds"), FORMS)
def test_what_a_throttled_write_is_told(
    server: Stub, clock: TurnedClock, header: str, more: dict[str, str], seconds: float | None
) -> None:
    """Seconds, or a date by the server's own clock; rubbish is as if it were not there."""
    said = Said(b"", 429, {"Retry-After": header, **more})
    assert wrote(server, clock, said).outcome.retry_after == seconds


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_reads_are_asked_again(server: Stub, clock: TurnedClock, status: int) -> None:
    """As often as bounded, with growing waits; the last failure is told with its status."""
    assert f"({status})" in refused(server, clock, Said(b"", status))
    assert len(server.requests) == TRIES
    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(("header", "wait"), [("7", 7.0), ("0", 1.0), ("soon", 1.0)])
def test_a_read_waits_as_told(server: Stub, clock: TurnedClock, header: str, wait: float) -> None:
    """The whole of it, at least a second."""
    replies = iter([Said(b"", 429, {"Retry-After": header}), Said(b'{"a": 1}')])
    server.reply = lambda seen: next(replies)
    assert rest(server, clock).read("/x.json") == {"a": 1}
    assert clock.slept == [wait]


@pytest.mark.parametrize("header", [str(int(MOST_WAITED) + 1), "9" * 400])
def test_nobody_waits_for_ever(server: Stub, clock: TurnedClock, header: str) -> None:
    """A read that would wait longer than a run may ends it, without waiting."""
    assert "asks to wait" in refused(server, clock, Said(b"", 429, {"Retry-After": header}))
    assert clock.slept == []


def test_all_waits_of_a_run_are_bounded_together(server: Stub, clock: TurnedClock) -> None:
    """Many short waits are one long one."""
    server.reply = lambda seen: Said(b"", 429, {"Retry-After": "50"})
    with pytest.raises(TrackerError, match="asks to wait"):
        rest(server, clock).read("/x.json")
    assert clock.slept == [50.0, 50.0]


@pytest.mark.parametrize("said", [Said(drop=True), Said(b'{"a"', headers={"Content-Length": "400"})])
def test_a_broken_read_is_asked_again(server: Stub, clock: TurnedClock, said: Said) -> None:
    """On a new connection."""
    replies = iter([said, Said(b'{"a": 1}')])
    server.reply = lambda seen: next(replies)
    assert rest(server, clock).read("/x.json") == {"a": 1}
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (Said(b"<html>log in</html>"), "no JSON"),
        (Said(b"", 302, {"Location": "https://elsewhere.example.com"}), "sends elsewhere (302)"),
        (Said(json.dumps({"error": TOKEN}).encode(), 401), "(401)"),
        (Said(b"", 404), "(404)"),
    ],
)
def test_a_read_that_cannot_help(server: Stub, clock: TurnedClock, said: Said, what: str) -> None:
    """It is asked once and told in one line, with what to do."""
    line = refused(server, clock, said)
    assert what in line and "; " in line
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [403, 404, 410])
def test_what_is_gone_or_hidden(server: Stub, clock: TurnedClock, status: int) -> None:
    """No error where it is looked for; 401 is one there too."""
    server.reply = lambda seen: Said(b"", status)
    assert rest(server, clock).look("/issues/1.json") is None
    server.reply = lambda seen: Said(b"", 401)
    with pytest.raises(TrackerError):
        rest(server, clock).look("/issues/1.json")
