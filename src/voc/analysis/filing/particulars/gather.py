"""What all tickets of a theme say together, counted by tickets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from voc.analysis.filing.particulars.places import platforms_in, shown_versions, versions_in
from voc.analysis.filing.particulars.steps import clearest
from voc.model.environment import EnvironmentPatterns, Named, Particulars
from voc.model.ticket import Feedback, TicketFacts

_FIELD = re.compile(r"(?:v(?:er(?:sion)?)?[. ]?)?(\d[\w.+-]{0,39})", re.IGNORECASE)


def particulars(
    feedback: Iterable[Feedback], facts: Sequence[TicketFacts], patterns: EnvironmentPatterns
) -> Particulars:
    """Versions, platforms and steps in the words and the fields of some tickets, and where these can be looked at.

    Args:
        feedback: their customers' own words; what agents write is not looked at.
        facts: their fields.
        patterns: what tells a platform, a version and steps.
    """
    versions = {fact.id: {found[1]} for fact in facts if (found := _FIELD.fullmatch((fact.version or "").strip()))}
    platforms: dict[str, set[tuple[str, str]]] = {}
    told = []
    for each in feedback:
        places = platforms_in(each.text, patterns)
        platforms[each.ticket_id] = set(shown_versions(places))
        versions.setdefault(each.ticket_id, set()).update(versions_in(each.text, places, patterns))
        told.append((each.ticket_id, each.kind, each.text))
    return Particulars(
        versions=_counted(versions),
        platforms=_platforms(platforms),
        steps=clearest(told, patterns),
        urls={fact.id: fact.url for fact in facts if fact.url},
    )


def _counted(named: Mapping[str, set[str]]) -> tuple[Named, ...]:
    """Names by how many tickets name them; of as many, in their order."""
    counts = Counter(name for names in named.values() for name in names)
    return tuple(Named(name, count) for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _platforms(named: Mapping[str, set[tuple[str, str]]]) -> tuple[Named, ...]:
    """Platforms by how many tickets name them, each with its versions."""
    counts = _counted({ticket: {name for name, _ in pairs} for ticket, pairs in named.items()})
    return tuple(
        Named(
            each.name,
            each.tickets,
            _counted(
                {
                    ticket: {version for name, version in pairs if name == each.name and version}
                    for ticket, pairs in named.items()
                }
            ),
        )
        for each in counts
    )
