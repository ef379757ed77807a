"""What is said of the themes that a run found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from voc.model.stopwords import Stopwords
from voc.model.theme import Theme
from voc.ports.store import Store
from voc.workflows.discovery.known import Known
from voc.workflows.parts import Whole, divide, quoted_tickets
from voc.workflows.standing import describe_in

if TYPE_CHECKING:
    from voc.analysis.themes.description.describe import Description
    from voc.analysis.themes.identity.texts import Texts

Members = Mapping[str, Sequence[str]]
"""Ticket ids of each theme."""


def described_themes(
    store: Store, known: Known, members: Members, texts: Texts, stopwords: Stopwords
) -> tuple[Theme, ...]:
    """All themes in the order of their ids, described and divided where they are new or changed."""
    from voc.analysis.themes.theme import found_theme, grown_theme  # noqa: PLC0415 - only when something is new

    described, themes = _describe(store, known, members, stopwords), known.themes
    wholes = {
        name: Whole(tickets, themes.get(name), described.get(name)) for name, tickets in members.items() if tickets
    }
    parts = divide(store, wholes, texts, known.customers, stopwords)
    stated = []
    for name in sorted(members):
        said = [known.feedback[ticket] for ticket in members[name]]
        before = themes.get(name)
        if before is None:
            stated.append(found_theme(name, said, described[name], parts[name], known.facts))
        else:
            stated.append(grown_theme(before, said, described.get(name), parts.get(name, ()), known.facts))
    return tuple(stated)


def _describe(store: Store, known: Known, members: Members, stopwords: Stopwords) -> dict[str, Description]:
    """Descriptions of new themes, and of those that have other tickets or quotes that no longer stand as they did."""
    from voc.analysis.themes.description.describe import Subject  # noqa: PLC0415 - only when something is new
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above
    from voc.analysis.themes.theme import said_share  # noqa: PLC0415 - as above

    themes = known.themes
    quoted = quoted_tickets(store, [theme.exemplars for theme in themes.values()])
    whole = {name for name, each in themes.items() if verbatim(each.exemplars, quoted) == each.exemplars}
    subjects = {}
    for name, tickets in members.items():
        said, before = [known.feedback[ticket] for ticket in tickets], themes.get(name)
        if before is None:
            subjects[name] = Subject(said)
            continue
        current = name in whole and before.ticket_ids == tickets
        away = sorted(set(before.ticket_ids).difference(tickets))
        left = [known.feedback[ticket] for ticket in away if ticket in known.feedback]
        gone, share = len(left) < len(away), said_share(before)
        subjects[name] = Subject(said, before.title, wanted=not current, left=left, gone=gone, share=share)
    return describe_in(store, subjects, known.customers, stopwords)
