"""What ``voc doctor`` asks a Jira. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.model.filing import Finding
from voc.trackers.jira_site import JiraSite
from voc.trackers.questions import answers

NOBODY = "voc-doctor-0000000000000000"
"""A marker that no issue has."""
SOON = timedelta(days=14)
"""A token that ends within this time is told of."""

_WRITES: Mapping[str, str] = {
    "BROWSE_PROJECTS": "view issues",
    "CREATE_ISSUES": "create issues",
    "EDIT_ISSUES": "edit issues",
    "ADD_COMMENTS": "comment",
    "EDIT_OWN_COMMENTS": "edit its own comments",
}
"""Permissions of Jira, and what voc does with each."""
_TRANSITION = "TRANSITION_ISSUES"
_SET_BY_JIRA = frozenset({"project", "issuetype", "reporter"})
"""Required of every issue, and given without a setting."""


class Doctor:
    """The questions, in the order of what rests on what.

    Args:
        site: the Jira.
        now: the time.
    """

    def __init__(self, site: JiraSite, now: Callable[[], datetime]) -> None:
        self._site, self._now = site, now

    def findings(self) -> Sequence[Finding]:
        """Every answer; one that could not be had is an answer too, and ends the asking."""
        questions = (self._server, self._account, self._token, self._project, self._may, self._types, self._lookup)
        return answers("Jira", self._site.rest.host, questions)

    def _server(self) -> Iterator[Finding]:
        site = self._site
        which = "Cloud" if site.cloud else f"Data Center {site.server.get('version', '')}".rstrip()
        yield Finding(True, f"jira: {site.rest.host} is Jira {which}")
        base = str(site.server.get("baseUrl", "")).rstrip("/")
        if base and base != site.seen_at:
            yield Finding(
                False, f"jira: it calls itself {base}", "set tracker.url to that, else its links lead elsewhere"
            )

    def _account(self) -> Iterator[Finding]:
        yield Finding(True, f"jira: the account is {self._site.user.get('displayName')}")

    def _token(self) -> Iterator[Finding]:
        ends = self._site.settings.token_expires
        if ends is None:
            yield Finding(True, "jira: it does not tell when the token ends; tracker.jira.token_expires may")
            return
        left = ends - self._now().date()
        text = f"jira: the token ends on {ends}" if left > timedelta(0) else f"jira: the token ended on {ends}"
        yield Finding(left > SOON, text, "make a new one, then set tracker.jira.token_expires")

    def _project(self) -> Iterator[Finding]:
        site, key = self._site, self._site.about["key"]
        renamed = key != site.project
        text = f"jira: project {site.project}" + (f" is {key} now" if renamed else f" is {site.about.get('name')}")
        yield Finding(not renamed, text, f"set tracker.project to {key}")
        if site.about.get("archived"):
            yield Finding(False, f"jira: project {key} is archived", "restore it")

    def _may(self) -> Iterator[Finding]:
        site = self._site
        wanted = {"projectKey": site.project, "permissions": ",".join((*_WRITES, _TRANSITION))}
        told = site.rest.read(f"{site.api}/mypermissions", wanted)["permissions"]
        held = {name for name, each in told.items() if each["havePermission"]}
        lacking = [what for name, what in _WRITES.items() if name not in held]
        text = f"may not {', '.join(lacking)}" if lacking else "may view, create, edit and comment issues"
        yield Finding(not lacking, f"jira: the account {text}", "give it a role in the project that may")
        if _TRANSITION not in held:
            yield Finding(True, "jira: the account may not reopen issues; filing.reopen_fixed has no effect")

    def _types(self) -> Iterator[Finding]:
        settings, there = self._site.settings, self._site.types
        for name in dict.fromkeys((settings.type, *settings.types.values())):
            if name in there:
                yield from self._screen(name, self._site.fields_of(name))
            else:
                hint = f"tracker.jira.type and types may name {', '.join(there)}"
                yield Finding(False, f"jira: project {self._site.project} has no issue type {name}", hint)

    def _screen(self, name: str, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
        """Whether the screen of a new issue shows what voc sets, and wants nothing else."""
        wanted = self._sent()
        off = [each for each in wanted if each not in fields]
        if off:
            hint = "put them on the screen" + (", or set tracker.jira.labels to false" if "labels" in off else "")
            yield Finding(False, f"jira: a new {name} shows no {', '.join(off)}", hint)
        lacking = [
            f"{each.get('name')} ({number})"
            for number, each in fields.items()
            if each.get("required") and not each.get("hasDefaultValue") and number not in {*wanted, *_SET_BY_JIRA}
        ]
        if lacking:
            hint = "set them in tracker.jira.fields, or make them optional"
            yield Finding(False, f"jira: a new {name} would lack {', '.join(lacking)}", hint)
        if not off and not lacking:
            yield Finding(True, f"jira: a new {name} has all the fields that it needs")

    def _sent(self) -> list[str]:
        """The fields that a new issue is sent with."""
        settings = self._site.settings
        also = {"labels": settings.labels, "components": settings.components, "priority": settings.priorities}
        return ["summary", "description", *(name for name, wanted in also.items() if wanted), *settings.fields]

    def _lookup(self) -> Iterator[Finding]:
        site = self._site
        if not site.settings.labels:
            yield Finding(True, "jira: without labels, markers are looked for in all of voc's issues")
            return
        found = any(site.listed(f'project = "{site.project}" AND labels = "{NOBODY}"', pages=1))
        yield Finding(not found, f"jira: labels {'are ignored by' if found else 'can be looked up in'} searches", "")
