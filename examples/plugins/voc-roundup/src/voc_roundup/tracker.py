"""Roundup 2.6 as a tracker of voc: conditional writes by ETag, creates by a create-once address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import quote

from voc.plugins import (
    CONFLICT,
    Capabilities,
    Clock,
    ConfigError,
    Finding,
    Issue,
    IssueChanges,
    IssueDraft,
    IssueState,
    Outcome,
    OutcomeKind,
    Secret,
    TrackerError,
    TrackerSettings,
    body_of,
    marks_of,
    plain_address,
    read_back,
)
from voc_roundup.check import findings
from voc_roundup.interface import Interface, complaint, made
from voc_roundup.issue import FIELDS, SIGNATURE, Message, Place, Statuses, message_ids, message_of
from voc_roundup.preparing import NotPreparedError, Preparing

_STALE = frozenset({"404", "409", "412"})
"""Gone, retired, or another ETag than the one we name."""
_USED = "POE token"
"""How Roundup begins to refuse a create-once address: it was used, so the issue may be there."""
_OPTIONS: Mapping[str, str] = {"user": "", "closed": "resolved, done-cbb", "declined": "wont-fix, wontfix, rejected"}


@dataclass(frozen=True, slots=True)
class Current:
    """An issue just read, with what a conditional write of it needs."""

    document: Mapping[str, Any]
    etag: str
    messages: Sequence[Message]
    issue: Issue


class RoundupTracker:
    """``voc.plugins.Tracker`` over Roundup's REST interface.

    Args:
        settings: address and project; of ``options``: ``user``, and the statuses that mean ``closed`` and ``declined``.
        token: password of that user.
        clock: for waiting where Roundup asks for it.

    Raises:
        ConfigError: something is not set, or is none of this tracker's options.
        UsageError: the address is none that text may be sent to.
    """

    name = "roundup"

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        options = _options(settings)
        if settings.url is None or settings.project is None or not options["user"]:
            raise ConfigError("tracker.url, project and options.user are not all set", "see the plugin's README")
        address = plain_address(settings.url, "the Roundup", "tracker.token", "https://bugs.example.com/app")
        self.url, self.project = address.url, settings.project
        self.capabilities = Capabilities(
            conditional_write=True,
            comment_edit=True,
            labels=True,
            immediate_lookup=True,
            quiet_time=timedelta(minutes=30),
            confirm_project=True,
        )
        self._user = options["user"]
        self._statuses = Statuses(_names(options["closed"]), _names(options["declined"]))
        self._roundup = Interface(address, self._user, token.value, clock, settings.timeout)
        self._preparing = Preparing(self._roundup)
        self._foreign: set[str] = set()

    @property
    def requests(self) -> int:
        """How many requests have left so far."""
        return self._roundup.rest.requests

    def account(self) -> str:
        """Number and name of voc's account."""
        return f"{self._place.account} {self._user}"

    def check(self) -> Sequence[Finding]:
        """Account, permission to read, and what the statuses mean; nothing is written."""
        return findings(self._roundup, self._user, self._statuses)

    @cached_property
    def _place(self) -> Place:
        number = self._roundup.named("user", self._user)
        if number is None:
            raise TrackerError(f"Roundup knows no user {self._user!r}", "see tracker.options.user")
        return Place(self.url, self.project, number, self._statuses)

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh; None when it is gone, retired or hidden from us."""
        current = self._current(issue_id)
        return None if current is None else current.issue

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues that carry the marker among their keywords, read afresh, lowest first."""
        keyword = self._roundup.named("keyword", marker)
        if keyword is None:  # a filter by a keyword that is not there is refused
            return []
        found = [self.get(each["id"]) for each in self._roundup.listing("issue", {"keyword": keyword}, fields="id")]
        return sorted((each for each in found if each and marker in marks_of(each)), key=_number)

    def family(self, family: str) -> Sequence[Issue]:
        """Issues that carry the family's keyword, lowest first, a hundred a request."""
        keyword = self._roundup.named("keyword", family)
        if keyword is None:
            return []
        return self._issues(self._roundup.listing("issue", {"keyword": keyword}, fields=FIELDS))

    def newest(self, limit: int) -> Sequence[Issue]:
        """The newest issues, a hundred a request."""
        return self._issues(islice(self._roundup.listing("issue", sort="-id", fields=FIELDS), limit))

    def _issues(self, documents: Iterable[Mapping[str, Any]]) -> list[Issue]:
        """Issues of a list with their messages, which Roundup lists apart."""
        listed = [(document, message_ids(document)) for document in documents]
        known = self._listed_messages({number for _, numbers in listed for number in numbers})
        return [
            self._place.read(document, [known[number] for number in numbers if number in known])
            for document, numbers in listed
        ]

    def _listed_messages(self, wanted: set[str]) -> Mapping[str, Message]:
        """Messages by number, from the newest one down to the lowest that is wanted."""
        found: dict[str, Message] = {}
        lowest = min(map(int, wanted), default=0)
        for document in self._roundup.listing("msg", sort="-id", fields="id,content,author") if wanted else ():
            if int(document["id"]) < lowest or len(found) == len(wanted):
                break
            if document["id"] in wanted:
                found[document["id"]] = message_of(document)
        return found

    def _current(self, issue_id: str) -> Current | None:
        """The issue and its ETags; Roundup answers for a retired one as well, but does not list it."""
        if not issue_id.isdecimal():
            return None
        read = self._roundup.item("issue", issue_id, fields=FIELDS)
        if read is None or not list(self._roundup.listing("issue", {"id": issue_id}, fields="id")):
            return None
        document = {**read["attributes"], "id": read["id"]}
        messages = list(self._messages(document))
        return Current(document, read["@etag"], messages, self._place.read(document, messages))

    def _messages(self, document: Mapping[str, Any]) -> Iterator[Message]:
        """The first message and those of our account; others' are read once at most."""
        for place, number in enumerate(message_ids(document)):
            if place and number in self._foreign:
                continue
            read = self._roundup.item("msg", number, fields="content,author")
            if read is None:
                continue
            message = message_of(read)
            if message.author != self._place.account:
                self._foreign.add(number)
            yield message

    # -- writing ------------------------------------------------------------------------------------------------
    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft with one request to an address that takes one request only.

        Its keywords, its text and that address are made before. What of them is left over when the create fails is in
        no issue and harms nobody.
        """
        try:
            keywords = [self._preparing.keyword(label) for label in draft.labels]
            text = self._preparing.message(self._place.account, body_of(draft, attempt_id))
            once = self._preparing.once()
        except NotPreparedError as error:
            return error.outcome
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        document = {"title": draft.title, "keyword": keywords, "messages": [text]}
        written = self._roundup.send("POST", f"issue/@poe/{quote(once, safe='')}", document)
        if written.outcome.kind is OutcomeKind.REJECTED and complaint(written).startswith(_USED):
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="create-once address was used")
        if written.outcome.kind is not OutcomeKind.DONE:
            return written.outcome
        return read_back(self.get, str(made(written).get("id", "")))

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write keywords and status, then the first message, each by its ETag."""
        current = self._unchanged(issue)
        if current is None:
            return CONFLICT
        fields: dict[str, Any] = {}
        try:
            if changes.add_labels or changes.remove_labels:
                fields["keyword"] = self._relabelled(current, changes)
            if changes.reopen:
                fields["status"] = self._open_status()
        except NotPreparedError as error:
            return error.outcome
        outcome = self._put(f"issue/{issue.id}", fields, current.etag) if fields else Outcome(OutcomeKind.DONE)
        if outcome.kind is OutcomeKind.DONE and changes.body is not None:
            first = current.messages[0] if current.messages else None
            if first is None:
                return Outcome(OutcomeKind.REJECTED, detail="messages")
            outcome = self._put(f"msg/{first.id}", {"content": changes.body}, first.etag)
        return read_back(self.get, issue.id) if outcome.kind is OutcomeKind.DONE else outcome

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a message, or rewrite one of ours in place. The status is kept, which a new message would change."""
        current = self._unchanged(issue)
        if current is None:
            return CONFLICT
        if replaces is None:
            try:
                messages = [
                    *message_ids(current.document),
                    self._preparing.message(self._place.account, text + SIGNATURE),
                ]
            except NotPreparedError as error:
                return error.outcome
            status = (current.document["status"] or {}).get("id")
            outcome = self._put(f"issue/{issue.id}", {"messages": messages, "status": status}, current.etag)
        else:
            old = next((each for each in current.messages if each.id == replaces), None)
            if old is None:
                return CONFLICT
            outcome = self._put(f"msg/{replaces}", {"content": text + SIGNATURE}, old.etag)
        return read_back(self.get, issue.id) if outcome.kind is OutcomeKind.DONE else outcome

    def _unchanged(self, issue: Issue) -> Current | None:
        """The issue with its ETags when it still is what the caller read."""
        current = self._current(issue.id)
        return current if current and current.issue.revision == issue.revision else None

    def _put(self, path: str, fields: Mapping[str, Any], etag: str) -> Outcome:
        """Write on the condition that the ETag is current; Roundup takes it in the body as it does in If-Match."""
        outcome = self._roundup.send("PUT", path, {**fields, "@etag": etag}).outcome
        return CONFLICT if outcome.code in _STALE else outcome

    def _relabelled(self, current: Current, changes: IssueChanges) -> list[str]:
        """Numbers of the keywords that the issue is to have."""
        kept = [each["id"] for each in current.document["keyword"] if each["name"] not in changes.remove_labels]
        return list(dict.fromkeys([*kept, *(self._preparing.keyword(label) for label in changes.add_labels)]))

    def _open_status(self) -> str:
        """The first status that means open."""
        for each in self._roundup.listing("status", sort="order", fields="name"):
            if self._statuses.state(each["name"], None) is IssueState.OPEN:
                return str(each["id"])
        raise NotPreparedError(Outcome(OutcomeKind.REJECTED, detail="status"))


def _options(settings: TrackerSettings) -> Mapping[str, str]:
    unknown = sorted(set(settings.options) - set(_OPTIONS))
    if unknown:
        raise ConfigError(f"tracker.options.{unknown[0]} is none of Roundup's", f"known: {', '.join(_OPTIONS)}")
    return {**_OPTIONS, **settings.options}


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in text.split(",") if name.strip())


def _number(issue: Issue) -> int:
    return int(issue.id)
