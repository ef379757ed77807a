"""Scores, counts and a sample for review, put together as a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from voc.analysis.ranking.contacts import contacts_of
from voc.analysis.ranking.counts import commonest, counts_of
from voc.analysis.ranking.review import review_sample
from voc.analysis.ranking.score import score_themes
from voc.model.report import IssueRef, Period, Provenance, RankedTheme, Report
from voc.model.settings import RankSettings
from voc.model.theme import Assignment, Theme
from voc.model.ticket import FeedbackFacts, TicketFacts

_SENTIMENTS = {-1: "negative", 0: "neutral", 1: "positive", None: "unknown"}


def summarize(
    themes: Sequence[Theme],
    feedback: Mapping[str, FeedbackFacts],
    facts: Mapping[str, TicketFacts],
    assignments: Mapping[str, Assignment],
    *,
    period: Period,
    settings: RankSettings,
    provenance: Provenance,
    issues: Mapping[str, IssueRef],
) -> Report:
    """The report of one period; the order of the arguments' items changes nothing.

    Args:
        themes: with verified evidence.
        feedback: what the tickets are about, by ticket id.
        facts: every ticket of the store by id.
        assignments: by ticket id; a ticket without one took no part in the clustering.
        period: what is reported on.
        settings: how themes are ranked.
        provenance: what made the themes.
        issues: the tracker issue of each filed theme, by theme id.
    """
    confidences = {id_: row.confidence for id_, row in assignments.items() if row.theme_id}
    scores = score_themes(themes, feedback, facts, confidences, period=period, settings=settings)
    by_id, contacts = {theme.id: theme for theme in themes}, contacts_of(facts)
    inside = contacts.in_window(period)
    ranked = []
    for score in scores:
        theme = by_id[score.theme_id]
        window = sorted(id_ for id_ in set(theme.ticket_ids) if id_ in facts and inside[contacts.row[id_]])
        channels = commonest(facts[id_].channel or "unknown" for id_ in window)
        ranked.append(RankedTheme(theme, score, issues.get(theme.id), channels, _tones(window, feedback)))
    clustered = {id_ for theme in themes for id_ in theme.ticket_ids}
    return Report(
        period=period,
        themes=tuple(ranked),
        counts=counts_of(facts, feedback, contacts, period, clustered=clustered, placed=assignments.keys()),
        provenance=provenance,
        review=review_sample(feedback, assignments, by_id),
        urls=_quoted_urls(themes, facts),
        settings=settings,
    )


def input_digest(facts: Iterable[TicketFacts], feedback_digest: str) -> str:
    """SHA-256 (hex) of what was read: ids and dates of all tickets, and the digest of their words."""
    digest = hashlib.sha256(feedback_digest.encode())
    for fact in sorted(facts, key=lambda fact: fact.id):
        at = fact.created_at.timestamp() if fact.created_at else ""
        digest.update(f"{fact.id}\0{at}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _tones(ids: Iterable[str], feedback: Mapping[str, FeedbackFacts]) -> dict[str, int]:
    """How many tickets have which sentiment, unknown ones counted too."""
    tones = [feedback[id_].sentiment if id_ in feedback else None for id_ in ids]
    return {name: tones.count(tone) for tone, name in _SENTIMENTS.items()}


def _quoted_urls(themes: Iterable[Theme], facts: Mapping[str, TicketFacts]) -> dict[str, str]:
    """Where the quoted tickets can be opened, by ticket id, in the order of ids."""
    quoted = sorted({quote.ticket_id for theme in themes for quote in theme.exemplars} & facts.keys())
    return {id_: url for id_ in quoted if (url := facts[id_].url)}
