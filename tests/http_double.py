"""The web side of servers of our own on loopback; what they answer is theirs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; ``headers`` know no case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Told:
    """An answer; a header that is None is left out. After the ``last`` one on a connection that is closed."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    last: bool = False


Answer = Callable[[Asked], Told | None]
"""What is said to a request; None for a connection that is closed without an answer."""


class QuietServer(ThreadingHTTPServer):
    """A server on a port of loopback, a free one if none is named, for which a client that was killed is nothing to
    report.
    """

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Show what is a bug."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def close(self) -> None:
        """Serve no more."""
        self.shutdown()
        self.server_close()


def handler_of(answer: Answer) -> type[BaseHTTPRequestHandler]:
    """What gives each request to ``answer`` and sends what that says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # an answer leaves in one piece

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = answer(Asked(self.command, self.path, self.headers, body))  # type: ignore[arg-type]
            self.close_connection = self.close_connection or told is None or told.last
            if told is not None:
                with suppress(OSError):  # the client is gone, or has had enough
                    self._say(told)

        def _say(self, told: Told) -> None:
            self.send_response_only(told.status)
            length = str(len(told.body))
            for name, value in {"Date": self.date_time_string(), "Content-Length": length, **told.headers}.items():
                if value is not None:
                    self.send_header(name, value)
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(told.body)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Keep standard error clean."""

    for method in METHODS:
        setattr(Handler, f"do_{method}", Handler.answer)
    return Handler


@contextmanager
def serve(answer: Answer) -> Iterator[str]:
    """The address of a running server, which is gone at the end."""
    server = QuietServer(handler_of(answer))
    try:
        yield server.url
    finally:
        server.close()
