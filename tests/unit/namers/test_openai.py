"""One question to an OpenAI-compatible address, and everything that can come back."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.stub_model import KEY, Reply, Said, Seen, Stub, chat, good, named, stub

from voc.config.secrets import Secret
from voc.model.naming import NamingQuestion
from voc.model.ticket import Kind
from voc.namers.openai import LARGEST, LONGEST_WAIT, TRIES, OpenAINamer
from voc.ports.namer import NamerError

QUOTES = ("Calendar sync creates every booking twice", "Bookings appear twice after calendar sync")
QUESTION = NamingQuestion("Bookings appear twice", Kind.BUG, "en", ("calendar sync", "twice"), QUOTES)
NOW = datetime(2026, 11, 9, 8, tzinfo=UTC)


class FakeClock:
    """Stands still and notes for how long it was asked to wait."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def model() -> Iterator[Stub]:
    with stub() as server:
        yield server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def namer(server: Stub, clock: FakeClock, timeout: float = 20.0) -> OpenAINamer:
    return OpenAINamer(server.endpoint, "test-model", Secret(KEY), timeout, clock)


def failure(server: Stub, clock: FakeClock, reply: Reply, timeout: float = 20.0) -> NamerError:
    """What asking a server ends in that replies so; the line never shows the key or what was asked."""
    server.reply = reply
    with pytest.raises(NamerError) as raised:
        namer(server, clock, timeout).propose(QUESTION)
    line = str(raised.value)
    assert KEY not in line and "twice" not in line and "\n" not in line
    assert raised.value.__cause__ is None
    return raised.value


def test_a_good_answer(model: Stub, clock: FakeClock) -> None:
    """Title and quote come back, with the tokens that the server counted."""
    answer = namer(model, clock).propose(QUESTION)
    assert answer.title == "Bookings appear twice today"
    assert answer.quote in QUOTES
    assert answer.tokens >= 321
    assert clock.slept == []


def test_the_request(model: Stub, clock: FakeClock) -> None:
    """One POST to chat/completions; the key stands in the Authorization header and nowhere else."""
    namer(model, clock).propose(QUESTION)
    (seen,) = model.requests
    assert seen.path == "/v1/chat/completions"
    assert seen.headers.pop("Authorization") == f"Bearer {KEY}"
    assert KEY not in json.dumps([seen.headers, seen.body])
    assert seen.body["model"] == "test-model"
    assert [message["role"] for message in seen.body["messages"]] == ["system", "user"]
    assert tuple(seen.question["quotes"]) == QUOTES
    assert "\n" not in seen.body["messages"][1]["content"]


def test_without_a_key_nothing_stands_in_for_it(
    model: Stub, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a ~/.netrc nor a proxy of the environment has a part in what goes to this machine itself."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login maija password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    OpenAINamer(model.endpoint, "m", None, 20.0, clock).propose(QUESTION)
    assert "Authorization" not in model.requests[0].headers


@pytest.mark.parametrize(
    "content",
    [
        '{"title": "A", "quote": "b"}',
        ' {"quote": "b", "title": "A", "more": [1]}\n',
        '```json\n{"title": "A", "quote": "b"}\n```',
        '```\n{"title": "A", "quote": "b"}\n```\n',
    ],
)
def test_answers_as_models_write_them(model: Stub, clock: FakeClock, content: str) -> None:
    """Plain JSON, or in a code fence."""
    model.reply = lambda seen: chat(content)
    answer = namer(model, clock).propose(QUESTION)
    assert (answer.title, answer.quote) == ("A", "b")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Sure! Here is a title: Bookings appear twice",
        '["Bookings appear twice"]',
        '"Bookings"',
        "null",
        '{"title": 5, "quote": []}',
        '{"Title": "x"}',
        '{"title": "A", "quote": "b"} {"title": "C", "quote": "d"}',
        "[" * 100_000,
    ],
)
def test_words_that_are_not_the_json_asked_for(model: Stub, clock: FakeClock, content: str) -> None:
    """They are an answer without a title, and they cost what they cost."""
    model.reply = lambda seen: chat(content)
    answer = namer(model, clock).propose(QUESTION)
    assert answer.title is None
    assert answer.tokens > 0


@pytest.mark.parametrize(
    "said",
    [
        Said(b""),
        Said(b"<html>Please log in</html>"),
        Said(b"[]"),
        Said(b"{}"),
        Said(b'{"choices": []}'),
        Said(b'{"choices": {}}'),
        Said(b'{"choices": [{"text": "x"}]}'),
        Said(b'{"choices": [{"message": {"content": ["x"]}}]}'),
        Said(b"\xff\xfe\x00"),
        Said(b"[" * 100_000),
        chat(None),
    ],
)
def test_what_is_no_chat_model(model: Stub, clock: FakeClock, said: Said) -> None:
    """A page, an empty list or another shape is told as such; it may pass, so more themes may be asked about."""
    error = failure(model, clock, lambda seen: said)
    assert "does not answer as a chat model does" in error.what
    assert not error.final


@pytest.mark.parametrize(
    "usage", [None, "many", {}, {"total_tokens": "9"}, {"total_tokens": -5}, {"total_tokens": None}]
)
def test_a_server_that_lies_about_tokens(model: Stub, clock: FakeClock, usage: object) -> None:
    """Never fewer are counted than what was sent and came back makes."""
    model.reply = lambda seen: named("A", "b", usage=usage)
    assert namer(model, clock).propose(QUESTION).tokens > 100


def test_a_body_without_end(model: Stub, clock: FakeClock) -> None:
    """Ten megabytes are not read to their end."""
    error = failure(model, clock, lambda seen: Said(b" " * 10_000_000))
    assert f"more than {LARGEST // 1024} KiB" in error.what
    error = failure(model, clock, lambda seen: chat("x" * (LARGEST + 1)))
    assert "more than" in error.what


