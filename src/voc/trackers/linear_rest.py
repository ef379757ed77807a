"""One Linear's GraphQL interface: questions are asked again within bounds, what changes anything leaves once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from voc.config.secrets import Secret
from voc.errors import TrackerError
from voc.model.filing import OutcomeKind
from voc.net.address import Address
from voc.net.exchange import Reply
from voc.ports.clock import Clock
from voc.trackers.linear_wire import GONE, LinearWire, words_of
from voc.trackers.outcomes import refused
from voc.trackers.rest import LARGEST, MOST_PAGES, Rest, Written

PATH = "/graphql"
_OAUTH = "lin_oauth_"


class LinearRest(Rest):
    """Questions and changes.

    Args:
        to: where it is.
        token: of voc's account; it is in no message.
        clock: for waiting.
        timeout: seconds that one request may take.
        oauth: whether the token is an OAuth access token.
    """

    def __init__(self, to: Address, token: Secret, clock: Clock, timeout: float, *, oauth: bool = False) -> None:
        bearer = oauth or token.value.startswith(_OAUTH)
        auth = ("Authorization", f"Bearer {token.value}" if bearer else token.value)
        super().__init__(to, ("Authorization", token.value), clock, timeout, LinearWire(to, auth, timeout, LARGEST))

    def data(self, query: str, **variables: Any) -> Mapping[str, Any]:
        """The answer to a question.

        Raises:
            TrackerError: there is none, or a refusal.
        """
        return self._data(self._asked(query, variables))

    def seek(self, query: str, **variables: Any) -> Mapping[str, Any] | None:
        """The answer to a question about one thing; None when that is gone or hidden from us.

        Raises:
            TrackerError: there is no answer, or another refusal.
        """
        reply = self._asked(query, variables)
        return None if reply.status == GONE else self._data(reply)

    def listed(self, field: str, query: str, wanted: Any, pages: int = MOST_PAGES) -> Iterator[Mapping[str, Any]]:
        """What a list holds, at most ``pages`` pages of it, asked for as far as it is wanted.

        Raises:
            TrackerError: a page cannot be read or comes again, or there are more than ``MOST_PAGES``.
        """
        after: str | None = None
        for _ in range(pages):
            page = self.data(query, filter=wanted, after=after).get(field)
            try:
                found, told = list(page["nodes"]), page["pageInfo"]  # type: ignore[index]
                last, more = told["endCursor"], told["hasNextPage"]
            except (LookupError, TypeError):
                raise not_linear(self) from None
            yield from found
            if not more:
                return
            if last is None or last == after:
                raise TrackerError(f"{self.host} gives the same page again", "try later")
            after = last
        if pages == MOST_PAGES:
            raise TrackerError(f"{self.host} lists more than {MOST_PAGES:,} pages of issues", "use another team")

    def change(self, field: str, mutation: str, **variables: Any) -> Written:
        """Send a change once; its ``document`` is the payload, and it is done when that says so."""
        written = self.write("POST", PATH, {"query": mutation, "variables": variables})
        told = written.document or {}
        if written.outcome.kind is OutcomeKind.REJECTED:
            return refused(written, words_of(told))
        if written.outcome.kind is not OutcomeKind.DONE:
            return written
        data = told.get("data")
        payload = data.get(field) if isinstance(data, dict) else None
        if isinstance(payload, dict) and payload.get("success") is True:
            return replace(written, document=payload)
        unproved = replace(written.outcome, kind=OutcomeKind.UNCERTAIN, detail="it does not say that it was done")
        return Written(unproved)

    def _asked(self, query: str, variables: Mapping[str, Any]) -> Reply:
        return self.ask(PATH, question={"query": query, "variables": variables})

    def _data(self, reply: Reply) -> Mapping[str, Any]:
        data = self.document(reply).get("data")
        if not isinstance(data, dict):
            raise not_linear(self)
        return data


def not_linear(rest: Rest) -> TrackerError:
    """The error for an answer of another shape."""
    return TrackerError(f"{rest.host} does not answer as a Linear", "see tracker.url")
