"""What a template of the managed block may use: figures, and signs for what customers wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from voc.analysis.filing.inert import inert_line, quoted, reference, said_line
from voc.analysis.filing.slots import Slots
from voc.model.environment import Named, Particulars
from voc.model.filing import Told
from voc.model.report import RankedTheme, TrendState
from voc.model.theme import Evidence

QUOTE_LIMIT = 600
"""Characters of one quote; the whole conversation stays in the help desk."""
STEP_LIMIT = 400
SHOWN_VERSIONS, SHOWN_PLATFORMS = 6, 6
_UNTOLD = frozenset({TrendState.NO_HISTORY, TrendState.WATCH})


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a theme a block shows: so many quotes and tickets at most, and whether its steps."""

    quotes: int
    steps: bool = True
    tickets: int = 20


FULL = Shown(6)


def told_by(ranked: RankedTheme) -> Told:
    """The figures that an issue tells: all customers ever, the trend worth telling, the severity in whole steps."""
    state, severity = ranked.score.trend.state, ranked.score.parts.severity
    return Told(
        customers=ranked.score.all_customers,
        trend="" if state in _UNTOLD else state.value,
        severity=None if severity is None else round(severity),
    )


def values_of(
    ranked: RankedTheme, particulars: Particulars, zone: tzinfo, shown: Shown, slots: Slots
) -> Mapping[str, object]:
    """The values by name; every text of strangers is a sign of ``slots``."""
    theme, told = ranked.theme, told_by(ranked)
    quotes = _distinct(theme.exemplars)[: shown.quotes]
    steps = particulars.steps if shown.steps else None
    listed = sorted(theme.ticket_ids)[: shown.tickets]
    named = dict.fromkeys((*listed, *(each.ticket_id for each in quotes), *([steps.ticket_id] if steps else [])))
    tickets = {each: slots.sign(reference(each, particulars.urls.get(each))) for each in named}
    return {
        "title": slots.sign(inert_line(theme.title, 255)),
        "kind": theme.kind.value.replace("_", " "),
        "customers": told.customers,
        "tickets": ranked.score.all_tickets,
        "since": None if theme.first_seen is None else f"{theme.first_seen.astimezone(zone):%Y-%m-%d}",
        "trend": told.trend,
        "severity": told.severity,
        "churning": ranked.score.churning,
        "keyphrases": [slots.sign(inert_line(phrase, 80)) for phrase in theme.keyphrases],
        "versions": _named(particulars.versions[:SHOWN_VERSIONS], slots),
        "more_versions": max(0, len(particulars.versions) - SHOWN_VERSIONS),
        "newest": particulars.newest,
        "platforms": _named(particulars.platforms[:SHOWN_PLATFORMS], slots),
        "quotes": [
            {
                "text": slots.sign(quoted(each.quote, QUOTE_LIMIT)),
                "ticket": tickets[each.ticket_id],
                "language": each.language,
            }
            for each in quotes
        ],
        "steps": steps
        and {
            "lines": [slots.sign(said_line(line, STEP_LIMIT)) for line in steps.lines],
            "ticket": tickets[steps.ticket_id],
        },
        "ticket_ids": [tickets[each] for each in listed],
        "more_tickets": max(0, len(theme.ticket_ids) - shown.tickets),
    }


def _named(named: Sequence[Named], slots: Slots) -> list[Mapping[str, object]]:
    """Versions or platforms with how many tickets name them."""
    return [
        {
            "name": slots.sign(said_line(each.name, 40)),
            "tickets": each.tickets,
            "versions": _named(each.versions[:SHOWN_VERSIONS], slots),
        }
        for each in named
    ]


def _distinct(exemplars: Iterable[Evidence]) -> list[Evidence]:
    """The first of those that say the same, whatever its case and blanks."""
    first: dict[str, Evidence] = {}
    for item in exemplars:
        first.setdefault(" ".join(item.quote.casefold().split()), item)
    return list(first.values())
