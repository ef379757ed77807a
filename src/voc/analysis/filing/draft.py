"""A ranked theme as an issue that could be filed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from voc.analysis.filing.draft_template import BODY
from voc.analysis.filing.inert import code, inert_line, quoted
from voc.analysis.filing.managed_block import with_delimiters
from voc.analysis.filing.markers import Identity, family_of, identity_line, marker_of
from voc.errors import ConfigError
from voc.model.filing import IssueDraft, Told
from voc.model.report import RankedTheme, TrendState
from voc.model.settings import FilingSettings
from voc.model.theme import Evidence
from voc.model.ticket import Kind

QUOTE_LIMIT = 600
"""Characters of one quote; the whole conversation stays in the help desk."""
SHOWN_TICKETS = 20
MAX_QUOTES = 6
_UNTOLD = frozenset({TrendState.NO_HISTORY, TrendState.WATCH})


def told_by(ranked: RankedTheme) -> Told:
    """The figures that an issue tells: all customers ever, the trend worth telling, the severity in whole steps."""
    state, severity = ranked.score.trend.state, ranked.score.parts.severity
    return Told(
        customers=ranked.score.all_customers,
        trend="" if state in _UNTOLD else state.value,
        severity=None if severity is None else round(severity),
    )


def draft_issue(
    ranked: RankedTheme,
    settings: FilingSettings,
    ledger_id: str,
    *,
    template: str = BODY,
    title_limit: int = 255,
    body_limit: int = 32_767,
) -> IssueDraft:
    """The issue for a theme: same theme and figures, same bytes.

    Args:
        ranked: the theme and its figures.
        settings: namespace and labels.
        ledger_id: whose issue it will be.
        template: Jinja2 template of the managed block; its values are plain harmless text.
        title_limit: what the tracker takes, in characters.
        body_limit: what the tracker takes, in characters; quotes are cut first.

    Raises:
        ConfigError: the template fails, or the namespace cannot be a label.
    """
    theme, namespace = ranked.theme, settings.namespace
    marker, family = marker_of(namespace, theme.id), family_of(namespace)
    labels = (*settings.labels, kind_label(theme.kind), family, marker)
    return IssueDraft(
        namespace=namespace,
        theme_id=theme.id,
        ledger_id=ledger_id,
        marker=marker,
        family=family,
        title=inert_line(theme.title, title_limit) or f"Theme {theme.id}",
        block=_fitting_block(ranked, template, body_limit - 1_000),
        labels=tuple(dict.fromkeys(labels)),
        told=told_by(ranked),
    )


def kind_label(kind: Kind) -> str:
    """How an issue's labels tell its kind, such as ``feature-request``."""
    return kind.value.replace("_", "-")


def kinds_of(labels: Collection[str]) -> list[Kind]:
    """The kinds that an issue's labels tell, whatever their case: GitHub keeps a label as it was spelt first."""
    folded = {label.casefold() for label in labels}
    return [kind for kind in Kind if kind_label(kind) in folded]


def body_of(draft: IssueDraft, attempt_id: str, *, hidden: bool = False) -> str:
    """The whole description of a new issue: the managed block, and the line that says whose it is.

    ``hidden`` puts the line, below the marker, into an HTML comment, where a tracker shows none.
    """
    line = identity_line(Identity(draft.namespace, draft.theme_id, attempt_id, draft.ledger_id))
    if hidden:
        line = f"<!-- {draft.marker}\n{line}\n-->"
    return f"{with_delimiters(draft.block)}\n\n{line}\n"


def _fitting_block(ranked: RankedTheme, template: str, limit: int) -> str:
    """The managed block with as many quotes as fit into ``limit`` characters."""
    block = ""
    for quotes in range(min(MAX_QUOTES, len(_distinct(ranked.theme.exemplars))), -1, -1):
        block = _render(template, _values(ranked, quotes))
        if len(block) <= limit:
            return block
    return block[:limit]


def _values(ranked: RankedTheme, quotes: int) -> Mapping[str, object]:
    """What a template may use; every string of strangers is harmless already."""
    theme, told = ranked.theme, told_by(ranked)
    return {
        "title": inert_line(theme.title, 255),
        "kind": theme.kind.value.replace("_", " "),
        "customers": told.customers,
        "tickets": ranked.score.all_tickets,
        "since": None if theme.first_seen is None else f"{theme.first_seen:%Y-%m-%d}",
        "trend": told.trend,
        "severity": told.severity,
        "churning": ranked.score.churning,
        "keyphrases": [inert_line(phrase, 80) for phrase in theme.keyphrases],
        "quotes": [
            {"text": quoted(item.quote, QUOTE_LIMIT), "ticket": code(item.ticket_id), "language": item.language}
            for item in _distinct(theme.exemplars)[:quotes]
        ],
        "ticket_ids": [code(ticket_id) for ticket_id in sorted(theme.ticket_ids)[:SHOWN_TICKETS]],
        "more_tickets": max(0, len(theme.ticket_ids) - SHOWN_TICKETS),
    }


def _distinct(exemplars: Iterable[Evidence]) -> list[Evidence]:
    """The first of those that say the same, whatever its case and blanks."""
    first: dict[str, Evidence] = {}
    for item in exemplars:
        first.setdefault(" ".join(item.quote.casefold().split()), item)
    return list(first.values())


def _render(template: str, values: Mapping[str, object]) -> str:
    try:
        return _compiled(template).render(values).strip()
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        line = getattr(error, "lineno", None)
        where = f"issue template, line {line}" if line else "issue template"
        raise ConfigError(f"{where}: {error}", "config/trackers/issue_body.md.j2 is one that works") from error


@lru_cache(maxsize=8)
def _compiled(template: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, autoescape=False
    )
    return environment.from_string(template)
