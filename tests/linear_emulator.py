"""The Linear of npm's ``emulate`` behind a lens, which gives it what it lacks of Linear's published schema.

What the emulator keeps and answers is its own: issues, statuses, labels, comments, and the reading of every question by
a GraphQL engine that is not ours. It lacks, and the lens does in its place: ids that are brought along (their keeper is
the lens, which refuses one that was taken), filters of Linear's shape, ``includeArchived``, the newest first, the trash
(deleted issues are gone at once), relations, groups of labels, and single labels of an update.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import requests
from tests.emulator import TOKEN, emulating
from tests.filing_world import TurnedClock
from tests.http_double import Asked, Told, serve
from tests.linear_server.execution import RefusedError, fits
from tests.linear_server.state import STATES
from tests.linear_world import STATUSES

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import IssueState
from voc.trackers.linear import LinearTracker

TEAMS = 90
"""No team can be made while it runs; each test takes one of these."""
Document = dict[str, Any]
_ABSENT = re.compile(
    r"\btrashed\b|\bisGroup\b|relations\(.*|includeArchived: true, |orderBy: createdAt|, filter: \$filter"
    r"|\$filter: \w+, |, filter: \{ user: .* \} \} \}(?=\))"
)
_ALL = "query All($team: String!) { team(id: $team) { issues(first: 1000) { nodes { ...Seen } } } }"


class Lens:
    """Stands between voc and the emulator at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._theirs: dict[str, str] = {}
        """The emulator's ids by those that were brought along."""

    def answer(self, asked: Asked) -> Told:
        """The emulator's answer, as Linear would give it."""
        question = json.loads(self._swapped(asked.body.decode(), self._theirs))
        operation = question["query"].split()[1].partition("(")[0]
        try:
            status, told = getattr(self, f"_{operation.lower()}", self.ask)(question)
        except RefusedError as refused:
            status, told = 200, {"errors": [refused.document], "data": None}
        ours = {theirs: ours for ours, theirs in self._theirs.items()}
        return Told(status, self._swapped(json.dumps(told), ours).encode(), {"Content-Type": "application/json"})

    def _swapped(self, text: str, ids: Mapping[str, str]) -> str:
        for old, new in ids.items():
            text = text.replace(old, new)
        return text

    def ask(self, question: Document) -> tuple[int, Document]:
        """One question, without what the emulator does not know; its answer with what it always lacks."""
        query = _ABSENT.sub("", question["query"])
        headers = {"Authorization": TOKEN}
        wanted = {"query": query, "variables": question["variables"]}
        reply = requests.post(f"{self.url}/graphql", json=wanted, headers=headers, timeout=60)
        told = reply.json()
        _complete(told)
        return reply.status_code, told

    def change(self, mutation: str, **variables: Any) -> Document:
        """Somebody does something."""
        status, told = self.ask({"query": mutation, "variables": variables})
        assert status == 200, told
        return told

    def theirs(self, issue_id: str) -> str:
        """What the emulator calls an issue."""
        return self._theirs.get(issue_id, issue_id)

    # -- what it lacks --------------------------------------------------------------------------------------------
    def _issue(self, question: Document) -> tuple[int, Document]:
        status, told = self.ask(question)
        if (told.get("data") or {}).get("issue") is None:
            raise RefusedError("Entity not found: Issue", words="Could not find referenced Issue.")
        return status, told

    def _issues(self, question: Document) -> tuple[int, Document]:
        wanted = question["variables"]["filter"]
        fragment = question["query"][question["query"].index("fragment") :]
        team = wanted["team"]["id"]["eq"]
        _, told = self.ask({"query": f"{_ALL}\n{fragment}", "variables": {"team": team}})
        found = [each for each in told["data"]["team"]["issues"]["nodes"] if fits(_flat(each), wanted)]
        found.sort(key=lambda each: (each["createdAt"], each["number"]), reverse=True)
        return 200, {"data": {"issues": {"nodes": found, "pageInfo": {"hasNextPage": False, "endCursor": None}}}}

    def _labels(self, question: Document) -> tuple[int, Document]:
        status, told = self.ask({**question, "query": question["query"].replace("first: 100", "first: 5000")})
        labels = told["data"]["issueLabels"]
        labels["nodes"] = [each for each in labels["nodes"] if fits(each, question["variables"]["filter"])]
        return status, told

    def _createissue(self, question: Document) -> tuple[int, Document]:
        return self._created(question, "issueCreate", "issue")

    def _createcomment(self, question: Document) -> tuple[int, Document]:
        return self._created(question, "commentCreate", "comment")

    def _created(self, question: Document, field: str, kind: str) -> tuple[int, Document]:
        ours = question["variables"]["input"].pop("id", None)
        if ours in {*self._theirs, *self._theirs.values()}:  # a known one was swapped already
            raise RefusedError(f"conflict on insert of {kind.title()}", words=f"Entity with id {ours} already exists.")
        status, told = self.ask(question)
        if ours and status == 200:
            self._theirs[ours] = told["data"][field][kind]["id"]
        return status, told

    def _updateissue(self, question: Document) -> tuple[int, Document]:
        fields = question["variables"]["input"]
        added, removed = fields.pop("addedLabelIds", []), fields.pop("removedLabelIds", [])
        if added or removed:
            query = "query One($id: String!) { issue(id: $id) { labels(first: 100) { nodes { id } } } }"
            _, told = self.ask({"query": query, "variables": {"id": question["variables"]["id"]}})
            now = [label["id"] for label in told["data"]["issue"]["labels"]["nodes"]]
            fields["labelIds"] = [each for each in dict.fromkeys([*now, *added]) if each not in removed]
        return self.ask(question)


