"""Roundup 2.6 as a tracker of voc: conditional writes by ETag, creates by a create-once address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import quote

from voc.plugins import (
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
    Written,
    body_of,
    marks_of,
    plain_address,
)
from voc_roundup.check import findings
from voc_roundup.interface import Interface, complaint, made
from voc_roundup.issue import FIELDS, SIGNATURE, Message, Place, Statuses, message_ids, message_of

_CONFLICT = Outcome(OutcomeKind.CONFLICT, detail="the issue was changed meanwhile, or is gone")
_STALE = frozenset({"404", "409", "412"})
"""Gone, retired, or another ETag than the one we name."""
_USED = "POE token"
"""How Roundup begins to refuse a create-once address: it was used, so the issue may be there."""
_OPTIONS: Mapping[str, str] = {"user": "", "closed": "resolved, done-cbb", "declined": "wont-fix, wontfix, rejected"}


class _NotPreparedError(Exception):
    """Something that an issue needs could not be made; ``outcome`` says how that ended for the issue."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.kind.value)
        self.outcome = outcome


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
        self._keywords: dict[str, str] = {}
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
        found = [self.get(each["id"]) for each in self._roundup.listing("issue", keyword=keyword, fields="id")]
        return sorted((each for each in found if each and marker in marks_of(each)), key=_number)

    def family(self, family: str) -> Sequence[Issue]:
        """Issues that carry the family's keyword, lowest first."""
        return self.find(family)

    def newest(self, limit: int) -> Sequence[Issue]:
        """The newest issues with their first messages, a hundred a request; without comments."""
        listed = list(islice(self._roundup.listing("issue", sort="-id", fields=FIELDS), limit)) if limit > 0 else []
        firsts = [message_ids(each)[:1] for each in listed]
        texts = self._texts({number for first in firsts for number in first})
        return [
            self._place.read(document, [texts[number] for number in first if number in texts])
            for document, first in zip(listed, firsts, strict=True)
        ]

    def _texts(self, wanted: set[str]) -> Mapping[str, Message]:
        """Messages by number, looked for from the newest one on."""
        found: dict[str, Message] = {}
        if wanted:
            for document in self._roundup.listing("msg", sort="-id", fields="id,content,author"):
                if document["id"] in wanted:
                    found[document["id"]] = message_of(document)
                if len(found) == len(wanted):
                    break
        return found

    def _current(self, issue_id: str) -> Current | None:
        """The issue and its ETags; Roundup answers for a retired one as well, but does not list it."""
        if not issue_id.isdecimal():
            return None
        read = self._roundup.item("issue", issue_id, fields=FIELDS)
        if read is None or not list(self._roundup.listing("issue", id=issue_id, fields="id")):
            return None
        document = {**read["attributes"], "id": read["id"]}
        messages = list(self._messages(document))
        return Current(document, read["@etag"], messages, self._place.read(document, messages, read["@etag"]))

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
            keywords = [self._keyword(label) for label in draft.labels]
            text = self._message(body_of(draft, attempt_id))
            once = str(self._prepared("issue/@poe", {})["link"]).rpartition("/")[2]
        except _NotPreparedError as error:
            return error.outcome
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        document = {"title": draft.title, "keyword": keywords, "messages": [text]}
        written = self._roundup.send("POST", f"issue/@poe/{quote(once, safe='')}", document)
        if written.outcome.kind is OutcomeKind.REJECTED and complaint(written).startswith(_USED):
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="create-once address was used")
        if written.outcome.kind is not OutcomeKind.DONE:
            return written.outcome
        return self._read_back(str(made(written).get("id", "")))

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write keywords and status, then the first message, each by its ETag."""
        current = self._unchanged(issue)
        if current is None:
            return _CONFLICT
        fields: dict[str, Any] = {}
        try:
            if changes.add_labels or changes.remove_labels:
                fields["keyword"] = self._relabelled(current, changes)
            if changes.reopen:
                fields["status"] = self._open_status()
        except _NotPreparedError as error:
            return error.outcome
        outcome = self._put(f"issue/{issue.id}", fields, current.etag) if fields else Outcome(OutcomeKind.DONE)
        if outcome.kind is OutcomeKind.DONE and changes.body is not None:
            first = current.messages[0] if current.messages else None
            if first is None:
                return Outcome(OutcomeKind.REJECTED, detail="messages")
            outcome = self._put(f"msg/{first.id}", {"content": changes.body}, first.etag)
        return self._read_back(issue.id) if outcome.kind is OutcomeKind.DONE else outcome

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a message, or rewrite one of ours in place. The status is kept, which a new message would change."""
        current = self._unchanged(issue)
        if current is None:
            return _CONFLICT
        if replaces is None:
            try:
                messages = [*message_ids(current.document), self._message(text + SIGNATURE)]
            except _NotPreparedError as error:
                return error.outcome
            status = (current.document["status"] or {}).get("id")
            outcome = self._put(f"issue/{issue.id}", {"messages": messages, "status": status}, current.etag)
        else:
            old = next((each for each in current.messages if each.id == replaces), None)
            if old is None:
                return _CONFLICT
            outcome = self._put(f"msg/{replaces}", {"content": text + SIGNATURE}, old.etag)
        return self._read_back(issue.id) if outcome.kind is OutcomeKind.DONE else outcome

    def _unchanged(self, issue: Issue) -> Current | None:
        """The issue with its ETags when it still is what the caller read."""
        current = self._current(issue.id)
        return current if current and current.issue.revision == issue.revision else None

    def _put(self, path: str, fields: Mapping[str, Any], etag: str) -> Outcome:
        """Write on the condition that the ETag is current; Roundup takes it in the body as it does in If-Match."""
        outcome = self._roundup.send("PUT", path, {**fields, "@etag": etag}).outcome
        return _CONFLICT if outcome.code in _STALE else outcome

    def _read_back(self, issue_id: str) -> Outcome:
        try:
            issue = self.get(issue_id)
        except TrackerError:
            issue = None
        return Outcome(OutcomeKind.DONE, issue) if issue else Outcome(OutcomeKind.UNCERTAIN, detail="not read back")

    def _relabelled(self, current: Current, changes: IssueChanges) -> list[str]:
        """Numbers of the keywords that the issue is to have."""
        kept = [each["id"] for each in current.document["keyword"] if each["name"] not in changes.remove_labels]
        return list(dict.fromkeys([*kept, *(self._keyword(label) for label in changes.add_labels)]))

    def _open_status(self) -> str:
        """The first status that means open."""
        for each in self._roundup.listing("status", sort="order", fields="name"):
            if self._statuses.state(each["name"], None) is IssueState.OPEN:
                return str(each["id"])
        raise _NotPreparedError(Outcome(OutcomeKind.REJECTED, detail="status"))

    def _keyword(self, label: str) -> str:
        """Number of a keyword, which is made if need be; another process may make it at the same time."""
        if label not in self._keywords:
            number = self._roundup.named("keyword", label)
            if number is None:
                written = self._roundup.prepare("keyword", {"name": label})
                taken = written.outcome.code == "409"
                number = self._roundup.named("keyword", label) if taken else self._made(written)["id"]
            if number is None:
                raise _NotPreparedError(Outcome(OutcomeKind.REJECTED, code="409", detail="keyword"))
            self._keywords[label] = number
        return self._keywords[label]

    def _message(self, text: str) -> str:
        """Number of a new message that no issue has yet."""
        return str(self._prepared("msg", {"author": self._place.account, "date": ".", "content": text})["id"])

    def _prepared(self, kind: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._made(self._roundup.prepare(kind, document))

    def _made(self, written: Written) -> Mapping[str, Any]:
        """What was made; an end that nobody knows of is none of the issue, which was not sent."""
        outcome, data = written.outcome, made(written)
        if outcome.kind is OutcomeKind.DONE and data:
            return data
        if outcome.kind in (OutcomeKind.DONE, OutcomeKind.UNCERTAIN):
            outcome = replace(outcome, kind=OutcomeKind.NOT_SENT)
        raise _NotPreparedError(outcome)


def _options(settings: TrackerSettings) -> Mapping[str, str]:
    unknown = sorted(set(settings.options) - set(_OPTIONS))
    if unknown:
        raise ConfigError(f"tracker.options.{unknown[0]} is none of Roundup's", f"known: {', '.join(_OPTIONS)}")
    return {**_OPTIONS, **settings.options}


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in text.split(",") if name.strip())


def _number(issue: Issue) -> int:
    return int(issue.id)
