"""Redmine 5 as a tracker. Issue text is Markdown, so its text formatting must be set to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, Outcome, OutcomeKind
from voc.net.address import plain_address
from voc.ports.clock import Clock
from voc.trackers.outcomes import CONFLICT, Reading, afresh, conflicting, marked, read_back, readable, refused, settled
from voc.trackers.redmine_check import Doctor
from voc.trackers.redmine_issue import Place, place_of
from voc.trackers.redmine_new import NewIssues, identifier
from voc.trackers.rest import MOST_PAGES, Rest, Written
from voc.trackers.signature import signed

PAGE = 100
_WHOLE = {"include": "journals,relations,allowed_statuses"}


class RedmineTracker:
    """``ports.tracker.Tracker`` over Redmine's REST interface.

    Redmine knows no conditional write: before each write the issue is read once more, which leaves a window of the
    time between the two. It has no labels either: a text field may hold them, written with the create only, since
    later that field is people's.

    Args:
        settings: address, project and what is special here.
        token: API key of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: address or project are not set, or are none.
        UsageError: the address is none that text may be sent to.
    """

    name = "redmine"

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        if settings.url is None or settings.project is None:
            raise ConfigError(
                "tracker.url and tracker.project are not both set", "config/trackers/redmine.yaml has both"
            )
        address = plain_address(settings.url, "the Redmine", "tracker.token", "https://redmine.example.com")
        self.url, self.project = address.url, identifier(settings.project)
        self.capabilities = Capabilities(
            conditional_write=False,
            comment_edit=True,
            labels=False,
            immediate_lookup=True,
            quiet_time=timedelta(minutes=30),
            confirm_project=True,
            block_rewrite=settings.rewrite_block,
            body_limit=16_000,  # a MySQL text holds 65,535 bytes
        )
        self._redmine = settings.redmine
        self._new = NewIssues(settings.redmine, lambda: self._priorities)
        self._rest = Rest(address, ("X-Redmine-API-Key", token.value), clock, settings.timeout)

    @property
    def requests(self) -> int:
        """How many requests have left so far."""
        return self._rest.requests

    def account(self) -> str:
        """Number and login of voc's account."""
        user = self._user()
        return f"{user['id']} {user.get('login', '')}".rstrip()

    def check(self) -> Sequence[Finding]:
        """Account, project, permissions, types, required fields, statuses, and whether markers can be looked up."""
        return Doctor(
            self._rest, self._redmine, self._user, lambda: self._about, self._offer, priorities=lambda: self._priorities
        ).findings()

    def _offer(self) -> Written:
        return self._sent({**self._new.fields(self._about), "subject": ""})

    def _user(self) -> Mapping[str, Any]:
        user = self._rest.read("/users/current.json", {"include": "memberships"}).get("user")
        return self._whole(user, "id")

    @cached_property
    def _about(self) -> Mapping[str, Any]:
        """The project, as it was when this run first asked."""
        about = self._rest.read(f"/projects/{self.project}.json", {"include": "trackers,issue_categories"}).get(
            "project"
        )
        return self._whole(about, "id", "identifier", "trackers")

    @cached_property
    def _priorities(self) -> Mapping[str, int]:
        """Numbers of the priorities by name, as they were when this run first asked."""
        known = self._rest.read("/enumerations/issue_priorities.json").get("issue_priorities", ())
        return {each["name"]: each["id"] for each in known if each.get("active", True)}

    def _whole(self, document: Any, *names: str) -> Mapping[str, Any]:
        """``document`` if it holds what it must."""
        if not isinstance(document, dict) or any(document.get(name) is None for name in names):
            raise TrackerError(f"{self._rest.host} does not answer as a Redmine", "see tracker.url")
        return document

    @cached_property
    def _place(self) -> Place:
        return place_of(self.url, self.project, self._user(), self._about, self._redmine)

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh; None when it is gone or hidden from us."""
        document = self._document(issue_id)
        return None if document is None else self._place.read(document)

    def _document(self, issue_id: str) -> Mapping[str, Any] | None:
        answer = self._rest.look(f"/issues/{int(issue_id)}.json", _WHOLE) if issue_id.isdecimal() else None
        return None if answer is None else answer.get("issue", {})

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues that carry the marker in the label field, or whose last line it follows from, read afresh."""
        return afresh(self.get, self._marked(marker))

    def family(self, family: str) -> Sequence[Issue]:
        """Issues with the family's label, or a last line of its namespace; without comments, which lists lack."""
        return self._marked(family, readable)

    def newest(self, limit: int) -> Sequence[Issue]:
        """The project's newest readable issues, a hundred a request; without comments, which lists lack."""
        return readable(self._place.read, islice(self._list({"sort": "id:desc"}), limit))

    def _marked(self, mark: str, reading: Reading = map) -> Sequence[Issue]:
        """Issues of our project with a mark, lowest id first.

        The field's filter is never trusted: Redmine ignores one that it does not know and gives every issue. Nor is an
        empty answer: it forgets a field's value at the create where the field is not meant for the type of issue. So
        our newest issues are looked through beside it, and without a field all of ours.
        """
        field = self._redmine.label_field
        listed = list(self._list({"author_id": "me", "sort": "id:desc"}, pages=1 if field else MOST_PAGES))
        if field:
            listed += self._list({f"cf_{field}": f"~{mark}", "sort": "id"})
        return marked(reading(self._place.read, listed), mark)

    def _list(self, wanted: Mapping[str, str], pages: int = MOST_PAGES) -> Iterator[Mapping[str, Any]]:
        """Issues of the project in any status."""
        fixed = {"project_id": self.project, "subproject_id": "!*", "status_id": "*", "include": "relations"}
        seen = 0  # a server may give fewer at a time than it was asked for
        for _ in range(pages):
            place = {"limit": str(PAGE), "offset": str(seen)}
            found = self._whole(self._rest.read("/issues.json", {**fixed, **wanted, **place}), "issues", "total_count")
            yield from found["issues"]
            seen += len(found["issues"])
            if not found["issues"] or seen >= found["total_count"]:
                return
        if pages == MOST_PAGES:
            raise TrackerError(f"{self._rest.host} lists more than {MOST_PAGES * PAGE:,} issues", "use another project")

    # -- writing ------------------------------------------------------------------------------------------------
    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """Type, category, priority and other fields of a new issue."""
        return self._new.sets(draft)

    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft with one request, whose answer is the issue as Redmine keeps it."""
        try:
            place, fields = self._place, self._new.fields(self._about, draft)  # asked before, no part of it
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        except ConfigError as error:
            return Outcome(OutcomeKind.REJECTED, detail=error.what)
        except (LookupError, TypeError):
            return Outcome(OutcomeKind.NOT_SENT, detail="the project is not described as Redmine describes it")
        written = self._sent({**fields, "subject": draft.title, "description": body_of(draft, attempt_id)})
        if written.outcome.kind is not OutcomeKind.DONE:
            return written.outcome
        try:
            return replace(written.outcome, issue=place.read((written.document or {})["issue"]))
        except (TrackerError, LookupError):
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="no issue in the answer")

    def _sent(self, fields: Mapping[str, Any]) -> Written:
        """The answer to the one request of a create."""
        return self._explained(self._rest.write("POST", "/issues.json", {"issue": fields}))

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write the description, or open the issue again; a change by anybody since it was read is a conflict."""
        if changes.add_labels or changes.remove_labels:
            return Outcome(OutcomeKind.REJECTED, detail="labels")
        fields: dict[str, Any] = {} if changes.body is None else {"description": changes.body}
        document = self._current(issue)
        if document is None:
            return CONFLICT
        if changes.reopen:
            allowed = [each["id"] for each in document.get("allowed_statuses", ()) if not each["is_closed"]]
            if not allowed:
                return Outcome(OutcomeKind.REJECTED, detail="status")
            fields["status_id"] = allowed[0]
        outcome = self._put(issue, f"/issues/{issue.id}.json", {"issue": fields})
        return settled(outcome, issue, changes, "description", "status")

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a note, or rewrite one of ours in place."""
        if self._current(issue) is None:
            return CONFLICT
        if replaces is None:
            outcome = self._put(issue, f"/issues/{issue.id}.json", {"issue": {"notes": signed(text)}})
        else:
            outcome = self._put(issue, f"/journals/{int(replaces)}.json", {"journal": {"notes": signed(text)}})
        now = outcome.issue
        if now and digest_of(text) not in {digest_of(comment.text) for comment in now.comments}:
            return Outcome(OutcomeKind.REJECTED, detail="notes")
        return outcome

    def _current(self, issue: Issue) -> Mapping[str, Any] | None:
        """The issue's document when it still is what the caller read."""
        document = self._document(issue.id)
        return document if document and self._place.read(document).revision == issue.revision else None

    def _put(self, issue: Issue, path: str, document: Mapping[str, Any]) -> Outcome:
        written = self._explained(self._rest.write("PUT", path, document))
        if written.outcome.kind is not OutcomeKind.DONE:
            return conflicting(written.outcome)
        if not written.empty:
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="not the answer of a Redmine")
        return read_back(self.get, issue.id)

    def _explained(self, written: Written) -> Written:
        """A refusal with the reasons that Redmine gives, which name fields."""
        reasons = (written.document or {}).get("errors")
        if written.outcome.kind is not OutcomeKind.REJECTED or not isinstance(reasons, list):
            return written
        return refused(written, [each for each in reasons if isinstance(each, str)])
