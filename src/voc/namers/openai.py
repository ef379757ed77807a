"""Titles by a model behind an OpenAI-compatible address: ``POST {base}/chat/completions``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from voc.config.secrets import Secret
from voc.model.naming import NamingAnswer, NamingQuestion
from voc.namers.address import address
from voc.namers.prompt import VERSION, messages, proposal
from voc.net.exchange import Failure, NoReplyError, Reply, Wire
from voc.net.waiting import seconds_to_wait
from voc.ports.clock import Clock
from voc.ports.namer import NamerError

TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds: who asks for more is not waited for."""

LARGEST = 1 << 18
"""Bytes of a reply that are read; an answer has a few hundred."""

_ANSWER_TOKENS = 300
_OPTIONS: Mapping[str, Any] = {"temperature": 0, "max_tokens": _ANSWER_TOKENS}
"""What not every model takes; one that refuses it is asked without."""

_CHARACTERS_A_TOKEN = 4

_FINAL: Mapping[int, tuple[str, str]] = {
    401: ("does not accept the key (401)", "see naming.key"),
    403: ("refuses access (403)", "see naming.key and what it allows"),
    404: ("knows no such address or model (404)", "see naming.endpoint and naming.model"),
}

_UNANSWERED: Mapping[Failure, tuple[str, str, bool]] = {
    Failure.LATE: ("{host} gave no answer within {seconds:g} s", "raise naming.timeout, or try later", False),
    Failure.UNVERIFIED: ("the certificate of {host} cannot be verified", "see whether it is who it says", True),
    Failure.UNREACHABLE: ("{host} cannot be reached", "see whether it runs and the address is right", True),
    Failure.BROKEN: ("{host} broke off", "try later", False),
    Failure.LARGE: ("{host} answers with more than {largest} KiB", "see whether it is a model", False),
}


class OpenAINamer:
    """``ports.namer.Namer`` over HTTP, one request at a time.

    Args:
        endpoint: base address, such as ``http://localhost:11434/v1``.
        model: name of the model there.
        key: sent in the ``Authorization`` header and nowhere else.
        timeout: seconds that one request may take in all.
        clock: for waiting where the server asks for it.

    Raises:
        UsageError: the address is none that text may be sent to.
    """

    def __init__(self, endpoint: str, model: str, key: Secret | None, timeout: float, clock: Clock) -> None:
        self._address, self._model = address(endpoint), model
        self._timeout, self._clock = timeout, clock
        auth = ("Authorization", f"Bearer {key.value}") if key else None
        self._wire = Wire(self._address, auth, timeout, LARGEST)
        self._options = _OPTIONS

    @property
    def identity(self) -> str:
        """Address, model and version of the prompt."""
        return f"{self._address.url} {self._model} {VERSION}"

    @property
    def where(self) -> str:
        """The model and its host."""
        return f"{self._model} at {self._address.host}"

    def cost(self, question: NamingQuestion) -> int:
        """A token for every four characters that are sent, and the longest answer."""
        return _tokens(question) + _ANSWER_TOKENS

    def propose(self, question: NamingQuestion) -> NamingAnswer:
        """A title for the theme; what is no answer of a chat model at all is a ``NamerError``."""
        reply = self._asked({"model": self._model, "messages": messages(question)})
        if reply.status != 200:
            raise self._refused(reply.status)
        try:
            document = json.loads(reply.body)
            content = document["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            content = None
        if not isinstance(content, str):
            raise NamerError(f"{self._address.host} does not answer as a chat model does", "see naming.endpoint")
        title, quote = proposal(content)
        return NamingAnswer(title, quote, max(_used(document), _tokens(question) + len(content) // _CHARACTERS_A_TOKEN))

    def _asked(self, chat: Mapping[str, Any]) -> Reply:
        """The reply, after waiting and asking again where the server is busy or failed for the moment."""
        for attempt in range(1, TRIES + 1):
            reply = self._posted(chat)
            if (reply.status != 429 and reply.status < 500) or attempt == TRIES:
                break
            self._clock.sleep(self._wait(reply, attempt))
        return reply

    def _posted(self, chat: Mapping[str, Any]) -> Reply:
        """The reply to one request; options that make a model refuse it are left out from then on."""
        reply = self._sent({**chat, **self._options})
        if reply.status in (400, 422) and self._options:
            self._options = {}
            reply = self._sent(chat)
        return reply

    def _sent(self, chat: Mapping[str, Any]) -> Reply:
        try:
            return self._wire.write("POST", "", json.dumps(chat).encode())
        except NoReplyError as error:
            raise self._unanswered(error.why) from None

    def _wait(self, reply: Reply, attempt: int) -> float:
        """Seconds to wait: what the server asks for, else 1, 2, 4, …"""
        asked = seconds_to_wait(reply.retry_after, self._clock.now())
        if asked is not None and asked > LONGEST_WAIT:
            raise NamerError(f"{self._address.host} asks to wait for {asked:,.0f} s", "try later", final=True)
        return asked if asked is not None else 2.0 ** (attempt - 1)

    def _unanswered(self, why: Failure) -> NamerError:
        """Why no reply came."""
        what, hint, final = _UNANSWERED[why]
        shown = what.format(host=self._address.host, seconds=self._timeout, largest=LARGEST // 1024)
        return NamerError(shown, hint, final=final)

    def _refused(self, status: int) -> NamerError:
        """Why there is no answer, by the status."""
        host = self._address.host
        if status in _FINAL:
            what, hint = _FINAL[status]
            return NamerError(f"{host} {what}", hint, final=True)
        if 300 <= status < 400:
            return NamerError(f"{host} sends elsewhere ({status})", "set naming.endpoint to where it leads", final=True)
        return NamerError(f"{host} gave no answer ({status})", "try later, or see what it logs")


def _tokens(question: NamingQuestion) -> int:
    """About how many tokens a question has."""
    return sum(len(message["content"]) for message in messages(question)) // _CHARACTERS_A_TOKEN


def _used(document: Mapping[str, Any]) -> int:
    """How many tokens the server says it took, 0 where it says nothing of use."""
    usage = document.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return max(total, 0) if isinstance(total, int) else 0
