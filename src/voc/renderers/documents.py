"""The documents of the command-line contract as plain values: themes and assignments.

Numbers with decimals are rounded to four, so that the last bits of a sum never show.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from voc.model.report import Changes, IssueRef, Period, RankedTheme, Report, Score
from voc.model.theme import Assignment, Evidence, Remark, SubTheme, Theme
from voc.model.ticket import FeedbackFacts

SCHEMA_VERSION = 1
"""Goes up when a field is renamed or taken away; new fields leave it."""

DECIMALS = 4

ASSIGNMENT_COLUMNS = (
    "ticket_id",
    "theme_id",
    "confidence",
    "nearest_theme_id",
    "kind",
    "severity",
    "language",
    "sub_theme",
    "kind_reason",
    "severity_reason",
    "sentiment",
    "sentiment_reason",
)

Row = dict[str, object]


def themes_document(report: Report) -> Row:
    """What ``voc themes --format json`` prints."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_by": f"voc {report.provenance.version}",
        "period": period_value(report.period),
        "themes": [theme_value(ranked) for ranked in report.themes],
        "changes": _changes(report.changes),
        "counts": _counts(report),
        "method": _method(report),
    }


def assignments_document(rows: Iterable[Row], version: str) -> Row:
    """What ``voc assignments --format json`` prints: ``rows`` under the name of the voc ``version``."""
    return {"schema_version": SCHEMA_VERSION, "generated_by": f"voc {version}", "assignments": list(rows)}


def assignment_rows(
    assignments: Iterable[Assignment], feedback: Mapping[str, FeedbackFacts], themes: Iterable[Theme]
) -> list[Row]:
    """One row a ticket in the order of ticket ids, with the columns of ``ASSIGNMENT_COLUMNS``.

    Args:
        assignments: of the tickets that took part in the clustering.
        feedback: of all tickets by id; those without an assignment get a row without a theme.
        themes: of whose parts the rows name the one that a ticket is in.
    """
    parts = {id_: part.title for theme in themes for part in theme.sub_themes for id_ in part.ticket_ids}
    placed = {row.ticket_id: row for row in assignments}
    rows: list[Row] = []
    for id_ in sorted(placed.keys() | feedback.keys()):
        row, words = placed.get(id_, Assignment(id_, None, 0.0, None)), feedback.get(id_)
        where = (id_, row.theme_id, rounded(row.confidence), row.nearest_theme_id)
        values = (*where, *_words(words), parts.get(id_), *_why(words))
        rows.append(dict(zip(ASSIGNMENT_COLUMNS, values, strict=True)))
    return rows


def theme_value(ranked: RankedTheme) -> Row:
    """One theme with its score, evidence and issue."""
    theme, score = ranked.theme, ranked.score
    return {
        "id": theme.id,
        "title": theme.title,
        "title_by": theme.title_by.value,
        "kind": theme.kind.value,
        "language": theme.language,
        "status": theme.status.value,
        "keyphrases": list(theme.keyphrases),
        "evidence": [evidence_value(quote) for quote in theme.exemplars],
        "first_seen": moment(theme.first_seen),
        "last_seen": moment(theme.last_seen),
        "issue": _issue(ranked.issue),
        "merged_from": list(theme.merged_from),
        "notes": [_remark(note) for note in theme.notes],
        "whys": [_remark(why) for why in theme.whys],
        "link": _remark(theme.link) if theme.link else None,
        "muted": _remark(theme.muted) if theme.muted else None,
        "channels": dict(ranked.channels),
        "sentiment": dict(ranked.sentiment),
        "sub_themes": [_sub_theme(part) for part in theme.sub_themes],
        **_score(score),
        **_trend(score),
    }


def period_value(period: Period) -> Row:
    """The bounds of a period as RFC 3339 times in its time zone."""
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "window_start": period.window_start.isoformat(),
        "follows_data": period.follows_data,
    }


def rounded(number: float | None) -> float | None:
    """``number`` to four decimals, without a negative zero."""
    return None if number is None else round(number, DECIMALS) + 0.0


