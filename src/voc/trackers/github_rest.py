"""How requests get to a GitHub: lists by their links, moved issues where they went, limits told as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from voc.config.secrets import Secret
from voc.errors import TrackerError
from voc.net.address import Address
from voc.net.exchange import Reply, Wire
from voc.ports.clock import Clock
from voc.trackers.rest import LARGEST, MOST_PAGES, Rest

PAGE = 100
SECONDS_UNTOLD = "60"
"""What GitHub asks for where it limits and does not say for how long."""
MOST_MOVES = 5

_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_GONE = frozenset({404, 410})
"""403 is not among them: it is said of the account, such as by a single sign-on, and not of one issue."""
_MOVED = frozenset({301, 302, 307, 308})
_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')
_ISSUE = re.compile(r"(?:/repositories/\d+|/repos/[\w-]+/[\w.-]+)/issues/\d+")
_LIMITED = (b"rate limit", b"abuse detection", b"submitted too quickly")


class GithubRest(Rest):
    """One GitHub's REST interface.

    Args:
        to: where it begins.
        token: of voc's account; it is in no message.
        clock: for waiting.
        timeout: seconds that one request may take.
    """

    def __init__(self, to: Address, token: Secret, clock: Clock, timeout: float) -> None:
        wire = GithubWire(to, ("Authorization", f"Bearer {token.value}"), timeout, LARGEST)
        super().__init__(to, ("Authorization", token.value), clock, timeout, wire)
        self._root = urlsplit(to.url).path

    def listed(self, path: str, wanted: Mapping[str, str], pages: int = MOST_PAGES) -> Iterator[Mapping[str, Any]]:
        """What a list holds, at most ``pages`` pages of it, asked for as far as it is wanted.

        Raises:
            TrackerError: a page cannot be read or comes again, or there are more than ``MOST_PAGES``.
        """
        asked = {**wanted, "per_page": str(PAGE)}
        for _ in range(pages):
            reply = self.ask(path, asked)
            found = self.decoded(reply)
            if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
                raise not_github(self)
            yield from found
            following = _following(reply, asked, len(found))
            if following is None:
                return
            if following == asked:
                raise TrackerError(f"{self.host} gives the same page again", "try later")
            asked = following
        if pages == MOST_PAGES:
            raise TrackerError(f"{self.host} lists more than {MOST_PAGES * PAGE:,} issues", "use another project")

    def found(self, path: str) -> tuple[str, Mapping[str, Any]] | None:
        """An issue and the path where it is now; None when it was deleted, or is hidden from us.

        Raises:
            TrackerError: there is no answer, or another refusal.
        """
        for _ in range(MOST_MOVES):
            reply = self.ask(path)
            if reply.status in _GONE:
                return None
            moved = self._moved(reply)
            if moved is None:
                return path, self.document(reply)
            path = moved
        raise TrackerError(f"{self.host} sends from place to place", "try later")

    def _moved(self, reply: Reply) -> str | None:
        """Where an issue was transferred to. Only the path is taken, so that the token goes to no other host."""
        if reply.status not in _MOVED:
            return None
        path = urlsplit(reply.headers.get("location", "")).path.removeprefix(self._root)
        return path if _ISSUE.fullmatch(path) else None


class GithubWire(Wire):
    """Requests to one GitHub. Its limits come as 403 or 429 and in three spellings; here as 429 with Retry-After."""

    def _session(self) -> requests.Session:
        session = super()._session()
        session.headers.update(_HEADERS)
        return session

    def _reply(self, session: requests.Session, method: str, path: str, **what: Any) -> Reply:
        reply = super()._reply(session, method, path, **what)
        wait = _asked_to_wait(reply) if reply.status in (403, 429) else None
        return reply if wait is None else replace(reply, status=429, retry_after=wait)


def not_github(rest: Rest) -> TrackerError:
    """The error for an answer of another shape."""
    return TrackerError(f"{rest.host} does not answer as a GitHub", "see tracker.url and tracker.github.api")


def _asked_to_wait(reply: Reply) -> str | None:
    """How long a limit lasts, as Retry-After says it; None where it is no limit but a refusal."""
    if reply.retry_after is not None:
        return reply.retry_after
    until = reply.headers.get("x-ratelimit-reset", "")
    if reply.headers.get("x-ratelimit-remaining") == "0" and until.isdecimal() and len(until) < 12:
        return format_datetime(datetime.fromtimestamp(int(until), UTC), usegmt=True)
    limited = reply.status == 429 or any(words in reply.body.lower() for words in _LIMITED)
    return SECONDS_UNTOLD if limited else None


def _following(reply: Reply, asked: Mapping[str, str], found: int) -> dict[str, str] | None:
    """What to ask for after a page, None after the last one; a full page without any link may have lost it."""
    links = reply.headers.get("link")
    if links is None:
        return {**asked, "page": str(int(asked.get("page", "1")) + 1)} if found >= PAGE else None
    link = _NEXT.search(links)
    return dict(parse_qsl(urlsplit(link[1]).query)) if link else None
