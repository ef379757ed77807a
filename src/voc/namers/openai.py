"""Titles by a model behind an OpenAI-compatible address: ``POST {base}/chat/completions``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from voc.config.secrets import Secret
from voc.model.naming import NamingAnswer, NamingQuestion
from voc.namers.address import address
from voc.namers.exchange import Reply, post
from voc.namers.prompt import VERSION, messages, proposal
from voc.ports.clock import Clock
from voc.ports.namer import NamerError

TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds: who asks for more is not waited for."""

_ANSWER_TOKENS = 300
_OPTIONS: Mapping[str, Any] = {"temperature": 0, "max_tokens": _ANSWER_TOKENS}
"""What not every model takes; one that refuses it is asked without."""

_CHARACTERS_A_TOKEN = 4

_FINAL: Mapping[int, tuple[str, str]] = {
    401: ("does not accept the key (401)", "see naming.key"),
    403: ("refuses access (403)", "see naming.key and what it allows"),
    404: ("knows no such address or model (404)", "see naming.endpoint and naming.model"),
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
        self._address, self._model, self._key = address(endpoint), model, key
        self._timeout, self._clock = timeout, clock
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
        reply = post(self._address, {**chat, **self._options}, self._key, self._timeout)
        if reply.status in (400, 422) and self._options:
            self._options = {}
            reply = post(self._address, dict(chat), self._key, self._timeout)
        return reply

    def _wait(self, reply: Reply, attempt: int) -> float:
        """Seconds to wait: what the server asks for, else 1, 2, 4, …"""
        asked = _seconds(reply.retry_after, self._clock.now())
        if asked is not None and asked > LONGEST_WAIT:
            raise NamerError(f"{self._address.host} asks to wait for {asked:,.0f} s", "try later", final=True)
        return asked if asked is not None else 2.0 ** (attempt - 1)

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


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """The header ``Retry-After``, seconds or a date (RFC 9110, 10.2.3), as seconds from ``now``; None for neither."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
