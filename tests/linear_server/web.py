"""What the Linear of our own answers, and does about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from tests.http_double import Asked, Told, serve
from tests.linear_server.execution import Document, Execution, RefusedError
from tests.linear_server.language import operation_of
from tests.linear_server.state import USERS, Workspace

LONGEST_TITLE, LONGEST_LABEL, LONGEST_TEXT = 255, 80, 100_000


Arguments = Mapping[str, Any]


class LinearDouble(Workspace):
    """Answers requests; ``log`` holds the name of each operation, ``inputs`` what came beside it."""

    error_status = 200
    """With which status errors come that are the asker's."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.log: list[str] = []
        self.inputs: list[Document] = []
        self.next: list[Told] = []
        """Answers that are given to the next requests, whatever these are."""
        self.labellers = {"u-voc", "u-human"}

    def answer(self, asked: Asked) -> Told:
        """What is said to a request; one at a time, as a database would."""
        if self.next:
            return self.next.pop(0)
        key = asked.headers.get("Authorization", "")
        bearer = key.startswith("Bearer ")
        who = USERS.get(key.removeprefix("Bearer "))
        if who is None or bearer != key.removeprefix("Bearer ").startswith("lin_oauth_"):
            refused = RefusedError("Authentication required", "authentication error", "AUTHENTICATION_ERROR")
            return _told({"errors": [refused.document]}, 401)
        if (asked.method, asked.path) != ("POST", "/graphql"):
            return Told(404, b"not found")
        return self._answered(json.loads(asked.body), *who)

    def _answered(self, question: Document, who: str, name: str) -> Told:
        try:
            operation = operation_of(question["query"])
        except ValueError as error:
            return _told({"errors": [{"message": str(error), "extensions": {"type": "graphql error"}}]}, 400)
        given = question.get("variables") or {}
        self.log.append(operation.name)
        self.inputs.append(given)
        with self.lock:
            try:
                if operation.kind == "mutation" and who == "u-reader":
                    raise RefusedError("Invalid scope: `write` required", "forbidden", "FORBIDDEN")
                data = Execution(operation, given, self.shows, deaf=not self.hears_filters).run(self._roots(who, name))
            except RefusedError as refused:
                return _told({"errors": [refused.document], "data": None}, self.error_status)
        return _told({"data": data})

    def _roots(self, who: str, name: str) -> dict[str, Callable[..., Any]]:
        newest = sorted(self.issues.values(), key=lambda each: (each["createdAt"], each["number"]), reverse=True)
        shown = [issue for issue in newest if not self._hidden(issue["team"], who)]
        return {
            "viewer": lambda given: {"id": who, "name": name, "guest": False},
            "organization": lambda given: self.organization,
            "teams": lambda given: [team for team in self.teams.values() if not self._hidden(team, who)],
            "issue": lambda given: _with_me(self._issue(given["id"], who), who),
            "issues": lambda given: shown,
            "issueLabels": lambda given: self.labels,
            "issueCreate": partial(self._new, who),
            "issueUpdate": partial(self._change, who),
            "commentCreate": partial(self._say, who),
            "commentUpdate": partial(self._rewrite, who),
            "issueLabelCreate": partial(self._new_label, who),
        }

    def _hidden(self, team: Document, who: str) -> bool:
        return who in team.get("hidden_from", ())

    def _issue(self, issue_id: str, who: str) -> Document:
        found = self.issues.get(issue_id)
        found = found or next((each for each in self.issues.values() if each["identifier"] == issue_id), None)
        if found is None or self._hidden(found["team"], who):
            raise RefusedError("Entity not found: Issue", words="Could not find referenced Issue.")
        return found

    def _new(self, who: str, given: Arguments) -> Document:
        fields = given["input"]
        team = next((each for each in self.teams.values() if each["id"] == fields["teamId"]), None)
        if team is None or self._hidden(team, who):
            raise RefusedError("Entity not found: Team", words="Could not find referenced Team.")
        _limited(fields)
        if not fields.get("title"):
            raise RefusedError("Argument Validation Error", words="title must be longer than or equal to 1 characters.")
        labels = [self._label(each, team) for each in fields.get("labelIds") or ()]
        state = self._state(team, fields["stateId"]) if fields.get("stateId") else None
        return {"success": True, "issue": self.made(team, who, {**fields, "labels": labels, "state": state})}

    def _change(self, who: str, given: Arguments) -> Document:
        issue, fields = self._issue(given["id"], who), given["input"]
        if issue["trashed"]:
            raise RefusedError("Entity not found: Issue", words="Could not find referenced Issue.")
        _limited(fields)
        before = json.dumps(issue, default=str)
        if fields.get("description") is not None:
            issue["description"] = self.spelt(fields["description"])
        if fields.get("stateId"):
            self.close(issue, self._state(issue["team"], fields["stateId"])["name"])
        added = [self._label(each, issue["team"]) for each in fields.get("addedLabelIds") or ()]
        removed = fields.get("removedLabelIds") or ()
        issue["labels"] += [label for label in added if label not in issue["labels"]]
        issue["labels"] = [label for label in issue["labels"] if label["id"] not in removed]
        if json.dumps(issue, default=str) != before:
            issue["updatedAt"] = self.stamp()
        return {"success": True, "issue": issue}

    def _state(self, team: Document, state_id: str) -> Document:
        found = next((each for each in team["states"] if each["id"] == state_id), None)
        if found is None:
            raise RefusedError("Entity not found: WorkflowState - stateId")
        return dict(found)

    def _label(self, label_id: str, team: Document) -> Document:
        found = next((each for each in self.labels if each["id"] == label_id and each["team"] in (None, team)), None)
        if found is None or found["isGroup"]:
            raise RefusedError("Entity not found: IssueLabel: labelIds contained an entry that could not be found.")
        return found

    def _say(self, who: str, given: Arguments) -> Document:
        fields = given["input"]
        issue = self._issue(fields["issueId"], who)
        if issue["trashed"]:
            raise RefusedError("Entity not found: Issue", words="Could not find referenced Issue.")
        return {"success": True, "comment": self.said(issue, who, fields["body"], fields.get("id"))}

    def _rewrite(self, who: str, given: Arguments) -> Document:
        for issue in self.issues.values():
            for comment in issue["comments"]:
                if comment["id"] == given["id"] and not issue["trashed"]:
                    comment |= {"body": self.spelt(given["input"]["body"]), "updatedAt": self.stamp()}
                    return {"success": True, "comment": comment}
        raise RefusedError("Entity not found: Comment", words="Could not find referenced Comment.")

    def _new_label(self, who: str, given: Arguments) -> Document:
        fields = given["input"]
        if who not in self.labellers:
            raise RefusedError("You may not manage labels", "forbidden", "FORBIDDEN")
        if len(fields["name"]) > LONGEST_LABEL:
            raise RefusedError("Argument Validation Error", words="name must be shorter.")
        team = next((each for each in self.teams.values() if each["id"] == fields.get("teamId")), None)
        known = [each for each in self.labels if each["name"].casefold() == fields["name"].casefold()]
        if any(each["team"] in (None, team) for each in known):
            raise RefusedError("duplicate label name", words=f'A label "{fields["name"]}" exists in the team already.')
        return {"success": True, "issueLabel": self.add_label(fields["name"], team["key"] if team else None)}


def _with_me(issue: Document, who: str) -> Document:
    """An issue whose comments tell which of them are the asker's."""
    said = [{**each, "user": {**each["user"], "isMe": each["user"]["id"] == who}} for each in issue["comments"]]
    return {**issue, "comments": said}


def _limited(given: Document) -> None:
    for name, longest in (("title", LONGEST_TITLE), ("description", LONGEST_TEXT)):
        if len(given.get(name) or "") > longest:
            raise RefusedError("Argument Validation Error", words=f"{name} must be shorter than {longest} characters.")


def _told(document: Document, status: int = 200) -> Told:
    return Told(status, json.dumps(document).encode(), {"Content-Type": "application/json"})


@contextmanager
def serving(double: LinearDouble) -> Iterator[LinearDouble]:
    """It answers at its ``url``, and is gone at the end."""
    with serve(double.answer) as double.url:
        yield double
