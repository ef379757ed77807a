"""What needs a person as sentences, rows and plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from voc.model.review import Concern, Dossier, Matter, Side
from voc.renderers.documents import Row, evidence_value, moment, rounded
from voc.renderers.phrases import plural, seen

REVIEW_COLUMNS = (
    "id", "concern", "theme_id", "title", "into", "into_title", "ticket_id", "tickets", "weeks", "confidence",
    "likeness", "because",
)  # fmt: skip
"""The columns of ``voc review --format csv``."""

ASKED: Mapping[Concern, str] = {
    Concern.MERGE: "One theme or two?",
    Concern.SPLIT: "Two themes in one?",
    Concern.ABSORB: "A part of another theme?",
    Concern.TITLES: "The same twice?",
    Concern.NEW: "A new theme",
    Concern.UNSURE: "Is this ticket in the right theme?",
}
"""What each matter asks."""


def because(matter: Matter) -> str:
    """Why it is asked, in one sentence without a full stop."""
    return _BECAUSE[matter.concern](matter)


def matter_value(dossier: Dossier) -> Row:
    """One matter with its sides."""
    matter = dossier.matter
    proposal = matter.proposal
    return {
        "id": matter.id,
        "concern": matter.concern.value,
        "theme_id": matter.theme_id,
        "into": matter.into or None,
        "ticket_ids": list(matter.ticket_ids),
        "weeks": proposal.weeks if proposal else None,
        "since_run": proposal.since if proposal else None,
        "by_rebuild": proposal.rebuilt if proposal else False,
        "confidence": rounded(matter.confidence),
        "likeness": rounded(matter.likeness),
        "because": because(matter),
        "sides": [_side(side) for side in dossier.sides],
    }


def matter_row(dossier: Dossier) -> Row:
    """One matter as a row of ``REVIEW_COLUMNS``: titles of its theme and of the other one, and the unsure ticket."""
    matter, value = dossier.matter, matter_value(dossier)
    titles = {side.theme_id: side.title for side in dossier.sides if side.role != "ticket"}
    unsure = matter.concern is Concern.UNSURE
    more = {
        "title": titles.get(matter.theme_id),
        "into_title": titles.get(matter.into),
        "ticket_id": matter.ticket_ids[0] if unsure else None,
        "tickets": len(matter.ticket_ids),
    }
    return {name: more[name] if name in more else value[name] for name in REVIEW_COLUMNS}


def _side(side: Side) -> Row:
    return {
        "role": side.role,
        "theme_id": side.theme_id,
        "title": side.title,
        "tickets": side.tickets,
        "customers": side.customers,
        "first_seen": moment(side.first_seen),
        "last_seen": moment(side.last_seen),
        "evidence": [evidence_value(quote) for quote in side.quotes],
    }


def _long(matter: Matter) -> str:
    """How long voc has seen it, and what comes of that."""
    if matter.proposal is None:
        return ""
    if matter.proposal.weeks > 1:
        return f"; {seen(matter.proposal)}: voc does it by itself once few enough tickets move in a week"
    when = "rebuild" if matter.proposal.rebuilt else "week"
    return f"; {seen(matter.proposal)}: voc does it by itself if it sees it in a second {when} in a row"


def _near(matter: Matter, what: str) -> str:
    return "" if matter.likeness is None else f"; {what} {matter.likeness:.2f} alike"


def _sure(matter: Matter) -> str:
    """How surely a ticket is in its theme goes by all that lie around it; how alike it is, by itself."""
    if matter.confidence is None:
        near = f" ({matter.likeness:.2f})" if matter.likeness is not None else ""
        return f"it is in its theme for its company only; by itself it is more like the nearest other theme{near}"
    other = "" if not matter.into or matter.likeness is None else f"; by itself it is {matter.likeness:.2f} like the"
    beside = f"{other} nearest other theme" if other else ""
    return f"by the tickets around it, voc is sure of its theme to {matter.confidence:.2f} of 1{beside}"


_BECAUSE: Mapping[Concern, Callable[[Matter], str]] = {
    Concern.MERGE: lambda it: (
        f"most of its tickets lie in the other theme's group{_near(it, 'the two are')}{_long(it)}"
    ),
    Concern.SPLIT: lambda it: f"{plural(len(it.ticket_ids), 'ticket')} lie in a group of their own{_long(it)}",
    Concern.ABSORB: lambda it: f"{plural(len(it.ticket_ids), 'ticket')} lie in the other theme's group{_long(it)}",
    Concern.TITLES: lambda it: f"titles or tickets say nearly the same{_near(it, 'the two are')}",
    Concern.NEW: lambda it: f"the last run found it first{_near(it, 'it and its nearest theme are')}",
    Concern.UNSURE: _sure,
}
