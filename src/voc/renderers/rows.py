"""A theme as one flat row, for tables that machines and spreadsheets read."""

from __future__ import annotations

from dataclasses import asdict

from voc.model.report import RankedTheme, Report
from voc.renderers.documents import Row, moment, rounded
from voc.renderers.phrases import made_of

THEME_COLUMNS = (
    "kind", "rank", "rank_low", "rank_high", "tie_group", "id", "title", "status", "trend", "customers", "tickets",
    "all_customers", "all_tickets", "score", "reach", "value", "severity", "factor", "churn", "impact", "churning",
    "revenue", "this_week", "baseline", "first_seen", "last_seen", "issue_key", "issue_url", "issue_status",
    "keyphrases", "quote", "quote_ticket_id", "sub_themes",
    "link", "whys", "notes",
)  # fmt: skip
"""The columns of a table of themes; ``factor`` is the part of the score that is called trend."""

SHORT_COLUMNS = ("kind", "tie_group", "title", "customers", "tickets", "trend", "severity", "score", "issue_key", "id")
"""Those that fit on a page."""


def theme_rows(report: Report) -> list[Row]:
    """One row a theme with the columns of ``THEME_COLUMNS``."""
    return [theme_row(ranked) for ranked in report.themes]


def theme_row(ranked: RankedTheme) -> Row:
    """The theme's figures, its issue and its first quote."""
    theme, score, issue = ranked.theme, ranked.score, ranked.issue
    quote = theme.exemplars[0] if theme.exemplars else None
    parts = {name: rounded(part) for name, part in asdict(score.parts).items() if name != "trend"}
    return parts | {
        "kind": theme.kind.value,
        "rank": score.rank,
        "rank_low": score.rank_low,
        "rank_high": score.rank_high,
        "tie_group": score.tie_group,
        "id": theme.id,
        "title": theme.title,
        "status": theme.status.value,
        "trend": score.trend.state.value,
        "customers": score.customers,
        "tickets": score.tickets,
        "all_customers": score.all_customers,
        "all_tickets": score.all_tickets,
        "score": rounded(score.total),
        "churning": score.churning,
        "revenue": rounded(score.revenue),
        "this_week": score.trend.current,
        "baseline": score.trend.baseline,
        "factor": rounded(score.trend.factor),
        "first_seen": moment(theme.first_seen),
        "last_seen": moment(theme.last_seen),
        "issue_key": issue.key if issue else None,
        "issue_url": issue.url if issue else None,
        "issue_status": issue.status if issue else None,
        "keyphrases": ", ".join(theme.keyphrases),
        "quote": quote.quote if quote else None,
        "quote_ticket_id": quote.ticket_id if quote else None,
        "sub_themes": made_of(ranked) or None,
        "link": theme.link.text if theme.link else None,
        "whys": "; ".join(why.text for why in theme.whys) or None,
        "notes": "; ".join(note.text for note in theme.notes) or None,
    }
