"""How remote trackers are spoken to: reads are asked again within bounds, a write leaves at most once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voc.errors import TrackerError
from voc.model.filing import Outcome, OutcomeKind
from voc.net.address import Address
from voc.net.exchange import Failure, NoReplyError, Reply, Wire
from voc.net.waiting import moment, seconds_to_wait
from voc.ports.clock import Clock

TRIES = 4
"""How often one read is asked at most."""
MOST_WAITED = 120.0
"""Seconds that all reads of one run may wait in sum."""
LARGEST = 1 << 25
"""Bytes of an answer that are read: a hundred issues of the largest size."""
MOST_PAGES = 1_000
"""Pages of a list; more means that the tracker ignores where to go on."""

_GONE = frozenset({403, 404, 410})
_FATAL = frozenset({401, 403, 407})
_UNCLEAR = frozenset({408, 425})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers to a read that may be another one the next time."""
_HOPELESS = frozenset({Failure.UNVERIFIED, Failure.LARGE, Failure.DENIED})
_HINTS = {
    401: "see tracker.token, whether it expired, and whether its account must log in with a browser first",
    403: "see what the account of tracker.token may do",
    404: "see tracker.url and tracker.project",
}


@dataclass(frozen=True, slots=True)
class Written:
    """How a write ended by its answer alone; ``document`` is the JSON object in the answer, None where there is none.

    A ``DONE`` says that the status was one of success. What it must bring, only the tracker's adapter knows.
    """

    outcome: Outcome
    document: Mapping[str, Any] | None = None
    empty: bool = False


class Rest:
    """One tracker's REST interface; ``requests`` counts what was asked and sent, tried again or not.

    Args:
        to: its address.
        auth: header and value that say who we are; they are in no message.
        clock: for waiting.
        timeout: seconds that one request may take.
        wire: how requests get there, None for plainly.
        headers: what else every request says, where there is no wire.
    """

    def __init__(
        self,
        to: Address,
        auth: tuple[str, str] | None,
        clock: Clock,
        timeout: float,
        wire: Wire | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.host = to.host
        self._clock = clock
        self.requests = 0
        self._secret = auth[1].encode() if auth else b""
        self._wire = wire or Wire(to, auth, timeout, LARGEST, headers)
        self._waited = 0.0

    def read(self, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The JSON object at ``path``.

        Raises:
            TrackerError: there is none, or no answer.
        """
        return self.document(self.ask(path, params))

    def look(self, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any] | None:
        """The JSON object at ``path``; None when it is gone or hidden from us.

        Raises:
            TrackerError: there is no answer, or another refusal.
        """
        reply = self.ask(path, params)
        return None if reply.status in _GONE else self.document(reply)

    def write(self, method: str, path: str, document: Mapping[str, Any]) -> Written:
        """Send ``document`` once, whatever happens, and say how it ended as far as anybody can tell."""
        self.requests += 1
        try:
            reply = self._wire.write(method, path, json.dumps(document).encode())
        except NoReplyError as error:
            kind = OutcomeKind.UNCERTAIN if error.sent else OutcomeKind.NOT_SENT
            return Written(Outcome(kind, detail=error.why.value))
        return Written(self._outcome(reply), self._object(reply.body), not reply.body.strip())

    def _outcome(self, reply: Reply) -> Outcome:
        status, code = reply.status, str(reply.status)
        if 200 <= status < 300:
            return Outcome(OutcomeKind.DONE, code=code)
        if status == 429:
            return Outcome(OutcomeKind.THROTTLED, code=code, retry_after=self._asked_to_wait(reply))
        if 400 <= status < 500 and status not in _UNCLEAR:
            return Outcome(OutcomeKind.REJECTED, code=code, fatal=status in _FATAL)
        return Outcome(OutcomeKind.UNCERTAIN, code=code)

    def ask(
        self, path: str, params: Mapping[str, str] | None = None, question: Mapping[str, Any] | None = None
    ) -> Reply:
        """The answer to a read whatever it is, asked for again where that may help.

        Args:
            path: where.
            params: what is asked for in the address.
            question: what is asked for in a body, where a tracker takes its questions so.

        Raises:
            TrackerError: there is none.
        """
        wanted, body = dict(params or {}), None if question is None else json.dumps(question).encode()
        for attempt in range(1, TRIES + 1):
            self.requests += 1
            try:
                reply = self._wire.read(path, wanted, body)
            except NoReplyError as error:
                if error.why in _HOPELESS or attempt == TRIES:
                    hint = _HINTS[401] if error.why is Failure.DENIED else "see tracker.url, or try later"
                    raise TrackerError(f"{self.host}: {error.why.value}", hint) from None
                self._wait(2.0 ** (attempt - 1))
                continue
            if reply.status not in _PASSING or attempt == TRIES:
                break
            asked = self._asked_to_wait(reply)
            self._wait(2.0 ** (attempt - 1) if asked is None else max(1.0, asked))
        return reply

    def _asked_to_wait(self, reply: Reply) -> float | None:
        """Seconds, by the server's own clock where it tells the time."""
        return seconds_to_wait(reply.retry_after, moment(reply.date) or self._clock.now())

    def _wait(self, seconds: float) -> None:
        if self._waited + seconds > MOST_WAITED:
            raise TrackerError(f"{self.host} asks to wait for {seconds:,.0f} s", "try later")
        self._clock.sleep(seconds)
        self._waited += seconds

    def document(self, reply: Reply) -> Mapping[str, Any]:
        """The JSON object in an answer.

        Raises:
            TrackerError: it is a refusal, or holds none.
        """
        document = self.decoded(reply)
        if not isinstance(document, dict):
            raise TrackerError(f"{self.host} answers with no JSON", "see tracker.url; a login page may stand before it")
        return document

    def decoded(self, reply: Reply) -> Any:
        """The JSON in an answer, None where there is none.

        Raises:
            TrackerError: it is a refusal.
        """
        if 300 <= reply.status < 400:
            hint = "set tracker.url or tracker.project to where it leads"
            raise TrackerError(f"{self.host} sends elsewhere ({reply.status})", hint)
        if not 200 <= reply.status < 300:
            hint = _HINTS.get(reply.status, "try later")
            raise TrackerError(f"{self.host} refuses to be read ({reply.status})", hint)
        return self._json(reply.body)

    def _object(self, body: bytes) -> Mapping[str, Any] | None:
        document = self._json(body)
        return document if isinstance(document, dict) else None

    def _json(self, body: bytes) -> Any:
        """The JSON in an answer; a server that repeats our secret does not get it into a message."""
        try:
            return json.loads(body.replace(self._secret, b"***") if self._secret else body)
        except (ValueError, RecursionError):
            return None
