"""What ``voc doctor`` asks a Linear. Nothing is written: the one issue that it offers is for a team that nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voc.errors import ConfigError
from voc.model.filing import Finding, OutcomeKind
from voc.trackers.linear_issue import uuid_of
from voc.trackers.linear_queries import CREATE_ISSUE, ISSUES, LABELS
from voc.trackers.linear_site import LinearSite
from voc.trackers.questions import answers

NOBODY = "voc-doctor-0000000000000000"
"""A marker that no issue has."""

_NO_ACCESS = ("401", "403")


class Doctor:
    """The questions, in the order of what rests on what.

    Args:
        site: the Linear.
    """

    def __init__(self, site: LinearSite) -> None:
        self._site = site

    def findings(self) -> Sequence[Finding]:
        """Every answer; one that could not be had is an answer too, and ends the asking."""
        questions = (self._account, self._team, self._states, self._takes, self._labels, self._lookup, self._newest)
        return answers("Linear", self._site.rest.host, questions)

    def _account(self) -> Iterator[Finding]:
        site = self._site
        guest = ", a guest" if site.user.get("guest") else ""
        workspace = site.told["organization"].get("urlKey")
        yield Finding(True, f"linear: {site.user.get('name')}{guest} in the workspace {workspace}")

    def _team(self) -> Iterator[Finding]:
        team = self._site.team
        archived = bool(team.get("archivedAt"))
        text = f"linear: team {self._site.project} ({team['name']}){' is archived' if archived else ''}"
        yield Finding(not archived, text, "unarchive it, or set tracker.project to another team")

    def _states(self) -> Iterator[Finding]:
        site = self._site
        names = {each["name"].casefold() for each in site.states}
        try:
            begins = site.begins
        except ConfigError as error:
            yield Finding(False, f"linear: {error.what}", error.hint)
        else:
            own = "as the team's settings say" if begins is None else f"in {site.settings.state}"
            yield Finding(True, f"linear: new issues begin {own}")
        for name in (*site.settings.declined, *site.settings.duplicate):
            if name.casefold() not in names:
                hint = f"mend tracker.linear.declined and duplicate: it has {', '.join(sorted(names))}"
                yield Finding(False, f"linear: the team has no status {name!r}", hint)
        kinds = {each["type"] for each in site.states}
        ruled = "canceled" in kinds or bool(site.settings.declined)
        text = "closes what is not done as canceled" if ruled else "has no status that means won't fix"
        yield Finding(ruled, f"linear: the team {text}", "name one in tracker.linear.declined")

    def _takes(self) -> Iterator[Finding]:
        """An issue for a team that is not there, and without a title, is refused to everybody; to whom may not file,
        for that.
        """
        fields = {"teamId": uuid_of("nobody's team"), "title": ""}
        outcome = self._site.rest.change("issueCreate", CREATE_ISSUE, input=fields).outcome
        takes = outcome.kind is OutcomeKind.REJECTED and outcome.code not in _NO_ACCESS
        text = "takes issues from the token" if takes else f"takes no issue: {outcome.code} {outcome.detail}".rstrip()
        yield Finding(takes, f"linear: it {text}", "give the token the permissions Read and Write")

    def _labels(self) -> Iterator[Finding]:
        if not self._site.settings.labels:
            yield Finding(True, "linear: no labels are set")
            return
        wanted = {"name": {"eq": NOBODY}}
        found = any(self._site.rest.listed("issueLabels", LABELS, wanted, pages=1))
        text = "are not told apart by name" if found else "can be looked up; who may make them it does not tell"
        yield Finding(not found, f"linear: labels {text}", "set tracker.linear.labels to false")

    def _lookup(self) -> Iterator[Finding]:
        place = self._site.place
        absent = self._site.issue(uuid_of(place.team_id, NOBODY, "0")) is None
        for what, wanted in (
            ("labels", {"labels": {"name": {"eq": NOBODY}}}),
            ("descriptions", {"description": {"contains": NOBODY}}),
        ):
            here = {"team": {"id": {"eq": place.team_id}}, **wanted}
            found = any(self._site.rest.listed("issues", ISSUES, here, pages=1))
            yield Finding(not found, f"linear: {what} {'are ignored by' if found else 'can be looked up in'} lists", "")
        yield Finding(absent, f"linear: issues are {'known by their ids' if absent else 'there that nobody made'}", "")

    def _newest(self) -> Iterator[Finding]:
        here = {"team": {"id": {"eq": self._site.place.team_id}}}
        times = [each["createdAt"] for each in self._site.rest.listed("issues", ISSUES, here, pages=1)]
        newest_first = not times or times[0] >= times[-1]
        text = "newest" if newest_first else "oldest"
        hint = "issues that people filed may be missed: set filing.compare_issues to more than the team has"
        yield Finding(newest_first, f"linear: its lists begin with the {text} issue", hint)
