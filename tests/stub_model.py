"""A service on loopback, such as a language model, that does what a test tells it: answers well, lies, injects, stalls,
breaks off.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-very-secret-0123456789"


@dataclass
class Seen:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    method: str = "POST"

    @property
    def question(self) -> dict[str, Any]:
        """What was asked: the JSON in the user's message."""
        question: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return question


@dataclass
class Said:
    """One reply: its status, body and headers; ``drip`` sends the body byte by byte at that pace (seconds), ``stall``
    waits before anything, ``drop`` closes the connection instead.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stall: float = 0.0
    drip: float = 0.0
    drop: bool = False


Reply = Callable[[Seen], Said]


def chat(content: str | None, **more: Any) -> Said:
    """A well-formed reply with ``content`` as the model's words."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    return Said(json.dumps({"object": "chat.completion", "choices": [choice], **more}).encode())


def named(title: object, quote: object, **more: Any) -> Said:
    """A reply that proposes ``title``, proved with ``quote``."""
    return chat(json.dumps({"title": title, "quote": quote}), **more)


def good(seen: Seen) -> Said:
    """An honest model: the theme's own title with a word of its own, and the first quote that shares a word with it."""
    question = seen.question
    words = {word.casefold().strip("?.,!") for word in question["title"].split() if len(word) > 3}
    quote = next((each for each in question["quotes"] if any(word in each.casefold() for word in words)), "")
    return named(f"{question['title'].rstrip('?.')[:70]} today", quote, usage={"total_tokens": 321})


class Stub:
    """The server: ``requests`` holds all that arrived, ``reply`` says what is answered and may be changed."""

    def __init__(self, reply: Reply, context: ssl.SSLContext | None = None) -> None:
        self.reply = reply
        self.requests: list[Seen] = []
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if context else "http"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Base address, as a user would write it."""
        return f"{self.url}/v1"

    @property
    def url(self) -> str:
        """Where everything on it begins."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What was asked, in order."""
        return [seen.question for seen in self.requests]

    def close(self) -> None:
        """End stalls and serve no more."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(stub) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler inside
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen = Seen(self.path, dict(self.headers.items()), json.loads(body or b"{}"), self.command)
                stub.requests.append(seen)
                said = stub.reply(seen)
                stub._over.wait(said.stall)
                if not said.drop:
                    with suppress(OSError):  # the client has had enough
                        self._say(said)
                self.close_connection = True

            def _say(self, said: Said) -> None:
                begin = self.send_response_only if "Date" in said.headers else self.send_response
                begin(said.status)
                for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                step = 1 if said.drip else len(said.body) or 1
                for start in range(0, len(said.body), step):
                    self.wfile.write(said.body[start : start + step])
                    if said.drip and stub._over.wait(said.drip):
                        return

            def log_message(self, *_: object) -> None:
                """Keep standard error clean."""

        for method in ("GET", "PUT", "PATCH", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.do_POST)
        return Handler


@contextmanager
def stub(reply: Reply = good, context: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """A running server, gone at the end."""
    server = Stub(reply, context)
    try:
        yield server
    finally:
        server.close()
