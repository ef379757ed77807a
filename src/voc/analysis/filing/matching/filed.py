"""What people may have filed already: a link instead of a second issue, or candidates beside a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.matcher import Aids, Match, Matcher
from voc.analysis.filing.matching.reasons import reason
from voc.analysis.filing.plan_issue import ref
from voc.model.filing import Issue
from voc.model.plan import Action, Candidate, Change, Preconditions
from voc.model.theme import Theme


def with_candidates(
    changes: Sequence[Change], themes: Sequence[Theme], issues: Sequence[Issue], aids: Aids
) -> list[Change]:
    """``changes`` whose creates tell which issue they may be already; a sure one becomes the proposal of a link.

    Args:
        changes: any; only creates change.
        themes: those of the changes.
        issues: what people filed, newest first.
        aids: what is known beside the texts.
    """
    by_id = {theme.id: theme for theme in themes}
    asked = [
        change.theme_id
        for change in changes
        if change.action is Action.CREATE and change.theme_id in by_id and not by_id[change.theme_id].unlinked
    ]
    if not asked or not issues:
        return list(changes)
    found = dict(zip(asked, _Finder(issues, aids).find([by_id[theme_id] for theme_id in asked]), strict=True))
    linked: set[str] = set()
    return [_decided(change, found.get(change.theme_id, ()), linked) for change in changes]


def describe(theme: Theme) -> Described:
    """A theme as it is compared: its title, what customers said, and when they did."""
    quotes = dict.fromkeys(quote.quote for quote in theme.quotes)
    return Described(theme.title, "\n".join(quotes), theme.first_seen, theme.last_seen)


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate, the issue it stands for, and whether it may be proposed as the same."""

    candidate: Candidate
    issue: Issue
    sure: bool


def _decided(change: Change, found: Sequence[_Found], linked: set[str]) -> Change:
    """``change`` with what was found; an issue is proposed for the first of several themes only."""
    if not found:
        return change
    best, candidates = found[0], tuple(each.candidate for each in found)
    if not best.sure or best.issue.id in linked:
        return replace(change, candidates=candidates)
    linked.add(best.issue.id)
    which = f"{best.issue.key}{best.candidate.closed}"
    return replace(
        change,
        action=Action.LINK,
        reason=f"perhaps filed already by a person as {which}: {best.candidate.reason}",
        issue=best.candidate.issue,
        preconditions=Preconditions(best.issue.id, best.issue.revision, best.issue.updated_at),
        candidates=candidates,
        proposed=True,
    )


class _Finder:
    """Issues, newest first, that themes are compared with."""

    def __init__(self, issues: Sequence[Issue], aids: Aids) -> None:
        self._issues = issues[::-1]
        self._by_id = {issue.id: issue for issue in issues}
        self._texts = [Described(each.title, each.body, each.created_at, each.created_at) for each in self._issues]
        self._matcher = Matcher(self._texts, aids)

    def find(self, themes: Sequence[Theme]) -> list[list[_Found]]:
        """What each theme may be already, best first."""
        queries = [describe(theme) for theme in themes]
        matches = self._matcher.match(queries)
        return [self._found(query, match) for query, match in zip(queries, matches, strict=True)]

    def _found(self, query: Described, match: Match) -> list[_Found]:
        """One entry an issue; one that repeats another stands for that. Nearness in time alone says nothing."""
        found: dict[str, _Found] = {}
        for hit, score in match.shown:
            issue = self._issues[hit.number]
            told = reason(query, self._texts[hit.number], hit.spelling, hit.meaning, self._matcher.tells)
            if not told:
                continue
            original = self._by_id.get(issue.duplicate_of or "")
            if original is not None:
                told, issue = f"{issue.key} repeats it and {told}", original
            candidate = Candidate(ref(issue), round(score, 3), told, issue.title, issue.state)
            found.setdefault(issue.id, _Found(candidate, issue, sure=match.sure and hit is match.hits[0]))
        return list(found.values())
