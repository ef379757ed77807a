"""Scores, counts and a sample for review, put together as a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from voc.analysis.ranking.counts import commonest, counts_of
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.score import score_themes
from voc.analysis.ranking.ticket_sample import review_sample
from voc.model.report import IssueRef, Period, Provenance, RankedTheme, Report, Score
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import AnyFeedback, TicketFacts

_SENTIMENTS = {-1: "negative", 0: "neutral", 1: "positive", None: "unknown"}


def summarize(
    findings: Findings,
    *,
    period: Period,
    settings: RankSettings,
    provenance: Provenance,
    issues: Mapping[str, IssueRef],
) -> Report:
    """The report of one period.

    Args:
        findings: what is reported.
        period: what is reported on.
        settings: how themes are ranked.
        provenance: what made the themes.
        issues: the tracker issue of each filed theme, by theme id.
    """
    themes, feedback, facts = {theme.id: theme for theme in findings.themes}, findings.feedback, findings.facts
    contacts, placed = findings.contacts, findings.assignments
    inside = contacts.in_window(period)
    window = {id_ for id_, row in contacts.row.items() if inside[row]}
    fixed = {id_: issue.fixed_at for id_, issue in issues.items() if issue.fixed_at}
    ranked = (
        _ranked(themes[score.theme_id], score, window, findings, issues)
        for score in score_themes(findings, period, settings, fixed)
    )
    clustered = {id_ for theme in findings.themes for id_ in theme.ticket_ids}
    return Report(
        period=period,
        themes=tuple(ranked),
        counts=counts_of(facts, feedback, contacts, period, clustered=clustered, placed=placed.keys()),
        provenance=provenance,
        review=review_sample(feedback, placed, themes),
        proposals=tuple(findings.proposals),
        urls=_quoted_urls(findings.themes, facts),
        settings=settings,
    )


def input_digest(facts: Iterable[TicketFacts], feedback_digest: str) -> str:
    """SHA-256 (hex) of what was read: ids and dates of all tickets, and the digest of their words."""
    ordered = sorted(facts, key=lambda fact: fact.id)
    told = [f"{fact.id}\0{fact.created_at.timestamp() if fact.created_at else ''}\n" for fact in ordered]
    return hashlib.sha256("".join([feedback_digest, *told]).encode("utf-8", "surrogatepass")).hexdigest()


def _ranked(
    theme: Theme, score: Score, window: set[str], findings: Findings, issues: Mapping[str, IssueRef]
) -> RankedTheme:
    """A theme with what its tickets of the ``window`` have in common."""
    ids = sorted(window.intersection(theme.ticket_ids))
    channels = commonest(findings.facts[id_].channel or "unknown" for id_ in ids)
    return RankedTheme(theme, score, issues.get(theme.id), channels, _tones(ids, findings.feedback))


def _tones(ids: Iterable[str], feedback: Mapping[str, AnyFeedback]) -> dict[str, int]:
    """How many tickets have which sentiment, unknown ones counted too."""
    tones = [feedback[id_].sentiment if id_ in feedback else None for id_ in ids]
    return {name: tones.count(tone) for tone, name in _SENTIMENTS.items()}


def _quoted_urls(themes: Iterable[Theme], facts: Mapping[str, TicketFacts]) -> dict[str, str]:
    """Where the quoted tickets can be opened, by ticket id, in the order of ids."""
    quoted = sorted({quote.ticket_id for theme in themes for quote in theme.exemplars} & facts.keys())
    return {id_: url for id_ in quoted if (url := facts[id_].url)}
