"""How a Roundup is spoken to: what its REST interface wants of everybody, and its rate limit."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from voc.plugins import Address, Clock, OutcomeKind, Rest, TrackerError, Written

PAGE = 100
MOST_PAGES = 1_000
MOST_WAITS = 20
"""How often one preparing request is sent again when Roundup asks to wait; 429 comes before anything is done."""
_DATA = "/rest/data"


class Pace:
    """A clock that remembers how long Roundup last made us wait, so that the one request that counts is not the one
    that its limit hits.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waited = 0.0

    def now(self) -> datetime:
        """The time in UTC."""
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """Wait, and remember it."""
        self._waited = seconds
        self._clock.sleep(seconds)

    def hold(self) -> None:
        """Wait as long as the last time, if there was one since the last hold."""
        if self._waited:
            self._clock.sleep(self._waited)
        self._waited = 0.0


class Interface:
    """Reads, preparing writes and the writes that count.

    Args:
        to: the tracker's address.
        user, password: of voc's account.
        clock: for waiting.
        timeout: seconds that one request may take.
    """

    def __init__(self, to: Address, user: str, password: str, clock: Clock, timeout: float) -> None:
        self._pace = Pace(clock)
        parts = urlsplit(to.url)
        headers = {
            "X-Requested-With": "rest",
            "Origin": f"{parts.scheme}://{parts.netloc}",
            "Referer": f"{to.url}/",
        }
        auth = ("Authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
        self.rest = Rest(to, auth, self._pace, timeout, headers=headers)

    def item(self, kind: str, number: str, fields: str) -> Mapping[str, Any] | None:
        """One item with names and texts in it, and its ETag; None when it never was or is hidden from us.

        Raises:
            TrackerError: no answer, or not one of a Roundup.
        """
        found = self.rest.look(f"{_DATA}/{kind}/{number}", {"@verbose": "3", "@fields": fields})
        return None if found is None else self._data(found)

    def listing(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        fields: str,
        sort: str = "id",
        pages: int = MOST_PAGES,
    ) -> Iterator[Mapping[str, Any]]:
        """Items that were not retired, a page a request.

        Args:
            kind: Roundup's class, such as ``issue``.
            where: properties and what they must be; all items where there are none.
            fields: properties that are wanted, with commas between them.
            sort: by which property; a hyphen before it turns the order.
            pages: how many are read at most.

        Raises:
            TrackerError: no answer, not one of a Roundup, or more pages than any tracker of ours has.
        """
        for page in range(1, pages + 1):
            place = {"@page_size": str(PAGE), "@page_index": str(page), "@sort": sort}
            wanted = {**(where or {}), **place, "@verbose": "3", "@fields": fields}
            data = self._data(self.rest.read(f"{_DATA}/{kind}", wanted))
            found = data.get("collection")
            if not isinstance(found, list):
                raise self._stranger()
            yield from found
            if len(found) < PAGE:
                return
        if pages == MOST_PAGES:
            raise TrackerError(f"{self.rest.host} lists more than {MOST_PAGES * PAGE:,} items", "ask its keeper")

    def named(self, kind: str, name: str) -> str | None:
        """Number of the keyword or user called ``name``; None where there is none."""
        key = "username" if kind == "user" else "name"
        found = self.listing(kind, {f"{key}:": name}, fields=key)
        return next((each["id"] for each in found if each.get(key) == name), None)

    def prepare(self, kind: str, document: Mapping[str, Any]) -> Written:
        """Make something that an issue will need; waited for as long as Roundup asks, since nobody sees it yet."""
        for _ in range(MOST_WAITS):
            written = self.rest.write("POST", f"{_DATA}/{kind}", document)
            if written.outcome.kind is not OutcomeKind.THROTTLED:
                break
            self._pace.sleep(max(1.0, written.outcome.retry_after or 1.0))
        return written

    def send(self, method: str, path: str, document: Mapping[str, Any]) -> Written:
        """The request that counts, once."""
        self._pace.hold()
        return self.rest.write(method, f"{_DATA}/{path}", document)

    def _data(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        data = answer.get("data")
        if not isinstance(data, dict):
            raise self._stranger()
        return data

    def _stranger(self) -> TrackerError:
        return TrackerError(f"{self.rest.host} does not answer as a Roundup", "see tracker.url")


def made(written: Written) -> Mapping[str, Any]:
    """What a write brought; empty where it brought nothing."""
    data = (written.document or {}).get("data")
    return data if isinstance(data, dict) else {}


def complaint(written: Written) -> str:
    """What Roundup says of a refusal; it may quote what was sent, so it goes into no message as it is."""
    error = (written.document or {}).get("error")
    return str(error.get("msg", "")) if isinstance(error, dict) else ""