def moment(at: datetime | None) -> str | None:
    """A time in UTC as RFC 3339, such as ``2026-11-09T08:00:00Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _score(score: Score) -> Row:
    parts = score.parts
    return {
        "rank": score.rank,
        "rank_low": score.rank_low,
        "rank_high": score.rank_high,
        "tie_group": score.tie_group,
        "tickets": score.tickets,
        "customers": score.customers,
        "all_tickets": score.all_tickets,
        "all_customers": score.all_customers,
        "score": rounded(score.total),
        "parts": {
            "reach": rounded(parts.reach),
            "value": rounded(parts.value),
            "severity": rounded(parts.severity),
            "trend": rounded(parts.trend),
            "churn": rounded(parts.churn),
            "impact": rounded(parts.impact),
        },
        "impact_low": rounded(score.impact_low),
        "impact_high": rounded(score.impact_high),
        "churning": score.churning,
        "revenue": rounded(score.revenue),
    }


def _trend(score: Score) -> Row:
    trend = score.trend
    return {
        "trend": trend.state.value,
        "change": {
            "current": trend.current,
            "baseline": trend.baseline,
            "factor": rounded(trend.factor),
            "p_up": rounded(trend.p_up),
            "p_down": rounded(trend.p_down),
        },
        "weekly": list(trend.weekly),
    }


def _sub_theme(part: SubTheme) -> Row:
    return {
        "title": part.title,
        "all_tickets": len(part.ticket_ids),
        "keyphrases": list(part.keyphrases),
        "evidence": evidence_value(part.exemplar) if part.exemplar else None,
    }


def evidence_value(quote: Evidence) -> Row:
    """A quote, and where it stands."""
    return {
        "ticket_id": quote.ticket_id,
        "message": quote.message,
        "start": quote.start,
        "end": quote.end,
        "quote": quote.quote,
        "language": quote.language,
    }


def _remark(remark: Remark) -> Row:
    return {"text": remark.text, "who": remark.who, "at": moment(remark.at), "decision_id": remark.decision_id}


def _issue(issue: IssueRef | None) -> Row | None:
    return {"key": issue.key, "url": issue.url, "status": issue.status} if issue else None


def _words(words: FeedbackFacts | None) -> tuple[str | None, int | None, str | None]:
    """Kind, severity and language of a ticket, None where it has no text."""
    return (words.kind.value, words.severity, words.language) if words else (None, None, None)


def _why(words: FeedbackFacts | None) -> tuple[str | int | None, ...]:
    """What decided a ticket's kind and its severity, its tone and what decided that; None where nothing did."""
    if words is None:
        return (None,) * 4
    return words.kind_reason or None, words.severity_reason or None, words.sentiment, words.sentiment_reason or None


def _changes(changes: Changes) -> Row:
    """What changed in the themes; what a rebuild moved is one event for each way that tickets went."""
    titles = changes.titles
    return {
        "since": moment(changes.since),
        "events": [
            {
                "run": event.run,
                "change": event.shift.change.value,
                "theme_id": event.shift.theme_id or None,
                "title": titles.get(event.shift.theme_id),
                "into": event.shift.into or None,
                "into_title": titles.get(event.shift.into),
                "tickets": len(event.shift.ticket_ids),
                "was": event.was,
            }
            for event in changes.events
        ],
        "rulings": [
            {
                "decision_id": each.id,
                "at": moment(each.at),
                "who": each.who,
                "ruling": each.ruling.value,
                "theme_id": each.theme_id or None,
                "title": titles.get(each.theme_id),
                "into": each.into or None,
                "into_title": titles.get(each.into),
                "tickets": len(each.ticket_ids),
                "reason": each.reason or None,
            }
            for each in changes.rulings
        ],
    }


def _counts(report: Report) -> Row:
    counts = report.counts
    return {
        "tickets": counts.tickets,
        "clustered": counts.clustered,
        "unclustered": counts.unclustered,
        "left_out": dict(counts.left_out),
        "undated": counts.undated,
        "later": counts.later,
        "in_period": counts.in_period,
        "in_window": counts.in_window,
        "customers": counts.customers,
        "paying": counts.paying,
        "currency": counts.currency,
        "mixed_currencies": list(counts.mixed_currencies),
        "by_source": dict(counts.by_source),
        "by_channel": dict(counts.by_channel),
        "by_kind": dict(counts.by_kind),
        "by_customer_key": dict(counts.by_customer_key),
    }


def _method(report: Report) -> Row:
    """What the ranks were made with."""
    made, settings = report.provenance, report.settings
    return {
        "config_digest": made.config_digest,
        "input_digest": made.input_digest,
        "space": made.space,
        "settings": {name: value if math.isfinite(value) else str(value) for name, value in asdict(settings).items()},
    }