@pytest.mark.parametrize(("said", "what"), [
    (Said(stall=30.0), "gave no answer within 0.3 s"),
    (Said(b"x" * 1000, drip=0.05), "gave no answer within 0.3 s"),
    (Said(drop=True), "broke off"),
    (Said(b"{}", headers={"Content-Length": "100"}), "broke off"),
])  # fmt: skip
def test_stalls_drips_and_breaks(model: Stub, clock: FakeClock, said: Said, what: str) -> None:
    """A server that says nothing, or a byte now and then, is left when time is up."""
    error = failure(model, clock, lambda seen: said, timeout=0.3)
    assert what in error.what
    assert not error.final


def test_nobody_there(clock: FakeClock) -> None:
    """A refused connection is told at once, and asking on is of no use."""
    with stub() as gone:
        asker = namer(gone, clock)
    with pytest.raises(NamerError, match="cannot be reached") as raised:
        asker.propose(QUESTION)
    assert raised.value.final
    assert raised.value.exit_code == 3


def test_a_certificate_that_nobody_vouches_for(clock: FakeClock, tmp_path: Path) -> None:
    """Nothing is sent to a server that cannot prove who it is."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    subprocess.run([*made, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with stub(context=context) as impostor:
        error = failure(impostor, clock, good)
        assert impostor.requests == []
    assert "certificate" in error.what
    assert error.final


@pytest.mark.parametrize(("status", "final"), [(401, True), (403, True), (404, True), (418, False), (402, False)])
def test_refusals(model: Stub, clock: FakeClock, status: int, final: bool) -> None:
    """What would be the same for each theme ends the asking; none is asked again."""
    error = failure(model, clock, lambda seen: Said(b'{"error": "sk-very-secret-0123456789"}', status))
    assert f"({status})" in error.what
    assert error.final is final
    assert len(model.requests) == 1
    assert clock.slept == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(model: Stub, clock: FakeClock, status: int) -> None:
    """Neither text nor key goes where a server points to."""
    with stub() as elsewhere:
        error = failure(model, clock, lambda seen: Said(b"", status, {"Location": elsewhere.endpoint}))
        assert elsewhere.requests == []
    assert error.final
    assert f"sends elsewhere ({status})" in error.what


def test_busy_and_broken_servers_are_asked_again(model: Stub, clock: FakeClock) -> None:
    """429 and 5xx: after as many seconds as asked for, else after 1, then 2."""
    replies = iter([Said(b"", 429, {"Retry-After": "7"}), Said(b"", 503), named("A", "b")])
    model.reply = lambda seen: next(replies)
    assert namer(model, clock).propose(QUESTION).title == "A"
    assert clock.slept == [7.0, 2.0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_not_for_ever(model: Stub, clock: FakeClock, status: int) -> None:
    """After the third time it is given up for this theme."""
    error = failure(model, clock, lambda seen: Said(b"", status))
    assert f"({status})" in error.what
    assert not error.final
    assert len(model.requests) == TRIES
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("0", 0.0),
        ("Mon, 09 Nov 2026 08:00:30 GMT", 30.0),
        ("Mon, 09 Nov 2026 07:00:00 GMT", 0.0),
        ("soon", 1.0),
        ("-5", 1.0),
        ("1.5", 1.0),
    ],
)
def test_retry_after(model: Stub, clock: FakeClock, header: str, wait: float) -> None:
    """Seconds or a date; anything else is as if it were not there."""
    replies = iter([Said(b"", 429, {"Retry-After": header}), named("A", "b")])
    model.reply = lambda seen: next(replies)
    namer(model, clock).propose(QUESTION)
    assert clock.slept == [wait]


@pytest.mark.parametrize(
    "header", [str(int(LONGEST_WAIT) + 1), "9" * 400, f"{NOW + timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT"]
)
def test_who_asks_for_an_hour_is_not_waited_for(model: Stub, clock: FakeClock, header: str) -> None:
    """The run goes on without names."""
    error = failure(model, clock, lambda seen: Said(b"", 429, {"Retry-After": header}))
    assert error.final
    assert "asks to wait" in error.what
    assert clock.slept == []


def test_a_model_that_refuses_options_is_asked_without(model: Stub, clock: FakeClock) -> None:
    """Some take no temperature: it is left out from the first refusal on, for all themes."""

    def picky(seen: Seen) -> Said:
        return Said(b"{}", 400) if "temperature" in seen.body else good(seen)

    model.reply = picky
    asker = namer(model, clock)
    assert asker.propose(QUESTION).title
    assert asker.propose(QUESTION).title
    assert ["temperature" in seen.body for seen in model.requests] == [True, False, False]


def test_who_is_asked_is_part_of_the_identity(model: Stub, clock: FakeClock) -> None:
    """Another address or model is another namer; neither identity nor name of the place holds the key."""
    one = namer(model, clock)
    other = OpenAINamer(model.endpoint, "other", Secret(KEY), 20.0, clock)
    away = OpenAINamer("https://llm.example.com/v1/", "other", None, 20.0, clock)
    assert len({one.identity, other.identity, away.identity}) == 3
    assert away.where == "other at llm.example.com"
    assert KEY not in one.identity + one.where + repr(one) + repr(one._wire)


def test_the_cost_covers_the_answer(model: Stub, clock: FakeClock) -> None:
    """What is put by for a question is at least what it takes when the server counts honestly."""
    model.reply = lambda seen: named("A title of some words", QUOTES[0])
    asker = namer(model, clock)
    assert asker.propose(QUESTION).tokens <= asker.cost(QUESTION)
