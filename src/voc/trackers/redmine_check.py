"""What ``voc doctor`` asks a Redmine. Nothing is written: the one issue that is offered has no subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from voc.config.schema import RedmineSettings
from voc.model.filing import Finding, OutcomeKind
from voc.trackers.questions import answers
from voc.trackers.rest import Rest, Written

NOBODY = "voc-doctor-0000000000000000"
"""A marker that no issue has."""

_WRITES: Mapping[str, tuple[str, ...]] = {
    "view issues": ("view_issues",),
    "add issues": ("add_issues",),
    "add notes": ("add_issue_notes",),
    "edit its own notes": ("edit_own_issue_notes", "edit_issue_notes"),
    "edit its own issues": ("edit_own_issues", "edit_issues"),
}
"""What voc does, and the permissions of Redmine that each allow it."""
_ACTIVE = 1


class Doctor:
    """The questions, in the order of what rests on what.

    Args:
        rest: the Redmine.
        settings: what is special there.
        user, about: ask for our account, and for the project with its types.
        offer: offers an issue without a subject, which Redmine must refuse, and names what else it would lack.
        priorities: asks for the priorities by name.
    """

    def __init__(
        self,
        rest: Rest,
        settings: RedmineSettings,
        user: Callable[[], Mapping[str, Any]],
        about: Callable[[], Mapping[str, Any]],
        offer: Callable[[], Written],
        *,
        priorities: Callable[[], Mapping[str, int]],
    ) -> None:
        self._rest, self._settings = rest, settings
        self._user, self._about, self._offer, self._priorities = user, about, offer, priorities

    def findings(self) -> Sequence[Finding]:
        """Every answer; one that could not be had is an answer too, and ends the asking."""
        questions = (self._account, self._types, self._fields, self._required, self._statuses, self._lookup)
        return answers("Redmine", self._rest.host, questions)

    def _account(self) -> Iterator[Finding]:
        user, about = self._user(), self._about()
        yield Finding(True, f"redmine: {user.get('login')} at {self._rest.host}")
        open_ = about.get("status", _ACTIVE) == _ACTIVE
        yield Finding(open_, f"redmine: project {about['identifier']} is {'open' if open_ else 'closed'}", "reopen it")
        if user.get("admin"):
            return
        held = self._permissions(user, about["id"])
        lacking = [what for what, any_of in _WRITES.items() if not held & set(any_of)]
        text = f"may not {', '.join(lacking)}" if lacking else "may view, add and edit issues and notes"
        yield Finding(not lacking, f"redmine: the account {text}", "give it a role in the project that may")

    def _permissions(self, user: Mapping[str, Any], project_id: int) -> set[str]:
        """What the account's roles in the project allow."""
        places = [each for each in user.get("memberships", ()) if each["project"]["id"] == project_id]
        roles = {role["id"] for place in places for role in place["roles"]}
        return {name for number in roles for name in self._rest.read(f"/roles/{number}.json")["role"]["permissions"]}

    def _types(self) -> Iterator[Finding]:
        there = [each["name"] for each in self._about()["trackers"]]
        for kind, name in self._settings.types.items():
            hint = f"tracker.redmine.types may name {', '.join(there)}"
            yield Finding(name in there, f"redmine: {kind} is filed as {name}", hint)

    def _fields(self) -> Iterator[Finding]:
        """Whether category and priorities that are set are there."""
        category = self._settings.category
        if category is not None:
            there = [each["name"] for each in self._about().get("issue_categories", ())]
            hint = f"tracker.redmine.category may be {', '.join(there)}" if there else "the project has no category"
            yield Finding(category in there, f"redmine: issues are filed under {category}", hint)
        known = self._priorities() if self._settings.priorities else {}
        for severity, name in self._settings.priorities.items():
            hint = f"tracker.redmine.priorities may name {', '.join(known)}"
            yield Finding(name in known, f"redmine: severity {severity} is filed as {name}", hint)

    def _required(self) -> Iterator[Finding]:
        written = self._offer()
        outcome, reasons = written.outcome, (written.document or {}).get("errors", ())
        if outcome.kind is not OutcomeKind.REJECTED or outcome.fatal:
            text = f"redmine: offered an issue without a subject, it says {outcome.code or outcome.detail}"
            yield Finding(False, text, "see what the account may do in the project")
            return
        lacking = len(reasons) > 1  # the one is that there is no subject, in whatever language
        text = "redmine: no field is required that is not set"
        hint = "set them in tracker.redmine.fields, or make them optional"
        yield Finding(
            not lacking, text if not lacking else f"redmine: an issue would lack fields: {outcome.detail}", hint
        )

    def _statuses(self) -> Iterator[Finding]:
        statuses = self._rest.read("/issue_statuses.json")["issue_statuses"]
        closed = [each["name"] for each in statuses if each["is_closed"]]
        wanted = {name.casefold() for name in self._settings.declined}
        declined = [name for name in closed if name.casefold() in wanted]
        text = f"redmine: closed as {', '.join(declined) or 'none of tracker.redmine.declined'} means won't fix"
        yield Finding(bool(declined), text, f"name those of {', '.join(closed)} that mean it")

    def _lookup(self) -> Iterator[Finding]:
        field = self._settings.label_field
        if field is None:
            yield Finding(
                True, "redmine: no tracker.redmine.label_field; markers are looked for in all of voc's issues"
            )
            return
        wanted = {"project_id": str(self._about()["id"]), "status_id": "*", "limit": "1"}
        everything = self._rest.read("/issues.json", wanted)["total_count"]
        found = self._rest.read("/issues.json", {**wanted, f"cf_{field}": f"~{NOBODY}"})["total_count"]
        hint = "make the custom field 'Used as a filter', for all types, and visible to the account"
        if found:
            yield Finding(False, f"redmine: field {field} is ignored by look-ups", hint)
        elif everything:
            yield Finding(True, f"redmine: field {field} can be looked up")
        else:
            yield Finding(True, f"redmine: field {field} is looked up; no issue is there yet to prove it with")
