"""What ``voc doctor`` asks a GitHub. Nothing is written: the one issue that is offered has no title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from voc.errors import TrackerError
from voc.model.filing import Finding, OutcomeKind
from voc.trackers.github_site import GithubSite
from voc.trackers.questions import answers
from voc.trackers.rest import Written

NOBODY = "voc-doctor-0000000000000000"
"""A marker that no issue has."""
SOON = timedelta(days=14)
"""A token that ends within this time is told of."""

_ENDS = "github-authentication-token-expiration"
_SCOPES = "x-oauth-scopes"
_ROLES = ("admin", "maintain", "push")
"""Roles of an account that may make labels, as a new marker is one; a triage role may only set those that are there."""


class Doctor:
    """The questions, in the order of what rests on what.

    Args:
        site: the GitHub.
        offer: offers an issue without a title, which GitHub must refuse.
        now: the time.
    """

    def __init__(self, site: GithubSite, offer: Callable[[], Written], now: Callable[[], datetime]) -> None:
        self._site, self._offer, self._now = site, offer, now

    def findings(self) -> Sequence[Finding]:
        """Every answer; one that could not be had is an answer too, and ends the asking."""
        questions = (self._account, self._token, self._project, self._may, self._takes, self._lookup)
        return answers("GitHub", self._site.rest.host, questions, "see tracker.url and tracker.github.api")

    def _account(self) -> Iterator[Finding]:
        try:
            login = self._site.user["login"]
        except TrackerError as error:
            hint = "where the token is an app's, set tracker.github.account to its login" if "403" in error.what else ""
            yield Finding(False, f"github: the account is not told: {error.what}", hint or error.hint)
            return
        yield Finding(True, f"github: {login} at {self._site.rest.host}")

    def _token(self) -> Iterator[Finding]:
        text = self._headers().get(_ENDS)
        ends = None if text is None else expiry(text)
        if ends is None:
            yield Finding(True, "github: it does not tell when the token ends")
            return
        left = ends - self._now()
        yield Finding(left > SOON, f"github: the token ends on {ends:%Y-%m-%d}", "make a new one in time")

    def _headers(self) -> Mapping[str, str]:
        return self._site.told.headers

    def _project(self) -> Iterator[Finding]:
        site = self._site
        name = str(site.about["full_name"])
        same = name.casefold() == site.project.casefold()
        text = f"github: repository {site.project}" + ("" if same else f" is {name} now")
        yield Finding(same, text, f"set tracker.project to {name}")
        if site.about.get("archived"):
            yield Finding(False, f"github: {site.project} is archived", "unarchive it")
        on = site.about.get("has_issues", True)
        yield Finding(on, f"github: its issues are {'on' if on else 'turned off'}", "turn them on in its settings")

    def _may(self) -> Iterator[Finding]:
        about, scopes = self._site.about, self._headers().get(_SCOPES, "")
        names = {each.strip() for each in scopes.split(",")} - {""}
        if names and "repo" not in names and (about.get("private") or "public_repo" not in names):
            yield Finding(False, "github: the token lacks the scope repo", "make one with it, or a fine-grained one")
        held = about.get("permissions")
        if not isinstance(held, dict):
            yield Finding(True, "github: it does not tell what the account may do")
            return
        may = not self._site.settings.labels or any(held.get(role) for role in _ROLES)
        text = "may set labels" if may else "may not make labels; they would be left out of new issues"
        hint = "give it the role Write, or set tracker.github.labels to false"
        yield Finding(may, f"github: the account {text}", hint)

    def _takes(self) -> Iterator[Finding]:
        outcome = self._offer().outcome
        takes = outcome.kind is OutcomeKind.REJECTED and outcome.code == "422"
        text = "takes issues from the token" if takes else f"takes no issue: {outcome.code} {outcome.detail}".rstrip()
        yield Finding(takes, f"github: it {text}", "give the token read and write access to issues of the repository")

    def _lookup(self) -> Iterator[Finding]:
        if not self._site.settings.labels:
            yield Finding(True, "github: without labels, markers are looked for in all of voc's issues")
            return
        found = any(self._site.listed({"labels": NOBODY}, pages=1))
        yield Finding(not found, f"github: labels {'are ignored by' if found else 'can be looked up in'} lists", "")


def expiry(text: str) -> datetime | None:
    """When a token ends, as GitHub's header says it (``2026-12-31 23:59:59 UTC``, or with an offset)."""
    try:
        ends = datetime.fromisoformat(text.strip().removesuffix(" UTC").replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    return ends if ends.tzinfo else ends.replace(tzinfo=UTC)