def _complete(told: Any) -> None:
    """Fill in what the emulator's issues and labels lack."""
    if isinstance(told, list):
        for each in told:
            _complete(each)
    if isinstance(told, dict):
        for each in told.values():
            _complete(each)
        if "identifier" in told:
            told |= {"trashed": None, "relations": {"nodes": []}}
        elif "name" in told and "team" in told:
            told["isGroup"] = False


def _flat(issue: Document) -> Document:
    return {**issue, "labels": issue["labels"]["nodes"]}


class LinearEmulator:
    """A running emulator."""

    def __init__(self, lens: Lens, url: str) -> None:
        self.lens, self.url = lens, url
        self._teams = count(1)

    def team(self) -> Team:
        """One without issues."""
        return Team(self, f"T{next(self._teams)}")


@dataclass(frozen=True)
class Team:
    """One in the emulator, and what people do there."""

    emulator: LinearEmulator
    name: str
    clock: TurnedClock = field(default_factory=TurnedClock)
    token = TOKEN

    def settings(self, **special: Any) -> TrackerSettings:
        """How voc is told of it."""
        return TrackerSettings(name="linear", url=self.emulator.url, project=self.name, **special)

    def tracker(self, *, rewrite_block: bool = False) -> LinearTracker:
        """Voc's eyes and hands."""
        return LinearTracker(self.settings(rewrite_block=rewrite_block), Secret(TOKEN), self.clock)

    def delete(self, issue_id: str) -> None:
        """Somebody deletes an issue."""
        self._change("mutation Delete($id: String!) { issueDelete(id: $id) { success } }", issue_id)

    def close(self, issue_id: str, state: IssueState = IssueState.DONE) -> None:
        """Somebody closes an issue."""
        self._edit(issue_id, stateId=STATUSES[state])

    def kept(self, issue_id: str) -> str:
        """The description as it is kept."""
        told = self._change("query One($id: String!) { issue(id: $id) { description } }", issue_id)
        return str(told["data"]["issue"]["description"])

    def write(self, issue_id: str, text: str) -> None:
        """Somebody replaces the description."""
        self._edit(issue_id, description=text)

    def say(self, issue_id: str, text: str, *, with_our_account: bool = False) -> None:
        """Somebody comments, always with voc's account."""
        mutation = """mutation Say($id: String!, $text: String!) {
          commentCreate(input: { issueId: $id, body: $text }) { success }
        }"""
        self._change(mutation, issue_id, text=text)

    def _edit(self, issue_id: str, **fields: str) -> None:
        mutation = """mutation Edit($id: String!, $fields: IssueUpdateInput!) {
          issueUpdate(id: $id, input: $fields) { success }
        }"""
        self._change(mutation, issue_id, fields=fields)

    def _change(self, mutation: str, issue_id: str, **variables: Any) -> Document:
        return self.emulator.lens.change(mutation, id=self.emulator.lens.theirs(issue_id), **variables)


@contextmanager
def running(folder: Path) -> Iterator[LinearEmulator]:
    """An emulator of our own; what it says goes into ``folder``."""
    states = [{"name": name, "type": kind} for name, kind in STATES.items()]
    teams = [{"key": f"T{number}", "name": f"Team {number}", "states": states} for number in range(1, TEAMS + 1)]
    (folder / "seed.json").write_text(json.dumps({"linear": {"teams": teams}}))
    with emulating("linear", folder, "--seed", str(folder / "seed.json")) as url:
        lens = Lens(url)
        with serve(lens.answer) as address:
            yield LinearEmulator(lens, address)
